"""What holds of working time in every zone, at any moment and across every change of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.worktime import WorkingTime, valid_zone

ZONES = sorted(zone for zone in available_timezones() if valid_zone(zone))
_QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


@st.composite
def working_times(draw: st.DrawFn) -> WorkingTime:
    start, end = draw(st.lists(st.sampled_from(_QUARTERS), min_size=2, max_size=2, unique=True))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return WorkingTime(draw(st.sampled_from(ZONES)), start, end, weekdays)


_MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=400, deadline=None)
@given(working_times(), _MOMENTS, st.integers(1, 140))
def test_what_was_added_has_gone_by(worktime: WorkingTime, start: datetime, quarters: int) -> None:
    waited = timedelta(minutes=15 * quarters)
    due = worktime.add_hours(start, waited)
    assert worktime.elapsed(start, due) == waited
    assert worktime.elapsed(due, start) == -waited
    assert worktime.is_working_moment(due - timedelta(microseconds=1))
    assert worktime.elapsed(start, due - timedelta(minutes=1)) < waited


@settings(max_examples=300, deadline=None)
@given(working_times(), _MOMENTS, st.integers(0, 8 * 24 * 4))
def test_elapsed_is_what_a_count_of_the_minutes_on_the_wall_says(
    worktime: WorkingTime, start: datetime, quarters: int
) -> None:
    """A second way of computing it: ask of every minute what the wall clock shows. Stretches without a clock change."""
    start, zone = start.replace(second=0, microsecond=0), ZoneInfo(worktime.zone)
    end = start + timedelta(minutes=15 * quarters)
    around = [start - timedelta(days=2), end + timedelta(days=2)]
    offsets = {(around[0] + timedelta(hours=hour)).astimezone(zone).utcoffset() for hour in range(24 * 13)}
    if len(offsets) > 1 or start.astimezone(zone).second:
        return
    step = timedelta(minutes=5)
    walls = ((start + step * n + timedelta(minutes=2)).astimezone(zone) for n in range(quarters * 3))
    if start.minute % 5:
        return
    counted = sum(_open_on_the_wall(worktime, wall) for wall in walls)
    assert worktime.elapsed(start, end) == step * counted


def _open_on_the_wall(worktime: WorkingTime, wall: datetime) -> bool:
    shown, day = wall.time(), wall.date()
    if worktime.start < worktime.end:
        return day.weekday() in worktime.weekdays and worktime.start <= shown < worktime.end
    if shown >= worktime.start:
        return day.weekday() in worktime.weekdays
    return shown < worktime.end and (day.weekday() - 1) % 7 in worktime.weekdays


def clock_changes(zone: str) -> list[datetime]:
    """The starts, in UTC, of the days of 2026 and 2027 within which the clock of `zone` changes."""
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=ahead) for ahead in range(730)]
    offsets = [day.astimezone(ZoneInfo(zone)).utcoffset() for day in days]
    return [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]


CHANGING = [zone for zone in ZONES if clock_changes(zone)]


@pytest.mark.parametrize("zone", CHANGING)
def test_across_every_clock_change_hours_are_real_and_add_up(zone: str) -> None:
    every_day = frozenset(range(7))
    worktime = WorkingTime(zone, weekdays=every_day, start=time(0, 15), end=time(4))
    always = WorkingTime(zone, weekdays=every_day, start=time(0, 1), end=time(0))
    for change in clock_changes(zone):
        begun = change - timedelta(days=2)
        due = worktime.add_hours(begun, 17.25)
        assert worktime.elapsed(begun, due) == timedelta(hours=17.25)
        assert worktime.elapsed(begun, change) + worktime.elapsed(change, due) == timedelta(hours=17.25)
        closed = timedelta(minutes=4)  # a minute at each of four midnights
        assert abs(always.elapsed(begun, begun + timedelta(days=4)) - (timedelta(days=4) - closed)) <= timedelta(
            minutes=1
        )


@settings(max_examples=300, deadline=None)
@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(-60, 60),
)
def test_days_added_are_days_between(weekdays: frozenset[int], holidays: frozenset[date], day: date, n: int) -> None:
    worktime = WorkingTime(weekdays=weekdays, holidays=holidays)
    moved = worktime.add_days(day, n)
    assert n == 0 or worktime.is_working_day(moved)
    uncounted = n < 0 and not worktime.is_working_day(day)  # going back, the first day counts where it is worked
    assert worktime.days_between(day, moved) == n + uncounted


@settings(max_examples=200, deadline=None)
@given(
    st.frozensets(st.integers(0, 6)),
    st.dates(date(2020, 1, 1), date(2036, 12, 31)),
    st.integers(-800, 800),
)
def test_days_between_are_the_days_counted_one_by_one(weekdays: frozenset[int], day: date, n: int) -> None:
    other = day + timedelta(days=n)
    worktime = WorkingTime(weekdays=weekdays, holidays=lambda each: each.day == 1 and each.month % 2 == 0)
    after = [min(day, other) + timedelta(days=ahead) for ahead in range(1, abs(n) + 1)]
    counted = sum(map(worktime.is_working_day, after))
    assert worktime.days_between(day, other) == (counted if n > 0 else -counted)
