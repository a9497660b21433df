"""What weekly digests say, read when they are drawn. Money is in none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.policy.may import waits_for
from bot.services import promises, routing
from bot.services.checkins.blockers import open_blockers
from bot.services.checkins.rounds import entries
from bot.services.checkins.summing import differ
from bot.services.lines import read_lines, what_of
from bot.services.people import names
from bot.services.privately import is_private
from bot.services.timeline import Timeline, read_timeline
from models import ChangeRequest, CheckinRound, ClientInput, Project
from models.enums import Colour, Domain, RequestState
from models.lifecycle import OPEN_STATES

WEEK = timedelta(days=7)
#: Longer ago than this a colour says nothing about today.
FRESH = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Decided:
    """A request that was decided in the week."""

    name: str
    what: str
    state: RequestState


@dataclass(frozen=True, slots=True)
class Open:
    """A request that waits for somebody."""

    name: str
    what: str
    waits_for: tuple[str, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A blocker that is not closed."""

    what: str
    owner_id: str
    due: date


@dataclass(frozen=True, slots=True)
class ProjectWeek:
    """One project's week."""

    project_id: int
    timeline: Timeline
    am_id: str
    pm_id: str
    #: As the two said last, where that is fresh: "am", "pm".
    colours: Mapping[str, Colour]
    done: tuple[tuple[str, date], ...]
    overdue: tuple[tuple[str, date], ...]
    coming: tuple[tuple[str, date], ...]
    decided: tuple[Decided, ...]
    open: tuple[Open, ...]
    in_the_way: tuple[InTheWay, ...]
    #: What the client owes: what, since when.
    inputs_late: tuple[tuple[str, date], ...]
    names: Mapping[str, str]
    #: Dates that the client was told, that the plan does not hold and that nobody took back: who wrote it, which day.
    promised: tuple[tuple[str, date], ...] = ()

    @property
    def roles_not_separated(self) -> bool:
        return self.am_id == self.pm_id

    @property
    def differs(self) -> bool:
        return len(set(self.colours.values())) > 1

    @property
    def slip(self) -> int:
        """Working days by which the deadline is later than first agreed."""
        return self.timeline.bars[-1].slip


def read_week(session: Session, project: Project, *, day: date, zone: str, now: datetime) -> ProjectWeek:
    """The seven days up to and with `day`, and how the project stands now."""
    timeline = read_timeline(session, project, now=now, zone=zone)
    since = datetime.combine(day - WEEK, datetime.min.time(), ZoneInfo(zone)) + timedelta(days=1)
    steps = [each for each in timeline.bars if not each.is_deadline]
    found_open = _open(session, project, now)
    blockers = open_blockers(session, project.id or 0)
    promised = tuple(
        (each.author_id, each.date) for each in promises.standing(session, project) if each.date >= timeline.today
    )
    people = {who for each in found_open for who in each.waits_for} | {each.owner_id for each in blockers}
    people |= {who for who, _ in promised}
    return ProjectWeek(
        project_id=project.id or 0,
        timeline=timeline,
        am_id=project.am_id,
        pm_id=project.pm_id,
        colours=_colours(session, project, day, now),
        done=tuple((each.name, each.done) for each in steps if each.done is not None and each.done > day - WEEK),
        overdue=tuple((each.name, each.planned) for each in timeline.bars if each.is_late(timeline.today)),
        coming=tuple(
            (each.name, each.planned)
            for each in timeline.bars
            if each.done is None and timeline.today <= each.planned <= timeline.today + 2 * WEEK
        ),
        decided=_decided(session, project, since),
        open=found_open,
        in_the_way=tuple(InTheWay(each.what, each.owner_id, each.due) for each in blockers),
        inputs_late=_inputs_late(session, project, timeline.today),
        names=names(session, project.team_id, people | {project.am_id, project.pm_id}),
        promised=promised,
    )


def _colours(session: Session, project: Project, day: date, now: datetime) -> dict[str, Colour]:
    query = (
        select(CheckinRound)
        .where(CheckinRound.project_id == project.id, col(CheckinRound.summed_up_at).is_not(None))
        .order_by(col(CheckinRound.on_date).desc())
    )
    last = session.exec(query).first()
    if last is None or day - last.on_date > FRESH:
        return {}
    there = entries(session, last.id)
    if differ(there) and last.summary_at is not None and last.summary_at > now:
        return {}  # the two are told first
    return {
        seat: Colour(each.colour)
        for seat, each in there.items()
        if seat in ("am", "pm") and each.colour is not None and each.answered_at is not None
    }


def _what(session: Session, request: ChangeRequest) -> str:
    return "" if is_private(request) else what_of(KINDS[Domain(request.domain)], read_lines(session, request))


def _decided(session: Session, project: Project, since: datetime) -> tuple[Decided, ...]:
    query = (
        select(ChangeRequest)
        .where(
            ChangeRequest.project_id == project.id,
            col(ChangeRequest.decided_at) >= since,
            col(ChangeRequest.state).not_in([*OPEN_STATES, RequestState.TOLD]),
        )
        .order_by(col(ChangeRequest.number))
    )
    return tuple(Decided(each.name, _what(session, each), RequestState(each.state)) for each in session.exec(query))


def _open(session: Session, project: Project, now: datetime) -> tuple[Open, ...]:
    query = (
        select(ChangeRequest)
        .where(ChangeRequest.project_id == project.id, col(ChangeRequest.state).in_(list(OPEN_STATES)))
        .order_by(col(ChangeRequest.number))
    )
    requests = session.exec(query).all()
    if not requests:
        return ()
    seats = routing.seats(session, project, now)
    return tuple(
        Open(
            each.name,
            _what(session, each),
            waits_for(routing.request_facts(session, each, project, now, seats)),
            each.due_at is not None and each.due_at < now,
        )
        for each in requests
    )


def _inputs_late(session: Session, project: Project, today: date) -> tuple[tuple[str, date], ...]:
    query = (
        select(ClientInput)
        .where(ClientInput.project_id == project.id, col(ClientInput.received_on).is_(None), ClientInput.due < today)
        .order_by(col(ClientInput.due), col(ClientInput.id))
    )
    return tuple((each.what, each.due) for each in session.exec(query))
