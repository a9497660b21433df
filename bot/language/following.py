"""Which milestone comes after which, as it is typed: `First look 19 Nov after Homepage copy`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.targets import by_words

_AFTER = re.compile(r"(?:^|\s)after\s+", re.IGNORECASE)
_NOTHING = re.compile(r"(?:nothing|none|no one|nobody)\s*[.!]?\s*$", re.IGNORECASE)
_FIRST_NOTHING = re.compile(r"(?:nothing|none)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s*(?:[:,;>=→–—-]+|is|comes?|goes)?\s*", re.IGNORECASE)
#: Nobody types more; the rest is not looked at.
_LONGEST = 400


def after_what(text: str, names: Sequence[str]) -> tuple[str, str | None] | None:
    """The text before the last "after" that a known name stands behind, and that name; None for "nothing".

    Without such an "after" the answer is None: the word may belong to a name, or to "the day after tomorrow".
    """
    for found in reversed(list(_AFTER.finditer(text[:_LONGEST]))):
        rest = text[found.end() :]
        if _NOTHING.match(rest):
            return text[: found.start()].strip(), None
        name = named(rest, names)
        if name is not None:
            return text[: found.start()].strip(), name
    return None


def one_and_next(text: str, names: Sequence[str]) -> tuple[str, str | None] | None:
    """`Homepage copy: First look` → ("First look", "Homepage copy"): the second comes after the first."""
    text = text[:_LONGEST]
    nothing = _FIRST_NOTHING.match(text)
    if nothing is not None:
        name = named(_BETWEEN.sub("", text[nothing.end() :]), names)
        return (name, None) if name else None
    for first in sorted(names, key=len, reverse=True):
        opening = re.match(r"\s+".join(map(re.escape, first.split())) + r"(?!\w)", text, re.IGNORECASE)
        rest = _BETWEEN.sub("", text[opening.end() :]) if opening else ""
        name = named(rest, [each for each in names if each != first])
        if name is not None:
            return name, first
    return None


def named(text: str, names: Sequence[str]) -> str | None:
    """The known name that the whole text is, or the only one that its words fit."""
    folded = " ".join(text.casefold().split()).strip(" .,:;!?\"'“”")
    if not folded:
        return None
    exact = [each for each in names if " ".join(each.casefold().split()) == folded]
    found = exact or list(by_words(folded.split(), names))
    return found[0] if len(found) == 1 else None
