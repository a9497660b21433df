"""What was understood of a message: as it is kept, and as it is shown to whoever it is offered to.

Kept are {"domain": … or None where money has to be told apart, "target": key, "name": what it is called, "date": ISO
or None, "money": bool, "sure": whether the project is sure, "given": other fields of the form, until it is answered};
never the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.deadline import fold
from bot.domains.kind import Target
from bot.errors import NotFound
from bot.language.talk import Understood
from bot.policy.table import DEFAULT_POLICY
from bot.services import routing
from bot.services.hours import usual, working_time
from bot.services.people import names
from bot.worktime import WorkingTime
from models import Person, PickUp, Project
from models.enums import Domain, PickUpState, Role

#: What the reader calls a kind of change → what it is about.
DOMAINS = {
    "deadline": Domain.DEADLINE,
    "brief": Domain.BRIEF,
    "scope": Domain.SCOPE,
    "budget": Domain.BUDGET,
    "resourcing": Domain.RESOURCING,
    "strategy": Domain.STRATEGY,
}
#: An offer that nobody answered is not shown on Home for longer.
FRESH = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Offer:
    """What was understood of one message, as its author (or the account manager) is shown it."""

    pick_up_id: int
    version: int
    channel_id: str
    ts: str
    author_id: str
    project_id: int
    project: str
    domain: Domain | None
    target: str | None
    what: str
    old: str | None
    date: date | None
    #: Nothing is missing: it can be sent as it is.
    complete: bool
    money: bool
    #: Who would have to say yes.
    to_id: str
    to_name: str
    changed: str | None = None
    #: Of another kind than a date: what was said, by the keys of that kind's form.
    given: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def read_offer(session: Session, pick_up_id: int, now: datetime) -> Offer | None:
    """What is offered about a message; None once it was answered."""
    found = session.get(PickUp, pick_up_id)
    if found is None or found.state is not PickUpState.OFFERED:
        return None
    return offer_of(session, found, now)


def state_of(session: Session, pick_up_id: int) -> str:
    """What became of a message."""
    found = session.get(PickUp, pick_up_id)
    return str(found.state) if found is not None else str(PickUpState.WITHDRAWN)


def open_offers(session: Session, *, team_id: str, user_id: str, now: datetime) -> tuple[Offer, ...]:
    """What was offered to this person lately and not answered, newest first: what is ephemeral can be found again."""
    query = (
        select(PickUp)
        .where(
            PickUp.team_id == team_id,
            PickUp.author_id == user_id,
            PickUp.state == PickUpState.OFFERED,
            col(PickUp.by_outsider).is_(False),
            col(PickUp.created_at) > now - FRESH,
        )
        .order_by(col(PickUp.id).desc())
        .limit(5)
    )
    return tuple(offer_of(session, each, now) for each in session.exec(query))


def understanding(
    session: Session, project: Project, understood: Understood, sure: bool, today: date, author_id: str
) -> dict[str, Any]:
    """What is kept of a message. `sure`: it is about this project and no other.

    Days of work are its author's; those of an outsider, whom we know nothing of, the workspace's.
    """
    domain = DOMAINS.get(understood.kind or "")
    money = domain is Domain.BUDGET
    given: dict[str, Any] = {"domain": None if money else domain, "money": money, "sure": sure}
    if domain is not Domain.DEADLINE:
        return given | {"name": understood.target, "given": _given(session, project, domain, understood)}
    target = _target(session, project, understood.target)
    when, working = understood.proposed_date, _working(session, project, author_id)
    current = date.fromisoformat(target.value["date"])
    if when is not None and understood.workdays is not None:
        when = working.add_days(today, understood.workdays)
    elif when is None and understood.shift_workdays is not None:
        when = working.add_days(current, understood.shift_workdays)
    elif when is None and understood.shift_days is not None:
        when = current + timedelta(days=understood.shift_days)
    good = when is not None and when >= today and when != current
    return given | {"target": target.key, "name": target.name, "date": when.isoformat() if good and when else None}


def _working(session: Session, project: Project, author_id: str) -> WorkingTime:
    person = session.get(Person, (project.team_id, author_id))
    if person is None or person.is_outsider:
        return usual(session, project.team_id)
    return working_time(session, project.team_id, author_id, leave=False)


def _given(session: Session, project: Project, domain: Domain | None, understood: Understood) -> dict[str, str]:
    """The fields of the form that were plainly said; a deliverable that is there already by its own name."""
    said = dict(understood.details)
    if domain is Domain.RESOURCING and said:
        person = session.get(Person, (project.team_id, said["person"]))
        known = person is not None and not (person.is_outsider or person.is_bot or person.is_deleted)
        return said if known else {}
    if domain in (Domain.BRIEF, Domain.STRATEGY, Domain.BUDGET):
        return said
    named = said.get("name") or understood.target
    if domain is not Domain.SCOPE or not named:
        return {}
    wanted = fold(named)
    there = [each.name for each in KINDS[domain].targets(session, project) if fold(each.name) in wanted or
             wanted in fold(each.name)]  # fmt: skip
    adds = said.get("what") == "add"
    if "name" not in said:
        said.pop("what", None)  # what is added or goes was not plainly said: the form asks
    return said | {"name": there[0] if len(there) == 1 and not adds else named}


def is_whole(domain: Domain | None, given: Mapping[str, str]) -> bool:
    """Whether nothing that the form of another kind than a date requires is missing."""
    if domain is Domain.SCOPE:
        # What the client pays for needs its price too, and so the form.
        return given.get("what") == "out" or (given.get("what") == "add" and given.get("how") == "goodwill")
    return domain is Domain.RESOURCING and bool(given.get("off") or given.get("hours"))


def _target(session: Session, project: Project, name: str | None) -> Target:
    """The date that was named; the project's own where none of its milestones was."""
    targets = KINDS[Domain.DEADLINE].targets(session, project)
    wanted = fold(name or "")
    for each in targets[1:] if wanted else ():
        known = fold(each.name)
        if wanted in known or known in wanted:
            return each
    return targets[0]


def offer_of(session: Session, found: PickUp, now: datetime) -> Offer:
    """What is shown of a message, with who would have to say yes as things are now."""
    project = session.get_one(Project, found.project_id)
    said = found.understood
    domain = Domain(said["domain"]) if said.get("domain") else None
    when = date.fromisoformat(said["date"]) if said.get("date") else None
    given = said.get("given") or {}
    to_id = _asked(session, project, domain, found.author_id, now)
    person = session.get(Person, (found.team_id, to_id))
    old = None
    if domain is Domain.DEADLINE and said.get("target"):
        try:
            old = KINDS[domain].read(session, project, said["target"]).value.get("date")
        except NotFound:
            when = None
    return Offer(
        found.id or 0,
        found.version,
        found.channel_id,
        found.ts,
        found.author_id,
        project.id or 0,
        project.name,
        domain,
        said.get("target"),
        said.get("name") or "",
        old,
        when,
        bool(said.get("sure")) and (when is not None if domain is Domain.DEADLINE else is_whole(domain, given)),
        bool(said.get("money")),
        to_id,
        person.first_name if person is not None else "them",
        found.changed,
        given,
        names(session, found.team_id, [found.author_id, *filter(None, [given.get("person")])]),
    )


def _asked(session: Session, project: Project, domain: Domain | None, author_id: str, now: datetime) -> str:
    """Whose yes it would need first: the other role's; for somebody without a role, of who answers for it."""
    seats = routing.seats(session, project, now)
    own = routing.acting_roles(author_id, seats)
    if Role.AM in own and Role.PM in own:
        wanted = Role.SECOND
    elif own & {Role.AM, Role.PM}:
        wanted = Role.PM if Role.AM in own else Role.AM
    else:
        wanted = (DEFAULT_POLICY[domain].steward if domain is not None else None) or Role.PM
    seat = seats.get(wanted) or seats[Role.PM]
    stand_ins = [each for each in seat.deputies if each != author_id]
    return stand_ins[0] if stand_ins and (seat.away or seat.holder == author_id) else seat.holder
