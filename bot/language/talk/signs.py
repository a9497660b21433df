"""What speaks for and against a request in a message, as names that a model weighs: words, their classes, and forms.

A form is a way of asking ("any chance", "suggest we", "would need to") or of not asking ("as agreed", "no need to"),
found in the stream of words and classes; the pairs of a form and what its sentence is about carry most of the weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.language.talk.forms import ABOUT, NOT_ABOUT, forms_in
from bot.language.talk.lexicon import FUNCTION
from bot.language.talk.said import Sentence

_TOPICS = frozenset(ABOUT) | frozenset(NOT_ABOUT)


def signs(sentences: list[Sentence], role: str | None) -> set[str]:
    """The signs of one message. Their number grows with its length, and not faster."""
    found = {f"role {role or 'unknown'}", f"sentences {min(len(sentences), 5)}"}
    total = sum(len(each.words) for each in sentences)
    found.add(f"length {min(total // 5, 8)}")
    whole: set[str] = set()
    for place, sentence in enumerate(sentences):
        forms = forms_in(sentence)
        topics = {each for each in sentence.classes if each in _TOPICS}
        whole |= forms | topics
        found.update(_of_words(sentence))
        found.update(_pairs(forms, topics))
        end = sentence.end or "-"
        found.update(f"{form} {end}" for form in forms)
        if place == 0:
            found.update(f"first {form}" for form in forms)
        if place == len(sentences) - 1:
            found.update(f"last {form}" for form in forms)
    found.update(f"any {each}" for each in whole)
    found.update(f"{role} {each}" for each in whole)
    return found


def _of_words(sentence: Sentence) -> Iterator[str]:
    words = ["^", *sentence.words, sentence.end or "$"]
    mixed = ["^"]
    for word, kind in zip(sentence.words, sentence.classes, strict=True):
        mixed.append(word if kind in FUNCTION else kind)
    mixed.append(sentence.end or "$")
    yield from (f"w {word}" for word in words)
    for first, second in pairwise(words):
        yield f"w {first} {second}"
    for place in range(len(mixed) - 1):
        yield f"m {mixed[place]} {mixed[place + 1]}"
        if place + 2 < len(mixed):
            yield f"m {mixed[place]} {mixed[place + 1]} {mixed[place + 2]}"
        if place + 3 < len(mixed):
            yield f"m {mixed[place]} {mixed[place + 1]} {mixed[place + 2]} {mixed[place + 3]}"


def _pairs(forms: set[str], topics: set[str]) -> Iterator[str]:
    for form in forms:
        yield from (f"{form} & {topic}" for topic in topics)
        yield from (f"{form} + {other}" for other in forms if other > form)
