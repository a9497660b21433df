"""A milestone that is done late: what comes after it could move by as many working days, if both roles agree."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.domains.milestones import key_of, read_steps
from bot.policy.judge import Because
from bot.services import lateness
from bot.services.calendars import calendar_of, day_of
from bot.services.projects import get_project
from bot.services.requests import open_request
from models import ChangeRequest, Milestone, Project
from models.enums import Domain, ProjectStatus, RequestState


def look_behind(session: Session, project: Project, milestone: Milestone, now: datetime) -> None:
    """Propose what follows from how late it was done; the caller holds the project. What somebody asks about at that
    moment is looked at again once that is settled."""
    if project.status is not ProjectStatus.LIVE:
        return
    calendar = calendar_of(session, project)
    late = calendar.days_between(milestone.date, day_of(now, calendar))
    if late > 0:
        milestone.overrun = late
        _propose(session, project, milestone, now)


def look_again(session: Session, *, now: datetime, after: int = 0, at_most: int = 50) -> int | None:
    """Look at what comes after a late one and was being asked about, by the late one's identity from `after` on; where
    to go on from, None when that was all. Looking twice does nothing."""
    query = (
        select(Milestone)
        .join(Project, col(Project.id) == col(Milestone.project_id))
        .where(
            col(Milestone.overrun).is_not(None), col(Milestone.id) > after, col(Project.status) == ProjectStatus.LIVE
        )
        .order_by(col(Milestone.id))
        .limit(at_most)
    )
    found = session.exec(query).all()
    for milestone in found:
        project = session.get_one(Project, milestone.project_id)
        project = get_project(session, project.team_id, milestone.project_id, hold=True)
        session.refresh(milestone)
        if milestone.overrun is not None and project.status is ProjectStatus.LIVE:
            _propose(session, project, milestone, now)
    return found[-1].id if len(found) == at_most else None


def _propose(session: Session, project: Project, milestone: Milestone, now: datetime) -> None:
    """Propose for all that comes after it and was not settled since; it is done with once nothing is being asked."""
    late, waits = milestone.overrun or 0, False
    why = f"{milestone.name} was done {late} working {'day' if late == 1 else 'days'} late"
    for step in read_steps(session, project.id):
        if step.follows != key_of(milestone) or step.done or _is_settled(session, milestone, step.key):
            continue
        if open_request(session, project, Domain.DEADLINE, step.key) is not None:
            waits = True
            continue
        lateness.propose(session, project, step.key, late, why, Because.DONE_LATE, now, follow_on=True)
    if not waits:
        milestone.overrun = None
    session.add(milestone)
    session.flush()


def _is_settled(session: Session, milestone: Milestone, key: str) -> bool:
    """Whether it was proposed already, or its date was agreed on, since that one was done."""
    since = milestone.done_at
    query = select(ChangeRequest).where(
        ChangeRequest.project_id == milestone.project_id,
        or_(
            col(ChangeRequest.follow_on).is_(True) & (col(ChangeRequest.asked_at) >= since),
            (col(ChangeRequest.state) == RequestState.APPROVED) & (col(ChangeRequest.decided_at) >= since),
        ),
    )
    return any(
        part.domain is Domain.DEADLINE and part.target == key
        for request in session.exec(query)
        for part in request.parts
    )
