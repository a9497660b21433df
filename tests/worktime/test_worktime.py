"""Waiting in somebody's working time: nights, weekends, holidays, leave and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.worktime import NoWorkingTime, WorkingTime, valid_zone

LONDON = WorkingTime("Europe/London")
FRIDAY = date(2026, 11, 20)


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-11-18T09:00", 8, "2026-11-18T17:00"),
        ("2026-11-18T09:30", 8, "2026-11-18T17:30"),
        ("2026-11-18T09:45", 8, "2026-11-19T09:15"),
        ("2026-11-18T06:00", 2, "2026-11-18T11:00"),
        ("2026-11-18T17:30", 2, "2026-11-19T11:00"),
        ("2026-11-20T16:30", 8, "2026-11-23T16:00"),
        ("2026-11-21T12:00", 8, "2026-11-23T17:00"),
        ("2026-03-27T16:30", 8, "2026-03-30T16:00"),
        ("2026-10-23T16:30", 8, "2026-10-26T16:00"),
        ("2026-11-18T23:59", 0, "2026-11-18T23:59"),
        ("2026-11-18T09:00", 0.25, "2026-11-18T09:15"),
        ("2026-11-18T09:00", 85, "2026-12-01T17:30"),
    ],
)
def test_hours_are_counted_while_the_person_works(asked: str, hours: float, due: str) -> None:
    assert LONDON.add_hours(at(asked), hours) == at(due)


def test_results_are_utc() -> None:
    assert LONDON.add_hours(at("2026-07-01T09:00"), 1).tzinfo is UTC


def test_holidays_may_be_a_set_or_a_function() -> None:
    christmas = frozenset({date(2026, 12, 25)})
    for holidays in (christmas, lambda day: day in christmas):
        worktime = WorkingTime("Europe/London", holidays=holidays)
        assert worktime.add_hours(at("2026-12-24T16:30"), 2) == at("2026-12-28T10:00")


def test_leave_is_jumped_over_and_its_end_is_an_opening() -> None:
    leave = ((at("2026-11-18T12:00"), at("2026-11-19T14:00")), (at("2026-11-19T13:00"), at("2026-11-19T15:00")))
    worktime = WorkingTime("Europe/London", away=leave)
    assert worktime.add_hours(at("2026-11-18T11:00"), 2) == at("2026-11-19T16:00")
    assert worktime.next_opening(at("2026-11-18T12:00")) == at("2026-11-19T15:00")
    assert not worktime.is_working_moment(at("2026-11-18T13:00"))
    assert worktime.is_working_moment(at("2026-11-18T11:59"))


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-11-18T08:59", False),
        ("2026-11-18T09:00", True),
        ("2026-11-18T17:29", True),
        ("2026-11-18T17:30", False),
        ("2026-11-21T12:00", False),
    ],
)
def test_opening_is_work_and_closing_is_not(moment: str, works: bool) -> None:
    assert LONDON.is_working_moment(at(moment)) is works


def test_a_night_shift_belongs_to_the_day_it_opens() -> None:
    night = WorkingTime("Europe/London", start=time(22), end=time(6))
    assert night.is_working_moment(at("2026-11-21T03:00"))  # Friday's night, on Saturday
    assert not night.is_working_moment(at("2026-11-23T03:00"))
    assert night.add_hours(at("2026-11-20T21:00"), 9) == at("2026-11-23T23:00")


def test_a_night_in_which_the_clock_goes_forward_is_an_hour_shorter() -> None:
    every_day = frozenset(range(7))
    night = WorkingTime("Europe/London", start=time(22), end=time(6), weekdays=every_day)
    spring, autumn = at("2026-03-28T12:00"), at("2026-10-24T12:00")
    assert night.elapsed(spring, spring + timedelta(hours=22)) == timedelta(hours=7)
    assert night.elapsed(autumn, autumn + timedelta(hours=22)) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "instant"),
    [
        ("Europe/London", date(2026, 3, 29), time(1, 30), "2026-03-29T01:00"),
        ("Europe/London", date(2026, 10, 25), time(1, 30), "2026-10-25T00:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0), "2018-11-04T03:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-30T10:00"),
        ("Asia/Kathmandu", date(2026, 11, 18), time(9), "2026-11-18T03:15"),
    ],
)
def test_a_clock_time_in_a_gap_is_its_end_and_in_a_fold_the_first(
    zone: str, day: date, clock: time, instant: str
) -> None:
    assert WorkingTime(zone).at_local(day, clock) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (FRIDAY, 0, "2026-11-20"),
        (date(2026, 11, 21), 0, "2026-11-21"),
        (FRIDAY, 1, "2026-11-23"),
        (FRIDAY, 5, "2026-11-27"),
        (FRIDAY, -5, "2026-11-13"),
        (date(2026, 11, 22), -1, "2026-11-20"),
        (date(2026, 12, 24), 1, "2026-12-28"),
    ],
)
def test_working_days_are_added_and_taken_away(day: date, n: int, found: str) -> None:
    worktime = WorkingTime(holidays=frozenset({date(2026, 12, 25)}))
    assert worktime.add_days(day, n) == date.fromisoformat(found)


def test_days_between_counts_the_last_day_and_not_the_first() -> None:
    assert LONDON.days_between(FRIDAY, date(2026, 11, 23)) == 1
    assert LONDON.days_between(date(2026, 11, 23), FRIDAY) == -1
    assert LONDON.days_between(FRIDAY, date(2026, 11, 22)) == 0
    assert LONDON.days_between(FRIDAY, date(2026, 12, 4)) == 10


@pytest.mark.parametrize(
    "idle",
    [
        WorkingTime(weekdays=frozenset()),
        WorkingTime(holidays=lambda day: True),
    ],
    ids=["no weekday", "always a holiday"],
)
def test_who_never_works_is_said_to_and_not_waited_for(idle: WorkingTime) -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    with pytest.raises(NoWorkingTime):
        idle.add_hours(now, 1)
    with pytest.raises(NoWorkingTime):
        idle.next_opening(now)
    with pytest.raises(NoWorkingTime):
        idle.add_days(FRIDAY, 1)
    assert not idle.is_working_moment(now)
    assert idle.elapsed(now, now + timedelta(days=30)) == timedelta(0)


def test_giving_up_takes_three_years_of_days_and_no_more() -> None:
    tried: list[date] = []
    idle = WorkingTime(holidays=lambda day: not tried.append(day))
    with pytest.raises(NoWorkingTime):
        idle.add_days(FRIDAY, -1)
    assert 700 < len(tried) < 800  # the weekdays of three years


def test_years_of_leave_are_no_working_time() -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    gone = WorkingTime(away=((now, now + timedelta(days=2000)),))
    with pytest.raises(NoWorkingTime, match="three years"):
        gone.next_opening(now)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "Europe/London\x00", "GMT+1:30"])
def test_an_unknown_zone_is_refused_by_its_name(name: str) -> None:
    assert not valid_zone(name)
    with pytest.raises(ValueError, match="unknown time zone"):
        WorkingTime(name)


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        LONDON.next_opening(datetime(2026, 11, 18))  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        WorkingTime(away=((datetime(2026, 11, 18), datetime(2026, 11, 19)),))  # noqa: DTZ001


QUIET = WorkingTime("Europe/London", quiet=(time(12), time(14)))


@pytest.mark.parametrize(
    ("moment", "arrives"),
    [
        ("2026-11-18T10:00", "2026-11-18T10:00"),
        ("2026-11-18T12:00", "2026-11-18T14:00"),
        ("2026-11-18T13:59", "2026-11-18T14:00"),
        ("2026-11-18T14:00", "2026-11-18T14:00"),
        ("2026-11-18T20:00", "2026-11-19T09:00"),
        ("2026-11-20T18:00", "2026-11-23T09:00"),
    ],
)
def test_nothing_arrives_in_quiet_hours_nor_outside_work(moment: str, arrives: str) -> None:
    assert QUIET.next_arrival(at(moment)) == at(arrives)


def test_quiet_hours_may_go_over_midnight_and_waiting_goes_on_in_them() -> None:
    late = WorkingTime("Europe/London", quiet=(time(16), time(10)))
    assert late.next_arrival(at("2026-11-18T16:30")) == at("2026-11-19T10:00")
    assert late.next_arrival(at("2026-11-18T09:00")) == at("2026-11-18T10:00")
    assert late.add_hours(at("2026-11-18T16:30"), 2) == at("2026-11-19T10:00")


def test_quiet_hours_that_leave_nothing_are_not_kept() -> None:
    never = WorkingTime("Europe/London", quiet=(time(8), time(18)))
    assert never.next_arrival(at("2026-11-18T12:00")) == at("2026-11-18T12:00")


@pytest.mark.parametrize(
    ("day", "wall", "arrives"),
    [
        ("2026-11-18", "09:00", "2026-11-18T09:00"),
        ("2026-11-18", "07:00", "2026-11-18T09:00"),
        ("2026-11-18", "12:30", "2026-11-18T14:00"),
        ("2026-11-18", "19:00", "2026-11-18T09:00"),
        ("2026-11-21", "09:00", None),
        ("2026-12-25", "09:00", None),
    ],
)
def test_what_is_for_a_day_arrives_in_that_days_work_or_not_at_all(day: str, wall: str, arrives: str | None) -> None:
    working = WorkingTime("Europe/London", holidays=frozenset({date(2026, 12, 25)}), quiet=QUIET.quiet)
    found = working.arrival(date.fromisoformat(day), time.fromisoformat(wall))
    assert found == (at(arrives) if arrives else None)


def test_what_is_for_a_day_of_leave_does_not_arrive() -> None:
    away = ((at("2026-11-18T12:00"), at("2026-11-20T12:00")),)
    working = WorkingTime("Europe/London", away=away)
    assert working.arrival(date(2026, 11, 18), time(9)) == at("2026-11-18T09:00")
    assert working.arrival(date(2026, 11, 19), time(9)) is None
    assert working.arrival(date(2026, 11, 20), time(9)) == at("2026-11-20T12:00")
