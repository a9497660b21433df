"""When people work: their own settings, else the workspace's, else 09:00 to 17:30 from Monday to Friday.

Everything that waits or arrives by itself asks here. What changes often (leave) and what changes seldom (hours,
holidays) come out as one `WorkingTime`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, time
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlmodel import Session, col

from bot.countries import is_public_holiday
from bot.prepared import Prepared, filled, one_of
from bot.worktime import Away, WorkingTime, valid_zone
from models import Leave, Person, PersonSettings, Workspace
from models.enums import Guest

WORK_FROM, WORK_UNTIL, WEEKDAYS = time(9), time(17, 30), "01234"
#: When reminders and the morning message come, until set otherwise.
DIGEST_AT = time(9)


@dataclass(frozen=True, slots=True)
class Hours:
    """One person's working time, and when the morning message is for them."""

    working: WorkingTime
    digest_at: time = DIGEST_AT
    digest_days: frozenset[int] = frozenset(range(5))
    #: None: everything.
    digest_parts: frozenset[str] | None = None
    #: Here at all: not gone, no outsider.
    is_here: bool = True
    #: Somebody said when they work, they or the workspace; else these are the usual hours, which are a guess.
    is_set: bool = False


_COLUMNS: tuple[Any, ...] = tuple(
    getattr(table, name)
    for table in (PersonSettings, Workspace)
    for name in ("work_from", "work_until", "weekdays", "country", "digest_at", "digest_days")
)
#: So many people are asked for by one statement: a click asks about few, a morning about many.
_FEW, _MANY = 4, 50
_OF_FEW, _OF_MANY = (
    Prepared(
        select(
            col(Person.user_id),
            col(Person.zone),
            col(Leave.starts_at),
            col(Leave.ends_at),
            col(Person.is_deleted),
            col(Person.is_guest) & func.coalesce(col(Person.guest) != literal(Guest.FREELANCER), True),
            col(Person.is_stranger),
            col(Person.is_bot),
            col(Workspace.zone),
            col(PersonSettings.quiet_from),
            col(PersonSettings.quiet_until),
            col(PersonSettings.digest_parts),
            *_COLUMNS,
        )
        .join(Workspace, col(Workspace.team_id) == col(Person.team_id))
        .outerjoin(
            PersonSettings,
            (col(PersonSettings.team_id) == col(Person.team_id)) & (col(PersonSettings.user_id) == col(Person.user_id)),
        )
        .outerjoin(Leave, (col(Leave.team_id) == col(Person.team_id)) & (col(Leave.user_id) == col(Person.user_id)))
        .where(col(Person.team_id) == bindparam("of_team"), one_of(col(Person.user_id), "person", width))
        .order_by(col(Person.user_id), col(Leave.starts_at))
    )
    for width in (_FEW, _MANY)
)

_USUAL = Prepared(
    select(
        col(Workspace.zone),
        col(Workspace.work_from),
        col(Workspace.work_until),
        col(Workspace.weekdays),
        col(Workspace.country),
    ).where(col(Workspace.team_id) == bindparam("team_id"))
)


def working_time(session: Session, team_id: str, user_id: str, *, leave: bool = True) -> WorkingTime:
    """When this person works; somebody we never met works by the workspace's hours.

    `leave=False` leaves their leave out: for clocks that go on (a deputy answers, then an ops lead) while they are
    away.
    """
    found = hours_of(session, team_id, [user_id]).get(user_id)
    if found is None:
        return usual(session, team_id)
    return found.working if leave else without_leave(found.working)


def hours_of(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, Hours]:
    """The same for several people at once, by one query; people we never met are absent."""
    wanted = set(user_ids)
    statement, width = (_OF_FEW, _FEW) if len(wanted) <= _FEW else (_OF_MANY, _MANY)
    found: dict[str, Hours] = {}
    for few in filled("person", wanted, width):
        # A row for each stretch of leave, or one without.
        for user_id, rows in groupby(statement.rows(session, of_team=team_id, **few), itemgetter(0)):
            row, *more = rows
            away = tuple((each[2].astimezone(UTC), each[3].astimezone(UTC)) for each in (row, *more) if each[2])
            found[user_id] = _hours(row, away)
    return found


def usual(session: Session, team_id: str) -> WorkingTime:
    """The workspace's own hours, in its zone."""
    found = _USUAL.first(session, team_id=team_id)
    if found is None:
        return WorkingTime()
    zone, start, end, days, country = found
    return _working(zone, start or WORK_FROM, end or WORK_UNTIL, days or WEEKDAYS, country)


def country_of(session: Session, team_id: str) -> str | None:
    """Whose public holidays the workspace keeps, where that is set."""
    found = _USUAL.first(session, team_id=team_id)
    return found[-1] if found is not None else None


def working_days(zone: str, weekdays: str | None, country: str | None) -> WorkingTime:
    """A workspace's working days, for sums in days alone; its hours are the usual ones."""
    return _working(zone, WORK_FROM, WORK_UNTIL, weekdays or WEEKDAYS, country)


def without_leave(working: WorkingTime) -> WorkingTime:
    """The same hours as if the person were never away."""
    return with_leave(working, ())


def with_leave(working: WorkingTime, away: tuple[Away, ...]) -> WorkingTime:
    """The same hours with this leave instead of what they have."""
    if working.away == away:
        return working
    return WorkingTime(
        working.zone, working.start, working.end, working.weekdays, working.holidays, away, quiet=working.quiet
    )


def _hours(row: Sequence[Any], away: tuple[Away, ...]) -> Hours:
    zone, _, _, is_deleted, is_client, is_stranger, is_bot = row[1:8]
    usual_zone, quiet_from, quiet_until, parts, *given = row[8:]
    own, of_all = given[:6], given[6:]
    start, end, days, country, digest_at, digest_days = (
        mine if mine is not None else theirs for mine, theirs in zip(own, of_all, strict=True)
    )
    quiet = (quiet_from, quiet_until) if quiet_from is not None and quiet_until is not None else None
    working = _working(
        zone if valid_zone(zone) else usual_zone,
        start or WORK_FROM,
        end or WORK_UNTIL,
        days or WEEKDAYS,
        country,
        quiet,
    )
    if away:
        working = with_leave(working, away)
    return Hours(
        working,
        digest_at or DIGEST_AT,
        frozenset(int(each) for each in (digest_days if digest_days is not None else days or WEEKDAYS)),
        frozenset(each for each in parts.split(",") if each) if parts is not None else None,
        not (is_deleted or is_client or is_stranger or is_bot),
        quiet is not None or any(each is not None for each in (*own[:4], *of_all[:4])),
    )


@lru_cache(maxsize=4096)
def _working(
    zone: str, start: time, end: time, days: str, country: str | None, quiet: tuple[time, time] | None = None
) -> WorkingTime:
    weekdays = frozenset(int(each) for each in days)
    return WorkingTime(zone, start, end, weekdays, _holidays(country), quiet=quiet)


@lru_cache(maxsize=256)
def _holidays(country: str | None) -> frozenset[date] | Callable[[date], bool]:
    """One for each country: what is counted by it is kept under it."""
    return partial(is_public_holiday, country) if country else frozenset()
