"""The bot was taken out of a project's channel: what is pressed still happens, and whoever pressed is told."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from sandbox.clock import MovableClock
from tests.scenarios.conftest import SITE, Stage, on_stage

ELSEWHERE = "I am not in #acme-site any more, so nothing there shows it: `/invite @Countersign` there brings it up"


@pytest.fixture
async def stage(database: str, clock: MovableClock) -> AsyncIterator[Stage]:
    """Where Slack refuses what goes to the channel that the bot is not in."""
    async with on_stage(database, clock) as there:
        yield there


async def test_whoever_presses_is_told_what_came_of_it(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    card = stage.card("CR-1")
    await stage.slack.remove_from_channel("Countersign", SITE)
    await stage.told()

    await stage.sam.press("Approve", on=card)
    await stage.told()
    assert "CR-1 is for @Petra to answer." in stage.whispers(stage.sam)[-1]
    form = (await stage.petra.press("Ask a question", on=card)).view
    sent = await stage.petra.submit(form, {"Question": "Which hall?"})
    assert f"CR-1 waits for @Ada now. {ELSEWHERE}" in sent.view.plain
    await stage.petra.press("Approve", on=card)
    await stage.told()
    assert f"CR-1 is approved. {ELSEWHERE}" in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == date(2027, 12, 14)

    await stage.ada.command("/deadline", "20 Dec 2027 because it moved again", channel=SITE)
    shown = await stage.petra.press("Approve", on=await stage.home(stage.petra))
    assert f"CR-2 is approved. {ELSEWHERE}" in shown.view.plain

    await stage.ada.command("/deadline", "21 Dec 2027 because it moved again", channel=SITE)
    await stage.petra.command("/project", "milestone Copy 12 Nov 2027", channel=SITE)
    home = await stage.home(stage.petra)
    form = (await stage.petra.press("Decline", on=home)).view
    sent = await stage.petra.submit(form, {"Why": "No"})
    assert f"CR-3 is declined. {ELSEWHERE}" in sent.view.plain
    form = (await stage.ada.press("Object", on=await stage.home(stage.ada))).view
    sent = await stage.ada.submit(form, {"Why": "No"})
    assert f"CR-4 is objected to. {ELSEWHERE}" in sent.view.plain

    await stage.slack.add_to_channel("Countersign", SITE)
    await stage.told()
    assert "Approved by Petra" in stage.card("CR-1").plain
    assert {each.refused for each in stage.slack.rejected} == {"not_in_channel"}
