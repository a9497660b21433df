"""Talk: what it costs to drop a message at the door, to read one, and to take one through every listener instead."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from benchmarks.report import Line
from benchmarks.stage import TEAM_ID, opened
from benchmarks.transport import SECRET
from bot.front_door import FrontDoor, sign
from bot.hearing import is_idle_talk
from bot.language import corpus
from bot.language.talk import read

TIMES = 2000
ROUNDS = 15
SENT_ON = date(2026, 11, 18)
#: Microseconds: a dropped message, and the slowest but one in a hundred of those that are read.
DROPPED, READ = 5, 1000
#: A message that is no request, as a share of taking it through every listener.
SHARE = 0.15


@dataclass(frozen=True)
class Talk:
    """Microseconds for one message of the labelled ones.

    `filter`: to see that nobody has to act on it. `read`: for each that passes, the best of some rounds. `dropped`:
    from the bytes of the delivery to the answer; `dispatched`: the same without the filter, through every listener.
    """

    filter: float
    dropped: float
    dispatched: float
    read: Sequence[float]
    messages: int

    @property
    def share(self) -> float:
        return self.dropped / self.dispatched

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.read, n=100)[98]

    def lines(self) -> Iterator[Line]:
        """The second column is the unfiltered dispatch here, not stock."""
        passed = len(self.read)
        yield Line(f"talk that is dropped, the filter alone (aim {DROPPED} µs)", "", f"{self.filter:.1f} µs", None)
        dispatched, dropped = f"{self.dispatched:.0f} µs", f"{self.dropped:.0f} µs"
        yield Line("talk that is no request, against dispatching it", dispatched, dropped, self.share, SHARE)
        what = f"talk that is read ({passed} of {self.messages} messages)"
        yield Line(f"{what}, p50", "", f"{statistics.median(self.read):.0f} µs", None)
        yield Line(f"{what}, p99 (aim {READ} µs)", "", f"{self.p99:.0f} µs", None)


def message(text: str, number: int) -> dict[str, Any]:
    """A message in a channel, as Slack delivers it."""
    ts = f"1700000000.{number:06}"
    event = {
        "type": "message", "channel": "C0TALK", "channel_type": "channel", "user": "U0TALKER", "text": text, "ts": ts,
        "event_ts": ts, "team": TEAM_ID, "client_msg_id": f"m{number}",
    }  # fmt: skip
    return {
        "type": "event_callback", "team_id": TEAM_ID, "api_app_id": "A0", "event": event, "event_id": f"Ev{number}",
        "event_time": 1700000000, "authorizations": [{"team_id": TEAM_ID, "user_id": "U0BOT", "is_bot": True}],
    }  # fmt: skip


async def measure(url: str, times: int = TIMES, rounds: int = ROUNDS) -> Talk:
    """Every labelled message, at the HTTP entrance of the real bot, signature and parsing included."""
    texts = [each.text for author in corpus.AUTHORS for each in corpus.by_author(author)]
    async with opened(url) as stage:
        drops = partial(is_idle_talk, bot_user_id=stage.bot.installation.bot_user_id)
        idle = [body for body in map(message, texts, range(len(texts))) if drops(body)]
        asking = [text for number, text in enumerate(texts) if not drops(message(text, number))]
        reading = partial(read, sent_on=SENT_ON, author_role="am", day_first=None)
        reading("the first one loads the weights")
        gc.collect()
        filtered, spent = _took(drops, idle, rounds), _took(reading, asking, rounds)
        dropped, dispatched = await _at_the_door(stage.bot, idle, times)
    return Talk(statistics.median(filtered), dropped, dispatched, spent, len(texts))


def _took(call: Callable[[Any], object], given: Sequence[Any], rounds: int) -> list[float]:
    """Microseconds for each, the best of some rounds: what else runs on the machine is not the reader's."""
    return [min(_timed(call, each) for _ in range(rounds)) for each in given]


def _timed(call: Callable[[Any], object], given: object) -> float:
    start = time.perf_counter()
    call(given)
    return (time.perf_counter() - start) * 1e6


async def _at_the_door(bot: Any, idle: Sequence[Mapping[str, Any]], times: int) -> tuple[float, float]:
    """With the filter and without it; both sides take turns."""
    doors = [FrontDoor(bot.app, SECRET, bot.clock, each) for each in (bot.is_idle, lambda body: False)]
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(times):
        body = json.dumps({**idle[number % len(idle)], "event_id": f"Ev{number}"}).encode()
        stamp = int(bot.clock.now().timestamp())
        headers = {
            b"content-type": b"application/json",
            b"x-slack-request-timestamp": str(stamp).encode(),
            b"x-slack-signature": sign(SECRET, stamp, body).encode(),
        }
        for door, each in zip(doors, took, strict=True):
            begun = time.perf_counter()
            answer = await door.receive(headers, body)
            each.append((time.perf_counter() - begun) * 1e6)
            if answer.status != 200:
                raise RuntimeError(f"not a 200: {answer.status}")
    return statistics.median(took[0]), statistics.median(took[1])
