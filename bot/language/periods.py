"""Days told by a longer time: `w/c 2 November`, `in two weeks`, `a week on Friday`, `NYE`; and stated durations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.language import days
from bot.language.figures import Mention, counted, dated, month_then_day
from bot.language.readings import Day, Problem
from bot.language.words import Words

#: feasts with a fixed day: words after the first, day, month
FEASTS: dict[str, tuple[tuple[tuple[str, ...], int, int], ...]] = {
    "nye": (((), 31, 12),),
    "new": ((("year's", "eve"), 31, 12), (("years", "eve"), 31, 12), (("year's", "day"), 1, 1)),
    "christmas": ((("eve",), 24, 12), (("day",), 25, 12)),
    "xmas": ((("eve",), 24, 12), (("day",), 25, 12)),
    "boxing": ((("day",), 26, 12),),
    "halloween": (((), 31, 10),),
    "valentine's": ((("day",), 14, 2),),
    "valentines": ((("day",), 14, 2),),
}

_DAYS_IN = {"day": 1, "days": 1, "d": 1, "week": 7, "weeks": 7, "week's": 7, "wk": 7, "wks": 7, "w": 7}
_DAYS_IN.update({"fortnight": 14, "fortnights": 14, "fortnight's": 14, "day's": 1})

_WEEKS = {"week": 7, "weeks": 7, "wk": 7, "wks": 7, "fortnight": 14}

_MONTHS_IN = frozenset({"month", "months", "month's"})

_WORKING = frozenset({"working", "business", "work", "workdays", "weekdays"})


def feast(words: Words, place: int) -> Mention | None:
    for rest, day, month in FEASTS[words.at(place)]:
        last = place + 1 + len(rest)
        if tuple(words.words[place + 1 : last]) == rest:
            read = days.day_and_month(day, month, None, words.today, words.asked_within)
            return Mention(place, last, read)
    return None


def week_commencing(words: Words, place: int) -> Mention | None:
    """`w/c 2 November`, `week commencing 11th`, `week of 2 November`: that Monday."""
    lead = tuple(words.words[place : place + 3])
    if lead[:2] == ("w", "/") and lead[2:] in (("c",), ("b",)):
        day = place + 3
    elif lead[:1] == ("wc",):
        day = place + 1
    elif lead[:1] in {("week",), ("wk",)} and lead[1:2] in {("commencing",), ("beginning",), ("starting",), ("of",)}:
        day = place + 2
    else:
        return None
    while words.at(day) in {"the", "mon", "monday", ":", "."} and day < place + 6:
        day += 1
    said = dated(words, day) or month_then_day(words, day)
    if said is None:
        return None
    read = said.day
    if lead[1:2] == ("of",) and read.date is not None:
        read = days.exact(days.weekday_of_week(read.date, 0, 0))
    return said._replace(first=place, day=days.monday_of(read))


def in_a_while(words: Words, place: int, count: Callable[[Words, int], int | None]) -> Mention | None:
    """`in two weeks`, `in N days`, `in a couple of days`, `in 48 hours`, `in 3 working days`, `in a month`."""
    said = span_of_time(words, place + 1)
    if said is None or words.at(place) == "within" or words.at(place - 1) in {"pull", "pulled", "pulling", "bring"}:
        return None
    number, unit, last = said
    if words.at(last) in {"time", "'"}:
        last += 1 + (words.at(last + 1) == "time")
    if words.at(last) in {"earlier", "sooner", "early"}:
        return None  # "come in two days earlier" is a shift
    if unit == "workdays":
        return Mention(place, last, days.ahead(words.today, number))
    if unit == "months":
        return Mention(place, last, days.months_from(words.today, number))
    return Mention(place, last, days.exact(words.today + timedelta(days=number)))


def span_of_time(words: Words, place: int) -> tuple[int, str, int] | None:
    """A stated duration: (number, `days` | `workdays` | `months`, the word after it). Hours count by whole days."""
    if words.at(place) in {"a", "another", "the"} and words.at(place + 1) == "couple":
        number, place = 2, place + 1
    elif words.at(place) == "couple":
        number = 2
    else:
        said = counted(words, place)
        if said is None:
            return None
        number = said
    place += 1
    while words.at(place) in {"of", "more", "extra", "additional", "further", "full", "whole", "-"}:
        place += 1
    unit = words.at(place)
    if unit in _WORKING:
        return _working(words, place, number)
    if unit in _DAYS_IN:
        return number * _DAYS_IN[unit], "days", place + 1
    if unit in {"wd", "bd", "wds", "bds"}:
        return number, "workdays", place + 1
    if unit in _MONTHS_IN:
        return number, "months", place + 1
    if unit in {"hour", "hours", "hr", "hrs", "h"} and number and number % 24 == 0:
        return number // 24, "days", place + 1
    return None


def _working(words: Words, place: int, number: int) -> tuple[int, str, int] | None:
    if words.at(place) in {"workdays", "weekdays"}:
        return number, "workdays", place + 1
    sign = words.at(place + 1) == "-"
    if words.at(place + 1 + sign) in {"day", "days", "day's"}:
        return number, "workdays", place + 2 + sign
    return None


def week_on(words: Words, place: int, anchor: Callable[[Words, int], Mention | None]) -> Mention | None:
    """`a week on Friday`, `a week today`, `2 weeks from tomorrow`, `3 days after the 14th`, `2 days before 14 Dec`."""
    said = span_of_time(words, place)
    if said is None:
        return None
    number, unit, last = said
    link = words.at(last)
    if unit != "days" or link in {"ago", "'"}:
        return None
    weekly = number % 7 == 0 and words.at(last - 1) in _WEEKS
    if link in {"from", "after", "before"}:
        last += 1
    elif not weekly:
        return None
    elif link in {"on", "come", "this", "next"}:
        last += link != "next"
    day = anchor(words, last)
    if day is None or day.day.date is None:
        return None
    shift = -number if link == "before" else number
    return Mention(place, day.last, _moved(day.day, shift, words))


def bare_week_on(words: Words, place: int, anchor: Callable[[Words, int], Mention | None]) -> Mention | None:
    """`week on Friday`, `week today`, `fortnight on Tuesday`: without "a"."""
    if words.at(place - 1) in {"this", "next", "last", "per", "every", "each", "the"}:
        return None
    on = place + 1 + (words.at(place + 1) == "on")
    if on == place + 1 and words.at(on) not in {"today", "tomorrow"}:
        return None
    day = anchor(words, on)
    if day is None or day.day.date is None:
        return None
    return Mention(place, day.last, _moved(day.day, 14 if words.at(place) == "fortnight" else 7, words))


def _moved(day: Day, shift: int, words: Words) -> Day:
    moved = (day.date or words.today) + timedelta(days=shift)
    return days.exact(moved) if moved >= words.today else days.asked(Problem.PAST, moved)
