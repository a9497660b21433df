"""Feasts that fall on the same date each year: `NYE`, `Christmas Eve`, `Boxing Day`."""

from __future__ import annotations

from bot.language import days
from bot.language.figures import Mention
from bot.language.words import Words

#: words after the first, day, month
FEASTS: dict[str, tuple[tuple[tuple[str, ...], int, int], ...]] = {
    "nye": (((), 31, 12),),
    "new": ((("year's", "eve"), 31, 12), (("years", "eve"), 31, 12), (("year's", "day"), 1, 1)),
    "christmas": ((("eve",), 24, 12), (("day",), 25, 12)),
    "xmas": ((("eve",), 24, 12), (("day",), 25, 12)),
    "boxing": ((("day",), 26, 12),),
    "halloween": (((), 31, 10),),
    "valentine's": ((("day",), 14, 2),),
    "valentines": ((("day",), 14, 2),),
    "hogmanay": (((), 31, 12),),
    "canada": ((("day",), 1, 7),),
    "australia": ((("day",), 26, 1),),
    "anzac": ((("day",), 25, 4),),
    "waitangi": ((("day",), 6, 2),),
    "bastille": ((("day",), 14, 7),),
    "independence": ((("day",), 4, 7),),
    "patrick's": ((("day",), 17, 3),),
    "patricks": ((("day",), 17, 3),),
    "paddy's": ((("day",), 17, 3),),
    "women's": ((("day",), 8, 3),),
    "juneteenth": (((), 19, 6),),
    "remembrance": ((("day",), 11, 11),),
    "bonfire": ((("night",), 5, 11),),
    "groundhog": ((("day",), 2, 2),),
    "heiligabend": (((), 24, 12),),
    "silvester": (((), 31, 12),),
    "stephen's": ((("day",), 26, 12),),
    "stephens": ((("day",), 26, 12),),
}
#: "by Christmas" names no day, "the Friday before Christmas" does
_ALONE = {"christmas": (25, 12), "xmas": (25, 12), "new": (1, 1)}


def feast(words: Words, place: int, *, alone: bool = False) -> Mention | None:
    """The feast at `place`; with `alone` also by its bare name, as what another day is counted from."""
    for rest, day, month in FEASTS[words.at(place)]:
        last = place + 1 + len(rest)
        if tuple(words.words[place + 1 : last]) == rest:
            read = days.day_and_month(day, month, None, words.today, words.asked_within)
            return Mention(place, last, read)
    if alone and words.at(place) in _ALONE:
        last = place + 1 + (words.at(place) == "new")
        if words.at(place) != "new" or words.at(place + 1) == "year":
            day, month = _ALONE[words.at(place)]
            return Mention(place, last, days.day_and_month(day, month, None, words.today, 0))
    return None
