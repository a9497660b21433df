"""Talk that is no request: what it costs to drop it at the door, and to take it through every listener instead."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.stage import TEAM_ID, opened
from benchmarks.transport import SECRET
from bot.front_door import FrontDoor, sign
from bot.hearing import is_idle_talk

#: What people say all day. None of it asks for a change.
TALK = (
    "Morning all, the kettle is on",
    "Thanks, that looks really good on the big screen",
    "The new sketches are on the wall next to the kitchen",
    "I pushed the fonts to the shared folder and named them like we said",
    "ok",
    "Haha, the cat walked over the keyboard again",
    "Sam has the laptop with the prototype, he is in the small room",
    "We used the second palette, the first one was too close to the old site",
)
TIMES = 3000


@dataclass(frozen=True)
class Talk:
    """Microseconds for one message: the filter alone, at the door with it, and without it through every listener."""

    filter: float
    dropped: float
    dispatched: float

    @property
    def share(self) -> float:
        return self.dropped / self.dispatched


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


async def measure(url: str, times: int = TIMES) -> Talk:
    """At the HTTP entrance of the real bot, signature and parsing included; both sides take turns."""
    async with opened(url) as stage:
        bot_user_id = stage.bot.installation.bot_user_id
        bodies = [message(text, number) for number, text in enumerate(TALK)]
        start = time.perf_counter()
        for number in range(times):
            is_idle_talk(bodies[number % len(bodies)], bot_user_id)
        filtering = (time.perf_counter() - start) / times * 1e6
        doors = [_door(stage.bot, stage.bot.is_idle), _door(stage.bot, lambda body: False)]
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(times):
            body = json.dumps(message(TALK[number % len(TALK)], number)).encode()
            stamp = int(stage.bot.clock.now().timestamp())
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
        return Talk(filtering, statistics.median(took[0]), statistics.median(took[1]))


def _door(bot: Any, is_idle: Callable[[Mapping[str, Any]], bool]) -> FrontDoor:
    return FrontDoor(bot.app, SECRET, bot.clock, is_idle)
