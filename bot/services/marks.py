"""The dates of a project as people read them: the plan, what was first agreed, what is expected, what was."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domains.milestones import read_steps
from bot.domains.timeline import PROJECT, expected
from bot.services.baselines import first_agreed
from bot.services.calendars import calendar_of, day_of, off_on
from bot.services.inputs import Needed, read_needed
from bot.services.lateness import settled
from models import Milestone, Project


@dataclass(frozen=True, slots=True)
class Mark:
    """One date on the way."""

    name: str
    date: date
    client: bool
    done: bool
    #: The name of the one that it comes after.
    follows: str | None = None
    #: The day in the first baseline that has it.
    agreed: dt.date | None = None
    #: When it will be, where that is not on its day.
    expected: dt.date | None = None
    #: When it was done.
    done_on: dt.date | None = None
    #: Why nobody works on that day; empty for a working day.
    off: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """The project's own date, and those on the way to it in the order of their days."""

    deadline: Mark
    milestones: tuple[Mark, ...]
    #: What has not come from the client.
    needed: tuple[Needed, ...] = ()


def read_marks(session: Session, project: Project, now: datetime, *, forecast: bool) -> Marks:
    """`forecast`: with what is expected today; without it for pictures that stand for long."""
    query = select(Milestone).where(Milestone.project_id == project.id)
    rows = session.exec(query.order_by(col(Milestone.date), col(Milestone.id))).all()
    names = {each.id: each.name for each in rows}
    agreed = first_agreed(session, project.id or 0) if project.started_at is not None else {}
    calendar = calendar_of(session, project)
    today, off = day_of(now, calendar), off_on(session, project)
    needed = read_needed(session, [project], today) if forecast else []
    ahead = _expected(session, project, today, needed) if forecast else {}
    deadline = Mark(
        "Deadline",
        project.deadline,
        project.deadline_client,
        done=False,
        agreed=agreed.get(PROJECT),
        expected=ahead.get(PROJECT),
        off=off(project.deadline),
    )
    marks = tuple(
        Mark(
            each.name,
            each.date,
            each.client_date,
            each.done_at is not None,
            names.get(each.follows_id),
            agreed.get(str(each.id)),
            ahead.get(f"milestone:{each.id}"),
            day_of(each.done_at, calendar) if each.done_at is not None else None,
            off(each.date),
        )
        for each in rows
    )
    return Marks(deadline, marks, tuple(needed))


def _expected(session: Session, project: Project, today: date, needed: Sequence[Needed]) -> Mapping[str, date]:
    late: dict[str, int] = {}
    said = settled(session, [each.id for each in needed if each.late])
    for each in needed:
        left = each.late - said.get(each.id, 0)
        late[each.waits_key] = max(left, late.get(each.waits_key, 0))
    steps = read_steps(session, project.id)
    return expected(steps, project.deadline, today, calendar_of(session, project), late)
