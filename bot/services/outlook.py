"""Everything that bears on a date of a project, read by one statement: a click on `Approve` waits for it."""

from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Select, String, bindparam, cast, literal, null, union_all
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.countries import holiday_name
from bot.domains.deadline import DEADLINE
from bot.domains.impact import Elsewhere, Plan, Waiting
from bot.domains.milestones import step_of
from bot.domains.timeline import PROJECT, Step
from bot.prepared import Prepared, among
from bot.services.calendars import day_of
from bot.services.hours import working_days
from models import ClientInput, Milestone, Project, ProjectFields, ProjectValue, Promise, Workspace
from models.columns import Identity
from models.enums import Domain, ProjectStatus, PromiseState

_OF = bindparam("project_id", type_=Identity)
_TEAM = bindparam("team_id", type_=String())
_OURS: Any = ProjectValue
_THEIRS: Any = aliased(ProjectValue)
#: The columns that all kinds of rows share; each kind leaves some of them empty.
_SHAPE: dict[str, Any] = {
    "kind": String(),
    "id": Identity,
    "name": String(),
    "more": String(),
    "country": String(),
    "day": Date(),
    "other": Identity,
    "told": Boolean(),
    "done": Boolean(),
    "ours": JSON(),
    "theirs": JSON(),
}


def _rows(kind: str, **given: Any) -> Select[Any]:
    columns = {"kind": literal(kind, String())} | given
    return core_select(*(columns.get(name, cast(null(), type_)).label(name) for name, type_ in _SHAPE.items()))


_CALENDAR, _STEP, _INPUT, _PROMISE, _ELSEWHERE = "calendar", "step", "input", "promise", "elsewhere"
_OUTLOOK = Prepared(
    union_all(
        _rows(_CALENDAR, name=col(Workspace.zone), more=col(Workspace.weekdays), country=col(Workspace.country)).where(
            col(Workspace.team_id) == _TEAM
        ),
        _rows(
            _STEP,
            id=col(Milestone.id),
            name=col(Milestone.name),
            day=col(Milestone.date),
            other=col(Milestone.follows_id),
            told=col(Milestone.client_date),
            done=col(Milestone.done_at).is_not(None),
        ).where(col(Milestone.project_id) == _OF),
        _rows(
            _INPUT,
            id=col(ClientInput.id),
            name=col(ClientInput.what),
            day=col(ClientInput.due),
            other=col(ClientInput.milestone_id),
        ).where(col(ClientInput.project_id) == _OF, col(ClientInput.received_on).is_(None)),
        # What the client was told beside the plan.
        _rows(_PROMISE, id=col(Promise.id), name=col(Promise.author_id), day=col(Promise.date)).where(
            col(Promise.project_id) == _OF,
            among(col(Promise.state), (PromiseState.STANDS, PromiseState.AGREED)),
        ),
        # Who works on it, and what other live projects have of them.
        _rows(
            _ELSEWHERE,
            id=col(Project.id),
            name=_OURS.target,
            more=col(Project.name),
            day=col(Project.deadline),
            ours=_OURS.value,
            theirs=_THEIRS.value,
        )
        .select_from(_OURS)
        .join(_THEIRS, (_THEIRS.target == _OURS.target) & (_THEIRS.domain == _OURS.domain))
        .join(Project, col(Project.id) == _THEIRS.project_id)
        .where(
            _OURS.project_id == _OF,
            among(_OURS.domain, (Domain.RESOURCING,)),
            _THEIRS.project_id != _OF,
            col(Project.team_id) == _TEAM,
            among(col(Project.status), (ProjectStatus.LIVE,)),
        ),
    ).order_by("kind", "day", "id")
)


def read_plan(session: Session, project: ProjectFields, now: datetime) -> Plan:
    """Everything that bears on a date of this project, as it is now."""
    found: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in (_CALENDAR, _STEP, _INPUT, _PROMISE, _ELSEWHERE)}
    for kind, *row in _OUTLOOK.rows(session, project_id=project.id, team_id=project.team_id):
        found[kind].append(tuple(row))
    [(_, zone, weekdays, country, *_)] = found[_CALENDAR]
    calendar = working_days(zone, weekdays, country)
    return Plan(
        day_of(now, calendar),
        Step(PROJECT, DEADLINE, project.deadline, project.deadline_client),
        tuple(
            step_of(id_, name, day, told, follows, done)
            for id_, name, _, _, day, follows, told, done, *_ in found[_STEP]
        ),
        calendar,
        tuple(
            Waiting(id_, what, due, f"milestone:{milestone}" if milestone else PROJECT)
            for id_, what, _, _, due, milestone, *_ in found[_INPUT]
        ),
        tuple(
            Elsewhere(
                user_id,
                project_name,
                _day(theirs.get("from")),
                _day(theirs.get("until")) or deadline,
                _day(ours.get("until")),
                theirs.get("hours"),
            )
            for _, user_id, project_name, _, deadline, *_, ours, theirs in sorted(
                found[_ELSEWHERE], key=lambda row: (row[1], row[0])
            )
        ),
        tuple((day, who) for _, who, _, _, day, *_ in found[_PROMISE]),
        partial(holiday_name, country),
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
