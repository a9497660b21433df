"""What weekly digests say, read when they are drawn. Money is in none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.policy.may import waits_for
from bot.services import routing
from bot.services.digests.rows import Rows, read_rows
from bot.services.lines import read_lines, what_of
from bot.services.people import names
from bot.services.privately import is_private
from bot.services.timeline import Timeline, read_timelines
from models import Project, RequestFields
from models.enums import Colour, RequestState
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
    return read_weeks(session, [project], day=day, zone=zone, now=now)[0]


def read_weeks(
    session: Session, projects: Sequence[Project], *, day: date, zone: str, now: datetime
) -> list[ProjectWeek]:
    """The same of some projects of one workspace, by as many statements as one takes."""
    since = datetime.combine(day - WEEK, datetime.min.time(), ZoneInfo(zone)) + timedelta(days=1)
    plans = read_timelines(session, projects, now=now, zone=zone)
    rows = read_rows(session, plans, since=since, fresh=day - FRESH, now=now)
    weeks = [_week(session, each, plans[each.id or 0], rows[each.id or 0], day, now) for each in projects]
    known = names(session, projects[0].team_id, {who for each in weeks for who in _people(each)}) if weeks else {}
    return [replace(each, names={who: known[who] for who in _people(each) if who in known}) for each in weeks]


def _week(session: Session, project: Project, plan: Timeline, rows: Rows, day: date, now: datetime) -> ProjectWeek:
    today, steps = plan.today, [each for each in plan.bars if not each.is_deadline]
    held = {each.planned for each in plan.bars if each.done is None}
    decided = [each for each in rows.requests if each.state not in OPEN_STATES]
    return ProjectWeek(
        project_id=project.id or 0,
        timeline=plan,
        am_id=project.am_id,
        pm_id=project.pm_id,
        colours=rows.colours,
        done=tuple((each.name, each.done) for each in steps if each.done is not None and each.done > day - WEEK),
        overdue=tuple((each.name, each.planned) for each in plan.bars if each.is_late(today)),
        coming=tuple(
            (each.name, each.planned)
            for each in plan.bars
            if each.done is None and today <= each.planned <= today + 2 * WEEK
        ),
        decided=tuple(Decided(each.name, _what(session, each), each.state) for each in decided),
        open=_open(session, project, rows, now),
        in_the_way=tuple(InTheWay(*each) for each in rows.blockers),
        inputs_late=tuple(each for each in rows.missing if each[1] < today),
        names={},
        promised=tuple(each for each in rows.promised if each[1] >= today and each[1] not in held),
    )


def _people(week: ProjectWeek) -> set[str]:
    """Everybody whom it names."""
    found = {who for each in week.open for who in each.waits_for} | {each.owner_id for each in week.in_the_way}
    return found | {who for who, _ in week.promised} | {week.am_id, week.pm_id}


def _what(session: Session, request: RequestFields) -> str:
    return "" if is_private(request) else what_of(request, read_lines(session, request))


def _open(session: Session, project: Project, rows: Rows, now: datetime) -> tuple[Open, ...]:
    requests = [each for each in rows.requests if each.state in OPEN_STATES]
    if not requests:
        return ()
    seats = routing.seats(session, project, now, rows.deputies)
    asked = [waits_for(routing.request_facts(session, each, project, now, seats)) for each in requests]
    left = routing.who_left(session, project.team_id, {who for people in asked for who in people})
    return tuple(
        Open(
            each.name,
            _what(session, each),
            tuple(who for who in people if who not in left),
            each.due_at is not None and each.due_at < now,
        )
        for each, people in zip(requests, asked, strict=True)
    )
