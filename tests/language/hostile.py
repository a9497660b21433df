"""Texts that nobody means well with: every plane of Unicode, torn markup, nested quotes, what back-tracking hates."""

import random
from collections.abc import Callable

from bot.language import corpus

LONGEST = 40_000
_BOMBS = (
    "a" * 30 + "!", "((((((", "~" * 9, "<" * 9, "&lt;" * 5, "> " * 7, "`" * 7, "*_~" * 5, "1/2/", "9999-",
    "the the ", "a week on ", "2 days after ", "friday after ", "end of ", "- - - ", ":x" * 6, "w/c ", "+1 ",
    "?!" * 6, "\n> " * 5, "can we " * 4, "please ", "not n't ", "£1,1,1,1,", "1:1:1:1:", "x'-x'-", "<@U1|",
    "<https://a|", "```", "’s’s",
)  # fmt: skip
_WORDS = [
    "can",
    "we",
    "push",
    "the",
    "launch",
    "to",
    "friday",
    "please",
    "client",
    "wants",
    "3",
    "days",
    "later",
    "not",
    "4/4",
    "31",
    "feb",
    "29/2",
    "next",
    "week",
    "month-end",
    "budget",
    "£2k",
    "instead",
    "of",
    "any",
    "chance",
    "deadline",
    "tomorrow",
    "the",
    "3rd",
    "w/c",
    "99",
    "0th",
    "-5",
    "+7",
    "working",
    "days",
    "brief",
    "homepage",
    "<@U9>",
    "~5th~",
    "8th",
]
_ODD = "\u202e\u200d\u0000\ufffd\u0130ßſ٣²½Ⅷ\U0001f600\u0301\u2028\u00a0\ud7ff\U0010ffff"


def _unicode(chance: random.Random, length: int) -> str:
    points = (chance.randrange(0x110000) for _ in range(length))
    return "".join(chr(point) if not 0xD800 <= point < 0xE000 else "?" for point in points)


def _bomb(chance: random.Random, length: int) -> str:
    unit = chance.choice(_BOMBS)
    return (unit * (length // len(unit) + 1))[:length]


def _mixture(chance: random.Random, length: int) -> str:
    pieces: list[str] = []
    size = 0
    while size < length:
        piece = chance.choice((chance.choice(_WORDS), chance.choice(_BOMBS), chance.choice(_ODD)))
        pieces.append(piece + chance.choice(("", " ", " ", "\n")))
        size += len(pieces[-1])
    return "".join(pieces)[:length]


def _torn(chance: random.Random, length: int) -> str:
    """A real message, cut, doubled and quoted."""
    text = chance.choice(_messages())
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        text = text[at:] + chance.choice((chance.choice(_ODD), "> ", "<", "~", "\n")) + text[:at]
    return (text * (length // (len(text) + 1) + 1))[: max(length, 1)]


_KNOWN: list[str] = []


def _messages() -> list[str]:
    if not _KNOWN:
        _KNOWN.extend(each.text for author in corpus.AUTHORS for each in corpus.by_author(author))
    return _KNOWN


_SORTS: tuple[Callable[[random.Random, int], str], ...] = (_unicode, _bomb, _mixture, _torn)


def text(seed: int) -> str:
    """One hostile text, the same for the same number; most are as long as messages, one in two hundred is huge."""
    chance = random.Random(seed)
    longest = LONGEST if seed % 200 == 0 else 400
    return chance.choice(_SORTS)(chance, int(longest ** chance.random()))


def of_length(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


BOMBS = _BOMBS
