"""Days told by a longer time: `in two weeks`, `a week on Friday`, `Friday in a week`, `NYE`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.language import days
from bot.language.durations import span_of_time
from bot.language.figures import Mention
from bot.language.readings import Day
from bot.language.words import WEEKDAYS, Words, bag

_WEEKS = bag("week weeks wk wks fortnight")


def in_a_while(words: Words, place: int) -> Mention | None:
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
    on = last + (words.at(last) in {"on", ","})
    if words.at(on) in WEEKDAYS and number % 7 == 0 and words.at(place + 2) in _WEEKS:
        day = days.weekday_of_week(words.today, WEEKDAYS[words.at(on)], number // 7)
        return Mention(place, on + 1, days.exact(day))
    return Mention(place, last, days.exact(words.today + timedelta(days=number)))


def week_on(words: Words, place: int, anchor: Callable[[Words, int], Mention | None]) -> Mention | None:
    """`a week on Friday`, `a week today`, `2 weeks from tomorrow`, `3 days after the 14th`, `2 days before 14 Dec`."""
    said = span_of_time(words, place)
    if said is None:
        return None
    number, unit, last = said
    link = words.at(last)
    if unit != "days":
        return _from_a_day(words, place, said, anchor)
    if link in {"ago", "'"}:
        return None
    weekly = number % 7 == 0 and words.at(last - 1) in _WEEKS
    if link in {"from", "after", "before"}:
        last += 1
    elif not weekly:
        return None
    elif link in {"on", "come", "this", "next"}:
        last += (link != "next") + (words.words[last : last + 2] == ["on", "from"])
    day = anchor(words, last)
    if day is None or day.day.date is None:
        return None
    shift = -number if link == "before" else number
    return Mention(place, day.last, _moved(day.day, shift, words))


def _from_a_day(
    words: Words, place: int, said: tuple[int, str, int], anchor: Callable[[Words, int], Mention | None]
) -> Mention | None:
    """`a month today`, `a month from Friday`, `5 working days from today`, `two working days before the 14th`."""
    number, unit, last = said
    link = words.at(last)
    if link not in {"from", "after", "before"} and (unit != "months" or link != "today"):
        return None
    day = anchor(words, last + (link != "today"))
    if day is None or day.day.date is None:
        return None
    if unit == "months":
        return Mention(place, day.last, days.months_from(day.day.date, number)) if link != "before" else None
    if day.day.date == words.today and link != "before":
        return Mention(place, day.last, days.ahead(words.today, number))
    moved = days.working_days_from(day.day.date, -number if link == "before" else number)
    return Mention(place, day.last, days.unless_over(moved, words.today))


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
    return days.unless_over((day.date or words.today) + timedelta(days=shift), words.today)
