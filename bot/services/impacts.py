"""What a change does to the rest of the plan: read for a form, kept with a request, looked at again before a yes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, update
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
from models.request import Part


@dataclass(frozen=True, slots=True)
class Moved:
    """How the plan moved since a request was asked; `mark` names the picture that was looked at."""

    mark: str
    name: str
    #: Each a kind, its facts, and "what" it is about.
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
    given: Mapping[str, Any],
    user_id: str,
    now: datetime,
) -> Preview | None:
    """What a form can say before anything is asked, as it is filled in; None where there is nothing to say (yet).

    The budget is for whoever sees money; a price, a scope, people and suppliers are looked at beside it.
    """
    person = session.get(Person, (project.team_id, user_id))
    money = person is not None and routing.sees_money(session, project, person)
    budget = budget_of(session, project) if money else None
    day = _iso(given.get("date"))
    if domain is Domain.DEADLINE and target is not None and day is not None:
        found = picture(read_plan(session, project, now), target, date.fromisoformat(day))
        return Preview(day, found, names(session, project.team_id, people_of(found)), budget)
    shown = budget if domain in COSTLY and project.budget_minor is not None else None
    found = _booked(session, project, given, now) if domain is Domain.RESOURCING else {}
    if not found and shown is None:
        return None
    return Preview(None, found, names(session, project.team_id, people_of(found)), shown)


def _booked(session: Session, project: Project, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What other projects have of whoever is picked; nothing of one who is to go."""
    person, start, end = given.get("person"), _iso(given.get("from")), _iso(given.get("until"))
    if not person or given.get("off") or (start and end and end < start):
        return {}
    return bookings(session, project, {"person": str(person), "from": start, "until": end}, now)


def _iso(when: date | str | None) -> str | None:
    return when.isoformat() if isinstance(when, date) else when


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
            or_(col(ChangeRequest.domain) == Domain.BUDGET, col(ChangeRequest.also).is_not(None)),
            col(ChangeRequest.state).in_(MADE_SO),
            col(ChangeRequest.asked_at) >= project.started_at,
        )
        .order_by(col(ChangeRequest.decided_at), col(ChangeRequest.id))
    )
    found = (part.before for each in session.exec(query) for part in each.parts if part.domain is Domain.BUDGET)
    first = next(found, None)
    if first is None or first.get("currency") != now.currency or first.get("amount") == now.amount:
        return now
    return now._replace(agreed=first.get("amount"))


def require_seen(session: Session, case: Case, seen: str | None, now: datetime) -> None:
    """A yes is to the picture that was shown. Raises Conflict ("plan_moved") when the plan moved since.

    `seen` is the mark of the picture that was looked at instead; where it is the one of now, that is kept.
    """
    request = case.request
    if request.done is not None and not request.also:
        return
    moved = _moved(session, case.project, request, now)
    if not moved:
        return
    if seen != mark_of(today for _, _, today in moved):
        raise Conflict("plan_moved", request_id=request.id, name=request.name)
    changed = update(ChangeRequest).where(col(ChangeRequest.id) == request.id)
    session.connection().execute(changed.values(impacts_now(session, case.project, request.parts, now)))


def read_moved(session: Session, *, team_id: str, request_id: int, now: datetime) -> Moved | None:
    """How the plan moved since the request was asked; None where it did not."""
    request = session.get(ChangeRequest, request_id)
    if request is None or request.team_id != team_id:
        return None
    project = session.get_one(Project, request.project_id)
    moved = _moved(session, project, request, now)
    if not moved:
        return None
    differ = [
        {**each, "what": KINDS[part.domain].read(session, project, part.target).name}
        for part, old, today in moved
        for each in differences(old, today)
    ]
    known = names(session, team_id, [who for _, old, new in moved for who in (*people_of(old), *people_of(new))])
    return Moved(mark_of(today for _, _, today in moved), request.name, tuple(differ), known)


def mark_of(pictures: Iterable[Mapping[str, Any]]) -> str:
    """A short name of what these pictures say."""
    text = json.dumps([material(each) for each in pictures], sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def impacts_now(session: Session, project: ProjectFields, parts: Iterable[Part], now: datetime) -> dict[str, Any]:
    """The columns of what a request would move, as the plan is now."""
    own, *more = (
        each._replace(impact=impact_of(session, project, each.domain, each.target, each.after, now)) for each in parts
    )
    return {"impact": own.impact, "also": [each.kept() for each in more] or None}


def _moved(
    session: Session, project: ProjectFields, request: RequestFields, now: datetime
) -> list[tuple[Part, dict[str, Any], dict[str, Any]]]:
    """The parts of a request around which the plan moved: (part, what it would have moved, what it would now)."""
    found = []
    for part in request.parts:
        if part.impact is None:
            continue
        today = impact_of(session, project, part.domain, part.target, part.after, now)
        if today is not None and material(today) != material(part.impact):
            found.append((part, part.impact, today))
    return found
