"""What people type behind a command: which deadline, to when, and why.

`/deadline Homepage copy +3 days because the client's event moved` names a target, a day or a shift, and a reason that
keeps its own words. Known names win over the dates inside them ("Friday newsletter"), and a date in the reason is not
the new one. Nothing is guessed: a name that is not known, or fits several, is handed back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.language.dates import Problem, Reading, covers, read_date, stretches
from bot.language.schedules import MilestonePhrase, Period, read_milestone_phrase, read_period
from bot.language.targets import FILLERS, Named, by_words, in_full
from bot.language.words import Words, cut

__all__ = [
    "DeadlinePhrase",
    "MilestonePhrase",
    "Period",
    "read_deadline_phrase",
    "read_milestone_phrase",
    "read_period",
]

_MARKER = re.compile(
    r"\b(?:because|due to|so that|as|since|cos|bc)\b(?: of\b)?|(?<=\s)[-–—](?=\s)|[–—](?=\s)|[:,;](?=\s)", re.IGNORECASE
)
_EDGES = " \t\n,;:.-–—"
_BLANK = "_"  # no word, so the reader of dates passes over it


@dataclass(frozen=True, slots=True)
class DeadlinePhrase:
    """What was typed behind `/deadline`. `target` None with no `unknown` and no `alike` means the project itself."""

    target: str | None
    reading: Reading
    #: in the person's own words, without its "because"
    reason: str | None
    #: words in the place of a name that fit no known one
    unknown: str | None = None
    #: the names that fit, where several do
    alike: tuple[str, ...] = ()


def read_deadline_phrase(
    text: str, today: date, targets: Sequence[str], *, day_first: bool | None = None
) -> DeadlinePhrase:
    """Read `Homepage copy to 12 Dec - client is away`: target, reading and reason. Never raises."""
    words = _cut(text, today)
    for named in in_full(words, targets):
        phrase = _read(text, today, targets, day_first, named, words)
        if phrase is not None:
            return phrase
    plain = _read(text, today, targets, day_first, None, words)
    return plain or DeadlinePhrase(None, Reading(problem=Problem.NONE_FOUND), None)


def _cut(text: str, today: date) -> Words:
    return cut(text, today, day_first=None, asked_within=0)


def _read(
    text: str, today: date, targets: Sequence[str], day_first: bool | None, named: Named | None, words: Words
) -> DeadlinePhrase | None:
    """The phrase with the name taken out; None where the name is part of a date or only occurs in the reason."""
    blanked = text
    if named is not None:
        start, end = words.starts[named.first], words.ends[named.last - 1]
        blanked = text[:start] + _BLANK * (end - start) + text[end:]
        if any(first <= start and end <= last for first, last in stretches(text, today)):
            return None
    head, reason = _split(blanked, today)
    if named is not None and words.starts[named.first] >= len(head):
        return None
    reading = read_date(head, today, day_first=day_first)
    unblanked = text[len(text) - len(reason) :] if reason else ""
    phrase = DeadlinePhrase(named.name if named else None, reading, _own_words(unblanked))
    return phrase if named is not None else _with_target(phrase, head, today, targets)


def _split(text: str, today: date) -> tuple[str, str]:
    """The part that says when, and the rest from the reason's marker on."""
    read = stretches(text, today)
    dateless: tuple[str, str] | None = None
    for found in _MARKER.finditer(text):
        at = found.start()
        if covers(read, at):
            continue
        if read and read[0][1] <= at:
            return text[:at], text[found.end() :]
        if dateless is None and found.group()[0].isalpha():
            dateless = text[:at], text[found.end() :]
    return dateless or (text, "")


def _own_words(reason: str) -> str | None:
    """The reason without markers before it: " - because the client is away" is "the client is away"."""
    said = reason.strip(_EDGES)
    while (found := _MARKER.match(said)) is not None:
        said = said[found.end() :].strip(_EDGES)
    return said or None


def _with_target(phrase: DeadlinePhrase, head: str, today: date, targets: Sequence[str]) -> DeadlinePhrase:
    """The target named by some of its words in what is left when the date is taken out."""
    left = _rest(head, today, [phrase.reading.span] if phrase.reading.span else [])
    fitting = by_words([word for word, _, _ in left], targets)
    if not fitting:
        left = _rest(head, today, stretches(head, today))
        fitting = by_words([word for word, _, _ in left], targets)
    if len(fitting) == 1:
        return replace(phrase, target=fitting[0])
    if fitting:
        return replace(phrase, alike=fitting)
    return replace(phrase, unknown=head[left[0][1] : left[-1][2]]) if left else phrase


def _rest(head: str, today: date, taken: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """The words outside `taken` that may be a name, with their places."""
    words = _cut(head, today)
    places = zip(words.words, words.starts, words.ends, strict=True)
    return [(word, start, end) for word, start, end in places if word not in FILLERS and not covers(taken, start)]
