"""A date that somebody of ours writes where the client reads, as something that will be done by then."""

from __future__ import annotations

import re
from datetime import date

from bot.language.dates import read_date

#: Words that name a day or a part of a week, in lower case.
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "today",
        "tonight",
        "tomorrow",
        "tmrw",
        "eod",
        "cob",
        "cop",
        "week",
        "weekend",
        "fortnight",
        "month",
        "days",
    ]
)
_FIGURES = re.compile(r"\d(?:st|nd|rd|th)\b|\d[./-]\d")
_DAY_WORDS = frozenset(word.encode() for word in _DAYS)
#: letters in small, all figures a zero, apostrophes, hyphens and slashes as they are, all else a space
_TABLE = bytes(
    ord(chr(byte).lower())
    if byte < 128 and (chr(byte).isalpha() or chr(byte) in "'-/")
    else 48
    if 48 <= byte < 58
    else 32
    for byte in range(256)
)
#: What is asked of the client, a meeting, or what was: no promise of ours.
_OTHER = re.compile(
    r"""\b(?:call|meeting|meet|catch[ -]?up|workshop|stand-?up|lunch|coffee|drinks|invite|zoom|teams|hangout|holiday
    |vacation|leave|ooo|birthday|party|yesterday|last[ ]week|was|were|had)\b
    |\b(?:could|can|would|will|please)[ ]you\b|\byou[ ](?:could|can)\b
    |\bneed[ ](?:your|you)\b|\bfrom[ ]you\b|\bplease\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Nobody promises in so many characters.
LONGEST = 2000


def may_promise(text: str) -> bool:
    """Whether a message names a day at all. Costs some microseconds."""
    if len(text) > LONGEST:
        return False
    plain = text.encode("utf-8", "ignore").translate(_TABLE)
    return not _DAY_WORDS.isdisjoint(plain.split()) or (b"0" in plain and _FIGURES.search(text) is not None)


def read_promise(text: str, today: date, *, day_first: bool | None) -> date | None:
    """The day by which something is promised; None for a question, a meeting, what is asked of the reader, and where
    the day is not sure."""
    if not may_promise(text):
        return None
    for sentence in re.split(r"(?<=[.!?\n])\s+", text):
        if sentence.rstrip().endswith("?") or sentence.startswith((">", "&gt;")) or _OTHER.search(sentence):
            continue
        found = read_date(sentence, today, day_first=day_first, asked_within=0)
        if found.date is not None and found.problem is None and found.date >= today:
            return found.date
    return None
