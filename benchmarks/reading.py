"""What people read: a busy person's Home, and `/project` in the acknowledgement of a slash command."""

import json
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from benchmarks import transport
from benchmarks.agency import PM, channel
from benchmarks.rounds import ROUNDS, Result
from benchmarks.stage import TEAM_ID, opened
from bot.services.desk import read_desk
from bot.views.home import home

PROJECTS, REQUESTS = 100, 60
#: What Slack takes in one view.
BLOCKS, CHARACTERS = 100, 250_000


@dataclass(frozen=True)
class Home:
    """`took`: milliseconds to read and draw it and put it into JSON, in the database thread."""

    took: float
    blocks: int
    characters: int


async def draw_home(url: str, times: int = 30) -> Home:
    """Of somebody who has all projects at `url`. Raises RuntimeError when Slack would not take it."""

    def draw(session: Session) -> tuple[float, dict[str, Any], str]:
        start = time.perf_counter()
        view = home(read_desk(session, team_id=TEAM_ID, user_id=PM, now=datetime.now(UTC)))
        text = json.dumps(view)
        return (time.perf_counter() - start) * 1e3, view, text

    async with opened(url) as stage:
        drawn = [await stage.bot.db.run(draw) for _ in range(times)]
    _, view, text = drawn[-1]
    found = Home(statistics.median(took for took, _, _ in drawn), len(view["blocks"]), len(text))
    if found.blocks > BLOCKS or found.characters > CHARACTERS:
        raise RuntimeError(f"Slack would not take this Home: {found}")
    return found


async def project_status(url: str, clients: int, seconds: float, *, rounds: int = ROUNDS) -> Result:
    """`/project` in a project's channel, answered in the acknowledgement, against the stock click."""
    typed = {
        "command": "/project", "text": "", "team_id": transport.TEAM, "user_id": PM, "channel_id": channel(7),
        "trigger_id": "1.2.abc", "response_url": "https://hooks.slack.example/commands/1",
    }  # fmt: skip
    body = urlencode(typed).encode()
    async with opened(url) as stage:
        return await transport.compare(
            transport.stock(), stage.web, clients, seconds, rounds=rounds, bodies=lambda: body
        )
