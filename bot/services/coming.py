"""What comes next in somebody's projects: dates that are due soon, and the next milestones of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models import Milestone, Project

#: "Due soon" looks this far ahead.
SOON = timedelta(days=14)
#: Milestones that a desk names of each project; its status has the rest.
AHEAD = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A date of one of the person's projects."""

    project: str
    what: str
    date: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """A milestone that is not done."""

    name: str
    date: date


def read_due(session: Session, projects: Sequence[Project], today: date) -> tuple[Due, ...]:
    """The dates of live projects that are late or due soon, the earliest first."""
    names = {each.id: each.name for each in projects}
    found = [Due(each.name, "Deadline", each.deadline) for each in projects if each.deadline <= today + SOON]
    query = select(col(Milestone.project_id), col(Milestone.name), col(Milestone.date)).where(
        col(Milestone.project_id).in_(list(names)),
        col(Milestone.done_at).is_(None),
        col(Milestone.date) <= today + SOON,
    )
    found += [Due(names[key], name, when) for key, name, when in session.connection().execute(query)]
    return tuple(sorted(found, key=lambda each: (each.date, each.project, each.what))[:20])


def read_ahead(session: Session, projects: Sequence[Project]) -> dict[int, list[Ahead]]:
    """The next few milestones of each of these projects, in one query however long their plans are."""
    key, name, when = col(Milestone.project_id), col(Milestone.name), col(Milestone.date)
    place = func.row_number().over(partition_by=key, order_by=(when, col(Milestone.id)))
    keys = [each.id for each in projects]
    ranked = (
        select(key, name, when, place.label("place")).where(key.in_(keys), col(Milestone.done_at).is_(None)).subquery()
    )
    shown = select(ranked).where(ranked.c.place <= AHEAD).order_by(ranked.c.project_id, ranked.c.place)
    found: dict[int, list[Ahead]] = {}
    for project_id, what, day, _ in session.connection().execute(shown):
        found.setdefault(project_id, []).append(Ahead(what, day))
    return found
