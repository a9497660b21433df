"""What reading a message costs: one that the filter drops, and one that is read, beside parsing an event."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from statistics import median, quantiles

from benchmarks.report import Line
from bot.language import corpus
from bot.language.talk import read, worth_reading

ROUNDS = 15
SENT_ON = date(2026, 11, 18)
#: what a message event weighs on the wire, to have something of the same run to compare with
_EVENT = json.dumps({"event": {"type": "message", "text": "x" * 90, "ts": "1.2", "channel": "C1", "blocks": [{}] * 9}})


def took(call: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Microseconds for each text, the best of some rounds: what else runs on the machine is not the reader's."""
    return [min(_timed(call, text) for _ in range(ROUNDS)) for text in texts]


def _timed(call: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    call(text)
    return (time.perf_counter() - start) * 1e6


def lines() -> Iterator[Line]:
    """The filter's and the reader's cost, over all labelled messages."""
    texts = [each.text for author in corpus.AUTHORS for each in corpus.by_author(author)]
    dropped = [text for text in texts if not worth_reading(text)]
    parsed = median(took(json.loads, [_EVENT] * 200))
    filtered = median(took(worth_reading, dropped))
    reading = partial(read, sent_on=SENT_ON, author_role="am", day_first=None)
    reading("the first one loads the weights")
    spent = took(reading, [text for text in texts if worth_reading(text)])
    last = quantiles(spent, n=100)[98]
    stock = f"{parsed:.1f} µs (json)"
    yield Line(
        f"a message the filter drops ({len(dropped)} of {len(texts)})", stock, f"{filtered:.1f} µs (aim 5)", None
    )
    yield Line("a message that is read, p50", stock, f"{median(spent):.0f} µs", None)
    yield Line("a message that is read, p99", stock, f"{last:.0f} µs (aim 1000)", None)


if __name__ == "__main__":
    for line in lines():
        print(*line.cells[:3], sep="  ")
