"""What a request is about: the deliverable, milestone, section or item it names, in the words of its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.language.talk.said import Sentence
from bot.language.targets import by_words, in_full
from bot.language.words import bag, cut

#: what may name the thing, best first, by the kind of request
_HEADS = {
    "deadline": ("DELIV", "TIMING", "SCOPE", "STRATEGY", "BRIEF"),
    "scope": ("DELIV", "SCOPE", "BRIEF", "STRATEGY", "TIMING"),
    "brief": ("BRIEF", "DELIV", "SCOPE", "STRATEGY"),
    "budget": ("DELIV", "MONEY", "SCOPE", "TIMING", "STRATEGY"),
    "resourcing": ("DELIV", "SCOPE", "TIMING"),
    "strategy": ("STRATEGY", "BRIEF", "DELIV"),
}
_JOINS = bag("X NAME DELIV TIMING SCOPE BRIEF STRATEGY MONEY NUM XING PROD CODE")
#: words of these classes that name nothing by themselves
_WEAK = frozenset(
    [
        "date",
        "dates",
        "due",
        "live",
        "plan",
        "schedule",
        "edit",
        "line",
        "lines",
        "section",
        "content",
        "copy",
        "channel",
        "lead",
        "social",
        "brief",
        "budget",
        "cost",
        "costs",
        "charge",
        "money",
        "paid",
        "pay",
        "price",
        "phase",
        "version",
        "versions",
        "round",
        "rounds",
        "search",
        "direction",
        "approach",
        "meta",
        "mix",
        "deadline",
        "timeline",
        "timing",
        "delivery",
        "milestone",
    ]
)
_LONGEST = 5


class _Phrase(NamedTuple):
    score: float
    text: str


def target_of(text: str, sentences: Sequence[Sentence], kind: str, targets: Sequence[str]) -> str | None:
    """The known name that the message names, else the likeliest noun phrase of it, else None."""
    named = in_full(cut(text, date.min, day_first=None, asked_within=0), targets) if targets else []
    if named:
        return named[0].name
    phrases = [phrase for sentence in sentences for phrase in _phrases(sentence, _HEADS[kind])]
    best = max(phrases, key=lambda each: each.score, default=None)
    if targets and best is not None:
        fitting = by_words(best.text.lower().split(), targets)
        if len(fitting) == 1:
            return fitting[0]
    return best.text if best else None


def _phrases(sentence: Sentence, heads: tuple[str, ...]) -> list[_Phrase]:
    """The noun phrases around each head word, scored by their head and by how plainly they stand as one."""
    found = []
    for place, kind in enumerate(sentence.classes):
        if kind not in heads:
            continue
        if place + 1 < len(sentence.classes) and sentence.classes[place + 1] in heads:
            continue
        first = place
        while first and sentence.classes[first - 1] in _JOINS and place - first < _LONGEST - 1:
            first -= 1
        weak = first == place and sentence.words[place] in _WEAK
        before = sentence.classes[first - 1] if first else ""
        score = len(heads) - heads.index(kind) - 3.0 * weak + 1.5 * (before == "DET") + 0.5 * (place > first)
        score += 1.0 * (sentence.end == "?")
        found.append(_Phrase(score, " ".join(sentence.typed[first : place + 1])))
    return found
