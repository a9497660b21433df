"""A bot that owes a card and dies by SIGKILL at a named point: `killed.py <database> <api> <token> <point>`.

Not a test: `test_restart.py` runs it as a process of its own, and starts another in its place.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.slack import open_session, web_client
from bot.services import outbox
from tests.delivery.scene import SITE, START, TEAM, draw

#: Point → the service at whose transaction it dies, and whether that is committed first.
POINTS: dict[str, tuple[Callable[..., Any], bool]] = {
    "before the claim is committed": (outbox.claim, False),
    "before the dispatch is committed": (outbox.dispatch, False),
    "after the dispatch is committed": (outbox.dispatch, True),
    "after Slack took it": (outbox.shown, False),
    "after it was noted that Slack took it": (outbox.shown, True),
}


class StillClock(Clock):
    def now(self) -> datetime:
        return START


class Dying(Database):
    """Dies before or after one named transaction."""

    point: tuple[Callable[..., Any], bool]

    async def run_to_end(self, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        fatal, committed = self.point
        if service is fatal and not committed:
            os.kill(os.getpid(), signal.SIGKILL)
        result = await super().run_to_end(service, *args, **kwargs)
        if service is fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


async def main(url: str, api_url: str, token: str, point: str) -> None:
    db = Dying(url)
    db.point = POINTS[point]
    facts = {"words": "deadline"}
    db.run_now(outbox.owe_card, team_id=TEAM, address=SITE, key="deadline", picture="card", facts=facts, now=START)
    async with open_session() as session:
        client = web_client(token, base_url=api_url, session=session)
        await Dispatcher(db, lambda _: client, draw, StillClock()).drain()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
