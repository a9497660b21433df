"""Baselines: the plan as it was agreed at the start, and after each change of a date that was applied."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.domains.kind import Application, Kind, Value
from bot.domains.milestones import id_of, read_steps
from bot.prepared import Prepared
from models import Baseline, Project, ProjectFields
from models.enums import Domain, ProjectStatus

#: The project's date among those of its milestones.
PROJECT = "project"

_COLUMNS = ("project_id", "number", "dates", "request_id", "created_at")
_KEEP = Prepared(insert(Baseline), _COLUMNS)
_NEWEST = Prepared(
    core_select(
        col(Project.deadline),
        core_select(func.max(col(Baseline.number)))
        .where(col(Baseline.project_id) == bindparam("project_id"))
        .scalar_subquery()
        .label("newest"),
    ).where(col(Project.id) == bindparam("project_id"))
)


def apply(session: Session, project: ProjectFields, kind: Kind, target: str, after: Value, by: Application) -> None:
    """Make a change so. A change of a date after the start makes the next baseline. Raises Conflict."""
    kind.apply(session, project, target, after, by)
    if kind.domain is Domain.DEADLINE and project.status is not ProjectStatus.PLANNING:
        keep(session, project.id or 0, by.now, by.request_id)


def keep(session: Session, project_id: int, now: datetime, request_id: int | None = None) -> int:
    """Keep the plan as it is now; the baseline's number. The caller holds the project."""
    found = _NEWEST.first(session, project_id=project_id)
    assert found is not None
    deadline, newest = found
    dates = {PROJECT: deadline.isoformat()}
    dates |= {str(id_of(each.key)): each.date.isoformat() for each in read_steps(session, project_id)}
    number = (newest or 0) + 1
    _KEEP.later(session, project_id=project_id, number=number, dates=dates, request_id=request_id, created_at=now)
    return int(number)


def first_agreed(session: Session, project_id: int) -> Mapping[str, date]:
    """Milestone id (as text) or "project" → the day in the first baseline that has it."""
    query = select(Baseline.dates).where(Baseline.project_id == project_id).order_by(col(Baseline.number).desc())
    found: dict[str, date] = {}
    for dates in session.exec(query.limit(KEPT_IN_SIGHT)):
        found |= {key: date.fromisoformat(day) for key, day in dates.items()}
    if found:
        start = session.get(Baseline, (project_id, 1))
        found |= {key: date.fromisoformat(day) for key, day in (start.dates if start else {}).items()}
    return found


#: Baselines that are looked through for when a later milestone was first agreed.
KEPT_IN_SIGHT = 100
