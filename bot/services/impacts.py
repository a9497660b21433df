"""What a change does to the rest of the plan: read for a form, kept with a request, looked at again before a yes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.deadline import DEADLINE
from bot.domains.impact import PROJECT, Elsewhere, Plan, Waiting, differences, material, people_of, picture, time_left
from bot.domains.kind import Value
from bot.domains.milestones import read_steps
from bot.domains.timeline import Step
from bot.errors import Conflict
from bot.prepared import Prepared, among
from bot.services import routing
from bot.services.bookings import bookings
from bot.services.calendars import calendar_of, day_of, holidays_of
from bot.services.moves import Case
from bot.services.people import names
from models import ChangeRequest, ClientInput, Person, Project, ProjectFields, ProjectValue, Promise, RequestFields
from models.enums import Domain, ProjectStatus, PromiseState, RequestState

_WAITING = Prepared(
    core_select(col(ClientInput.id), col(ClientInput.what), col(ClientInput.due), col(ClientInput.milestone_id))
    .where(col(ClientInput.project_id) == bindparam("project_id"), col(ClientInput.received_on).is_(None))
    .order_by(col(ClientInput.due), col(ClientInput.id))
)
#: What the client was told beside the plan.
_PROMISED = Prepared(
    core_select(col(Promise.date), col(Promise.author_id))
    .where(
        col(Promise.project_id) == bindparam("project_id"),
        among(col(Promise.state), (PromiseState.STANDS, PromiseState.AGREED)),
    )
    .order_by(col(Promise.date), col(Promise.id))
)
_OURS: Any = ProjectValue
_THEIRS: Any = aliased(ProjectValue)
#: Who works on a project, and what other live projects have of them.
_ELSEWHERE = Prepared(
    core_select(_OURS.target, _OURS.value, _THEIRS.value, col(Project.name), col(Project.deadline))
    .select_from(_OURS)
    .join(_THEIRS, (_THEIRS.target == _OURS.target) & (_THEIRS.domain == _OURS.domain))
    .join(Project, col(Project.id) == _THEIRS.project_id)
    .where(
        _OURS.project_id == bindparam("project_id"),
        among(_OURS.domain, (Domain.RESOURCING,)),
        _THEIRS.project_id != bindparam("project_id"),
        col(Project.team_id) == bindparam("team_id"),
        among(col(Project.status), (ProjectStatus.LIVE,)),
    )
    .order_by(_OURS.target, col(Project.id))
)


@dataclass(frozen=True, slots=True)
class Moved:
    """How the plan moved since a request was asked; `mark` names the picture that was looked at."""

    mark: str
    name: str
    what: str
    differences: tuple[dict[str, Any], ...]
    #: User id → name, of those it is about.
    names: Mapping[str, str] = field(default_factory=dict)


#: What was asked for is so.
MADE_SO = (RequestState.APPROVED, RequestState.TOLD, RequestState.NOTED)


class Budget(NamedTuple):
    """What may be spent, in the smallest unit of its currency."""

    amount: int | None
    #: What of it is kept for surprises.
    kept: int | None
    currency: str | None
    #: At the start, where that was another amount.
    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The picture of a form as far as it is filled in; `when` None: only the budget is said."""

    when: str | None
    found: Mapping[str, Any]
    names: Mapping[str, str]
    budget: Budget | None = None


#: What is asked for with an eye on the budget.
COSTLY = frozenset({Domain.PRICE, Domain.SCOPE, Domain.RESOURCING, Domain.SUPPLIER})


def read_plan(session: Session, project: ProjectFields, now: datetime) -> Plan:
    """Everything that bears on a date of this project, as it is now."""
    calendar = calendar_of(session, project)
    waiting = tuple(
        Waiting(id_, what, due, f"milestone:{milestone}" if milestone else PROJECT)
        for id_, what, due, milestone in _WAITING.rows(session, project_id=project.id)
    )
    elsewhere = tuple(
        Elsewhere(
            user_id,
            name,
            _day(theirs.get("from")),
            _day(theirs.get("until")) or deadline,
            _day(ours.get("until")),
            theirs.get("hours"),
        )
        for user_id, ours, theirs, name, deadline in _ELSEWHERE.rows(
            session, project_id=project.id, team_id=project.team_id
        )
    )
    deadline = Step(PROJECT, DEADLINE, project.deadline, project.deadline_client)
    steps = read_steps(session, project.id)
    promised = tuple((day, who) for day, who in _PROMISED.rows(session, project_id=project.id))
    today, holidays = day_of(now, calendar), holidays_of(session, project)
    return Plan(today, deadline, steps, calendar, waiting, elsewhere, promised, holidays)


def impact_of(
    session: Session, project: ProjectFields, domain: Domain, target: str, after: Value, now: datetime
) -> dict[str, Any] | None:
    """The picture of a change, to be kept with it; None where a change moves nothing else."""
    if domain is Domain.DEADLINE and after.get("date"):
        return picture(read_plan(session, project, now), target, date.fromisoformat(after["date"]))
    if domain is Domain.RESOURCING and after:
        return bookings(session, project, after, now)
    if domain is Domain.SCOPE:
        return {"left": time_left(read_plan(session, project, now))}
    return None


def read_preview(
    session: Session,
    project: Project,
    domain: Domain,
    target: str | None,
    when: date | str | None,
    user_id: str,
    now: datetime,
) -> Preview | None:
    """What a form can say before anything is asked; None where there is nothing to say (yet).

    The budget is for whoever sees money; a price, a scope, people and suppliers are looked at beside it.
    """
    day = date.fromisoformat(when) if isinstance(when, str) else when
    person = session.get(Person, (project.team_id, user_id))
    money = person is not None and routing.sees_money(session, project, person)
    budget = budget_of(session, project) if money else None
    if domain is Domain.DEADLINE and target is not None and day is not None:
        found = picture(read_plan(session, project, now), target, day)
        return Preview(day.isoformat(), found, names(session, project.team_id, people_of(found)), budget)
    if domain in COSTLY and budget is not None and project.budget_minor is not None:
        return Preview(None, {}, {}, budget)
    return None


def budget_of(session: Session, project: ProjectFields) -> Budget:
    """What may be spent now, and what was agreed at the start where that was another amount.

    No plan keeps amounts; what was agreed at first stands in the first change of it since the start.
    """
    now = Budget(project.budget_minor, project.contingency_minor, project.currency)
    if project.started_at is None:
        return now
    query = (
        select(ChangeRequest)
        .where(
            ChangeRequest.project_id == project.id,
            ChangeRequest.domain == Domain.BUDGET,
            col(ChangeRequest.state).in_(MADE_SO),
            col(ChangeRequest.asked_at) >= project.started_at,
        )
        .order_by(col(ChangeRequest.decided_at), col(ChangeRequest.id))
    )
    first = session.exec(query.limit(1)).first()
    if first is None or first.before.get("currency") != now.currency or first.before.get("amount") == now.amount:
        return now
    return now._replace(agreed=first.before.get("amount"))


def require_seen(session: Session, case: Case, seen: str | None, now: datetime) -> None:
    """A yes is to the picture that was shown. Raises Conflict ("plan_moved") when the plan moved since.

    `seen` is the mark of the picture that was looked at instead; where it is the one of now, that is kept.
    """
    request = case.request
    if request.impact is None or request.done is not None:
        return
    today = _picture_now(session, case.project, request, now)
    if today is None or material(today) == material(request.impact):
        return
    if seen != mark_of(today):
        raise Conflict("plan_moved", request_id=request.id, name=request.name)
    changed = update(ChangeRequest).where(col(ChangeRequest.id) == request.id)
    session.connection().execute(changed.values(impact=today))


def read_moved(session: Session, *, team_id: str, request_id: int, now: datetime) -> Moved | None:
    """How the plan moved since the request was asked; None where it did not."""
    request = session.get(ChangeRequest, request_id)
    if request is None or request.team_id != team_id or request.impact is None:
        return None
    project = session.get_one(Project, request.project_id)
    today = _picture_now(session, project, request, now)
    if today is None or material(today) == material(request.impact):
        return None
    what = KINDS[Domain(request.domain)].read(session, project, request.target).name
    known = names(session, team_id, [*people_of(request.impact), *people_of(today)])
    return Moved(mark_of(today), request.name, what, tuple(differences(request.impact, today)), known)


def mark_of(found: dict[str, Any]) -> str:
    """A short name of what a picture says."""
    text = json.dumps(material(found), sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _picture_now(
    session: Session, project: ProjectFields, request: RequestFields, now: datetime
) -> dict[str, Any] | None:
    return impact_of(session, project, Domain(request.domain), request.target, request.after, now)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
