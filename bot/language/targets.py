"""Which known name a text speaks of: in full, or by enough of its words that no other fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.language.words import Words, bag, spelled

#: a typed beginning of a word counts from so many letters on
_PREFIX = 3
#: words of a command that name nothing
FILLERS = bag(
    "move push pull bring shift change set put make reschedule extend slip the to by for on until till til from of",
    "please pls can could we you i it is be deadline date due new project our a an at with instead and or also",
    "forward back out up in over now end day eod cob cop works work",
    "want need needs would like let's lets , . ; : - – — ( ) ! ? = >",
    "\" ' “ ” * _ ~ ` / → + later sooner earlier",
)


class Named(NamedTuple):
    """A known name found in a text: the words from `first` up to `last`."""

    name: str
    first: int
    last: int


def in_full(words: Words, names: Sequence[str]) -> list[Named]:
    """Every known name that is written out, the longest first, then the earliest."""
    found = []
    for name in names:
        spelling = spelled(name)
        if not spelling:
            continue
        for first in range(len(words.words) - len(spelling) + 1):
            if words.words[first] == spelling[0] and tuple(words.words[first : first + len(spelling)]) == spelling:
                found.append(Named(name, first, first + len(spelling)))
    return sorted(found, key=lambda each: (each.first - each.last, each.first))


def by_words(said: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The names that hold every word of `said`, or begin one with it; those that begin alike come alone."""
    if not said:
        return ()
    fitting = [name for name in names if _fits(said, spelled(name))]
    leading = [name for name in fitting if spelled(name)[0].startswith(said[0])]
    return tuple(dict.fromkeys(leading if len(leading) == 1 else fitting))


def _fits(said: Sequence[str], spelling: tuple[str, ...]) -> bool:
    return all(
        any(word == part or (len(word) >= _PREFIX and part.startswith(word)) for part in spelling) for word in said
    )
