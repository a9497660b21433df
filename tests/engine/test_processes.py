"""The bot as processes: what was asked of it is done, also when it is told to stop in the middle of it."""

import asyncio
from datetime import timedelta

import pytest

from tests.engine.conftest import Plant


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_a_click_in_the_middle_of_which_it_is_told_to_stop_is_answered_and_kept(plant: Plant, way: str) -> None:
    plant.http = way == "http"
    bot = await plant.connected("run")
    await plant.project()
    await plant.asks()
    card = await plant.shows("CR-1")
    await bot.stops()

    # A day later everybody is looked up again, before the click is acted upon: there it can be caught.
    plant.clock.advance(timedelta(hours=25))
    bot = await plant.connected("run")
    caught, go_on = plant.slack.hold("users.info")
    click = asyncio.create_task(plant.petra.press("Approve", on=card))
    await asyncio.wait_for(caught.wait(), 10)
    bot.asked_to_stop()
    await bot.says("asked to stop")
    go_on.set()
    assert (await click).ack.status == 200
    assert await bot.ends(within=10) == 0, bot.text
    assert str(plant.rows("SELECT deadline FROM project")[0][0]) == "2027-12-14"
    assert "Traceback" not in bot.text

    await plant.connected("run")
    assert "Approved by Petra" in (await plant.shows("Approved by")).plain
    assert len(plant.cards("CR-1")) == 1
    assert [str(each) for each in plant.slack.rejected] == []
