"""What speaks for and against a request in a message, as names that a model weighs.

Five sorts: words and pairs of words; runs of classes with the grammar words kept ("can we SHIFTV DET DELIV"); forms of
asking and of not asking with what their sentence is about; beginnings, middles and ends of words, for what is
misspelled or inflected; and of several sentences the words of the first and of the last once more, for an ask stands at
one of them and what is over says so there. And whether a day or a shift was read at all, and who says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, product, repeat
from typing import Any

from bot.language.readings import Reading
from bot.language.talk.forms import ABOUT, NOT_ABOUT, forms_in
from bot.language.talk.known import Known, Sign
from bot.language.talk.lexicon import FUNCTION
from bot.language.talk.said import Sentence

_BY_NAME = Known()
_TOPICS = frozenset(ABOUT) | frozenset(NOT_ABOUT)
_REACH = 3


def signs(sentences: Sequence[Sentence], role: str | None, day: Reading, known: Known = _BY_NAME) -> set[Any]:
    """The signs of one message, as `known` has them. Their number grows with its length, and not faster."""
    total = sum(len(each.words) for each in sentences)
    plain = (f"role {role or 'unknown'}", f"sentences {min(len(sentences), 5)}", f"length {min(total // 5, 8)}")
    found = set(known.each(plain))
    whole: set[str] = set()
    last = len(sentences) - 1
    for place, sentence in enumerate(sentences):
        forms = forms_in(sentence)
        topics = _TOPICS.intersection(sentence.classes)
        whole.update(forms, topics)
        _of_words(sentence, found, known)
        runs = [product(_FORM, forms, (sentence.end or "-",)), product(_FORM, forms, topics)]
        runs += [product(_FORM, ("first",), forms)] if place == 0 else []
        runs += [product(_FORM, ("last",), forms)] if place == last else []
        found.update(known.each(chain(*runs)))
    if sentences:
        found.update(known.each(_at_the_ends(sentences[0], sentences[last] if last else None)))
    when = _said_of_day(day)
    found.update(known.each(product(_FORM, ("any", when), whole)))
    found.update(known.each([f"when {when}"]))
    return found


def _said_of_day(day: Reading) -> str:
    if day.date is None and not day.is_shift:
        return "asked" if day.candidates else "none"
    return "both" if day.date and day.is_shift else "shift" if day.is_shift else "day"


def _of_words(sentence: Sentence, found: set[Any], known: Known) -> None:
    """Adds to `found`; whole runs at once, for this is where the time goes."""
    words = ["^", *sentence.words, sentence.end or "$"]
    classes = sentence.classes
    pairs = zip(sentence.words, classes, strict=True)
    mixed = ["^", *[word if kind in FUNCTION else kind for word, kind in pairs], sentence.end or "$"]
    found.update(*map(known.parts, sentence.words))
    runs: list[Iterable[Sign]] = [
        words,
        zip(_WORDS, words, words[1:], strict=False),
        zip(_MIXED, mixed, mixed[1:], strict=False),
        zip(_MIXED, mixed, mixed[1:], mixed[2:], strict=False),
        zip(_MIXED, mixed, mixed[1:], mixed[2:], mixed[3:], strict=False),
    ]
    runs += [zip(_CLASSES, classes, classes[ahead:], strict=False) for ahead in range(1, _REACH + 1)]
    found.update(known.each(chain(*runs)))


def _at_the_ends(first: Sentence, last: Sentence | None) -> Iterable[Sign]:
    """How a message begins; and the words of its first and last sentence where it has several."""
    words, classes = first.words, first.classes
    yield ("b", *words[:2])
    yield ("b", *classes[:2])
    yield ("b", *classes[:3])
    if last is not None:
        for letter, sentence in (("a", first), ("z", last)):
            yield from zip(repeat(letter), sentence.words, strict=False)
            yield from zip(repeat(letter), sentence.classes, strict=False)


#: what runs of words, of words and classes, and of classes begin with; as tuples they cost a third of joined strings
_WORDS, _MIXED, _CLASSES = repeat("w"), repeat("m"), repeat("k")
_FORM = ("&",)
