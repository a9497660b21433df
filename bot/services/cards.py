"""What the card of a request shows, read in one transaction: data only, the words are made in `bot/views`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.domains.impact import people_of
from bot.domains.kind import Line
from bot.domains.scope import to_quote
from bot.policy.may import waits_for
from bot.services import routing
from bot.services.impacts import Budget, budget_of
from bot.services.lines import days_off, read_lines, read_offers, what_of
from bot.services.people import names
from bot.services.privately import is_private
from bot.services.signing import signed_by
from models import ChangeRequest, Person, Project
from models.enums import Domain, Mode, ProjectStatus, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES, TERMINAL_STATES

#: How the bot is called where it asks by itself.
BOT = "Countersign"


#: What a card shows as it is stored.
_AS_STORED = (
    "version",
    "name",
    "reason",
    "requester_id",
    "requester_role",
    "decided_by",
    "decided_as",
    "decided_at",
    "decision_reason",
    "take_back_until",
    "channel_id",
    "author_id",
    "project_id",
    "input_id",
    "follow_on",
    "urgent",
    "question",
    "questioned_by",
    "stage",
    "rounds",
)


class Questioned(Protocol):
    """A request about which there may be a question."""

    @property
    def author_id(self) -> str: ...
    @property
    def rounds(self) -> int: ...
    @property
    def requester_id(self) -> str: ...
    @property
    def questioned_by(self) -> str | None: ...


def suggested_by(request: Questioned) -> str | None:
    """Who suggested what is asked for now, where that is somebody else than who asks; not who handed the role over."""
    return request.author_id if request.rounds and request.author_id != request.requester_id else None


def asked_back(request: Questioned) -> tuple[str, ...]:
    """Whom a question about it is for: whoever suggested what is asked for now, and whoever asked first."""
    people = dict.fromkeys((suggested_by(request) or request.requester_id, request.requester_id))
    return tuple(each for each in people if each != request.questioned_by)


@dataclass(frozen=True, slots=True)
class RequestCard:
    """One request as its card shows it."""

    request_id: int
    version: int
    name: str
    project: str
    client: str
    domain: Domain
    mode: Mode
    state: RequestState
    what: str
    lines: tuple[Line, ...]
    reason: str
    rule: tuple[Mapping[str, object], ...]
    requester_id: str
    requester_role: Role | None
    #: Who must answer now; empty once decided.
    waits_for: tuple[str, ...]
    #: Roles that said yes already, of a request that needs both.
    signed_by: tuple[str, ...]
    #: None while the project is on hold.
    due_at: datetime | None
    #: IANA zone in which `due_at` is shown: that of the person asked.
    zone: str
    decided_by: str | None
    decided_as: str | None
    decided_at: datetime | None
    decision_reason: str | None
    take_back_until: datetime | None
    channel_id: str
    #: Who wrote the present version; somebody else than the requester after a counter-offer.
    author_id: str
    #: Something more for the client that may have to be paid for: declined, or approved as paid.
    quote: str | None = None
    project_id: int = 0
    #: Its project is: nothing is answered, and the clock stands still.
    on_hold: bool = False
    #: The reader may not see money: nothing but its name and state is told.
    hidden: bool = False
    #: Whose answer it takes as well, but they left and nobody stands in.
    left: tuple[str, ...] = ()
    #: The client input whose lateness it comes from; then the clock asks, to both.
    input_id: int | None = None
    #: The clock asks, to both, because what it comes after was done late.
    follow_on: bool = False
    urgent: bool = False
    #: It was made so before anybody said yes to it.
    done: bool = False
    #: What it does to the rest of the plan, as it was when it was asked.
    impact: Mapping[str, Any] = field(default_factory=dict)
    #: The same of what was offered together with it.
    also_moves: tuple[Mapping[str, Any], ...] = ()
    #: ISO day that is asked for → why nobody works on it.
    off: Mapping[str, str] = field(default_factory=dict)
    #: Budget, what of it is kept, currency: on cards that only those see who see money.
    budget: Budget | None = None
    #: The open question and who has it.
    question: str | None = None
    questioned_by: str | None = None
    stage: Stage = Stage.ASKED
    #: How often another was suggested.
    rounds: int = 0
    #: Every version so far, where there are several: (author, its lines).
    offers: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    #: Role → who holds it.
    holders: Mapping[Role, str] = field(default_factory=dict)
    #: User id → name.
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return int(self.name.removeprefix("CR-"))

    @property
    def can_undo(self) -> bool:
        """It made something so that may be asked to be as it was."""
        return self.state in (RequestState.APPROVED, RequestState.NOTED) and not self.hidden

    @property
    def countered(self) -> bool:
        """What is asked for now was suggested by somebody else than who asked."""
        return suggested_by(self) is not None

    @property
    def asked_back(self) -> tuple[str, ...]:
        """Whom the open question is for."""
        return asked_back(self)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


def read_request_card(session: Session, request_id: int, now: datetime) -> RequestCard | None:
    """The request's card, or None when it is gone."""
    request = session.get(ChangeRequest, request_id)
    project = session.get(Project, request.project_id) if request is not None else None
    if request is None or project is None:
        return None
    facts = routing.request_facts(session, request, project, now)
    whose = waits_for(facts) if request.state in OPEN_STATES or request.state is RequestState.TOLD else ()
    asked = routing.still_here(session, request.team_id, whose)
    zone_of = session.get(Person, (request.team_id, asked[0])) if asked else None
    signed = signed_by(session, request) if facts.signed else ()
    lines = read_lines(session, request)
    on_hold = project.status is ProjectStatus.ON_HOLD
    holders = _holders(session, request, project)
    offers = read_offers(session, request)
    authors = [request.author_id, request.questioned_by, *(author for author, _ in offers)]
    people = [request.requester_id, request.decided_by, *whose, *signed, *holders.values(), *authors]
    return RequestCard(
        request_id=request_id,
        project=project.name,
        client=project.client,
        domain=Domain(request.domain),
        mode=Mode(request.mode),
        state=RequestState(request.state),
        what=what_of(request, lines),
        lines=lines,
        rule=tuple(request.rule),
        waits_for=asked,
        left=tuple(each for each in whose if each not in asked),
        signed_by=signed,
        on_hold=on_hold,
        due_at=None if on_hold else request.due_at,
        zone=zone_of.zone if zone_of is not None else "UTC",
        quote=to_quote(request),
        impact=request.impact or {},
        also_moves=tuple(each.impact or {} for each in request.parts[1:]),
        off=days_off(session, project, lines),
        budget=budget_of(session, project) if is_private(request) else None,
        done=request.done is not None,
        offers=offers,
        holders=holders,
        names=_names(session, request, people),
        **{each: getattr(request, each) for each in _AS_STORED},
    )


def _holders(session: Session, request: ChangeRequest, project: Project) -> dict[Role, str]:
    """Who holds each role; of a request that has ended, who held it then."""
    holders = routing.holders(project)
    if request.state in TERMINAL_STATES:
        holders |= {Role(role): user_id for role, user_id in (request.cast or {}).items()}
    if request.lender_project_id is not None:
        holders[Role.LENDER] = session.get_one(Project, request.lender_project_id).pm_id
    return holders


def _names(session: Session, request: ChangeRequest, people: list[str | None]) -> Mapping[str, str]:
    """Where the clock asks, it is called by the bot's name."""
    elsewhere = [who for each in request.parts for who in people_of(each.impact or {})]
    known = names(session, request.team_id, [*people, *elsewhere])
    return known if not request.by_clock else {**known, request.requester_id: BOT}
