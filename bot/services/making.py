"""Making a project: what its form says are proposals until both roles agree to start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from bot.domains.deadline import fold
from bot.domains.fields import settle_currency
from bot.errors import Complaints, Invalid
from bot.language.money import CURRENCIES, read_money
from bot.services import outsiders, routing
from bot.services.forms import offered_currency
from bot.services.people import require_insider, require_pickable
from bot.services.projects import AGREED, owe_project_card, owe_project_notice, redraw_homes, require_free_name, tidy
from bot.services.records import record
from models import Project, ProjectChannel

#: No agency's budget is larger; a larger number is a slip of the finger.
LARGEST_BUDGET = 10**12


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the project form says, as it was filled in."""

    name: str
    client: str
    am_id: str
    pm_id: str
    deadline: date | None
    budget: str = ""
    currency: str | None = None
    channel_id: str = ""
    second_id: str | None = None
    #: Whether messages in its channels are read for requests.
    reads: bool = True
    #: Guest of the channel → "client" or "freelancer".
    guests: Mapping[str, str] = field(default_factory=dict)


def make_project(session: Session, *, team_id: str, actor_id: str, proposal: Proposal, now: datetime) -> Project:
    """Store a new project's proposals and owe its card. The maker agrees to what they wrote.

    Raises Refused for outsiders, Invalid with the field's key for what cannot be used.
    """
    person = require_insider(session, team_id, actor_id)
    wrong = Complaints()
    with wrong.noting():
        name = tidy(proposal.name, "name")
        require_free_name(session, team_id, name)
    with wrong.noting():
        client = tidy(proposal.client, "client")
    with wrong.noting():
        _require_cast(session, team_id, proposal)
    with wrong.noting():
        deadline = _deadline(proposal, now)
    with wrong.noting():
        budget_minor, currency = _budget(proposal, offered_currency(person))
    with wrong.noting():
        _require_channel(session, team_id, actor_id, proposal, now)
    wrong.tell()
    project = Project(
        team_id=team_id,
        name=name,
        name_key=fold(name),
        client=client,
        made_by=actor_id,
        am_id=proposal.am_id,
        pm_id=proposal.pm_id,
        second_id=proposal.second_id if proposal.am_id == proposal.pm_id else None,
        deadline=deadline,
        budget_minor=budget_minor,
        currency=currency,
        home_channel=proposal.channel_id,
        reads_messages=proposal.reads,
        created_at=now,
    )
    _agree(project, actor_id)
    session.add(project)
    session.flush()
    assert project.id is not None
    session.add(ProjectChannel(project_id=project.id, channel_id=project.home_channel, team_id=team_id, used_at=now))
    record(
        session,
        team_id=team_id,
        project_id=project.id,
        actor_id=actor_id,
        action="project_made",
        now=now,
        name=name,
        client=client,
        deadline=deadline.isoformat(),
    )
    _announce(session, project, actor_id, now)
    return project


def _announce(session: Session, project: Project, actor_id: str, now: datetime) -> None:
    """Its card, and that messages are read there."""
    owe_project_card(session, project, now)
    if project.reads_messages:
        owe_project_notice(session, project, "reading", "reading", now, by=actor_id, on=True)
    redraw_homes(session, project)


def _agree(project: Project, actor_id: str) -> None:
    for role, holder in routing.holders(project).items():
        if holder == actor_id:
            setattr(project, AGREED[role], actor_id)


def _require_cast(session: Session, team_id: str, proposal: Proposal) -> None:
    for user_id, key in ((proposal.am_id, "am"), (proposal.pm_id, "pm")):
        holder = require_pickable(session, team_id, user_id, key)
    if proposal.am_id == proposal.pm_id:
        if not proposal.second_id:
            raise Invalid("second_missing", "second", name=holder.name)
        if proposal.second_id == proposal.am_id:
            raise Invalid("second_same", "second")
        require_pickable(session, team_id, proposal.second_id, "second")


def _deadline(proposal: Proposal, now: datetime) -> date:
    if proposal.deadline is None or proposal.deadline < now.date():
        raise Invalid("date_past" if proposal.deadline else "date_missing", "deadline", date=proposal.deadline)
    return proposal.deadline


def _require_channel(session: Session, team_id: str, actor_id: str, proposal: Proposal, now: datetime) -> None:
    """Raises Invalid where outsiders read the channel, as they were sorted now."""
    if not proposal.channel_id.startswith(("C", "G")):
        raise Invalid("channel_missing", "channel")
    outsiders.mark_guests(session, team_id=team_id, actor_id=actor_id, marks=proposal.guests, now=now)
    outsiders.require_internal(session, team_id, proposal.channel_id, "channel")


def _budget(proposal: Proposal, offered: str) -> tuple[int | None, str | None]:
    """In the smallest unit of its currency; `offered` is the one with which the form was filled in."""
    if not proposal.budget.strip():
        return None, None
    money = read_money(proposal.budget)
    if money is None:
        raise Invalid("amount_unclear", "budget", text=proposal.budget)
    if money.amount < 0 or money.amount > LARGEST_BUDGET:
        raise Invalid("amount_range", "budget")
    if proposal.currency not in CURRENCIES and not money.currencies:
        raise Invalid("currency_missing", "currency")
    picked = proposal.currency if proposal.currency in CURRENCIES else None
    currency = settle_currency({"budget": money}, picked, offered if picked == offered else None)
    return int(money.amount * 10 ** CURRENCIES[currency]), currency
