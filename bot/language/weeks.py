"""Days told by a week of their own: `w/c 2 November`, `week ending 27 Nov`, `Friday in week 48`, `KW 49`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language import days
from bot.language.figures import Mention, dated, month_then_day
from bot.language.words import WEEKDAYS, Words, bag

_WEEK = bag("week wk")
_COMMENCING = bag("commencing beginning starting of")
_ENDING = bag("ending finishing")
#: "KW 48", "CW48", "W48": what only ever numbers a week of the year
_NUMBERED = bag("kw cw uke vecka")
#: a small number may count the weeks of a project; it is one of the year only so near ahead
_NEAR = timedelta(weeks=12)
_SMALL = 14
#: what stands between a weekday and its week: "Friday in week 48", "Thursday, w/c 30 Nov"
_LINKS = bag(", of in the ( - –")


def named_week(words: Words, place: int) -> Mention | None:
    """`w/c 2 November`: that Monday; `w/e 27 Nov`: that day; `week 49, Tuesday` and `KW 49 Di`: that weekday."""
    said = _dated_week(words, place)
    if said is None:
        return _day_after(words, place, numbered_week(words, place))
    inside = said.day.date and _day_after(words, place, (days.weekday_of_week(said.day.date, 0, 0), said.last))
    return inside or said


def in_named_week(words: Words, place: int, weekday: int) -> Mention | None:
    """`Friday in week 48`, `Thursday w/c 30 November`: the weekday stands at `place`."""
    link = place + 1
    while words.at(link) in _LINKS and link < place + 4:
        link += 1
    week = numbered_week(words, link)
    if week is None:
        said = _dated_week(words, link) if words.at(link) in {"w", "wc", "week", "wk"} else None
        if said is None or said.day.date is None or _says_end(words, link):
            return None
        week = days.weekday_of_week(said.day.date, 0, 0), said.last
    return Mention(place, week[1], days.unless_over(week[0] + timedelta(days=weekday), words.today))


def edge_week(words: Words, place: int) -> tuple[date, int] | None:
    """The Monday of the week named at `place` for "end of week 48" and "start of w/c 7 Dec", and the word after it."""
    said = numbered_week(words, place)
    if said is None and words.at(place) in {"w", "wc"}:
        dated_week = _dated_week(words, place)
        if dated_week is not None and dated_week.day.date is not None:
            return days.weekday_of_week(dated_week.day.date, 0, 0), dated_week.last
    return said


def numbered_week(words: Words, place: int) -> tuple[date, int] | None:
    """The Monday of `week 48`, `W48`, `KW 48`, `calendar week 48`, by ISO, and the word after it."""
    lead, number = words.at(place), place + 1
    if lead == "calendar" and words.at(number) in _WEEK:
        lead, number = "cw", number + 1
    if lead in {"w", "v"} and not words.glued(number):
        return None
    number += words.at(number) in {".", "no"}
    count = words.number(number)
    if count is None or not 1 <= count <= 53 or lead not in _WEEK | _NUMBERED | {"w", "v"}:
        return None
    after = words.at(number + 1)
    if len(words.at(number)) > 2 or after in {"of", "/", ":", "st", "nd", "rd", "th"}:
        return None
    monday = _coming(count, words.today)
    small = count < _SMALL and lead not in _NUMBERED and monday - words.today > _NEAR
    return None if small else (monday, number + 1)


def _coming(count: int, today: date) -> date:
    """The Monday of the next week with that number, this week included."""
    year, week, _ = today.isocalendar()
    for ahead in range(8):
        if ahead == 0 and count < week:
            continue
        try:
            return date.fromisocalendar(year + ahead, count, 1)
        except ValueError:  # a year of 52 weeks
            continue
    return date.fromisocalendar(year + 1, 52, 1)


def _day_after(words: Words, place: int, week: tuple[date, int] | None) -> Mention | None:
    """`week 49, Tuesday`: the weekday that follows at once."""
    if week is None:
        return None
    monday, on = week
    on += words.at(on) in {",", "on", "(", "-", ":"}
    weekday = WEEKDAYS.get(words.at(on))
    if weekday is None or (words.at(on) in {"sun", "sat", "wed", "mon"} and words.at(on + 1).isalpha()):
        return None
    return Mention(place, on + 1, days.unless_over(monday + timedelta(days=weekday), words.today))


def _says_end(words: Words, place: int) -> bool:
    return words.at(place + 1) in _ENDING or words.words[place + 1 : place + 3] == ["/", "e"]


def _dated_week(words: Words, place: int) -> Mention | None:
    lead = tuple(words.words[place : place + 3])
    if lead[:2] in {("w", "/"), ("w", ".")} and lead[2:] in {("c",), ("b",), ("e",)}:
        day = place + 3
    elif lead[:1] == ("wc",):
        day = place + 1
    elif lead[:1] in {("week",), ("wk",)} and lead[1:2] and lead[1] in _COMMENCING | _ENDING:
        day = place + 2
    else:
        return None
    while words.at(day) in {"the", "mon", "monday", "fri", "friday", ":", "."} and day < place + 6:
        day += 1
    said = dated(words, day) or month_then_day(words, day)
    if said is None or (said.day.date is None and _says_end(words, place)):
        return None
    if _says_end(words, place):
        return said._replace(first=place, number=None)
    read = said.day
    if lead[1:2] == ("of",) and read.date is not None:
        read = days.exact(days.weekday_of_week(read.date, 0, 0))
    return said._replace(first=place, day=days.monday_of(read))
