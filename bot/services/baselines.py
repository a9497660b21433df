"""Baselines: the plan as it was agreed at the start, and after each change of a date that was applied."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, String, bindparam, func, insert
from sqlalchemy import select as core_select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.domains.kind import Application, Kind, Value
from bot.domains.timeline import PROJECT
from bot.prepared import Prepared
from models import Baseline, ProjectFields
from models.columns import Identity
from models.enums import Domain, ProjectStatus


class _Plan(FunctionElement[Any]):
    """The dates of a project's milestones and its own (`deadline`, ISO) as a baseline keeps them."""

    type = JSON()
    inherit_cache = True
    sql: ClassVar[Mapping[str, str]] = {
        "sqlite": "json_set((SELECT json_group_object(id, date) FROM milestone WHERE project_id = {0}),"
        " '$.project', {1})",
        "postgresql": "CAST(jsonb_build_object('project', {1}) || coalesce((SELECT jsonb_object_agg(id, date)"
        " FROM milestone WHERE project_id = {0}), '{{}}') AS JSON)",
    }


@compiles(_Plan, "sqlite")
@compiles(_Plan, "postgresql")
def _write(element: _Plan, compiler: SQLCompiler, **given: Any) -> str:
    project_id, deadline = (compiler.process(each, **given) for each in element.clauses)
    return element.sql[compiler.dialect.name].format(project_id, deadline)


_OF = bindparam("project_id", type_=Identity)
_NUMBER = core_select(func.coalesce(func.max(col(Baseline.number)), 0) + 1).where(col(Baseline.project_id) == _OF)
_KEEP = Prepared(
    insert(Baseline).from_select(
        ["project_id", "number", "dates", "request_id", "created_at"],
        core_select(
            _OF,
            _NUMBER.scalar_subquery(),
            _Plan(_OF, bindparam("deadline", type_=String())),
            bindparam("request_id", type_=Identity),
            bindparam("created_at", type_=UTCDateTime()),
        ),
    )
)


def apply(
    session: Session, project: ProjectFields, changes: Iterable[tuple[Kind, str, Value]], by: Application
) -> None:
    """Make changes (kind, target, value) so, as one. Where a date is among them, after the start, the plan is the next
    baseline. Raises Conflict."""
    dated, deadline = False, project.deadline
    for kind, target, after in changes:
        kind.apply(session, project, target, after, by)
        if kind.domain is Domain.DEADLINE:
            dated, deadline = True, date.fromisoformat(after["date"]) if target == PROJECT else deadline
    if dated and project.status is not ProjectStatus.PLANNING:
        keep(session, project, by.now, by.request_id, deadline=deadline)


def keep(
    session: Session,
    project: ProjectFields,
    now: datetime,
    request_id: int | None = None,
    *,
    deadline: date | None = None,
) -> None:
    """Keep the plan as it is now, at the latest before COMMIT. The caller holds the project.

    `deadline`: what it becomes in this transaction, since statements that go together do not see one another's work.
    """
    _KEEP.later(
        session,
        project_id=project.id,
        deadline=(deadline or project.deadline).isoformat(),
        request_id=request_id,
        created_at=now,
    )


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
