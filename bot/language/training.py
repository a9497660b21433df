"""Training the weights, and measuring them without flattery: on an author whose messages they never saw.

scikit-learn is a tool for development; what is shipped are the numbers it finds.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.language import corpus, scoring
from bot.language.corpus import Message
from bot.language.dates import read_date
from bot.language.talk import Understood, read
from bot.language.talk.known import Sign, name_of, sign_of
from bot.language.talk.said import sentences
from bot.language.talk.signs import signs
from bot.language.talk.weights import FILE, KINDS, SCALE, Weights, packed, written

#: how closely the weights follow the messages, for the request and for its kind
CLOSENESS, CLOSENESS_OF_KIND = 50.0, 1.0
#: a sign met in fewer messages is an accident
MET = 3
#: how much a sign counts by how unevenly requests and other messages have it, against how much all count alike
UNEVEN = 0.5
#: the precision, and the share of kinds told right, that the bars are set for, on authors not trained on: above what is
#: promised, for strangers lie below them
PRECISION, KIND = 0.97, 0.945


Pair = tuple[Message, Understood]


def signs_of(message: Message) -> set[Sign]:
    day = read_date(message.text, message.sent_on, asked_within=0)
    return signs(sentences(message.text), message.role, day)


def fit(messages: Sequence[Message], threshold: float = 0.5, kind_bar: float = 0.0) -> Weights:
    """The weights that some messages teach; the same for the same messages."""
    from sklearn.feature_extraction import DictVectorizer

    found = [set(map(name_of, signs_of(each))) for each in messages]
    met = Counter(sign for each in found for sign in each)
    kept = [sorted(sign for sign in each if met[sign] >= MET) for each in found]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(each, 1 / (math.sqrt(len(each)) or 1.0)) for each in kept])
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")
    names = list(vectorizer.get_feature_names_out())
    request, bias = _request(table, messages)
    kinds, kind_bias = _kinds(table, messages)
    columns = [request, *kinds]
    rows = {
        sign_of(name): packed([round(float(each[place]) * SCALE) for each in columns])
        for place, name in enumerate(names)
    }
    return Weights((bias, *kind_bias), rows, threshold, kind_bar, digest(messages))


def _request(table: object, messages: Sequence[Message]) -> tuple[Sequence[float], float]:
    """Signs met in requests far more, or far less, than elsewhere are let speak louder from the start."""
    import numpy
    from scipy.sparse import diags  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression

    asked = numpy.array([each.is_request for each in messages])
    met = [1 + numpy.asarray((table[which] > 0).sum(axis=0)).ravel() for which in (asked, ~asked)]  # type: ignore[index]
    uneven = numpy.abs(numpy.log(met[0] / met[0].sum()) - numpy.log(met[1] / met[1].sum()))
    loud = UNEVEN * uneven / uneven.mean() + (1 - UNEVEN)
    model = LogisticRegression(C=CLOSENESS, solver="liblinear").fit(table @ diags(loud), asked)
    return model.coef_[0] * loud, float(model.intercept_[0])


def _kinds(table: object, messages: Sequence[Message]) -> tuple[list[Sequence[float]], list[float]]:
    from sklearn.svm import LinearSVC

    asked = [place for place, each in enumerate(messages) if each.kind]
    labels = [messages[place].kind for place in asked]
    model = LinearSVC(C=CLOSENESS_OF_KIND, class_weight="balanced", random_state=0).fit(table[asked], labels)  # type: ignore[index]
    order = [list(model.classes_).index(kind) for kind in KINDS]
    return [model.coef_[place] for place in order], [float(model.intercept_[place]) for place in order]


def understood(message: Message, weights: Weights | None = None) -> Understood:
    return read(message.text, sent_on=message.sent_on, author_role=message.role, day_first=None, weights=weights)


def out_of_fold() -> dict[str, list[Pair]]:
    """Each author's messages, read with what the others and the invented ones teach; no bar applied yet."""
    found = {}
    for author in corpus.AUTHORS:
        others = [each for other in corpus.AUTHORS if other != author for each in corpus.by_author(other)]
        weights = fit([*others, *corpus.invented()])
        found[author] = [(each, understood(each, weights)) for each in corpus.by_author(author)]
    return found


def with_bars(pairs: Sequence[Pair], threshold: float, kind_bar: float) -> list[Pair]:
    return [
        (each, replace(seen, is_request=seen.confidence >= threshold and seen.share >= kind_bar))
        for each, seen in pairs
    ]


def bars(pairs: Sequence[Pair]) -> tuple[float, float]:
    """The lowest bars, for the confidence and for the share of the kind, that keep both promises."""
    for kind_bar in (place / 100 for place in range(16, 60)):
        threshold = _threshold([pair for pair in pairs if pair[1].share >= kind_bar])
        found = scoring.score(with_bars(pairs, threshold, kind_bar))
        if found.kind.value >= KIND:
            return threshold, kind_bar
    raise ValueError("the kinds are told apart too badly")


def _threshold(pairs: Sequence[Pair]) -> float:
    """The lowest confidence from which on so many of those picked up are requests."""
    best, right = 1.0, 0
    for place, (message, seen) in enumerate(sorted(pairs, key=lambda pair: -pair[1].confidence), start=1):
        right += message.is_request
        if right / place >= PRECISION:
            best = seen.confidence
    return round(best, 3)


def digest(messages: Sequence[Message]) -> str:
    """Of the messages and of the code that finds their signs: other ones need other weights."""
    found = hashlib.sha256()
    for name in ("lexicon", "said", "forms", "known", "signs"):
        found.update((FILE.with_name(f"{name}.py")).read_bytes())
    for each in messages:
        found.update(repr((each.text, each.role, each.kind)).encode())
    return found.hexdigest()[:16]


def everything() -> list[Message]:
    return [each for author in corpus.AUTHORS for each in corpus.by_author(author)] + corpus.invented()


def train() -> dict[str, list[Pair]]:
    """Set the bar by what is out of fold, fit on everything and write the weights; the pairs out of fold."""
    folds = out_of_fold()
    threshold, kind_bar = bars([pair for pairs in folds.values() for pair in pairs])
    FILE.write_text(written(fit(everything(), threshold, kind_bar)), encoding="utf-8")
    return {author: with_bars(pairs, threshold, kind_bar) for author, pairs in folds.items()}
