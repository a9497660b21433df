"""Days written with figures: `2026-03-20`, `14/4`, `14.12.27`, `14 Dec`, `14-Dec-27`, `the 3rd`, `12-14 Dec`."""

from __future__ import annotations

from typing import NamedTuple

from bot.language import days
from bot.language.readings import Day
from bot.language.words import COUNTED, DASHES, FOLLOWERS, MONTHS, ORDINALS, SUFFIXES, Words, bag


class Mention(NamedTuple):
    """A day found in a text: the words from `first` up to, not including, `last`."""

    first: int
    last: int
    day: Day
    #: a bare day number ("the 3rd"): a month named before it in the sentence decides its month
    number: int | None = None
    #: said in a way that names a day of the plan only where nothing better is said ("today", "7/10")
    weak: bool = False


_DATE_SIGNS = frozenset("/.-")
_LEADS_TO_FIGURES = bag("by bis til till until to from on for the am vom zum ab > → be due is date say than den")
_NO_DATE_BEFORE = frozenset("$£€¥#v.:,/+")
_NO_DATE_AFTER = bag("% k m px x am pm p h hrs of out")


def dated(words: Words, first: int) -> Mention | None:
    """The date in figures that starts at `first`, the longest that can be read."""
    if words.number(first) is None or _belongs_to_more(words, first):
        return None
    return (
        _iso(words, first)
        or _slashed(words, first)
        or _range_in_month(words, first)
        or day_then_month(words, first, first + 1)
        or _day_number(words, first)
    )


def _belongs_to_more(words: Words, first: int) -> bool:
    """Whether the figures are the tail of something longer: a price, a version, a clock time, a decimal."""
    return words.glued(first) and (words.at(first - 1) in _NO_DATE_BEFORE or words.at(first - 1).isalpha())


def _iso(words: Words, first: int) -> Mention | None:
    sign, month, day = words.at(first + 1), words.number(first + 2), words.number(first + 4)
    if len(words.at(first)) != 4 or sign not in _DATE_SIGNS or words.at(first + 3) != sign:
        return None
    if month is None or day is None or not all(words.glued(first + step) for step in range(1, 5)):
        return None
    read = days.day_and_month(day, month, int(words.at(first)), words.today, words.asked_within)
    return Mention(first, first + 5, read)


def _slashed(words: Words, first: int) -> Mention | None:
    """`14/4`, `14/4/27`, `14.12.2027`, `14-12-27`. Two figures with a hyphen are a range of something."""
    sign, second = words.at(first + 1), words.number(first + 2)
    if sign not in _DATE_SIGNS or second is None or not (words.glued(first + 1) and words.glued(first + 2)):
        return None
    if len(words.at(first)) > 2 or len(words.at(first + 2)) > 2:
        return None
    last, year = first + 3, None
    if words.at(last) == sign and words.glued(last + 1) and words.number(last + 1) is not None:
        if len(words.at(last + 1)) not in (2, 4):
            return None
        last, year = last + 2, days.full_year(words.at(last + 1))
    elif sign == "-" and not _day_hyphen_month(words, first):
        return None
    continental = sign == "." and _dotted(words, first, last)
    if sign == "." and year is None and not continental and (len(words.at(first + 2)) < 2 or second > 12):
        return None
    if _measures(words, last) or words.number(first) == 0 or second == 0:
        return None
    order = True if continental and words.day_first is None else words.day_first
    read = days.in_figures(
        int(words.at(first)), second, year, words.today, day_first=order, asked_within=words.asked_within
    )
    last += continental
    weak = year is None and (words.at(first - 1) == ":" or (words.at(first), second) == ("24", 7))
    return Mention(first, last, read, weak=weak)


def _dotted(words: Words, first: int, last: int) -> bool:
    """`1.12.`: with its second dot a day and then its month, unless the dot may only end the sentence."""
    if words.at(last) != "." or not words.glued(last):
        return False
    ends = last + 1 >= len(words.words) or words.is_capital(last + 1)
    return words.at(first - 1) in _LEADS_TO_FIGURES or not ends


def _day_hyphen_month(words: Words, first: int) -> bool:
    """`26-11`, `by 26-06`: a day above twelve and then two figures of a month; `14-16` and `10-12` count something."""
    day, month = words.number(first) or 0, words.at(first + 2)
    led = words.at(first - 1) in _LEADS_TO_FIGURES or first == 0 or month[0] == "0"
    after = words.at(first + 3)
    counts = after.isalpha() and after not in FOLLOWERS
    return 12 < day <= 31 and len(month) == 2 and 0 < int(month) <= 12 and led and not counts


def _measures(words: Words, last: int) -> bool:
    """Whether what follows makes the figures a share, a size or a clock time."""
    after = words.at(last)
    return after in _NO_DATE_AFTER or (after in {"/", "-", ":"} and words.glued(last))


#: for figures too long for a year: with them no day is named, instead of one of another year
_NO_YEAR = 10_000


def month_at(words: Words, place: int) -> int | None:
    """The month named at `place`; "may" and "march" in small letters only where they cannot be verbs."""
    word = words.at(place)
    month = MONTHS.get(word.removesuffix("'s"))
    if word == "may" and words.at(place + 1) in {"i", "we", "they", "it", "he", "she"}:
        return None  # "May I have it on the 20th"
    if word not in ("may", "march", "mar", "dec", "sep") or words.is_capital(place):
        return month
    after = words.at(place + 1)
    return None if word == "may" and after.isalpha() and after not in FOLLOWERS - {"be"} else month


def year_at(words: Words, place: int) -> tuple[int | None, int]:
    """The year written at `place` and where it ends: `2027`, `, 2027`, `'27`, `-27`, `27` at the end of a thought."""
    sign = words.at(place)
    bare = place if sign not in {",", "'", "’", "-", "/", "."} else place + 1
    written = words.at(bare)
    if len(written) > 4 and written.isascii() and written.isdigit() and _ends_there(words, bare + 1):
        return _NO_YEAR, bare + 1
    if words.number(bare) is None:
        return None, place
    if len(written) == 4 and 1990 <= int(written) <= 2199:
        return int(written), bare + 1
    if len(written) != 2 or sign == ",":
        return None, place
    if bare > place:
        return (days.full_year(written), bare + 1) if words.glued(bare) else (None, place)
    near = abs(days.full_year(written) - words.today.year) <= 5
    return (days.full_year(written), bare + 1) if near and _ends_there(words, bare + 1) else (None, place)


def _ends_there(words: Words, place: int) -> bool:
    """Whether the thought ends before `place`: no figures that count something."""
    after = words.at(place)
    return not after or after in FOLLOWERS or after in DASHES | {",", ".", ";", "!", "?", ")"}


def day_then_month(words: Words, first: int, after_number: int) -> Mention | None:
    """`14 Dec`, `14th of December 2027`, `14-Dec-27`, `14Dec`."""
    day, place = words.number(first), after_number
    if day is None:
        day = ORDINALS.get(words.at(first))
    if day is None or day > 99:
        return None
    if words.at(place) in SUFFIXES and words.glued(place):
        place += 1
    if words.at(place) in {"of", "-", ".", "/", ","}:
        place += 1
    month = month_at(words, place)
    if month is None:
        return None
    year, last = year_at(words, place + 1)
    return Mention(first, last, days.day_and_month(day, month, year, words.today, words.asked_within))


def month_then_day(words: Words, first: int) -> Mention | None:
    """`Dec 14`, `December the 14th, 2027`, `Dec 14-16`, `November sixteenth`."""
    month = month_at(words, first) or MONTHS.get(words.at(first))
    if month is None:
        return None
    place = first + 1
    while words.at(place) in {"the", "-", ".", "/"} and place < first + 3:
        place += 1
    day = words.number(place)
    day = ORDINALS.get(words.at(place)) if day is None else day
    if day is None or len(words.at(place)) == 4 or (place == first + 1 and words.glued(place)):
        return None
    place += 1
    ordinal = words.at(place) in SUFFIXES and words.glued(place)
    place += ordinal
    if not ordinal and (words.at(place) in {"days", "day", "weeks", "%"} or _clock(words, place)):
        return None
    if words.at(first) == "may" and not (ordinal or words.is_capital(first)):
        after = words.at(place)
        if after.isalpha() and after not in FOLLOWERS:
            return None  # "we may 3 people" has lost a word, and names no day
    if words.at(place) in DASHES and (until := words.number(place + 1)) and until <= 31 and until > day:
        return Mention(first, place + 2, _both(words, (day, until), month, None))
    year, last = year_at(words, place)
    return Mention(first, last, days.day_and_month(day, month, year, words.today, words.asked_within))


def _clock(words: Words, place: int) -> bool:
    return words.at(place) == ":" and words.glued(place) and words.number(place + 1) is not None


_BETWEEN_DAYS = DASHES | {"or", "/", "and", "&"}


def _range_in_month(words: Words, first: int) -> Mention | None:
    """`12-14 Dec`, `3 or 4 December`: two days, so the one meant is asked."""
    place = first + 1 + (words.at(first + 1) in SUFFIXES)
    if words.at(place) not in _BETWEEN_DAYS:
        return None
    until = day_then_month(words, place + 1, place + 2)
    if until is None or words.number(place + 1) is None:
        return None
    ends = (int(words.at(first)), int(words.at(place + 1)))
    month = next(MONTHS[word] for word in words.words[place + 2 : until.last] if word in MONTHS)
    year = until.day.date.year if until.day.date and words.at(until.last - 1).isdigit() else None
    return Mention(first, until.last, _both(words, ends, month, year))


def _both(words: Words, ends: tuple[int, int], month: int, year: int | None) -> Day:
    read = [days.day_and_month(day, month, year, words.today, 0) for day in ends]
    if any(each.date is None for each in read):
        return next(each for each in read if each.date is None)
    return days.either(*(each.date for each in read if each.date is not None))


def _day_number(words: Words, first: int) -> Mention | None:
    """`the 3rd`, `3rd`: with its ending only, for bare figures count things."""
    if words.at(first + 1) not in SUFFIXES or not words.glued(first + 1):
        return None
    return numbered(words, first, int(words.at(first)), first + 2)


def numbered(words: Words, first: int, day: int, last: int) -> Mention | None:
    """A day number, unless it counts something ("the 2nd round"), in its month where one is said."""
    if words.at(last) in COUNTED or day > 99:
        return None
    if words.at(last) == "of" and (said := _of_a_month(words, last + 1)):
        months, end = said
        year, month = days.month_after(words.today.year, words.today.month, months)
        return Mention(first, end, days.day_in_month(day, year, month, words.today))
    if words.at(last) == "of" and words.at(last + 1) == "the" and words.at(last + 2) == "month":
        last += 3
    return Mention(first, last, days.day_number(day, words.today), number=day)


def _of_a_month(words: Words, place: int) -> tuple[int, int] | None:
    said = (words.at(place), words.at(place + 1))
    return {("next", "month"): (1, place + 2), ("this", "month"): (0, place + 2)}.get(said)
