"""How often, on which weekday and when, as people type it: `Tuesday 9:30`, `every other Monday at 10am`, `never`."""

import re
from dataclasses import dataclass
from datetime import time

from bot.language.words import WEEKDAYS

#: In weeks. Said alone or behind "every".
_EVERY = {
    "weekly": 1, "week": 1, "fortnightly": 2, "fortnight": 2, "biweekly": 2, "other": 2, "second": 2, "third": 3,
    "fourth": 4, "2nd": 2, "3rd": 3, "4th": 4, "two": 2, "three": 3, "four": 4, "one": 1, "1": 1, "2": 2, "3": 3,
    "4": 4,
}  # fmt: skip
_ALONE = frozenset({"weekly", "fortnightly", "biweekly"})
_NEVER = frozenset({"never", "off", "none"})
_FILLERS = frozenset({"at", "on", "a", "and", "each", "week", "weeks", "o'clock", "oclock", "h"})
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm)?", re.ASCII)
_WORD = re.compile(r"\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm)\b|\d{1,2}[:.h]\d{2}|[\w']+|[^\w\s,;]", re.ASCII)
#: Nobody types more for this.
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was said of it; None where nothing was. `unread`: words that mean nothing here, or two of a kind."""

    weekday: int | None = None
    wall: time | None = None
    #: In weeks.
    every: int | None = None
    is_off: bool = False
    unread: bool = False


def read_rhythm(text: str) -> Rhythm:
    """Never raises."""
    found: dict[str, object] = {}
    unread = len(text) > LONGEST or not text.strip()
    words = _WORD.findall(text[:LONGEST].lower())
    for place, word in enumerate(words):
        name, value = _meaning(word, words[place - 1] if place else "")
        if name is None:
            unread = unread or (word not in _FILLERS and word != "every")
        elif found.setdefault(name, value) != value:
            unread = True
    unread = unread or not found or ("is_off" in found and len(found) > 1)
    return Rhythm(**found, unread=unread)  # type: ignore[arg-type]


def _meaning(word: str, before: str) -> tuple[str | None, object]:
    day = WEEKDAYS.get(word, WEEKDAYS.get(word.removesuffix("s")))
    if day is not None:
        return "weekday", day
    if word in _NEVER:
        return "is_off", True
    if word in _EVERY and (before == "every" or word in _ALONE):
        return "every", _EVERY[word]
    said = _TIME.fullmatch(word)
    if said is not None:
        at = _wall(int(said[1]), said[2], said[3])
        return ("wall", at) if at is not None else (None, None)
    if word in ("noon", "midday"):
        return "wall", time(12)
    return None, None


def _wall(hour: int, minute: str | None, half: str | None) -> time | None:
    """Of a lone number nobody knows that it is an hour."""
    if minute is None and half is None:
        return None
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    minutes = int(minute or 0)
    return time(hour, minutes) if hour < 24 and minutes < 60 else None
