"""A person's desk: what waits for them, what they wait for, what is due, and their projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from bot.domains.kind import FieldKind
from bot.policy.may import waits_for
from bot.services import absences, finding, routing
from bot.services.cards import asked_back, suggested_by
from bot.services.checkins.reading import Waiting, waiting_for
from bot.services.coming import SOON, Ahead, Due, read_ahead, read_due
from bot.services.inputs import Needed, read_needed
from bot.services.lines import asked_of, read_lines, what_of
from bot.services.people import names
from bot.services.projects import waiting_to_agree
from bot.services.understanding import Offer, open_offers
from models import ChangeRequest, Person, Post, Project, ProjectValue
from models.enums import Domain, ProjectStatus, RequestState
from models.lifecycle import OPEN_STATES

LISTED = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One request on a desk."""

    request_id: int
    version: int
    name: str
    project: str
    what: str
    change: str
    state: RequestState
    requester_id: str
    #: Whoever has to say yes.
    waits_for: tuple[str, ...]
    #: None while its project is on hold.
    due_at: datetime | None
    channel_id: str
    #: Where its card is, once Slack took it.
    ts: str | None
    #: It was made so before anybody said yes to it.
    done: bool = False
    #: The clock asks, since the client is late.
    proposed: bool = False
    #: Who wrote what is asked for now: whoever asked, or suggested another.
    author_id: str = ""
    #: Who has a question about it, and whom it is for.
    questioned_by: str | None = None
    asked_back: tuple[str, ...] = ()
    on_hold: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A project whose start waits for somebody."""

    project_id: int
    plan_version: int
    name: str
    deadline: date
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a person's Home shows; only what they may see."""

    user_id: str
    is_outsider: bool = False
    #: Slack has not said yet who they are.
    is_unknown: bool = False
    #: A guest who works with us: shown what they are booked on, and no more.
    is_freelancer: bool = False
    zone: str = "UTC"
    #: May name ops leads.
    is_admin: bool = False
    today: date = date.min
    away_until: datetime | None = None
    #: What was picked up from their own words and not answered.
    offers: tuple[Offer, ...] = ()
    for_me: tuple[Item, ...] = ()
    starts_for_me: tuple[Start, ...] = ()
    on_others: tuple[Item, ...] = ()
    starts_on_others: tuple[Start, ...] = ()
    #: Check-ins that wait for this person.
    checkins: tuple[Waiting, ...] = ()
    due: tuple[Due, ...] = ()
    #: Late, or due soon.
    inputs: tuple[Needed, ...] = ()
    projects: tuple[finding.Choice, ...] = ()
    deadlines: Mapping[int, date] = field(default_factory=dict)
    #: The next milestones of each project that are not done.
    ahead: Mapping[int, Sequence[Ahead]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def read_desk(session: Session, *, team_id: str, user_id: str, now: datetime) -> Desk:
    """The desk of anybody who opens it; outsiders and strangers see an empty one that says so."""
    person = session.get(Person, (team_id, user_id))
    if person is None:
        return Desk(user_id, is_unknown=True)
    if person.is_outsider or person.is_deleted:
        return Desk(user_id, is_outsider=True)
    if person.is_freelancer:
        booked = _booked(session, team_id, user_id)
        waiting = waiting_for(session, team_id, user_id)
        return Desk(user_id, is_freelancer=True, zone=person.zone, projects=tuple(booked), checkins=waiting)
    choices = finding.visible(session, team_id=team_id, user_id=user_id)
    projects = {
        each.id or 0: each
        for each in session.exec(select(Project).where(col(Project.id).in_([each.project_id for each in choices])))
    }
    items = _items(session, team_id, user_id, projects, now)
    starts = [
        Start(key, each.plan_version, each.name, each.deadline, tuple(waiting_to_agree(each)))
        for key, each in projects.items()
        if each.status is ProjectStatus.PLANNING
    ]
    today = now.astimezone(ZoneInfo(person.zone)).date()
    live = [each for each in projects.values() if each.status is ProjectStatus.LIVE]
    people = _people_of(items)
    people |= {who for each in starts for who in each.waits_for}
    return Desk(
        user_id,
        zone=person.zone,
        is_admin=person.is_admin or person.is_ops_lead,
        today=today,
        away_until=absences.away_until(session, team_id, user_id, now),
        offers=open_offers(session, team_id=team_id, user_id=user_id, now=now),
        for_me=tuple(each for each in items if user_id in (each.asked_back or each.waits_for)),
        starts_for_me=tuple(each for each in starts if user_id in each.waits_for),
        on_others=tuple(each for each in items if _waits_on(each, user_id)),
        starts_on_others=tuple(each for each in starts if user_id not in each.waits_for),
        checkins=waiting_for(session, team_id, user_id),
        due=read_due(session, live, today),
        inputs=tuple(read_needed(session, live, today, until=today + SOON)),
        projects=tuple(choices),
        deadlines={key: each.deadline for key, each in projects.items()},
        ahead=read_ahead(session, live),
        names=names(session, team_id, people),
    )


def _booked(session: Session, team_id: str, user_id: str) -> list[finding.Choice]:
    query = (
        select(Project)
        .join(ProjectValue, col(ProjectValue.project_id) == col(Project.id))
        .where(
            Project.team_id == team_id,
            col(Project.status) != ProjectStatus.CLOSED,
            ProjectValue.domain == Domain.RESOURCING,
            ProjectValue.target == user_id,
        )
        .order_by(col(Project.name_key))
    )
    return [finding.choice(each) for each in session.exec(query)]


def list_requests(
    session: Session, *, team_id: str, user_id: str, channel_id: str | None, now: datetime
) -> tuple[tuple[Item, ...], Mapping[str, str]]:
    """The open requests a person has to do with, and those of the channel's projects; with the names in them."""
    choices = finding.visible(session, team_id=team_id, user_id=user_id)
    if channel_id:
        choices += finding.in_channel(session, team_id=team_id, channel_id=channel_id)
    keys = {each.project_id for each in choices}
    projects = {each.id or 0: each for each in session.exec(select(Project).where(col(Project.id).in_(keys))) if keys}
    items = _items(session, team_id, user_id, projects, now)
    return tuple(items), names(session, team_id, _people_of(items))


def _people_of(items: Sequence[Item]) -> set[str]:
    return {who for each in items for who in (*each.waits_for, *each.asked_back, each.requester_id, each.author_id)}


def _waits_on(item: Item, user_id: str) -> bool:
    """It is theirs (asked, suggested, or with a question of theirs about it), and others have to do something."""
    theirs = user_id in (item.requester_id, item.author_id, item.questioned_by)
    return theirs and user_id not in (item.asked_back or item.waits_for)


def _items(session: Session, team_id: str, user_id: str, projects: Mapping[int, Project], now: datetime) -> list[Item]:
    query = (
        select(ChangeRequest)
        .where(
            ChangeRequest.team_id == team_id,
            col(ChangeRequest.state).in_([*OPEN_STATES, RequestState.TOLD]),
            or_(
                ChangeRequest.requester_id == user_id,
                col(ChangeRequest.project_id).in_(list(projects)),
                col(ChangeRequest.lender_project_id).in_(list(projects)),
            ),
        )
        .order_by(col(ChangeRequest.due_at), col(ChangeRequest.id))
        .limit(LISTED)
    )
    requests = session.exec(query).all()
    cards = _cards(session, team_id, requests)
    seats: dict[int, object] = {}
    found = []
    for request in requests:
        project = projects.get(request.project_id) or session.get(Project, request.project_id)
        if project is None:
            continue
        if request.project_id not in seats:
            seats[request.project_id] = routing.seats(session, project, now)
        facts = routing.request_facts(session, request, project, now, seats[request.project_id])  # type: ignore[arg-type]
        lines = read_lines(session, request)
        asked = asked_of(lines)
        found.append(
            Item(
                request_id=request.id or 0,
                version=request.version,
                name=request.name,
                project=project.name,
                what=what_of(request, lines),
                change=(asked[0].new or "") if len(asked) == 1 and asked[0].kind is FieldKind.DATE else "",
                state=RequestState(request.state),
                requester_id=request.requester_id,
                waits_for=waits_for(facts),
                on_hold=project.status is ProjectStatus.ON_HOLD,
                due_at=None if project.status is ProjectStatus.ON_HOLD else request.due_at,
                channel_id=request.channel_id,
                ts=cards.get(request.id or 0),
                done=request.done is not None,
                proposed=request.by_clock,
                author_id=suggested_by(request) or request.requester_id,
                questioned_by=request.questioned_by if request.question else None,
                asked_back=asked_back(request) if request.question else (),
            )
        )
    return _still_here(session, team_id, found)


def _still_here(session: Session, team_id: str, items: list[Item]) -> list[Item]:
    """Nobody is waited for who left; it waits for an ops lead then."""
    left = routing.who_left(session, team_id, {user_id for each in items for user_id in each.waits_for})
    if not left:
        return items
    return [replace(each, waits_for=tuple(who for who in each.waits_for if who not in left)) for each in items]


def _cards(session: Session, team_id: str, requests: Sequence[ChangeRequest]) -> dict[int, str]:
    query = select(Post.request_id, Post.ts).where(
        Post.team_id == team_id,
        Post.picture == "request",
        col(Post.request_id).in_([each.id for each in requests]),
        col(Post.ts).is_not(None),
    )
    return {request_id: ts for request_id, ts in session.exec(query) if request_id is not None and ts is not None}
