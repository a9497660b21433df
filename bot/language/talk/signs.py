"""What speaks for and against a request in a message, as names that a model weighs.

Four sorts: words and pairs of words; runs of classes with the grammar words kept ("can we SHIFTV DET DELIV"); forms of
asking and of not asking with what their sentence is about; beginnings, middles and ends of words, for what is
misspelled or inflected. And whether a day or a shift was read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.language.readings import Reading
from bot.language.talk.forms import ABOUT, NOT_ABOUT, forms_in
from bot.language.talk.lexicon import FUNCTION
from bot.language.talk.said import Sentence

_TOPICS = frozenset(ABOUT) | frozenset(NOT_ABOUT)
_REACH = 5


def signs(sentences: Sequence[Sentence], role: str | None, day: Reading) -> set[str]:
    """The signs of one message. Their number grows with its length, and not faster."""
    total = sum(len(each.words) for each in sentences)
    found = {f"role {role or 'unknown'}", f"sentences {min(len(sentences), 5)}", f"length {min(total // 5, 8)}"}
    whole: set[str] = set()
    for place, sentence in enumerate(sentences):
        forms = forms_in(sentence)
        topics = _TOPICS.intersection(sentence.classes)
        whole.update(forms, topics)
        _of_words(sentence, found)
        found.update(_of_forms(forms, topics, sentence.end or "-"))
        if place == 0:
            found.update([f"first {form}" for form in forms])
        if place == len(sentences) - 1:
            found.update([f"last {form}" for form in forms])
    found.update([f"any {each}" for each in whole])
    found.update([f"{role} {each}" for each in whole])
    found.update(_of_day(day, whole))
    return found


def _of_day(day: Reading, whole: set[str]) -> list[str]:
    said = "both" if day.date and day.is_shift else "shift" if day.is_shift else "day" if day.date else "none"
    said = "asked" if said == "none" and day.candidates else said
    return [f"when {said}", *[f"when {said} & {each}" for each in whole]]


def _of_words(sentence: Sentence, found: set[str]) -> None:
    """Adds to `found`; whole runs at once, for this is where the time goes."""
    words = ["^", *sentence.words, sentence.end or "$"]
    classes = sentence.classes
    pairs = zip(sentence.words, classes, strict=True)
    mixed = ["^", *[word if kind in FUNCTION else kind for word, kind in pairs], sentence.end or "$"]
    found.update(words)
    found.update(map(" ".join, pairwise(words)))
    for word in sentence.words:
        found.update(_parts(word))
    twos = list(map(_TWO, mixed, mixed[1:]))
    threes = list(map(_ONE_MORE, twos, mixed[2:]))
    found.update(twos, threes, map(_ONE_MORE, threes, mixed[3:]))
    for ahead in range(1, _REACH + 1):
        found.update(map(_PAIR, classes, classes[ahead:]))


#: joining whole lists of words by `map` costs half of what a loop does
_TWO, _ONE_MORE, _PAIR = "m {} {}".format, "{} {}".format, "k {} {}".format


@lru_cache(maxsize=8192)
def _parts(word: str) -> tuple[str, ...]:
    """The runs of four and five letters of a word with its edges."""
    edged = f"<{word[:24]}>"
    return tuple(f"c {edged[at : at + size]}" for size in (4, 5) for at in range(len(edged) - size + 1))


def _of_forms(forms: Sequence[str], topics: frozenset[str], end: str) -> list[str]:
    return [f"{form} {end}" for form in forms] + [f"{form} & {topic}" for form in forms for topic in topics]
