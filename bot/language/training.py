"""Training the weights, and measuring them without flattery: on an author whose messages they never saw.

scikit-learn is a tool for development; what is shipped are the numbers it finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

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
MET = 5
#: how much a sign counts by how unevenly requests and other messages have it, against how much all count alike
UNEVEN = 0.5
#: the precision, and the share of kinds told right, that the bars are set for, on authors not trained on: above what is
#: promised, for strangers lie below them
PRECISION, KIND = 0.975, 0.95


Pair = tuple[Message, Understood]


def signs_of(message: Message) -> set[Sign]:
    day = read_date(message.text, message.sent_on, asked_within=0)
    return signs(sentences(message.text), message.role, day)


class Table:
    """Which message has which sign: found once, and every reader learns from some of its rows."""

    def __init__(self, messages: Sequence[Message]) -> None:
        from numpy import ones
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        self.messages = list(messages)
        places: dict[Sign, int] = {}
        columns: list[int] = []
        ends = [0]
        for each in self.messages:
            columns += [places.setdefault(sign, len(places)) for sign in signs_of(each)]
            ends.append(len(columns))
        found = csr_matrix((ones(len(columns)), columns, ends), shape=(len(self.messages), len(places)))
        met = found.getnnz(axis=0).tolist()
        # the commonest first: learning is several times faster when they lie together
        named = sorted((-met[place], name_of(sign), place) for sign, place in places.items())
        self.names = [name for _, name, _ in named]
        self.found: Any = found[:, [place for _, _, place in named]].sorted_indices()

    def without(self, authors: Iterable[str]) -> list[int]:
        """The rows of everybody else, and of what was invented."""
        left = {each.id for author in authors for each in corpus.by_author(author)}
        return [place for place, each in enumerate(self.messages) if each.id not in left]


def fit(table: Table, rows: Sequence[int], threshold: float = 0.5, kind_bar: float = 0.0) -> Weights:
    """The weights that some messages teach; the same for the same messages."""
    import numpy
    from scipy.sparse import diags

    messages = [table.messages[row] for row in rows]
    found = table.found[rows]
    met = numpy.flatnonzero(found.getnnz(axis=0) >= MET)
    found = found[:, met]
    found = (diags(1 / numpy.sqrt(numpy.maximum(found.getnnz(axis=1), 1))) @ found).tocsr()
    request, bias = _request(found, messages)
    kinds, kind_bias = _kinds(found, messages)
    columns = numpy.rint(numpy.array([request, *kinds]).T * SCALE).astype(int).tolist()
    weighed = {sign_of(table.names[column]): packed(each) for column, each in zip(met.tolist(), columns, strict=True)}
    return Weights((bias, *kind_bias), weighed, threshold, kind_bar, digest(messages))


def _request(table: Any, messages: Sequence[Message]) -> tuple[Any, float]:
    """Signs met in requests far more, or far less, than elsewhere are let speak louder from the start."""
    import numpy
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    asked = numpy.array([each.is_request for each in messages])
    met = [1 + table[which].getnnz(axis=0) for which in (asked, ~asked)]
    uneven = numpy.abs(numpy.log(met[0] / met[0].sum()) - numpy.log(met[1] / met[1].sum()))
    loud = UNEVEN * uneven / uneven.mean() + (1 - UNEVEN)
    model = LogisticRegression(C=CLOSENESS, solver="liblinear", tol=0.01).fit(table @ diags(loud), asked)
    return model.coef_[0] * loud, float(model.intercept_[0])


def _kinds(table: Any, messages: Sequence[Message]) -> tuple[list[Any], list[float]]:
    from sklearn.svm import LinearSVC

    asked = [place for place, each in enumerate(messages) if each.kind]
    labels = [messages[place].kind for place in asked]
    model = LinearSVC(C=CLOSENESS_OF_KIND, class_weight="balanced", random_state=0).fit(table[asked], labels)
    order = [list(model.classes_).index(kind) for kind in KINDS]
    return [model.coef_[place] for place in order], [float(model.intercept_[place]) for place in order]


def understood(message: Message, weights: Weights | None = None) -> Understood:
    return read(message.text, sent_on=message.sent_on, author_role=message.role, day_first=None, weights=weights)


def out_of_fold(table: Table, left_out: Iterable[Sequence[str]] = corpus.AUTHORS) -> dict[str, list[Pair]]:
    """Each author's messages, read with what others and the invented ones teach; no bar applied yet.

    `left_out`: the authors whom each reader never sees, one author's letter or several.
    """
    found = {}
    for authors in left_out:
        weights = fit(table, table.without(authors))
        for author in authors:
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
    table = Table(everything())
    folds = out_of_fold(table)
    threshold, kind_bar = bars([pair for pairs in folds.values() for pair in pairs])
    FILE.write_text(written(fit(table, range(len(table.messages)), threshold, kind_bar)), encoding="utf-8")
    return {author: with_bars(pairs, threshold, kind_bar) for author, pairs in folds.items()}
