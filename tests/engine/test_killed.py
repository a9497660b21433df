"""SIGKILL around a post: after the restart the card is there, once, within 90 seconds, and it is the living one."""

from datetime import timedelta

import pytest

from bot.delivery.dispatcher import POLL
from tests.engine.conftest import Plant

#: How much faster than real time it goes after the restart; the second between two looks into the outbox is a real one.
HURRY = 12
#: What becomes of the card's post → how often it is in the channel when the process dies.
POINTS = {
    "committed and not sent": ("ratelimited", 0),
    "on its way, never taken": ("hang", 0),
    "taken and not noted": ("hang_after", 1),
}


@pytest.mark.parametrize("point", POINTS)
async def test_a_card_whose_bot_was_killed_is_there_once_after_the_restart(plant: Plant, point: str) -> None:
    fault, there = POINTS[point]
    bot = await plant.connected("run")
    await plant.project()
    plant.slack.fault("chat.postMessage", fault, times=1000)
    await plant.asks()
    await plant.wait(lambda: any(each.fault and "CR-1" in str(each.arguments) for each in plant.slack.calls))
    if fault == "ratelimited":
        await plant.holds("SELECT 1 FROM post WHERE key = 'request:1' AND error IS NOT NULL AND dispatched_at IS NULL")
    await bot.is_killed()
    assert len(plant.cards("CR-1")) == there

    plant.slack.switches.faults.clear()
    plant.clock.hurry(HURRY)
    await plant.connected("run")
    restarted = plant.clock.now()
    card = await plant.shows("CR-1")
    assert plant.clock.now() - restarted < timedelta(seconds=90 + HURRY * POLL)
    await plant.petra.press("Approve", on=card)
    await plant.shows("Approved by Petra")
    assert len(plant.cards("CR-1")) == 1
    assert [str(each) for each in plant.slack.rejected if not each.fault] == []


async def test_a_decision_that_was_answered_outlives_the_process(plant: Plant) -> None:
    bot = await plant.connected("run")
    await plant.project()
    await plant.asks()
    card = await plant.shows("CR-1")
    plant.slack.fault("chat.update", "hang", times=1000)
    assert (await plant.petra.press("Approve", on=card)).ack.status == 200
    await bot.is_killed()
    assert plant.cards("Approved by") == []

    plant.slack.switches.faults.clear()
    plant.clock.hurry(HURRY)
    await plant.connected("run")
    await plant.shows("Approved by Petra")
    assert len(plant.rows("SELECT 1 FROM decision")) == 1
