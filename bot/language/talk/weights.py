"""The trained weights: what each sign says for a request, and for each kind of request.

One text file, written by `python -m bot.language train` from the labelled messages in the repository and read once,
when the first message is weighed. Its first line holds the settings, each further line a sign and its weights in
thousandths.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from bot.language.talk.known import Numbered, Sign, name_of, sign_of

#: kinds in the order of their weights
KINDS = ("deadline", "brief", "scope", "budget", "resourcing", "strategy")
FILE = Path(__file__).with_name("weights.tsv")
SCALE = 1000
#: bits of a lane: thousandths of weights, added up over the longest message, stay far below
_LANE = 40
_HALF, _MASK = 1 << (_LANE - 1), (1 << _LANE) - 1


@dataclass(frozen=True)
class Weights:
    """`bias` and each row: the weight for a request first, then one for each of `KINDS`.

    A row is one whole number (see `packed`): adding rows up is one addition each, and does not depend on their order.
    """

    bias: tuple[float, ...]
    rows: dict[Sign, int]
    #: from this confidence on a message is taken for a request
    threshold: float
    #: and only where its likeliest kind has this share
    kind_bar: float
    #: of the messages and the code it was trained with
    digest: str

    @cached_property
    def known(self) -> Numbered:
        """How the signs of a message are to be told apart for weighing them."""
        return Numbered({sign: number for number, sign in enumerate(self.rows)})

    @cached_property
    def _listed(self) -> list[int]:
        return list(self.rows.values())

    def weigh(self, signs: set[int | None]) -> tuple[float, dict[str, float]]:
        """How likely a message is a request, and how likely each kind is if it is one; signs not met count nothing."""
        signs.discard(None)
        met, *totals = unpacked(sum(map(self._listed.__getitem__, signs)))  # type: ignore[arg-type]
        length = (math.sqrt(met) or 1.0) * SCALE
        scores = [bias + total / length for bias, total in zip(self.bias, totals, strict=True)]
        highest = max(scores[1:])
        shares = [math.exp(2 * (score - highest)) for score in scores[1:]]
        kinds = {kind: share / sum(shares) for kind, share in zip(KINDS, shares, strict=True)}
        return 1 / (1 + math.exp(-scores[0])), kinds


def packed(row: Sequence[int]) -> int:
    """A one and the numbers of a row, each in a lane of its own: so many rows, and the sum of each column, at once."""
    total = 0
    for number in reversed(row):
        total = (total << _LANE) + number
    return (total << _LANE) + 1


def unpacked(total: int) -> list[int]:
    """The sums of the lanes, which may be negative."""
    found = []
    for _ in range(2 + len(KINDS)):
        lane = ((total + _HALF) & _MASK) - _HALF
        found.append(lane)
        total = (total - lane) >> _LANE
    return found


@cache
def shipped() -> Weights:
    """The weights in the repository."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    first, *lines = text.splitlines()
    settings = json.loads(first)
    rows: dict[Sign, int] = {}
    for line in lines:
        sign, _, numbers = line.partition("\t")
        rows[sign_of(sign)] = packed(list(map(int, numbers.split())))
    return Weights(tuple(settings["bias"]), rows, settings["threshold"], settings["kind_bar"], settings["digest"])


def written(weights: Weights) -> str:
    settings = {"bias": weights.bias, "threshold": weights.threshold, "kind_bar": weights.kind_bar}
    settings["digest"] = weights.digest
    lines = [json.dumps(settings)]
    for name, row in sorted((name_of(sign), row) for sign, row in weights.rows.items()):
        numbers = unpacked(row)[1:]
        if any(numbers):
            lines.append(f"{name}\t{' '.join(map(str, numbers))}")
    return "\n".join(lines) + "\n"
