"""Working time: a person's zone, hours, weekend, holidays and leave, and the arithmetic of waiting in them.

Rules: 09:00 to 17:30, Monday to Friday, until set otherwise; answers are due within working hours of who is asked.
Hours are real elapsed time: where the clock is put forward during work, that stretch is an hour shorter, and every sum
is exact. Instants in and out are aware; results are UTC. Holidays are a set of days or a function, so that no calendar
library is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Away = tuple[datetime, datetime]

#: so far ahead a working moment is looked for before giving up
HORIZON = timedelta(days=3 * 366)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_NONE = timedelta(0)


class NoWorkingTime(Exception):
    """Nobody works within three years of `at`: the weekdays, holidays or leave leave nothing over."""

    def __init__(self, at: datetime | date) -> None:
        super().__init__(f"no working time within three years of {at.isoformat()}")
        self.at = at


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # odd names raise any of the three
        raise ValueError(f"unknown time zone: {name!r}") from error


def valid_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database, as Slack sends them."""
    try:
        _zone(name)
    except ValueError:
        return False
    return True


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone: a naive datetime names none")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When one person works. Raises ValueError on an unknown zone, naive leave, or hours that do not open.

    `weekdays` counts Monday as 0. `end` may be earlier than `start` for a night shift: it then ends on the next day.
    `away` are half-open stretches of leave; `quiet` are two times of the wall between which nothing arrives by itself,
    although the person works.
    """

    zone: str = "UTC"
    start: time = time(9)
    end: time = time(17, 30)
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] | Callable[[date], bool] = frozenset()
    away: tuple[Away, ...] = ()
    quiet: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        _zone(self.zone)
        if self.start == self.end:
            raise ValueError("working hours that end when they start are none")
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
        for start, end in self.away:
            if _utc(start) > _utc(end):
                raise ValueError("leave ends before it starts")

    @property
    def day_length(self) -> timedelta:
        """How long one day's work is on the wall."""
        minutes = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return timedelta(minutes=minutes % (24 * 60))

    def is_working_day(self, day: date) -> bool:
        """Whether the hours open on `day`; leave does not count, it has instants and no days."""
        if day.weekday() not in self.weekdays:
            return False
        return not (self.holidays(day) if callable(self.holidays) else day in self.holidays)

    def is_working_moment(self, at: datetime) -> bool:
        """Whether the person works at `at`; the closing minute itself is over."""
        at = _utc(at)
        return any(start <= at for start, _ in self._openings(at, horizon=_DAY))

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself while working, else when work begins next, in UTC."""
        at = _utc(at)
        for start, _ in self._openings(at):
            return max(start, at)
        raise NoWorkingTime(at)

    def next_arrival(self, at: datetime) -> datetime:
        """`at` itself while the person works and wants to be told, else when that begins next, in UTC.

        Quiet hours that leave nothing of the working time over are not kept.
        """
        at = _utc(at)
        found = self.next_opening(at)
        for _ in range(HORIZON.days):
            over = self._quiet_until(found)
            if over is None:
                return found
            found = self.next_opening(over)
        return self.next_opening(at)

    def arrival(self, day: date, wall: time) -> datetime | None:
        """When something that is for `wall` on `day` arrives: then, or as soon on that day as the person works and
        wants to be told; before the day's work when `wall` is after it. None where they do not work on that day."""
        if not self.is_working_day(day):
            return None
        for wanted in (wall, self.start):
            found = self._or_none(self.at_local(day, wanted))
            if found is not None and self.local_date(found) == day:
                return found
        return None

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may arrive by itself at `at`, although the person may be working."""
        return self._quiet_until(_utc(at)) is not None

    def local_date(self, at: datetime) -> date:
        """The day on this person's wall."""
        return at.astimezone(_zone(self.zone)).date()

    def _or_none(self, at: datetime) -> datetime | None:
        try:
            return self.next_arrival(at)
        except NoWorkingTime:
            return None

    def _quiet_until(self, at: datetime) -> datetime | None:
        """When the quiet hours in which `at` lies are over; None outside them."""
        if self.quiet is None:
            return None
        start, end = self.quiet
        local = at.astimezone(_zone(self.zone))
        now, today = local.time(), local.date()
        if start < end:
            return self.at_local(today, end) if start <= now < end else None
        if now >= start:
            return self.at_local(today + _DAY, end)
        return self.at_local(today, end) if now < end else None

    def add_hours(self, at: datetime, hours: float | timedelta) -> datetime:
        """The instant when so many working hours have gone by since `at`; none gives `at` itself.

        A due time that falls on closing is that closing, not the next opening. Negative hours raise ValueError;
        what is not done within three years raises NoWorkingTime.
        """
        at = _utc(at)
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        if left < _NONE:
            raise ValueError("working hours are added, not taken away")
        if not left:
            return at
        for start, end in self._openings(at):
            opened = max(start, at)
            if end - opened >= left:
                return opened + left
            left -= end - opened
        raise NoWorkingTime(at)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; negative when `end` is before `start`."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.elapsed(end, start)
        total = _NONE
        for opened, closed in self._openings(start, horizon=end - start + 2 * _DAY):
            if opened >= end:
                break
            total += min(closed, end) - max(opened, start)
        return total

    def add_days(self, day: date, n: int) -> date:
        """`n` working days later, or earlier when negative. 0 is `day` itself, even where it is no working day."""
        step = _DAY if n > 0 else -_DAY
        left, idle = abs(n), 0
        found = day
        while left:
            try:
                found += step
            except OverflowError as error:  # the calendar ends with the year 9999
                raise NoWorkingTime(day) from error
            idle = 0 if self.is_working_day(found) else idle + 1
            left -= not idle
            if idle > HORIZON.days:
                raise NoWorkingTime(day)
        return found

    def days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; from a later day to an earlier one, the negative of it."""
        if b < a:
            return -self.days_between(b, a)
        whole = sum(_counts(self.weekdays, self.holidays, year)[-1] for year in range(a.year, b.year))
        return whole + self._count(b) - self._count(a)

    def _count(self, day: date) -> int:
        """The working days of its year up to and including `day`."""
        return _counts(self.weekdays, self.holidays, day.year)[day.timetuple().tm_yday]

    def at_local(self, day: date, at: time) -> datetime:
        """When the clock on this person's wall first shows `at` on `day`, in UTC.

        A time that a clock change leaves out gives the first minute after the gap; one shown twice, the first.
        """
        zone = _zone(self.zone)
        wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == wall:
            return instant
        return _end_of_gap(wall, zone)

    def _openings(self, at: datetime, horizon: timedelta = HORIZON) -> Iterator[Away]:
        """The stretches of work that end after `at`, in order, leave cut out, up to `horizon` ahead."""
        first = at.astimezone(_zone(self.zone)).date() - _DAY  # a night shift of the day before may still be on
        leave = sorted((_utc(start), _utc(end)) for start, end in self.away)
        for ahead in range(horizon.days + 3):
            day = first + timedelta(days=ahead)
            if not self.is_working_day(day):
                continue
            opened = self.at_local(day, self.start)
            closed = self.at_local(day if self.end > self.start else day + _DAY, self.end)
            for start, end in _without(opened, closed, leave):
                if end > at:
                    yield start, end


@lru_cache(maxsize=1024)
def _counts(weekdays: frozenset[int], holidays: frozenset[date] | Callable[[date], bool], year: int) -> tuple[int, ...]:
    """How many working days have gone by after each day of a year, from none to all: an approval asks about months."""
    calendar, new_year = WorkingTime(weekdays=weekdays, holidays=holidays), date(year, 1, 1)
    days = range((date(year, 12, 31) - new_year).days + 1)
    return 0, *accumulate(int(calendar.is_working_day(new_year + timedelta(days=each))) for each in days)


def _without(opened: datetime, closed: datetime, leave: list[Away]) -> Iterator[Away]:
    """What is left of one opening when leave, sorted by its start, is taken out."""
    for start, end in leave:
        if end <= opened:
            continue
        if start >= closed:
            break
        if start > opened:
            yield opened, start
        opened = end
    if opened < closed:
        yield opened, closed


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant whose wall clock is past `wall`, which no clock of `zone` ever shows."""
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # read with the later offset: still before the gap
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    low, high = (min(before, after) - _MINUTE, max(before, after))
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) > wall:
            high = middle
        else:
            low = middle
    return high
