"""Days counted from the day named just before: `the Monday after`, `the day before that`, `Thursday that week`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language import days
from bot.language.durations import span_of_time
from bot.language.figures import Mention
from bot.language.words import FOLLOWERS, NUMBERS, WEEKDAYS, Words, bag

#: the words such a day may begin with: looked at only where a day was named before
STARTS = frozenset(WEEKDAYS) | frozenset(NUMBERS) | bag("day following couple")
_SIDES = {"after": 1, "following": 1, "before": -1, "prior": -1, "preceding": -1}
_THAT = bag("that it then this")
_SAME = bag("that same")
#: what may follow where nothing else is counted from: not "the day after tomorrow", "the Monday after Easter"
_OPEN = (
    FOLLOWERS | bag("would is isn't might may could can't won't works work do instead please ? , . ! ; : ) -")
) - bag("the a this next our their my his her i you he she they we client's said")
#: "the Monday after would be better"
_GOES_ON = bag("would is isn't might could works work will can if when or and at")


def anchored(words: Words, place: int, anchor: date) -> Mention | None:
    """The day at `place` that is counted from `anchor`, the day named before it."""
    word = words.at(place)
    if word == "day":
        return _beside(words, place, anchor, 1)
    if word in WEEKDAYS:
        return _of_that_week(words, place, anchor) or _weekday_beside(words, place, place + 1, anchor)
    if word == "following" and words.at(place + 1) in WEEKDAYS and words.at(place - 1) in {"the", "to", "on"}:
        found = days.weekday_after(anchor, WEEKDAYS[words.at(place + 1)])
        return Mention(place, place + 2, days.unless_over(found, words.today))
    return _a_while_beside(words, place, anchor)


def _side(words: Words, place: int) -> tuple[int, int] | None:
    """`after`, `before that`, `after it`: +1 or -1 and the word after, where nothing else is counted from."""
    sign = _SIDES.get(words.at(place))
    if sign is None:
        return None
    last = place + 1
    if words.at(last) in _THAT and words.words[last : last + 2] not in (["this", "week"], ["that", "week"]):
        after = words.at(last + 1)
        named = words.at(last) in {"that", "this"} and after.isalpha() and after not in FOLLOWERS | _GOES_ON
        return None if named else (sign, last + 1)
    after = words.at(last)
    return (sign, last) if not after or after in _OPEN or after in _GOES_ON else None


def _beside(words: Words, place: int, anchor: date, number: int) -> Mention | None:
    """`the day after`, `the day before that`; "any day before" is none."""
    if words.at(place - 1) in {"any", "some", "every", "each", "one", "working", "business"}:
        return None
    said = _side(words, place + 1)
    if said is None:
        return None
    return Mention(place, said[1], days.unless_over(anchor + timedelta(days=said[0] * number), words.today))


def _weekday_beside(words: Words, place: int, side: int, anchor: date) -> Mention | None:
    """`the Monday after`, `the Friday before that`."""
    said = _side(words, side) if words.at(place - 1) in {"the", "on", "by", "to", ",", ""} else None
    if said is None:
        return None
    weekday = WEEKDAYS[words.at(place)]
    if said[0] > 0:
        found = days.weekday_after(anchor, weekday)
    else:
        found = anchor - timedelta(days=(anchor.weekday() - weekday - 1) % 7 + 1)
    return Mention(place, said[1], days.unless_over(found, words.today))


def _of_that_week(words: Words, place: int, anchor: date) -> Mention | None:
    """`Thursday that week`, `the Thursday of the same week`, `Tuesday the week after`."""
    on = place + 1 + (words.at(place + 1) in {"of", "in"})
    on += words.at(on) == "the"
    if words.at(on) in _SAME:
        on += 1 + (words.at(on + 1) == "same")
        weeks = 0
    elif words.words[on : on + 2] == ["week", "after"] and words.at(on + 2) not in {"next", "that"}:
        found = days.weekday_of_week(anchor, WEEKDAYS[words.at(place)], 1)
        return Mention(place, on + 2, days.unless_over(found, words.today))
    else:
        return None
    if words.at(on) != "week":
        return None
    found = days.weekday_of_week(anchor, WEEKDAYS[words.at(place)], weeks)
    return Mention(place, on + 1, days.unless_over(found, words.today))


def _a_while_beside(words: Words, place: int, anchor: date) -> Mention | None:
    """`two days before that`, `a week after`: a day, not a change; "two days before the show" counts from the show."""
    said = span_of_time(words, place)
    if said is None or said[1] == "months":
        return None
    number, unit, last = said
    side = _side(words, last)
    if side is None or words.at(last) == "following":
        return None
    sign, after = side
    if unit == "workdays":
        found = days.working_days_from(anchor, sign * number)
    else:
        found = anchor + timedelta(days=sign * number)
    return Mention(place, after, days.unless_over(found, words.today))
