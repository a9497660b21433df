"""Days at the edge of a longer time: `end of next week`, `end of May`, `last day of Feb`, `first Monday in May`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language import days, weekdays, weeks
from bot.language.figures import Mention, year_at
from bot.language.readings import Problem
from bot.language.words import FOLLOWERS, MONTHS, ORDINALS, SUFFIXES, TODAY, TOMORROW, WEEKDAYS, Words

_STARTS = frozenset({"start", "beginning", "top"})

_MIDDLES = frozenset({"middle", "mid", "midweek"})

_ENDS = frozenset({"end", "last", "ending", "final", "close"})

#: words that name an edge of a week or month
EDGES = _STARTS | _MIDDLES | _ENDS


def edge(words: Words, place: int) -> Mention | None:
    """`end of next week`, `end of month`, `end of May`, `last day of Feb`, `last Friday in July`, `mid next week`."""
    word, after = words.at(place), place + 1
    if word in {"last", "final"} and words.at(after) in WEEKDAYS:
        if words.at(after + 1) == "before":
            return weekdays.weekday_before(words, after, WEEKDAYS[words.at(after)])._replace(first=place)
        return nth_weekday(words, place) or _last_weekday(words, after)
    if word in {"top", "close"} and words.at(after) != "of":
        return None
    if said := working_edge(words, place):
        return said
    if word == "last" and words.at(after) == "day":
        after += 1
    elif word in {"last", "final"}:
        return None
    while words.at(after) in {"of", "the", "-", "in"} and after < place + 4:
        after += 1
    if after == place + 1 and words.at(after) in MONTHS and (word != "end" or words.number(after + 1) is not None):
        return None
    return _edge_of(words, place, after)


def _last_weekday(words: Words, after: int) -> Mention:
    """`last Friday` is over, and must not be read as the coming one."""
    gone = days.weekday_after(words.today, WEEKDAYS[words.at(after)]) - timedelta(days=7)
    if gone == words.today:
        gone -= timedelta(days=7)
    return Mention(after - 1, after + 1, days.asked(Problem.PAST, gone), weak=True)


def _edge_of(words: Words, place: int, named: int) -> Mention | None:
    """The edge of the week, month or year that is named at `named`."""
    kind, which, unit = words.at(place), words.at(named), words.at(named + 1)
    if said := weekdays.following_week(words, named):
        return _edge_of_week(words, place, said[1], kind, said[0])
    if kind not in {"last", "final"} and (week := weeks.edge_week(words, named)):
        return Mention(place, week[1], days.unless_over(week[0] + timedelta(days=_edge_day(kind)), words.today))
    last = named + 2
    if which not in {"next", "this"}:
        which, unit, last = "this", which, named + 1
    if unit in {"week", "wk"}:
        return _edge_of_week(words, place, last, kind, 1 if which == "next" else 0)
    if kind not in _ENDS:
        return None
    if unit == "month":
        year, month = days.month_after(words.today.year, words.today.month, int(which == "next"))
        return Mention(place, last, days.exact(days.last_of_month(year, month)))
    if unit == "year" and which == "this":
        return Mention(place, last, days.day_and_month(31, 12, None, words.today, 0))
    if unit == "q" and words.glued(last) and words.at(last) in {"1", "2", "3", "4"}:
        return _end_of_quarter(words, place, last)
    if unit in {"quarter", "qtr"}:
        return Mention(place, last, days.exact(_end_of_unit("quarter", words.today, int(which == "next"))))
    if unit == "day" and words.at(last) in {"", ".", ",", "because", "-"} and words.at(place) == "end":
        return Mention(place, last, days.exact(words.today), weak=True)
    month_named = MONTHS.get(unit)
    if month_named is None:
        return None
    year_named, last = year_at(words, last)
    return Mention(place, last, days.end_of_named_month(month_named, year_named, words.today, words.asked_within))


def _end_of_quarter(words: Words, place: int, number: int) -> Mention:
    """`end of Q3`, `end of Q1 2027`."""
    year, last = year_at(words, number + 1)
    month = 3 * int(words.at(number))
    day = days.last_of_month(year or words.today.year, month)
    return Mention(
        place, last, days.exact(day if year or day >= words.today else days.last_of_month(day.year + 1, month))
    )


def _edge_of_week(words: Words, place: int, last: int, kind: str, weeks: int) -> Mention | None:
    day = days.weekday_of_week(words.today, _edge_day(kind), weeks)
    if day < words.today:
        if words.at(last - 2) == "this" and kind not in _ENDS:
            return None
        day += timedelta(days=7)
    return Mention(place, last, days.exact(day))


def _edge_day(kind: str) -> int:
    return 0 if kind in _STARTS else 2 if kind in _MIDDLES else 4


def first_thing(words: Words, place: int) -> Mention | None:
    """`first thing next week`: its Monday."""
    said = weekdays.following_week(words, place + 2) if words.at(place + 1) == "thing" else None
    if said is None or words.at(said[1]) in WEEKDAYS:
        return None
    return _edge_of_week(words, place, said[1], "start", said[0])


def working_edge(words: Words, place: int) -> Mention | None:
    """`last working day of November`, `first business day of next month`, `last weekday of the month`."""
    is_last, day = words.at(place) in {"last", "final"}, place + 1
    if words.at(day) in {"working", "business", "work"} and words.at(day + 1) == "day":
        day += 2
    elif words.at(day) in {"weekday", "workday"}:
        day += 1
    else:
        return None
    if words.at(place) not in {"first", "last", "final"} or words.at(day) not in {"of", "in"}:
        return None
    named = day + 1 + (words.at(day + 1) == "the")
    ahead = {"month": 0, "this": 0, "next": 1}.get(words.at(named))
    if ahead is not None:
        last = named + 1 + (words.at(named) != "month")
        if words.at(last - 1) != "month":
            return None
        year, month = days.month_after(words.today.year, words.today.month, ahead)
    elif words.at(named) in MONTHS:
        said, last = year_at(words, named + 1)
        month = MONTHS[words.at(named)]
        year = said or words.today.year + (days.working_day_of_month(words.today.year, month, is_last) < words.today)
    else:
        return None
    found = days.working_day_of_month(year, month, is_last)
    return Mention(place, last, days.unless_over(found, words.today))


def _names_a_thing(after: str) -> bool:
    """`the year-end guide`, `month-end figures`."""
    return after.isalpha() and after not in FOLLOWERS | {"work", "works", "suit", "suits", "do", "does", "fit", "fits"}


def edge_alone(words: Words, place: int) -> Mention | None:
    """`month-end`, `year end`, `EOM`, `EOW`, `EOY`; `EOD` without a day is today's."""
    word, today = words.at(place), words.today
    if word in {"month", "year", "quarter"}:
        last = place + 1 + (words.at(place + 1) == "-")
        if words.at(last) != "end" or _names_a_thing(words.at(last + 1)):
            return None
        return Mention(place, last + 1, days.exact(_end_of_unit(word, today)))
    if word == "eom":
        return Mention(place, place + 1, days.exact(days.last_of_month(today.year, today.month)))
    if word == "eow":
        return _edge_of_week(words, place, place + 1, "end", 0)
    if word == "eoy":
        return Mention(place, place + 1, days.day_and_month(31, 12, None, today, 0))
    after = words.at(place + 1)
    if after in WEEKDAYS or after in TODAY or after in TOMORROW or after in {"on", "the", "next", "this", "of"}:
        return None
    return None if after[:1].isdigit() else Mention(place, place + 1, days.exact(today), weak=True)


def _end_of_unit(unit: str, today: date, ahead: int = 0) -> date:
    """The last day of the month, quarter or year, or of the quarter after it."""
    months = {"month": 0, "quarter": -today.month % 3 + 3 * ahead, "year": 12 - today.month}[unit]
    return days.last_of_month(*days.month_after(today.year, today.month, months))


def nth_weekday(words: Words, place: int) -> Mention | None:
    """`first Monday in November`, `2nd Tuesday of January 2027`, `last Friday of the month`."""
    word, day = words.at(place), place + 1
    nth = -1 if word in {"last", "final"} else ORDINALS.get(word, words.number(place))
    if word.isdigit():
        if words.at(day) not in SUFFIXES:
            return None
        day += 1
    weekday = WEEKDAYS.get(words.at(day))
    if weekday is None or nth is None or nth > 5 or words.at(day + 1) not in {"in", "of"}:
        return None
    named = day + 2 + (words.at(day + 2) == "the")
    if words.at(named) in {"month", "this", "next"}:
        return _nth_of_a_month(words, place, named, nth, weekday)
    month = MONTHS.get(words.at(named))
    if month is None:
        return None
    year, last = year_at(words, named + 1)
    return Mention(place, last, days.nth_weekday(nth, weekday, month, year, words.today, words.asked_within))


def _nth_of_a_month(words: Words, place: int, named: int, nth: int, weekday: int) -> Mention | None:
    which = words.at(named)
    last = named + (1 if which == "month" else 2)
    if words.at(last - 1) != "month":
        return None
    year, month = days.month_after(words.today.year, words.today.month, int(which == "next"))
    return Mention(place, last, days.nth_weekday(nth, weekday, month, year, words.today, 0))
