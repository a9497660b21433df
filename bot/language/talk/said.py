"""A message as it is read: Slack's markup taken off, cut into sentences of words with their classes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.language.talk.lexicon import CLASSES, SPELLINGS

#: longer messages are read to here, and from here before their end: an ask stands at one of the two
HEAD, TAIL = 2400, 1200

_CODE = re.compile(r"```[^`]*```|`[^`\n]*`")
_ESCAPES = (("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))
_ANGLE = re.compile(r"<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>")
_STRUCK = re.compile(r"~(?=\S)[^~\n]*(?<=\S)~")
_QUOTED_LINE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_WORD = re.compile(
    r"[^\W\d_]+(?:['/-][^\W\d_]+)*"
    r"|(?P<money>[£$€₹][ ]?\d[\d.,]*[km]?)|(?P<number>[+-]?\d[\d.,:/]*)(?P<unit>%|[a-zA-Z]*)"
    r"|:[a-z0-9_+-]+:|[?!.;:,\n()\"…+]|[^\w\s]"
)
_ENDS = frozenset("?!.\n;…")


class Sentence(NamedTuple):
    """Words as understood, their classes, the sign the sentence ends in ("" for none), and the words as typed."""

    words: list[str]
    classes: list[str]
    end: str
    typed: list[str]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a message in their order; quoted lines and code leave one marking word each."""
    found: list[Sentence] = []
    words: list[str] = []
    classes: list[str] = []
    typed: list[str] = []
    for match in _WORD.finditer(_plain(text)):
        raw = match.group()
        if raw in _ENDS:
            if words:
                found.append(Sentence(words, classes, "." if raw == "\n" else raw, typed))
                words, classes, typed = [], [], []
            elif raw == "?" and found:
                found[-1] = found[-1]._replace(end="?")
            continue
        word, kind = _understood(raw, match, bool(words))
        words.append(word)
        classes.append(kind)
        typed.append(raw)
    if words:
        found.append(Sentence(words, classes, "", typed))
    return found


def _plain(text: str) -> str:
    if "`" in text:
        text = _CODE.sub(" codeblock ", text)
    for said, meant in _ESCAPES:
        if said in text:
            text = text.replace(said, meant)
    if "<" in text:
        text = _ANGLE.sub(_unwrapped, text)
    if "~" in text:
        text = _STRUCK.sub(" struckout ", text)
    if ">" in text:
        text = _QUOTED_LINE.sub(" quotedline ", text)
    return text.replace("*", " ").replace("_", " ")


def _unwrapped(match: re.Match[str]) -> str:
    sign, address, label = match.groups()
    if sign == "@":
        return " atperson "
    if sign == "#":
        return " inchannel "
    if sign == "!":
        return " toall " if "subteam" not in address else " toteam "
    return f" weblink {label or ''} "


def _understood(raw: str, match: re.Match[str], inside: bool) -> tuple[str, str]:
    if match["money"]:
        return "0money", "MONEY"
    if match["number"]:
        return _number(match["number"], match["unit"].lower())
    return _as_word(raw, inside)


@lru_cache(maxsize=16384)
def _as_word(raw: str, inside: bool) -> tuple[str, str]:
    word = raw.lower()
    word = SPELLINGS.get(word, word)
    kind = CLASSES.get(word)
    if kind is None:
        kind = _shape(word, raw, inside)
    return word, kind


def _number(number: str, unit: str) -> tuple[str, str]:
    if unit in {"st", "nd", "rd", "th"}:
        return "0th", "DAY"
    if unit in {"am", "pm"} or ":" in number:
        return "0time", "CLOCK"
    if unit == "%":
        return "0percent", "PERCENT"
    if unit in {"k", "m"}:
        return "0k", "MONEY"
    if unit in {"h", "hrs", "hours", "hr"}:
        return "0hours", "HOURS"
    if unit in {"px", "mm", "db", "s", "sec", "kb", "mb"}:
        return "0px", "SIZE"
    if unit in {"d", "w", "wks", "days"}:
        return "0days", "UNIT"
    if "/" in number or "." in number.rstrip("."):
        return "0/0", "SLASHED"
    return "0", "NUM"


def _shape(word: str, raw: str, inside: bool) -> str:
    for stem in _stems(word):
        if (kind := CLASSES.get(stem)) is not None:
            return kind
    if raw[0].isupper() and inside:
        return "NAME"
    if word.endswith("ing"):
        return "XING"
    if word.endswith("ed"):
        return "XED"
    if word.endswith("ly"):
        return "XLY"
    if len(word) > 5 and word.endswith(("er", "or", "ist", "ers", "ors", "ists")):
        return "XER"
    if not word[0].isalpha():
        return word[0] if word[0] in ',()":+' else "SIGN"
    return "X"


def _stems(word: str) -> list[str]:
    stems = []
    if word.endswith("'s"):
        stems.append(word[:-2])
    elif word.endswith("s") and len(word) > 3:
        stems.append(word[:-1])
    for sign in "-/":
        if sign in word:
            stems.append(word.rsplit(sign, 1)[1])
            stems.append(word.split(sign, 1)[0])
    return stems
