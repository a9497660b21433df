"""`urgent` among the words of a typed command: before everything, or after the date; in a reason it is only a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIRST = re.compile(r"\s*urgent(?:ly)?\b[\s:,!]*", re.IGNORECASE)
_LAST = re.compile(r"[\s,]+urgent(?:ly)?[\s!,:]*\Z", re.IGNORECASE)
_REASON = re.compile(r"\s(?:because|due to|so that|as|since|cos|bc)\b|\s[-–—]\s|[:;]\s", re.IGNORECASE)


def read_urgent(text: str, names: Sequence[str] = ()) -> tuple[str, bool]:
    """The text without the word, and whether it was there. A known name that holds the word keeps it. Never raises."""
    if any("urgent" in each.casefold() for each in names):
        return text, False
    first = _FIRST.match(text)
    if first is not None and first.end() < len(text):
        return text[first.end() :], True
    marker = _REASON.search(text)
    head, rest = (text[: marker.start()], text[marker.start() :]) if marker is not None else (text, "")
    last = _LAST.search(head)
    return (head[: last.start()] + rest, True) if last is not None else (text, False)
