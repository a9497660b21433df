"""Every expression on days of two years, and in every zone, beside a second way of computing it.

The second way knows no arithmetic of dates: it walks the calendar day by day until a day answers the description.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.language import corpus
from bot.language.dates import Problem, read_date

DAY = timedelta(days=1)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS += ("November", "December")
#: every day of two years that hold a leap day, in steps that are no whole weeks: all weekdays meet all edges of months
STEP = 11
DAYS = [date(2027, 3, 1) + DAY * ahead for ahead in range(0, 730, STEP)]
Walk = Callable[[date], date]


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def first(said: date, fits: Callable[[date], bool]) -> date:
    """The first day strictly after the one it is said on that fits."""
    return next(day for day in days_from(said + DAY) if fits(day))


def named(name: str) -> Callable[[date], bool]:
    return lambda day: day.strftime("%A") == name


def ahead(number: int) -> Walk:
    return lambda said: [day for day, _ in zip(days_from(said), range(number + 1), strict=False)][-1]


def week_after(said: date) -> date:
    """The Monday of the following calendar week: the first Monday that is strictly after."""
    return first(said, named("Monday"))


def in_next_week(name: str) -> Walk:
    return lambda said: next(day for day in days_from(week_after(said)) if named(name)(day))


def week_later(name: str) -> Walk:
    return lambda said: first(first(said, named(name)), named(name))


def is_last_of_month(day: date) -> bool:
    return (day + DAY).month != day.month


def end_of(month: str) -> Walk:
    return lambda said: next(day for day in days_from(said) if day.strftime("%B") == month and is_last_of_month(day))


def on_or_after(number: int, month: str) -> Walk:
    return lambda said: next(day for day in days_from(said) if (day.day, day.strftime("%B")) == (number, month))


def first_of_month(name: str, month: str) -> Walk:
    return lambda said: next(
        day for day in days_from(said) if day.strftime("%A %B") == f"{name} {month}" and day.day <= 7
    )


def last_of_month(name: str, month: str) -> Walk:
    return lambda said: next(
        day
        for day in days_from(said)
        if day.strftime("%A %B") == f"{name} {month}" and (day + 7 * DAY).month != day.month
    )


def working_days(number: int) -> Walk:
    def walk(said: date) -> date:
        weekdays = (day for day in days_from(said + DAY) if day.strftime("%a") not in ("Sat", "Sun"))
        return [day for day, _ in zip(weekdays, range(number), strict=False)][-1]

    return walk


def suffixed(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10 if number not in (11, 12, 13) else 0, 'th') }"


def expressions() -> Iterator[tuple[str, Walk]]:
    yield from [("today", ahead(0)), ("tonight", ahead(0)), ("EOD today", ahead(0)), ("tomorrow", ahead(1))]
    yield from [("the day after tomorrow", ahead(2)), ("a week today", ahead(7)), ("this time next week", ahead(7))]
    yield from [("a week tomorrow", ahead(8)), ("in two weeks", ahead(14)), ("in a fortnight", ahead(14))]
    yield from [(f"in {number} days", ahead(number)) for number in (2, 5, 10, 30)]
    yield from [(f"in {number} working days", working_days(number)) for number in (1, 3, 10)]
    for name in NAMES:
        yield from [(f"{lead}{name}", lambda said, name=name: first(said, named(name))) for lead in _LEADS]
        yield from [(f"next {name}", in_next_week(name)), (f"{name} of next week", in_next_week(name))]
        yield from [(f"{name} week", week_later(name)), (f"a week on {name}", week_later(name))]
    yield from [("start of next week", in_next_week("Monday")), ("middle of next week", in_next_week("Wednesday"))]
    yield ("end of next week", in_next_week("Friday"))
    yield from [(end, lambda said: next(filter(is_last_of_month, days_from(said)))) for end in _MONTH_ENDS]
    for number in range(1, 32):
        yield f"the {suffixed(number)}", lambda said, number=number: first(said, lambda day: day.day == number)
    for month in MONTHS:
        yield from [(f"end of {month}", end_of(month)), (f"last day of {month[:3]}", end_of(month))]
        yield from [(f"17 {month}", on_or_after(17, month)), (f"{month[:3]} 3rd", on_or_after(3, month))]
        yield from [(f"23-{month[:3]}", on_or_after(23, month)), (f"{month} the 28th", on_or_after(28, month))]
        yield from [(f"26/{MONTHS.index(month) + 1}", on_or_after(26, month))]
        yield from [(f"{MONTHS.index(month) + 1}/30", on_or_after(30, month))] if month != "February" else []
        yield from [(f"first Monday in {month}", first_of_month("Monday", month))]
        yield from [(f"last Friday in {month}", last_of_month("Friday", month))]
    yield from weeks_and_neighbours()
    yield "NYE", on_or_after(31, "December")
    yield "29 February", on_or_after(29, "February")


def iso_week(number: int, name: str) -> Walk:
    """The first such weekday of such a week whose week is not over on the day it is said."""
    return lambda said: next(
        day
        for day in days_from(next(back for back in (said - DAY * ahead for ahead in range(7)) if named("Monday")(back)))
        if (day.isocalendar().week, day.strftime("%A")) == (number, name)
    )


def after_the(walk: Walk, name: str) -> Walk:
    return lambda said: first(walk(said), named(name))


def last_working_day_of(month: str) -> Walk:
    def walk(said: date) -> date:
        weekdays = (day for day in days_from(said) if day.strftime("%B") == month and day.weekday() < 5)
        return next(day for day in weekdays if all((day + DAY * on).weekday() > 4 for on in until_month_ends(day)))

    return walk


def until_month_ends(day: date) -> range:
    return range(1, next(on for on in range(1, 40) if (day + DAY * on).month != day.month))


def quarter_end(said: date) -> date:
    return next(day for day in days_from(said) if is_last_of_month(day) and day.month in (3, 6, 9, 12))


def numbered(number: int) -> Walk:
    return lambda said: first(said, lambda day: day.day == number)


def weeks_and_neighbours() -> Iterator[tuple[str, Walk]]:
    for number in (14, 20, 37, 48, 51, 52):
        yield f"KW {number} Thursday", no_past(iso_week(number, "Thursday"))
        yield f"Friday in week {number}", no_past(iso_week(number, "Friday"))
    for number in range(1, 32):
        there = numbered(number)
        yield f"not the {suffixed(number)} but the Monday after", after_the(there, "Monday")
        yield f"not the {suffixed(number)} but the following Friday", after_the(there, "Friday")
        yield f"not the {suffixed(number)} but the day after", lambda said, there=there: there(said) + DAY
        yield f"a week after the {suffixed(number)}", lambda said, there=there: there(said) + 7 * DAY
    for name in NAMES:
        yield f"{name} fortnight", lambda said, name=name: week_later(name)(week_later(name)(said) - DAY)
        yield f"not {name} but the day after", lambda said, name=name: first(said, named(name)) + DAY
    for month in MONTHS:
        yield f"last working day of {month}", last_working_day_of(month)
        yield f"week ending 23 {month}", on_or_after(23, month)
    yield from [("end of the quarter", quarter_end), ("quarter-end", quarter_end)]
    yield from [("year-end", on_or_after(31, "December")), ("first thing next week", in_next_week("Monday"))]
    yield from [("a fortnight tomorrow", ahead(15)), ("today fortnight", ahead(14)), ("in fourteen days", ahead(14))]
    yield from [("5 working days from today", working_days(5)), ("in twenty-one days", ahead(21))]


def no_past(walk: Walk) -> Walk:
    """What is over in the week that is said in has no day: `None` stands for it."""
    return lambda said: found if (found := walk(said)) >= said else None  # type: ignore[return-value]


_LEADS = ("", "this ", "EOD ", "COP ", "noon ", "by ")
_MONTH_ENDS = ("end of month", "month-end", "end of the month")
EXPRESSIONS = list(expressions())


@pytest.mark.parametrize("nth", range(2))
def test_every_expression_on_every_day_is_the_day_that_walking_the_calendar_finds(nth: int) -> None:
    for said in DAYS[nth::2]:
        for text, walk in EXPRESSIONS:
            reading = read_date(text, said, asked_within=0)
            meant = walk(said)
            problem = None if meant else Problem.PAST
            assert (reading.date, reading.problem) == (meant, problem), (text, said)


@pytest.mark.parametrize(
    "instant", [datetime(2027, 12, 31, 11, 30, tzinfo=UTC), datetime(2028, 2, 28, 23, 59, tzinfo=UTC)]
)
def test_in_every_zone_a_relative_day_is_that_of_the_writers_own_calendar(instant: datetime) -> None:
    for zone in sorted(available_timezones()):
        local = instant.astimezone(ZoneInfo(zone))
        message = corpus.message({"id": zone, "text": "tomorrow", "sent_at": local.isoformat(), "author_role": "am"})
        here = date.fromisoformat(local.strftime("%Y-%m-%d"))
        for text, walk in (
            ("today", ahead(0)),
            ("tomorrow", ahead(1)),
            ("end of month", EXPRESSIONS_BY["end of month"]),
        ):
            assert read_date(text, message.sent_on, asked_within=0).date == walk(here), (zone, text)


EXPRESSIONS_BY = dict(EXPRESSIONS)
