"""Which day is meant once the words are known. Weeks run Monday to Sunday.

Rules: the table "Dates" of the request corpus, and what is typed (a yearless date that passed within 60 days is
asked about, a date with its year in the past is refused, weekends and holidays are taken as they are).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.language.readings import Day, Problem

#: a yearless date that passed within so many days is asked about
ASKED_WITHIN = 60
#: 29 February is at most eight years away (2096 to 2104)
_YEARS_AHEAD = 9
_CENTURY = 2000


def exact(day: date) -> Day:
    return Day(date=day)


def ahead(today: date, count: int) -> Day:
    """So many working days from today."""
    return Day(date=working_days_from(today, count), workdays=count)


def asked(problem: Problem, *candidates: date) -> Day:
    return Day(problem=problem, candidates=candidates)


NOT_A_DATE = Day(problem=Problem.NOT_A_DATE)


def either(*days: date) -> Day:
    """One of several days: taken when they are the same day, asked otherwise."""
    distinct = tuple(dict.fromkeys(days))
    return exact(distinct[0]) if len(distinct) == 1 else asked(Problem.AMBIGUOUS, *distinct)


def full_year(written: str) -> int:
    """`27` and `2027` are the same year."""
    return int(written) + (_CENTURY if len(written) == 2 else 0)


def _valid(day: int, month: int, year: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _on_or_after(day: int, month: int, today: date) -> date | None:
    found = (_valid(day, month, today.year + ahead) for ahead in range(_YEARS_AHEAD))
    return next((each for each in found if each is not None and each >= today), None)


def day_and_month(day: int, month: int, year: int | None, today: date, asked_within: int) -> Day:
    """A day with its month. Yearless: the next on or after `today`, but asked when it has only just passed."""
    if year is not None:
        written = _valid(day, month, year)
        if written is None:
            return NOT_A_DATE
        return exact(written) if written >= today else asked(Problem.PAST, written)
    coming = _on_or_after(day, month, today)
    if coming is None:
        return NOT_A_DATE
    gone = _valid(day, month, today.year) or today
    if gone >= today:
        gone = _valid(day, month, today.year - 1) or today
    return _unless_just_over(gone, coming, today, asked_within)


def in_figures(
    first: int, second: int, year: int | None, today: date, *, day_first: bool | None, asked_within: int
) -> Day:
    """`14/4`, `4/14`: the one above 12 is the day. Where both may be the month, `day_first` decides or it is asked."""
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if second <= 12 else (second, first)
        return day_and_month(day, month, year, today, asked_within)
    if day_first is not None:
        day, month = (first, second) if day_first else (second, first)
        return day_and_month(day, month, year, today, asked_within)
    orders = [day_and_month(*pair, year, today, 0) for pair in ((first, second), (second, first))]
    open_days = tuple(each.date for each in orders if each.date is not None)
    if open_days:
        return asked(Problem.AMBIGUOUS, *open_days)
    written = tuple(gone for each in orders for gone in each.candidates)
    return asked(Problem.PAST, *written) if written else NOT_A_DATE


def day_number(day: int, today: date) -> Day:
    """`the 3rd`: the next date with that number strictly after `today`; may roll into the next month or year."""
    year, month = today.year, today.month
    for _ in range(3):  # two months in a row without a 31st do not occur twice
        found = _valid(day, month, year)
        if found is not None and found > today:
            return exact(found)
        year, month = month_after(year, month)
    return NOT_A_DATE


def month_after(year: int, month: int, months: int = 1) -> tuple[int, int]:
    ahead = year * 12 + month - 1 + months
    return ahead // 12, ahead % 12 + 1


def day_in_month(day: int, year: int, month: int, today: date) -> Day:
    """`the 5th of next month`: a day number in one given month."""
    return day_and_month(day, month, year, today, 0)


def months_from(today: date, months: int) -> Day:
    """`in a month`: the same day number; where that month has none, it is asked."""
    year, month = month_after(today.year, today.month, months)
    found = _valid(today.day, month, year)
    if found is not None:
        return exact(found)
    last = last_of_month(year, month)
    return either(last, last + timedelta(days=1))


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def end_of_named_month(month: int, year: int | None, today: date, asked_within: int) -> Day:
    """`end of May`: the last day of the next such month, this one included."""
    last = last_of_month(year or today.year, month)
    if last >= today:
        return exact(last)
    if year:
        return asked(Problem.PAST, last)
    return _unless_just_over(last, last_of_month(today.year + 1, month), today, asked_within)


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday strictly after `day`: one to seven days on."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_of_week(day: date, weekday: int, weeks: int) -> date:
    """That weekday in the calendar week `weeks` after the one of `day`."""
    return day + timedelta(days=weekday - day.weekday() + 7 * weeks)


def nth_weekday(nth: int, weekday: int, month: int, year: int | None, today: date, asked_within: int) -> Day:
    """`first Monday in November`, and with nth = -1 `last Friday in July`: the next one, asked when just over."""
    found = _nth_in(nth, weekday, year or today.year, month)
    if found is None:
        return NOT_A_DATE
    if found >= today:
        return exact(found)
    if year:
        return asked(Problem.PAST, found)
    coming = _nth_in(nth, weekday, today.year + 1, month)
    return NOT_A_DATE if coming is None else _unless_just_over(found, coming, today, asked_within)


def _unless_just_over(gone: date, coming: date, today: date, asked_within: int) -> Day:
    """A yearless day means the coming one, but is asked about when it passed within the window."""
    just_over = 0 < (today - gone).days <= asked_within
    return asked(Problem.PAST_YEARLESS, coming) if just_over else exact(coming)


def _nth_in(nth: int, weekday: int, year: int, month: int) -> date | None:
    if nth == -1:
        last = last_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def with_weekday(day: Day, weekday: int, today: date) -> Day:
    """`Fri 15 Jan`: the date, unless it falls on another weekday; then both are offered. It tells 3/12 from 12/3."""
    if day.problem is Problem.AMBIGUOUS:
        fitting = [each for each in day.candidates if each.weekday() == weekday]
        return exact(fitting[0]) if len(fitting) == 1 else day
    if day.date is None or day.date.weekday() == weekday:
        return day
    away = (weekday - day.date.weekday() + 3) % 7 - 3
    nearest = day.date + timedelta(days=away)
    if nearest < today:
        nearest += timedelta(days=7)
    return asked(Problem.MISMATCH, day.date, nearest)


def monday_of(day: Day) -> Day:
    """`w/c 2 November`: that Monday; a day that is none is asked about, with the Monday of its week."""
    return day if day.date is None else with_weekday(day, 0, day.date - timedelta(days=7))


def working_days_from(today: date, count: int) -> date:
    """`in 3 working days`, Monday to Friday, and as many back where negative: this reader knows nobody's holidays."""
    day, step = today, timedelta(days=1 if count > 0 else -1)
    count = abs(count)
    while count > 0:
        day += step
        count -= day.weekday() < 5
    return day


def working_day_of_month(year: int, month: int, last: bool) -> date:
    """The first or the last day of a month that is no Saturday or Sunday."""
    day = last_of_month(year, month) if last else date(year, month, 1)
    while day.weekday() > 4:
        day += timedelta(days=-1 if last else 1)
    return day


def unless_over(day: date, today: date) -> Day:
    """A day that was worked out: refused where it has passed."""
    return exact(day) if day >= today else asked(Problem.PAST, day)
