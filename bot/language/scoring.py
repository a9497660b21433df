"""How well requests are picked up, in the figures that are promised, each with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.language.corpus import Message
from bot.language.talk import Understood


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else math.nan

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        if not self.of:
            return 0.0, 1.0
        z = 1.96
        middle = self.value + z * z / (2 * self.of)
        spread = z * math.sqrt(self.value * (1 - self.value) / self.of + z * z / (4 * self.of * self.of))
        whole = 1 + z * z / self.of
        return (middle - spread) / whole, (middle + spread) / whole

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.3f} ({self.right}/{self.of}, {low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Score:
    """`kind` among the requests picked up, `when` among deadline requests with a day or shift, picked up or not."""

    precision: Share
    recall: Share
    kind: Share
    when: Share
    target: Share


def score(pairs: Sequence[tuple[Message, Understood]]) -> Score:
    picked = [(message, read) for message, read in pairs if read.is_request]
    right = [(message, read) for message, read in picked if message.is_request]
    dated = [(message, read) for message, read in pairs if message.kind == "deadline" and any(message.when)]
    named = [(message, read) for message, read in right if message.target and message.kind == read.kind]
    return Score(
        Share(len(right), len(picked)),
        Share(len(right), sum(message.is_request for message, _ in pairs)),
        _share(message.kind == read.kind for message, read in right),
        _share(message.when == when(read) for message, read in dated),
        _share(_overlap(message.target or "", read.target or "") for message, read in named),
    )


def when(read: Understood) -> tuple[str | None, int | None, int | None]:
    return read.proposed_date.isoformat() if read.proposed_date else None, read.shift_days, read.shift_workdays


def _share(found: Iterable[bool]) -> Share:
    counted = list(found)
    return Share(sum(counted), len(counted))


def _overlap(labelled: str, read: str) -> bool:
    return bool(set(labelled.lower().split()) & set(read.lower().split()))
