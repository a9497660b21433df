"""Leak canaries: a word stands in everything internal, and nothing that outsiders read may ever hold it.

Random scenarios in the practice workspace, through Slack's protocol: channels are shared and not shared any more,
guests and strangers come and go and are sorted, people ask, decide, promise and move house, outsiders type and press.
The oracle knows who is where from the workspace itself, not from the bot. `COUNTERSIGN_CANARIES` sets the number of
scenarios (`make canaries` asks for 10,000).
"""

import os
import random
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel

from models import Milestone
from sandbox.clock import MovableClock
from tests.canaries.oracle import Oracle
from tests.canaries.scenario import Scenario
from tests.scenarios.conftest import on_stage

SCENARIOS = int(os.environ.get("COUNTERSIGN_CANARIES", "12"))
#: A new workspace and database now and then, or their size would be what is measured.
FRESH_AFTER = 12
START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)


def _empty(session: Session) -> None:
    """The next workspace gives its channels the same ids again."""
    session.connection().execute(update(Milestone).values(follows_id=None))
    for table in reversed(SQLModel.metadata.sorted_tables):
        session.connection().execute(delete(table))


async def test_nothing_internal_reaches_where_outsiders_read(database: str) -> None:
    first = int(os.environ.get("COUNTERSIGN_CANARIES_FROM", "0"))
    leaks: list[str] = []
    looked = 0
    for start in range(first, first + SCENARIOS, FRESH_AFTER):
        async with on_stage(database, MovableClock(START)) as stage:
            oracle = Oracle(stage)
            for number in range(start, min(start + FRESH_AFTER, first + SCENARIOS)):
                oracle.scenario = Scenario(stage, random.Random(number), number, oracle.freelancers)
                await oracle.scenario.play()
                leaks += [f"scenario {number}: {each}" for each in oracle.leaks]
                looked += oracle.looked
                oracle.leaks, oracle.looked = [], 0
                oracle.scenario = None
            stage.bot.db.run_now(_empty)
        if leaks:
            break
    print(f"{SCENARIOS} scenarios, {looked} pictures looked at, {len(leaks)} leaks")
    assert leaks == []
    assert looked > SCENARIOS, "the canaries were never on any screen"
