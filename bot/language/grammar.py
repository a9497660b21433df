"""Days said in words, and the finding of all days of a text.

Each rule reads from one word on and looks at a bounded number of words, so a text costs what its length costs.
`mentions` applies them from left to right, the longest reading first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.language import days, edges, feasts, figures, periods, weekdays, weeks
from bot.language.anchored import STARTS, anchored
from bot.language.figures import Mention, month_at
from bot.language.readings import Day
from bot.language.words import MONTHS, NUMBERS, ORDINALS, TODAY, TOMORROW, WEEKDAYS, Words

#: `today week`, `tomorrow fortnight`
_A_WEEK_ON = {"week": 7, "fortnight": 14}

#: so many words further on a day is no longer what "the day after" is counted from
_MEMORY = 25

Rule = Callable[[Words, int], Mention | None]


def mentions(words: Words) -> list[Mention]:
    """All days named in the text, in their order."""
    found: list[Mention] = []
    place, month = 0, None
    while place < len(words.words):
        word = words.words[place]
        if word not in _OPENERS and not word.isdigit() and not word.endswith("'s"):
            place += 1
            continue
        if word in _ENDS:
            month = None
            place += 1
            continue
        mention = _from_the_last(words, place, found) or day_at(words, place)
        if mention is None:
            if word in MONTHS and month_at(words, place) and (word != "may" or words.is_capital(place)):
                month = MONTHS[word]  # "please may the film have till the 30th" names none
            place += 1
            continue
        if mention.number is not None and month is not None:
            mention = mention._replace(day=_in_named_month(words, mention, month))
        elif mention.number is not None and found:
            mention = _beside_another(words, found[-1], mention)
        found.append(mention)
        place = max(mention.last, place + 1)
    return found


def _from_the_last(words: Words, place: int, found: list[Mention]) -> Mention | None:
    """`Friday is out, the Monday after?`: counted from a day named not long before."""
    if not found or words.words[place] not in STARTS or place - found[-1].last > _MEMORY:
        return None
    anchor = found[-1].day.date
    return None if anchor is None else anchored(words, place, anchor)


def _beside_another(words: Words, before: Mention, mention: Mention) -> Mention:
    """`from the 6th of January to the 12th`: the 12th of that month, where it comes after."""
    between = [word for word in words.words[before.last : mention.first] if word != "the"]
    said = [MONTHS[word] for word in words.words[before.first : before.last] if word in MONTHS]
    day = before.day.date
    if between != ["to"] or not said or day is None or mention.day.date is None or mention.day.date > day:
        return mention
    there = _in_named_month(words, mention, said[0])
    return mention._replace(day=there) if there.date is not None and there.date > day else mention


def _in_named_month(words: Words, mention: Mention, month: int) -> Day:
    """`January, w/c 11th`: the number belongs to the month just named."""
    read = days.day_and_month(mention.number or 0, month, None, words.today, words.asked_within)
    return days.monday_of(read) if words.at(mention.first) in {"w", "week"} else read


def day_at(words: Words, place: int) -> Mention | None:
    """The day whose words start at `place`."""
    word = words.words[place]
    for rule in _RULES.get(word, ()):
        if mention := rule(words, place):
            return mention
    if word.isdigit():
        return (
            periods.week_on(words, place, weekdays.simple_day)
            or edges.nth_weekday(words, place)
            or figures.dated(words, place)
        )
    if word in ORDINALS:
        return next((said for rule in _ORDINAL_RULES if (said := rule(words, place))), None)
    if word.endswith("'s") and word[:-2] in WEEKDAYS:
        return Mention(place, place + 1, days.exact(days.weekday_after(words.today, WEEKDAYS[word[:-2]])))
    return None


def _today(words: Words, place: int) -> Mention | None:
    on = _A_WEEK_ON.get(words.at(place + 1), 0) if words.at(place) == "today" else 0
    if on:
        return Mention(place, place + 2, days.exact(words.today + timedelta(days=on)))
    return Mention(place, place + 1, days.exact(words.today), weak=True)


def _tomorrow(words: Words, place: int) -> Mention | None:
    on = _A_WEEK_ON.get(words.at(place + 1), 0)
    return Mention(place, place + 1 + bool(on), days.exact(words.today + timedelta(days=on + 1)))


def _split_word(words: Words, place: int) -> Mention | None:
    """`2moro`, `2day`: cut into a number and a rest."""
    if not words.glued(place + 1):
        return None
    word = words.at(place) + words.at(place + 1)
    if word not in TODAY and word not in TOMORROW:
        return None
    return Mention(place, place + 2, days.exact(words.today + timedelta(days=word in TOMORROW)))


def _this(words: Words, place: int) -> Mention | None:
    """`this time next week`, `this afternoon`; `this Friday` is the Friday itself."""
    after = (words.at(place + 1), words.at(place + 2), words.at(place + 3))
    if after[0] == "day" and after[1] in _A_WEEK_ON:
        return Mention(place, place + 3, days.exact(words.today + timedelta(days=_A_WEEK_ON[after[1]])))
    if after[0] in {"time", "day"} and after[1:] == ("next", "week"):
        return Mention(place, place + 4, days.exact(words.today + timedelta(days=7)))
    if after == ("time", "tomorrow", after[2]):
        return Mention(place, place + 3, days.exact(words.today + timedelta(days=1)))
    if after[0] in {"afternoon", "evening", "arvo", "aft"}:
        return Mention(place, place + 2, days.exact(words.today), weak=True)
    return None


def _week_on(words: Words, place: int) -> Mention | None:
    return periods.week_on(words, place, weekdays.simple_day)


def _bare_week_on(words: Words, place: int) -> Mention | None:
    """`week on Friday`, `week today`, and at the head of another rule's words `week after next, Monday`."""
    return weekdays.in_week(words, place) or periods.bare_week_on(words, place, weekdays.simple_day)


def _month(words: Words, place: int) -> Mention | None:
    return figures.month_then_day(words, place)


def _in(words: Words, place: int) -> Mention | None:
    return periods.in_a_while(words, place)


_ORDINAL_RULES: tuple[Rule, ...] = (edges.nth_weekday, edges.working_edge, edges.first_thing, weekdays.ordinal_word)
_RULES: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(NUMBERS, (_week_on,)),
    **dict.fromkeys(MONTHS, (_month,)),
    **dict.fromkeys(WEEKDAYS, (weekdays.weekday,)),
    **dict.fromkeys(TODAY, (_today,)),
    "same": (_this,),
    **dict.fromkeys(TOMORROW, (_tomorrow,)),
    **dict.fromkeys(edges.EDGES, (edges.edge,)),
    **dict.fromkeys(feasts.FEASTS, (feasts.feast,)),
    **dict.fromkeys(("w", "wc", "wk", "kw", "cw", "calendar", "uke", "vecka"), (weeks.named_week,)),
    **dict.fromkeys(("week", "fortnight"), (weeks.named_week, _bare_week_on)),
    "the": (weekdays.in_week,),
    "nxt": (weekdays.in_next_week,),
    "following": (weekdays.in_week,),
    **dict.fromkeys(("eod", "cob", "cop", "eob", "eow", "eom", "eoy", "month", "year", "quarter"), (edges.edge_alone,)),
    "2": (_split_word,),
    "day": (weekdays.day_beside,),
    "next": (weekdays.in_next_week,),
    "this": (_this,),
    "in": (_in,),
    "within": (_in,),
}
_ENDS = frozenset(".?!")
#: no other word begins a day, but figures and "Friday's"
_OPENERS = frozenset(_RULES) | frozenset(ORDINALS) | STARTS | _ENDS
