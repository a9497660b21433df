"""A milestone that is done late: what comes after it could move by as many working days, if both roles agree."""

from datetime import datetime

from sqlmodel import Session

from bot.domains.milestones import key_of, read_steps
from bot.policy.judge import Because
from bot.services import lateness
from bot.services.calendars import calendar_of, day_of
from models import Milestone, Project
from models.enums import ProjectStatus


def look_behind(session: Session, project: Project, milestone: Milestone, now: datetime) -> None:
    """Propose what follows from how late it was done; the caller holds the project. Once, since it is done once."""
    if project.status is not ProjectStatus.LIVE:
        return
    calendar = calendar_of(session, project)
    late = calendar.days_between(milestone.date, day_of(now, calendar))
    if late <= 0:
        return
    why = f"{milestone.name} was done {late} working {'day' if late == 1 else 'days'} late"
    for step in read_steps(session, project.id):
        if step.follows == key_of(milestone) and not step.done:
            lateness.propose(session, project, step.key, late, why, Because.DONE_LATE, now, follow_on=True)
