"""The best single day, or shift, in one typed text.

Reads the date conventions of the request corpus in full: relative days, weekdays, day numbers, figures, ISO, month
names in both orders, weeks commencing, ends of months, `first Monday in November`, corrections ("~5th~ 8th"), old and
new dates together ("from Thursday to Monday": the new one), and shifts. What may mean two days is asked, never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from sys import maxsize

from bot.language import grammar
from bot.language.choosing import best, join, leads_to, supports_shift
from bot.language.days import ASKED_WITHIN
from bot.language.figures import Mention
from bot.language.readings import Problem, Reading
from bot.language.shifts import Shift, shifts
from bot.language.words import Words, cut

__all__ = ["ASKED_WITHIN", "Problem", "Reading", "covers", "read_date", "stretches"]

_NONE_FOUND = Reading(problem=Problem.NONE_FOUND)


def read_date(text: str, today: date, *, day_first: bool | None = None, asked_within: int = ASKED_WITHIN) -> Reading:
    """Read the one date or shift that `text` asks for, as said on the local day `today`.

    `day_first` tells the order of `3/4` (None: asked). `asked_within` is the number of days after which a passed
    yearless date simply means next year's; 0 never asks, as the corpus labels talk. Never raises.
    """
    try:
        words = cut(text, today, day_first=day_first, asked_within=asked_within)
        found = grammar.mentions(words)
        moves = [each for each in shifts(words) if not _inside(each, found)]
        chosen = best(words, found)
        if not moves:
            return _reading(words, chosen, None)
        led_to = leads_to(words, found, (moves[0].first, moves[0].last)) or chosen
        if led_to is None or not supports_shift(words, led_to, (moves[0].first, moves[0].last)):
            return _reading(words, None, moves[0])
        return _reading(words, led_to, moves[0])
    except OverflowError:  # a day before the year 1 or after 9999
        return Reading(problem=Problem.NOT_A_DATE)


def stretches(text: str, today: date) -> list[tuple[int, int]]:
    """Every stretch of `text` that says a day or a shift, as slices, in their order and apart."""
    try:
        words = cut(text, today, day_first=None, asked_within=0)
        found = grammar.mentions(words)
        moves = [each for each in shifts(words) if not _inside(each, found)]
        places = [(each.first, each.last) for each in join(words, found)]
        places += [(each.first, each.last) for each in moves]
    except OverflowError:  # a day before the year 1 or after 9999
        return []
    apart: list[tuple[int, int]] = []
    for start, end in sorted((words.starts[first], words.ends[last - 1]) for first, last in places):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def covers(spans: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether one of some stretches, in their order and apart, holds the character at `place`."""
    before = bisect_right(spans, (place, maxsize)) - 1
    return before >= 0 and place < spans[before][1]


def _inside(shift: Shift, found: list[Mention]) -> bool:
    """Whether the duration is part of a day: "a week on Friday", "in two weeks"."""
    return any(each.first <= shift.first < each.last for each in found)


def _reading(words: Words, chosen: Mention | None, shift: Shift | None) -> Reading:
    parts = [each for each in (chosen, shift) if each is not None]
    if not parts:
        return _NONE_FOUND
    first, last = min(each.first for each in parts), max(each.last for each in parts)
    return Reading(
        date=chosen.day.date if chosen else None,
        shift_days=shift.days if shift else None,
        shift_workdays=shift.workdays if shift else None,
        problem=chosen.day.problem if chosen else None,
        candidates=chosen.day.candidates if chosen else (),
        span=(words.starts[first], words.ends[last - 1]),
        workdays=chosen.day.workdays if chosen else None,
    )
