"""How signs are told apart: by their names where they are learned, by numbers where they are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

#: a name, or the words of a run behind a letter for its sort
Sign = str | tuple[str, ...]


def parts_of(word: str) -> tuple[str, ...]:
    """The runs of four and five letters of a word with its edges."""
    edged = f"<{word[:24]}>"
    return tuple(f"c {edged[at : at + size]}" for size in (4, 5) for at in range(len(edged) - size + 1))


class Known:
    """Every sign by its name: for learning."""

    def each(self, signs: Iterable[Sign]) -> Iterable[Any]:
        return signs

    def parts(self, word: str) -> tuple[Any, ...]:
        return parts_of(word)


class Numbered(Known):
    """The signs that have weights by their numbers, looked up once, and None for any other."""

    def __init__(self, numbers: Mapping[Sign, int]) -> None:
        self._number = numbers.get
        #: words come again and again
        self._parts = lru_cache(maxsize=8192)(self._numbers_of_parts)

    def each(self, signs: Iterable[Sign]) -> Iterable[int | None]:
        return map(self._number, signs)

    def parts(self, word: str) -> tuple[Any, ...]:
        return self._parts(word)

    def _numbers_of_parts(self, word: str) -> tuple[int, ...]:
        found = (self._number(each) for each in parts_of(word))
        return tuple(each for each in found if each is not None)


def name_of(sign: Sign) -> str:
    """How a sign is written in the file of weights."""
    return sign if isinstance(sign, str) else _between(sign[0]).join(sign)


def sign_of(name: str) -> Sign:
    """The sign that is written so: one of several words begins with the letter of its sort."""
    mark = _between(name[0])
    return tuple(name.split(mark)) if name[0] in "wmkabz&" and name[1:2] == mark else name


def _between(sort: str) -> str:
    """What stands between the words: forms of asking have spaces in their names."""
    return "|" if sort == "&" else " "
