"""Leak canaries: a word stands in everything internal, and nothing that outsiders read may ever hold it.

Random scenarios in the practice workspace, through Slack's protocol: channels are shared and not shared any more,
guests and strangers come and go and are sorted, people ask, decide, promise and move house, outsiders type and press.
The oracle knows who is where from the workspace itself, not from the bot. `COUNTERSIGN_CANARIES` sets the number of
scenarios (`make canaries` asks for 10,000); each runs on one database and is drawn from its number.
"""

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sandbox.clock import MovableClock
from tests.canaries.oracle import Oracle
from tests.canaries.scenario import Scenario
from tests.canaries.world import World
from tests.scenarios.conftest import on_stage

SCENARIOS = int(os.environ.get("COUNTERSIGN_CANARIES", "12"))
#: So many projects live side by side; then the workspace is as it was, or its size would be what is measured.
TOGETHER = 4
#: The bot runs for so many scenarios before another one starts.
FRESH_AFTER = 48
#: One in so many runs on PostgreSQL, which takes twice as long; what may be shown to whom is decided above both.
SERVED_EACH = 5
START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)


@asynccontextmanager
async def _watched(database: str) -> AsyncIterator[tuple[World, Oracle]]:
    async with on_stage(database, MovableClock(START)) as stage:
        world = await World.of(stage)
        yield world, Oracle(stage)
        world.restore()
        stage.bot.db.run_now(world.empty)


async def test_nothing_internal_reaches_where_outsiders_read(database: str) -> None:
    first = int(os.environ.get("COUNTERSIGN_CANARIES_FROM", "0"))
    on_server = "sqlite" not in database
    ours = [each for each in range(first, first + SCENARIOS) if (each % SERVED_EACH == 0) == on_server]
    leaks: list[str] = []
    looked = 0
    for start in range(0, len(ours), FRESH_AFTER):
        async with _watched(database) as (world, oracle):
            for place, number in enumerate(ours[start : start + FRESH_AFTER]):
                if place % TOGETHER == 0:
                    world.restore()
                    oracle.freelancers.clear()
                oracle.scenario = Scenario(world.stage, random.Random(number), number, oracle.freelancers)
                await oracle.scenario.play()
                leaks += [f"scenario {number}: {each}" for each in oracle.leaks]
                looked += oracle.looked
                oracle.leaks, oracle.looked = [], 0
                oracle.scenario = None
        if leaks:
            break
    print(f"{len(ours)} scenarios from {first} on, {looked} pictures looked at, {len(leaks)} leaks")
    assert leaks == []
    assert looked > len(ours), "the canaries were never on any screen"
