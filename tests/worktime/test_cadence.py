"""On which days something happens."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import cadence
from bot.cadence import Ahead, Once, Weekly
from bot.worktime import WorkingTime

WORKING = WorkingTime(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))
MONDAY = date(2027, 1, 4)


def days(on: cadence.Cadence, after: date, count: int, working: WorkingTime = WORKING) -> list[date]:
    found: list[date] = []
    while len(found) < count and (day := on.next(found[-1] if found else after, working)) is not None:
        found.append(day)
    return found


def test_weekly_is_each_week_on_its_days() -> None:
    assert days(Weekly(frozenset({0, 4})), MONDAY, 3) == [date(2027, 1, 8), date(2027, 1, 11), date(2027, 1, 15)]
    assert Weekly(frozenset()).next(MONDAY, WORKING) is None


def test_every_second_week_is_counted_from_the_week_it_began() -> None:
    on = Weekly(frozenset({0, 2}), every=2, since=date(2027, 1, 6))
    assert days(on, date(2026, 12, 1), 4) == [MONDAY, date(2027, 1, 6), date(2027, 1, 18), date(2027, 1, 20)]


def test_once_is_once() -> None:
    assert days(Once(MONDAY), date(2026, 1, 1), 9) == [MONDAY]
    assert Once(MONDAY).next(MONDAY, WORKING) is None


def test_ahead_counts_working_days_and_goes_on_when_overdue() -> None:
    # Good Friday and Easter Monday are no working days.
    on = Ahead(date(2027, 4, 1), frozenset({5, 2, 1, 0}))
    assert days(on, date(2027, 1, 1), 11) == [
        date(2027, 3, 23),  # 24 and 25 March, 30 and 31 March, 1 April
        date(2027, 3, 30),
        date(2027, 3, 31),
        date(2027, 4, 1),
        *(date(2027, 4, day) for day in (2, 5, 6, 7, 8)),
        date(2027, 4, 15),
        date(2027, 4, 22),
    ]


def test_a_due_day_that_is_not_worked_is_reached_on_the_working_day_before() -> None:
    on = Ahead(date(2027, 3, 27), frozenset({1, 0}))
    assert days(on, date(2027, 1, 1), 3) == [date(2027, 3, 24), date(2027, 3, 25), date(2027, 3, 30)]


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    st.frozensets(st.integers(0, 40), max_size=6),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2027, 1, 1), date(2028, 12, 31)), max_size=15),
)
def test_the_next_day_is_the_first_that_hits(
    due: date, offsets: frozenset[int], weekdays: frozenset[int], holidays: frozenset[date]
) -> None:
    """A second way of computing it: ask of every day whether it hits."""
    working = WorkingTime(weekdays=weekdays, holidays=holidays)
    on = Ahead(due, offsets)
    start = due - timedelta(days=120)
    window = [start + timedelta(days=ahead) for ahead in range(1, 200)]
    expected = [day for day in window if _hits(day, due, offsets, working)]
    found = [day for day in days(on, start, len(expected), working) if day <= window[-1]]
    assert found == expected
    assert [day for day in window if on.hits(day, working)] == expected


def _hits(day: date, due: date, offsets: frozenset[int], working: WorkingTime) -> bool:
    if not working.is_working_day(day):
        return False
    between = [min(day, due) + timedelta(days=each + 1) for each in range(abs((due - day).days))]
    worked = sum(working.is_working_day(each) for each in between)
    return worked in offsets if day <= due else worked <= 5 or worked % 5 == 0


@pytest.mark.parametrize(
    "on", [Weekly(frozenset({0, 4}), 2, MONDAY), Once(MONDAY), Ahead(MONDAY, frozenset({10, 5, 2, 1, 0}))]
)
def test_what_is_kept_reads_as_what_it_was(on: cadence.Cadence) -> None:
    assert cadence.read(on.kept()) == on
