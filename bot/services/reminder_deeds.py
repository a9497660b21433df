"""What people do about a reminder: it is done, or not now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from bot.cadence import Once
from bot.errors import Conflict, Invalid, NotFound, Refused
from bot.services import inputs, routing, upkeep
from bot.services.hours import hours_of
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started, show_changed
from bot.services.records import record
from bot.services.reminders import REMINDER, snooze_subject
from bot.services.schedules import set_rule
from models import Milestone, Project

TOMORROW, NEXT_WEEK, PICKED = "tomorrow", "week", "day"
#: Nobody means to be reminded after this.
FARTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Done:
    """What was said to be done, and of which project."""

    project: str
    what: str


@dataclass(frozen=True, slots=True)
class SnoozeForm:
    """Whose reminders of which project."""

    project_id: int
    project: str


def mark_done(session: Session, *, team_id: str, actor_id: str, key: str, now: datetime) -> Done:
    """A milestone is reached, the deadline's work is delivered, or the client sent what was missing.

    Raises NotFound, Refused, Conflict when it was done before.
    """
    kind, _, number = key.partition(":")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise NotFound("button_unknown")
    if kind == "milestone":
        milestone = session.get(Milestone, int(number))
        if milestone is None:
            raise NotFound("milestone_gone")
        project = get_project(session, team_id, milestone.project_id)
        upkeep.mark_done(
            session, team_id=team_id, actor_id=actor_id, project_id=milestone.project_id, name=milestone.name, now=now
        )
        return Done(project.name, milestone.name)
    if kind == "input":
        found = inputs.receive(session, team_id=team_id, actor_id=actor_id, input_id=int(number), now=now)
        return Done(found.project, found.what)
    if kind == "project":
        return _deliver(session, team_id, actor_id, int(number), now)
    raise NotFound("button_unknown")


def _deliver(session: Session, team_id: str, actor_id: str, project_id: int, now: datetime) -> Done:
    """What the deadline is for is done; the project goes on until it is closed."""
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id)
    require_started(project)
    routing.require_role(session, project, person)
    changed = session.connection().execute(
        update(Project)
        .where(col(Project.id) == project_id, col(Project.delivered_at).is_(None))
        .values(delivered_at=now)
    )
    if changed.rowcount != 1:
        raise Conflict("already_done", name="The deadline", project_id=project_id)
    record(
        session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="delivered", now=now,
        deadline=project.deadline.isoformat(),
    )  # fmt: skip
    session.refresh(project)
    show_changed(session, project)
    return Done(project.name, "Deadline")


def open_snooze(session: Session, *, team_id: str, actor_id: str, project_id: int, whose: str) -> SnoozeForm:
    """Raises Refused for somebody else's reminder, NotFound."""
    require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id)
    if whose != actor_id:
        raise Refused("not_your_reminder", whose=[whose])
    return SnoozeForm(project_id, project.name)


def snooze(
    session: Session, *, team_id: str, actor_id: str, project_id: int, until: str, day: date | None, now: datetime
) -> date:
    """Nothing more of this project until then; on that day everything that is still near. The day it is.

    Raises Invalid for a day that is past, far or none.
    """
    require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id)
    hours = hours_of(session, team_id, [actor_id])[actor_id]
    today = hours.working.local_date(now)
    if until == TOMORROW:
        day = hours.working.add_days(today, 1)
    elif until == NEXT_WEEK:
        day = hours.working.add_days(today + timedelta(days=6 - today.weekday()), 1)
    elif day is None:
        raise Invalid("date_missing", "day")
    if day <= today:
        raise Invalid("date_past", "day", date=day)
    if day > today + FARTHEST:
        raise Invalid("date_far", "day", date=day)
    if not hours.working.is_working_day(day):
        day = hours.working.add_days(day, 1)
    set_rule(
        session, REMINDER, team_id=team_id, subject=snooze_subject(project_id, actor_id), wall=hours.digest_at,
        zone=hours.working.zone, on=Once(day), now=now, user_id=actor_id, project_id=project_id, working=hours.working,
    )  # fmt: skip
    record(
        session, team_id=team_id, project_id=project.id, actor_id=actor_id, action="snoozed", now=now,
        until=day.isoformat(),
    )  # fmt: skip
    return day
