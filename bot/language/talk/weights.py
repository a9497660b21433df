"""The trained weights: what each sign says for a request, and for each kind of request.

One text file, written by `python -m bot.language train` from the labelled messages in the repository and read once,
when the first message is weighed. Its first line holds the settings, each further line a sign and its weights in
thousandths.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: kinds in the order of their weights
KINDS = ("deadline", "brief", "scope", "budget", "resourcing", "strategy")
FILE = Path(__file__).with_name("weights.tsv")
SCALE = 1000


@dataclass(frozen=True, slots=True)
class Weights:
    """`bias` and each row: the weight for a request first, then one for each of `KINDS`.

    Rows are whole thousandths, so that their sum does not depend on the order of the signs.
    """

    bias: tuple[float, ...]
    rows: dict[str, tuple[int, ...]]
    #: from this confidence on a message is taken for a request
    threshold: float
    #: and only where its likeliest kind has this share
    kind_bar: float
    #: of the messages and the code it was trained with
    digest: str

    def weigh(self, signs: Iterable[str]) -> tuple[float, dict[str, float]]:
        """How likely a message is a request, and how likely each kind is if it is one; signs not met count nothing."""
        rows = [row for row in map(self.rows.get, signs) if row]
        totals = [sum(column) / SCALE for column in zip(*rows, strict=True)] or [0.0] * (1 + len(KINDS))
        length = math.sqrt(len(rows)) or 1.0
        scores = [bias + total / length for bias, total in zip(self.bias, totals, strict=True)]
        highest = max(scores[1:])
        shares = [math.exp(2 * (score - highest)) for score in scores[1:]]
        kinds = {kind: share / sum(shares) for kind, share in zip(KINDS, shares, strict=True)}
        return 1 / (1 + math.exp(-scores[0])), kinds


@cache
def shipped() -> Weights:
    """The weights in the repository."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Weights:
    first, *lines = text.splitlines()
    settings = json.loads(first)
    rows = {}
    for line in lines:
        sign, _, numbers = line.partition("\t")
        rows[sign] = tuple(map(int, numbers.split()))
    return Weights(tuple(settings["bias"]), rows, settings["threshold"], settings["kind_bar"], settings["digest"])


def written(weights: Weights) -> str:
    settings = {"bias": weights.bias, "threshold": weights.threshold, "kind_bar": weights.kind_bar}
    settings["digest"] = weights.digest
    lines = [json.dumps(settings)]
    for sign, row in sorted(weights.rows.items()):
        if any(row):
            lines.append(f"{sign}\t{' '.join(map(str, row))}")
    return "\n".join(lines) + "\n"
