"""Stated durations: `3 days`, `a couple of weeks`, `twenty-one days`, `five (5) working days`, `48 hours`."""

from __future__ import annotations

from bot.language.words import NUMBERS, Words, bag

_DAYS_IN = {
    **dict.fromkeys(bag("day days d day's"), 1),
    **dict.fromkeys(bag("week weeks week's wk wks w"), 7),
    **dict.fromkeys(bag("fortnight fortnights fortnight's"), 14),
}
_MONTHS_IN = bag("month months month's")
#: also in the spelling of those who write such words as one
_ONE_WORD = bag("workdays weekdays workingdays businessdays werktage arbeitstage")
_WORKING = bag("working business work") | _ONE_WORD
_HOURS = bag("hour hours hr hrs h")
#: what may stand between the number and its unit: "another good week", "ten calendar days"
_BETWEEN = bag(
    "of more extra additional further full whole - calendar clear solid good single mere entire proper straight "
    "consecutive cheeky measly little lousy tiny long short tight odd"
)
_TENS = bag("twenty thirty forty")


def span_of_time(words: Words, place: int) -> tuple[int, str, int] | None:
    """A stated duration: (number, `days` | `workdays` | `months`, the word after it). Hours count by whole days."""
    said = _number(words, place)
    if said is None:
        return None
    number, place = said
    while words.at(place) in _BETWEEN:
        place += 1
    unit = words.at(place)
    if unit in _WORKING:
        return _working(words, place, number)
    if unit in _DAYS_IN:
        return None if _halved(words, place + 1) else (number * _DAYS_IN[unit], "days", place + 1)
    if unit in {"wd", "bd", "wds", "bds"}:
        return number, "workdays", place + 1
    if unit in _MONTHS_IN:
        return number, "months", place + 1
    if unit in _HOURS and number and number % 24 == 0:
        return number // 24, "days", place + 1
    return None


def _number(words: Words, place: int) -> tuple[int, int] | None:
    """The number of a duration and the word after it; "half a day" and "2.5 days" have none that counts."""
    if words.at(place - 1) == "half" or (words.at(place - 1) in {".", ","} and words.glued(place)):
        return None
    if words.at(place) == "couple":
        return 2, place + 1
    if words.at(place) in {"a", "another", "the", "extra", "further"} and words.at(place + 1) == "couple":
        return 2, place + 2
    if words.at(place) in {"a", "another"} and words.at(place + 1) == "dozen":
        return 12, place + 2
    number = counted(words, place)
    if number is None:
        return None
    place += 1
    if words.at(place - 1) in _TENS:
        ones = place + (words.at(place) == "-")
        if 0 < NUMBERS.get(words.at(ones), 0) < 10 and words.at(ones) not in {"a", "an", "another"}:
            number, place = number + NUMBERS[words.at(ones)], ones + 1
    if words.at(place) == "(" and words.at(place + 2) == ")":
        repeated = counted(words, place + 1)
        place += 3 if repeated == number else 0
    return number, place


def _halved(words: Words, place: int) -> bool:
    """`a week and a half` is no whole number of days."""
    return words.words[place : place + 3] == ["and", "a", "half"]


def _working(words: Words, place: int, number: int) -> tuple[int, str, int] | None:
    if words.at(place) in _ONE_WORD:
        return number, "workdays", place + 1
    sign = words.at(place + 1) == "-"
    if words.at(place + 1 + sign) in {"day", "days", "day's"}:
        return number, "workdays", place + 2 + sign
    return None


def counted(words: Words, place: int) -> int | None:
    """The number said at `place`, in figures or as a word up to twenty; "a" is one."""
    number = words.number(place)
    return NUMBERS.get(words.at(place)) if number is None else number
