"""docs/reading.md: how well requests are read, on authors whose messages the reader never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.language import corpus
from bot.language.corpus import Message
from bot.language.scoring import Score, score
from bot.language.talk import Understood
from bot.language.talk.weights import shipped
from bot.language.training import understood

_PAGE = """\
# How well requests are read

Written by `python -m bot.language train`; nothing here was measured on messages that were trained on. For each author
the reader is trained on the other two and on our own invented messages ({invented} of them, `tests/language/corpus/`),
then reads that author's. Picked up is what is a request with confidence {threshold} or more, and of one kind with a
share of {kind_bar} or more; both bars are one for all, set so that {precision:.1%} of all that is picked up here
are requests and {kind:.1%} of their kinds are right.

{table}

- *precision*: of what is picked up, how much is a request. *recall*: of the requests, how many are picked up.
- *kind*: right among the requests picked up. *day or shift*: all three of day, calendar and working days exactly as
  labelled, among all deadline requests that have one, picked up or not. *what*: shares a word with the labelled thing.
- In brackets: the counts and the 95 % interval (Wilson). The intervals count messages; a fourth author differs from
  these three by more than that.

## What these figures do not say
- Signs, word lists and invented messages were written by people who had read the messages of `a` and `b`, and part of
  those of `c` (its talk from number 285 on, and its requests up to 250 whose kind or day was mistaken). The weights
  never saw the author they are scored on; the eyes that chose the signs did, so `a` and `b` flatter.
- The last lines of `tests/language/corpus/invented_wide.tsv` and all of `invented_trades.tsv` were written after seeing
  what was still mistaken there, in other words but of the same sorts: that too flatters everything but the next lines.
- `c`, requests after number 250, is the nearest to a fresh author: {fresh}.
- `tests/language/corpus/checked.tsv` is {checked} messages of ours that nothing was ever trained on, written before
  their mistakes were looked at (four of its days were, and the rules for old and new days bettered after it). Read by
  the shipped weights: precision {ours.precision}, recall {ours.recall}, kind {ours.kind}, day or shift {ours.when}.
  The hand that wrote it also wrote invented messages, so it is no author never met.
- The bars are chosen on these very confidences; a fresh author's figures will lie somewhat beside them.
"""


def page(folds: Mapping[str, Sequence[tuple[Message, Understood]]]) -> str:
    everyone = [pair for pairs in folds.values() for pair in pairs]
    found = score(everyone)
    rows = [_row(f"`{author}`", pairs) for author, pairs in folds.items()] + [_row("all three", everyone)]
    head = ["| author not trained on | precision | recall | kind | day or shift | what |", "|---|---|---|---|---|---|"]
    return _PAGE.format(
        invented=len(corpus.invented()),
        threshold=shipped().threshold,
        kind_bar=shipped().kind_bar,
        precision=found.precision.value,
        kind=found.kind.value,
        checked=len(corpus.checked()),
        ours=score([(each, understood(each)) for each in corpus.checked()]),
        table="\n".join(head + rows),
        fresh=_fresh(folds["c"]),
    )


def _row(name: str, pairs: Sequence[tuple[Message, Understood]]) -> str:
    found: Score = score(pairs)
    shares = (found.precision, found.recall, found.kind, found.when, found.target)
    return f"| {name} | {' | '.join(map(str, shares))} |"


def _fresh(pairs: Sequence[tuple[Message, Understood]]) -> str:
    """The requests of `c` that nobody read before: recall, kind and days."""
    unread = [pair for pair in pairs if pair[0].is_request and int(pair[0].id.split("-")[1]) > 250]
    found = score(unread)
    return f"recall {found.recall}, kind {found.kind}, day or shift {found.when}"
