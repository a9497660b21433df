"""Days said by their weekday, or by another day: `Friday`, `next Tuesday`, `Fri 15 Jan`, `the Friday after the 3rd`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language import days, figures
from bot.language.durations import span_of_time
from bot.language.feasts import FEASTS, feast
from bot.language.figures import Mention
from bot.language.readings import Problem
from bot.language.weeks import in_named_week
from bot.language.words import (
    DASHES,
    DOUBTFUL_WEEKDAYS,
    FOLLOWERS,
    MONTHS,
    ORDINALS,
    TODAY,
    TOMORROW,
    WEEKDAYS,
    Words,
    bag,
)

#: words that show "sat", "sun", "wed" or "mon" to be a day
_LEADS_TO_DAY = bag(
    "by to on till til until this next say for eod cob cop come from than be or and not w / ( - – , — noon "
    "morning of coming the week"
)

_SUITS = bag("do suit suits work fits fit")
#: "on a Friday", "every Friday": no day of the calendar
_ANY = bag("a any every each most per")
_WEEK = bag("week wk week's wk's")
_WEEKS = bag("week weeks wk wks")
#: `Friday week`, `Tuesday fortnight`: so many days after the coming one
_A_WEEK_ON = {"week": 7, "wk": 7, "fortnight": 14}

_OF_A_MONTH, _OF_THE_MONTH = (["of", "next", "month"], ["of", "this", "month"]), ["of", "the", "month"]

#: feasts and sales named after a weekday are no day of the coming week
_FEAST_LEADS = {
    "friday": ("black", "good"),
    "monday": ("cyber", "easter", "whit"),
    "sunday": ("easter", "palm", "advent"),
    "wednesday": ("ash",),
    "thursday": ("maundy",),
    "tuesday": ("shrove", "super", "giving"),
}


def weekday(words: Words, place: int) -> Mention | None:
    word = words.at(place)
    if said := _weekday_dated(words, place):
        return said
    if (word in DOUBTFUL_WEEKDAYS and not _shown_as_day(words, place)) or words.at(place - 1) in _ANY:
        return None
    if words.at(place - 1) in _FEAST_LEADS.get(word, ()):
        return None
    number, today, after = WEEKDAYS[word], words.today, (words.at(place + 1), words.at(place + 2))
    coming = days.weekday_after(today, number)
    if said := in_named_week(words, place, number) or _weeks_on(words, place, coming):
        return said
    if after[0] in _A_WEEK_ON:
        return Mention(place, place + 2, days.exact(coming + timedelta(days=_A_WEEK_ON[after[0]])))
    if said := _weekday_of_week(words, place, number):
        return said
    if after[0] == "after" or (after[0] == "following" and words.at(place - 1) == "the"):
        return _weekday_after(words, place, number)
    if after[0] == "before" and words.at(place - 1) == "the":
        return weekday_before(words, place, number)
    if after[0] in DASHES and words.glued(place + 1) and after[1] in WEEKDAYS:
        until = days.weekday_after(coming, WEEKDAYS[after[1]])
        return Mention(place, place + 3, days.either(coming, until))
    return Mention(place, place + 1, days.exact(coming))


def _weeks_on(words: Words, place: int, coming: date) -> Mention | None:
    """`Friday in two weeks`: counted from the coming Friday or in calendar weeks, asked where that differs."""
    said = span_of_time(words, place + 2) if words.at(place + 1) == "in" else None
    if said is None or said[0] % 7 or said[1] != "days" or words.at(said[2] - 1) not in _WEEKS:
        return None
    weeks, last = said[0] // 7, said[2] + (words.at(said[2]) == "time")
    last += 2 * (words.words[last : last + 2] == ["'", "time"])
    day = days.weekday_of_week(words.today, coming.weekday(), weeks)
    counted = coming + timedelta(days=7 * weeks)
    return Mention(place, last, days.either(*dict.fromkeys((counted, day))))


def _weekday_of_week(words: Words, place: int, number: int) -> Mention | None:
    """`Friday next week`, `Tuesday of next week`, `Monday of the week after next`, `on Tuesday next`."""
    link = place + 1 + (words.at(place + 1) in {"of", "in"})
    said = following_week(words, link)
    if said is not None:
        weeks, last = said
        return Mention(place, last, days.unless_over(days.weekday_of_week(words.today, number, weeks), words.today))
    if words.words[place + 1 : place + 5] == ["of", "the", "week", "after"]:
        first, second = (days.weekday_of_week(words.today, number, weeks) for weeks in (1, 2))
        return Mention(place, place + 5, days.either(first, second))
    if words.at(place + 1) == "next" and words.at(place + 2) not in {"month", "year", "sprint", "quarter", "to"}:
        return Mention(place, place + 2, days.exact(days.weekday_of_week(words.today, number, 1)))
    return None


def following_week(words: Words, place: int) -> tuple[int, int] | None:
    """How many calendar weeks on `this week`, `next week` or `the week after next` is, and the word after it."""
    place += words.at(place) == "the" and words.at(place + 1) != "this"
    near = words.words[place : place + 4]
    if near[:1] in (["next"], ["nxt"], ["following"]) and near[1:2] and near[1] in _WEEK:
        return 1, place + 2
    if near[:1] == ["this"] and near[1:2] and near[1] in _WEEK:
        return 0, place + 2
    if near[:1] and near[0] in _WEEK and near[1:3] == ["after", "next"]:
        return 2, place + 3
    return None


def weekday_before(words: Words, place: int, weekday: int) -> Mention:
    """`the Friday before the 15th`: the last such day strictly before."""
    anchor = simple_day(words, place + 2)
    if anchor is None or anchor.day.date is None:
        feast = days.weekday_after(words.today, weekday)
        return Mention(place, place + 2, days.asked(Problem.AMBIGUOUS, feast))
    gone = anchor.day.date - timedelta(days=(anchor.day.date.weekday() - weekday - 1) % 7 + 1)
    return Mention(place, anchor.last, days.unless_over(gone, words.today))


def _shown_as_day(words: Words, place: int) -> bool:
    before, after = words.at(place - 1), words.at(place + 1)
    return (
        not before
        or before in _LEADS_TO_DAY
        or (words.is_capital(place) and not after.isalpha())
        or (words.is_capital(place) and after in FOLLOWERS | _SUITS)
        or after in DASHES
        or after in {"week", "/"}
    )


def _weekday_after(words: Words, place: int, weekday: int) -> Mention:
    """`Friday after next`, `the Wednesday after the 14th`; "the Monday after" alone may be either of two."""
    if words.at(place + 2) == "next":
        plain = days.weekday_after(words.today, weekday) + timedelta(days=7)
        return Mention(place, place + 3, days.either(plain, days.weekday_of_week(words.today, weekday, 2)))
    anchor = simple_day(words, place + 2)
    if anchor is not None and anchor.day.date is not None:
        return Mention(place, anchor.last, days.exact(days.weekday_after(anchor.day.date, weekday)))
    coming = days.weekday_after(words.today, weekday)
    return Mention(place, place + 2, days.asked(Problem.AMBIGUOUS, coming, coming + timedelta(days=7)))


def _weekday_dated(words: Words, place: int) -> Mention | None:
    """`Fri 15 Jan 2027`, `Friday, 25.09.`, `Monday the 3rd`, `Fri 25th`: the date, held against its weekday."""
    weekday, day = WEEKDAYS[words.at(place)], place + 1
    while words.at(day) in {",", ".", "the", "("} and day < place + 4:
        day += 1
    if words.at(day) in DASHES and not words.glued(day):
        said = figures.dated(words, day + 1)
        if said is not None and said.day.date is not None and said.day.date.weekday() == weekday:
            return said._replace(first=place)
    said = figures.dated(words, day) or figures.month_then_day(words, day)
    if said is None and words.at(day) in ORDINALS and words.at(day - 1) == "the":
        said = ordinal_word(words, day)
    if said is None:
        return _weekday_numbered(words, place, day, weekday)
    return said._replace(first=place, day=days.with_weekday(said.day, weekday, words.today))


def _weekday_numbered(words: Words, place: int, day: int, weekday: int) -> Mention | None:
    """`Thu 26`: a bare number is a day only where it falls on that weekday; elsewhere it counts something."""
    number = words.number(day)
    if number is None or day != place + 1 or words.at(day + 1) in {":", "am", "pm"}:
        return None
    read = days.day_number(number, words.today)
    return Mention(place, day + 1, read) if read.date and read.date.weekday() == weekday else None


def in_next_week(words: Words, place: int) -> Mention | None:
    """`next Tuesday`, `next week Tuesday`: that day in the following calendar week."""
    after = words.at(place + 1)
    if after in WEEKDAYS and not _weekday_dated(words, place + 1):
        day = days.weekday_of_week(words.today, WEEKDAYS[after], 1)
        return Mention(place, place + 2, days.exact(day))
    return in_week(words, place)


def in_week(words: Words, place: int) -> Mention | None:
    """`next week Tuesday`, `the week after next, Monday`: that day of the week named first."""
    said = following_week(words, place)
    if said is None:
        return None
    weeks, on = said
    on += words.at(on) in {"on", ",", "'s", "-", "("}
    if words.at(on) not in WEEKDAYS:
        return None
    return Mention(place, on + 1, days.exact(days.weekday_of_week(words.today, WEEKDAYS[words.at(on)], weeks)))


def day_beside(words: Words, place: int) -> Mention | None:
    """`the day after tomorrow`, `the day before Friday`."""
    side = "" if words.at(place - 1) in {"any", "some", "every", "each"} else words.at(place + 1)
    anchor = simple_day(words, place + 2) if side in {"after", "before"} else None
    if anchor is None or anchor.day.date is None:
        return None
    moved = anchor.day.date + timedelta(days=1 if side == "after" else -1)
    return Mention(place, anchor.last, days.unless_over(moved, words.today))


def simple_day(words: Words, place: int) -> Mention | None:
    """A day that may anchor another ("a week on Friday"): no rule that anchors in its turn."""
    while words.at(place) == "the":
        place += 1
    word = words.at(place)
    if word in TODAY or word == "now":
        return Mention(place, place + 1, days.exact(words.today))
    if word in TOMORROW:
        return Mention(place, place + 1, days.exact(words.today + timedelta(days=1)))
    if word == "next" and words.at(place + 1) in WEEKDAYS:
        return in_next_week(words, place)
    if word == "this" and words.at(place + 1) in WEEKDAYS:
        word, place = words.at(place + 1), place + 1
    if word in FEASTS:
        return feast(words, place, alone=True)
    if word in WEEKDAYS:
        return _weekday_dated(words, place) or Mention(
            place, place + 1, days.exact(days.weekday_after(words.today, WEEKDAYS[word]))
        )
    if word in ORDINALS:
        return ordinal_word(words, place)
    return figures.dated(words, place) or (figures.month_then_day(words, place) if word in MONTHS else None)


def ordinal_word(words: Words, place: int) -> Mention | None:
    """`the nineteenth`, `the first of May`; "the second landing page" counts pages."""
    if said := figures.day_then_month(words, place, place + 1):
        return said
    after = words.at(place + 1)
    month = words.words[place + 1 : place + 4] in _OF_A_MONTH or words.words[place + 1 : place + 4] == _OF_THE_MONTH
    if not month and (words.at(place - 1) != "the" or (after.isalpha() and after not in FOLLOWERS)):
        return None
    return figures.numbered(words, place, ORDINALS[words.at(place)], place + 1)
