"""Days at the edge of a longer time: `end of next week`, `end of May`, `last day of Feb`, `first Monday in May`."""

from __future__ import annotations

from datetime import timedelta

from bot.language import days, weekdays
from bot.language.figures import Mention, year_at
from bot.language.readings import Problem
from bot.language.words import MONTHS, ORDINALS, SUFFIXES, TODAY, TOMORROW, WEEKDAYS, Words

_STARTS = frozenset({"start", "beginning"})

_MIDDLES = frozenset({"middle", "mid", "midweek"})

_ENDS = frozenset({"end", "last", "ending", "final"})

#: words that name an edge of a week or month
EDGES = _STARTS | _MIDDLES | _ENDS


def edge(words: Words, place: int) -> Mention | None:
    """`end of next week`, `end of month`, `end of May`, `last day of Feb`, `last Friday in July`, `mid next week`."""
    word, after = words.at(place), place + 1
    if word in {"last", "final"} and words.at(after) in WEEKDAYS:
        return nth_weekday(words, place) or _last_weekday(words, after)
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
    if unit == "day" and words.at(last) in {"", ".", ",", "because", "-"} and words.at(place) == "end":
        return Mention(place, last, days.exact(words.today), weak=True)
    month_named = MONTHS.get(unit)
    if month_named is None:
        return None
    year_named, last = year_at(words, last)
    return Mention(place, last, days.end_of_named_month(month_named, year_named, words.today, words.asked_within))


def _edge_of_week(words: Words, place: int, last: int, kind: str, weeks: int) -> Mention | None:
    weekday = 0 if kind in _STARTS else 2 if kind in _MIDDLES else 4
    day = days.weekday_of_week(words.today, weekday, weeks)
    if day < words.today:
        if kind not in _ENDS:
            return None
        day += timedelta(days=7)
    return Mention(place, last, days.exact(day))


def edge_alone(words: Words, place: int) -> Mention | None:
    """`month-end`, `EOM`, `EOW`, `EOY`; `EOD` without a day is today's."""
    word, today = words.at(place), words.today
    if word == "month":
        last = place + 1 + (words.at(place + 1) == "-")
        if words.at(last) != "end":
            return None
        return Mention(place, last + 1, days.exact(days.last_of_month(today.year, today.month)))
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
