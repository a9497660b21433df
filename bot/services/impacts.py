"""What a change does to the rest of the plan: read for a form, kept with a request, looked at again before a yes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.impact import differences, material, people_of, picture, time_left
from bot.domains.kind import Value
from bot.errors import Conflict
from bot.services import routing
from bot.services.bookings import bookings
from bot.services.moves import Case
from bot.services.outlook import read_plan
from bot.services.people import names
from models import ChangeRequest, Person, Project, ProjectFields, RequestFields
from models.enums import Domain, RequestState


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
