"""The promised figures, on two authors by a reader that never met their messages; trained here and now."""

import pytest

from bot.language import corpus, training
from bot.language.scoring import score
from bot.language.talk.weights import shipped

#: the two who were met last; everybody in turn is what `python -m bot.language train` writes to docs/reading.md
LEFT_OUT = corpus.AUTHORS[-2:]


@pytest.fixture(scope="module")
def pairs() -> list[training.Pair]:
    folds = training.out_of_fold(training.Table(training.everything()), [LEFT_OUT])
    bars = shipped().threshold, shipped().kind_bar
    return [pair for found in folds.values() for pair in training.with_bars(found, *bars)]


def test_of_what_is_picked_up_from_unseen_authors_nearly_all_are_requests(pairs: list[training.Pair]) -> None:
    assert score(pairs).precision.value >= 0.95


def test_most_requests_of_unseen_authors_are_picked_up(pairs: list[training.Pair]) -> None:
    assert score(pairs).recall.value >= 0.75


def test_the_kind_and_the_day_are_mostly_right(pairs: list[training.Pair]) -> None:
    found = score(pairs)
    assert found.kind.value >= 0.92
    assert found.when.value >= 0.95


def test_what_nothing_was_trained_on_is_read_as_well() -> None:
    found = score([(each, training.understood(each)) for each in corpus.checked()])
    assert found.precision.value >= 0.95
    assert found.recall.value >= 0.75
    assert found.kind.value >= 0.92
    assert found.when.value >= 0.95
