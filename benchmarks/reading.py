"""What people read: a busy person's Home, and `/project` in the acknowledgement of a slash command."""

import json
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from benchmarks import transport
from benchmarks.agency import PM, channel
from benchmarks.rounds import ROUNDS, Result
from benchmarks.stage import TEAM_ID, opened
from bot.domains.impact import picture
from bot.services.desk import read_desk
from bot.services.outlook import read_plan
from bot.views.home import home
from models import ClientInput, Milestone, Project

PROJECTS, REQUESTS = 100, 60
#: A long plan.
MILESTONES = 200
FIRST, NOW = date(2027, 3, 1), datetime(2027, 1, 4, 10, tzinfo=UTC)
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


async def move_of_many(url: str, times: int = 30) -> float:
    """Milliseconds to read a plan of `MILESTONES`, each after the one before it, and to say what its first one moves.

    Half of them wait for something from the client. Counted in the database thread; SQLite.
    """

    def seed(session: Session) -> None:
        for number in range(1, MILESTONES + 1):
            start = {"id": number, "project_id": 1, "name": f"Step {number}", "name_key": f"step {number}"}
            when = FIRST + timedelta(days=number)
            follows = number - 1 or None
            session.add(Milestone(**start, date=when, follows_id=follows, created_by=PM, created_at=NOW))
            session.flush()
            if number % 2:
                needed = {"team_id": TEAM_ID, "project_id": 1, "what": "Photos", "from_whom": "Carla"}
                session.add(ClientInput(**needed, due=when, milestone_id=number, created_by=PM, created_at=NOW))

    def move(session: Session) -> tuple[float, int]:
        start = time.perf_counter()
        project = session.get_one(Project, 1)
        found = picture(read_plan(session, project, NOW), "milestone:1", FIRST + timedelta(days=15))
        return (time.perf_counter() - start) * 1e3, len(found["moves"])

    async with opened(url) as stage:
        await stage.bot.db.run(seed)
        moved = [await stage.bot.db.run(move) for _ in range(times)]
    if any(count != MILESTONES - 1 for _, count in moved):
        raise RuntimeError("what follows did not move along")
    return statistics.median(took for took, _ in moved)


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
