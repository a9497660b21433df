"""What people type behind `/project milestone` and `/countersign away`: a name with its day, and a stretch of days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language import days
from bot.language.choosing import join
from bot.language.dates import ASKED_WITHIN, Problem, Reading, read_date
from bot.language.durations import span_of_time
from bot.language.figures import Mention
from bot.language.grammar import mentions
from bot.language.readings import Day
from bot.language.weekdays import simple_day
from bot.language.words import DASHES, WEEKDAYS, Words, cut

_AFTER_DATE = re.compile(r"[\s,(\[–—-]*\b(client|internal)(?:[ -]?(?:date|facing|deadline))?[)\]\s.]*$", re.IGNORECASE)
_BEFORE_DATE = re.compile(
    r"[\s,(\[–—-]*(?:\b(client|internal) (?:date|deadline)|[(\[](client|internal)[)\]])[\s:]*$", re.IGNORECASE
)
_LINK = re.compile(r"(?:[\s,:;–—(-]|\b(?:on|by|due|to|at|is|for|until|till))*$", re.IGNORECASE)
_LEAD = re.compile(r"^[\s,:;–—-]+")
_UNTIL = frozenset({"until", "till", "til", "through", "thru"})
_BACK = re.compile(r"^\W*(?:i'?m |i am )?back(?: (?:now|again|today))?\W*$", re.IGNORECASE)


_YEAR = timedelta(days=365)
#: A yearless day of the last half year is one on which an absence began; one before that is the next one.
_BEGUN = timedelta(days=183)
_RELATIVE = frozenset({*WEEKDAYS, "today", "tomorrow", "tonight"})


@dataclass(frozen=True, slots=True)
class MilestonePhrase:
    """`name` keeps its spelling, "" where none was typed. `client` is None where neither kind was said."""

    name: str
    reading: Reading
    client: bool | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; or a `problem`. `back` says that an absence is over.

    `candidates` of a yearless one that is over: its first and last day a year later.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    back: bool = False
    problem: Problem | None = None
    candidates: tuple[dt.date, ...] = ()
    #: `end` is so many working days from `start` on, counted from Monday to Friday
    workdays: int | None = None


def read_milestone_phrase(text: str, today: date, *, day_first: bool | None = None) -> MilestonePhrase:
    """Read `Homepage copy 12 Dec client date`. The day is the last one: names may hold days of their own."""
    text, client = _marked(text, _AFTER_DATE)
    words = cut(text, today, day_first=day_first, asked_within=ASKED_WITHIN)
    found = join(words, mentions(words))
    last = found[-1] if found else None
    if last is not None and last.first == 0 and last.last < len(words.words):
        last = last if any(word.isdigit() for word in words.words[: last.last]) else None
    if last is None:
        reading = read_date(text, today, day_first=day_first)
        reading = reading if reading.is_shift else Reading(problem=Problem.NONE_FOUND)
    else:
        span = (words.starts[last.first], words.ends[last.last - 1])
        reading = Reading(last.day.date, None, None, last.day.problem, last.day.candidates, span, last.day.workdays)
    before, after = (text, "") if reading.span is None else (text[: reading.span[0]], text[reading.span[1] :])
    if client is None:
        before, client = _marked(before, _BEFORE_DATE)
    name = _trimmed(before) or _LEAD.sub("", after).strip()
    return MilestonePhrase(name, reading, client)


def _trimmed(before: str) -> str:
    """The name before its date, without "on" or "due"; the tail alone is searched, so that length costs nothing."""
    tail = before[-40:]
    found = _LINK.search(tail)
    return (before[: len(before) - len(tail)] + (tail[: found.start()] if found else tail)).strip()


def _marked(text: str, marker: re.Pattern[str]) -> tuple[str, bool | None]:
    tail = text[-40:]
    found = marker.search(tail)
    if found is None:
        return text, None
    kind = next(group for group in found.groups() if group)
    return text[: len(text) - len(tail) + found.start()], kind.lower() == "client"


def read_period(text: str, today: date, *, day_first: bool | None = None) -> Period:
    """Read `24 Dec - 2 Jan`, `until Friday`, `tomorrow`, `for 3 days`, `next week`, `back`, `back on Monday`.

    A single day is a period of one. An absence that has begun starts today. Never raises.
    """
    if _BACK.match(text[:40]):
        return Period(back=True)
    try:
        words = cut(text, today, day_first=day_first, asked_within=ASKED_WITHIN)
        return _period(words, mentions(words))
    except OverflowError:  # a day after the year 9999
        return Period(problem=Problem.NOT_A_DATE)


def _period(words: Words, found: list[Mention]) -> Period:
    if "yesterday" in words.words:
        return _yesterday(words, found)
    if not found:
        return _week(words) or _lasting(words, None)
    first = found[0]
    if len(found) > 1:
        return _from_to(words, first, found[1])
    if counted := _from_a_day(words, first):
        return counted
    if first.day.problem is Problem.AMBIGUOUS and DASHES & set(words.words[first.first : first.last]):
        return _ordered(words, days.exact(first.day.candidates[0]), days.exact(first.day.candidates[-1]), False)
    if first.day.date is None:
        return Period(problem=first.day.problem, candidates=first.day.candidates)
    before = set(words.words[max(0, first.first - 3) : first.first])
    if "back" in before:
        last = first.day.date - timedelta(days=1)
        return Period(words.today, last) if last >= words.today else Period(back=True)
    if before & _UNTIL or (words.at(first.first - 1) == "to" and first.first == 1):
        return Period(words.today, first.day.date)
    return _lasting(words, first) if _durations(words, first) else Period(first.day.date, first.day.date)


def _yesterday(words: Words, found: list[Mention]) -> Period:
    """It is no day that anything can be moved to, but one on which an absence began."""
    day, place = words.today - timedelta(days=1), words.words.index("yesterday")
    if not found:
        return (
            _lasting(words, None)
            if _durations(words, Mention(0, 0, days.exact(words.today)))
            else Period(problem=Problem.PAST, candidates=(day,))
        )
    if found[0].first > place:
        return _ordered(words, days.exact(words.today), found[-1].day, True)
    return Period(problem=Problem.BACKWARDS, candidates=(found[0].day.date or day, day))


def _from_a_day(words: Words, mention: Mention) -> Period | None:
    """`3 days from Monday`, `two weeks from the 7th`: away for so long, where a deadline would be that much later."""
    said = span_of_time(words, mention.first)
    if said is None or said[1] == "months" or not said[0] or words.at(said[2]) != "from":
        return None
    start = simple_day(words, said[2] + 1)
    return None if start is None or start.day.date is None else _so_long(start.day.date, said)


def _from_to(words: Words, first: Mention, last: Mention) -> Period:
    """Two days: the second one is the end. A weekday is the next such day after the start."""
    end = last.day
    if first.day.date and end.date and end.date < first.day.date and words.at(last.first) in WEEKDAYS:
        end = days.exact(days.weekday_after(first.day.date, WEEKDAYS[words.at(last.first)]))
    said = words.words[first.first : first.last]
    relative = not _RELATIVE.isdisjoint(said) and not any(each.isdigit() for each in said)
    return _ordered(words, first.day, end, relative or (_has_year(words, first) and _has_year(words, last)))


def _has_year(words: Words, mention: Mention) -> bool:
    return any(len(word) == 4 and word.isdigit() for word in words.words[mention.first : mention.last])


def _ordered(words: Words, start: Day, end: Day, dated: bool) -> Period:
    """Start and end in their order: a yearless start that is over, before an end to come, has begun."""
    if end.date is None:
        return Period(problem=end.problem, candidates=_next_time(start, end))
    begun = start.problem in {Problem.PAST_YEARLESS, Problem.PAST}
    if start.date is None and not begun:
        return Period(problem=start.problem, candidates=start.candidates)
    if start.date is None or (start.date > end.date and not dated and start.date - _YEAR >= words.today - _BEGUN):
        return Period(words.today, end.date)
    if start.date > end.date:
        return Period(problem=Problem.BACKWARDS, candidates=(start.date, end.date))
    return Period(start.date, end.date)


def _next_time(start: Day, end: Day) -> tuple[date, ...]:
    """`24 Dec - 2 Jan` typed in January: perhaps those of the next turn of the year."""
    first = start.date or next(iter(start.candidates), None)
    if end.problem is not Problem.PAST_YEARLESS or first is None or first > end.candidates[-1]:
        return end.candidates
    return (first, end.candidates[-1])


def _durations(words: Words, mention: Mention) -> list[tuple[int, str, int]]:
    outside = (*range(mention.first), *range(mention.last, len(words.words)))
    return [said for place in outside if (said := span_of_time(words, place)) and said[1] != "months"]


def _lasting(words: Words, since: Mention | None) -> Period:
    """`for 3 days`, `3 days from Monday`: so many days, the first one counted."""
    said = _durations(words, since or Mention(0, 0, days.exact(words.today)))
    if not said or not said[0][0]:
        return Period(problem=Problem.NONE_FOUND)
    return _so_long(since.day.date if since is not None and since.day.date else words.today, said[0])


def _so_long(start: date, said: tuple[int, str, int]) -> Period:
    number, unit, _ = said
    if unit == "workdays":
        return Period(start, days.working_days_from(start - timedelta(days=1), number), workdays=number)
    return Period(start, start + timedelta(days=number - 1))


def _week(words: Words) -> Period | None:
    """`next week` is Monday to Sunday; `this week` is what is left of it."""
    for place, word in enumerate(words.words):
        if word in {"week", "wk"} and words.at(place - 1) in {"next", "this"}:
            ahead = words.at(place - 1) == "next"
            start = days.weekday_of_week(words.today, 0, 1) if ahead else words.today
            return Period(start, days.weekday_of_week(words.today, 6, int(ahead)))
    return None
