"""The whole story by Slack's protocol and the exact words alone, over Socket Mode and over HTTP."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from sandbox.clock import MovableClock
from tests.scenarios.conftest import SITE, Stage, on_stage


@pytest.fixture(params=["socket", "http"])
async def stage(
    request: pytest.FixtureRequest, database: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-as-in-production")
    async with on_stage(database, clock, request.param) as there:
        yield there


async def test_a_deadline_is_asked_for_by_one_role_and_decided_by_the_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    assert [each.getMessage() for each in caplog.get_records("setup") if each.levelname == "WARNING"] == []
    await stage.project(started=False)
    await stage.presses(stage.petra, "Agree to start", "Agree to start")
    answer = await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    assert "CR-1" in answer.text
    await stage.told()
    card = stage.card("CR-1")
    assert "Tue 30 Nov 2027 → Tue 14 Dec 2027" in card.plain
    assert "the client's event moved" in card.plain
    assert card.buttons == ["Approve", "Decline", "Suggest another", "Ask a question", "Not me", "Withdraw"]

    await stage.presses(stage.ada, "Approve", "CR-1")
    assert "You wrote this yourself" in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "@Petra" in stage.whispers(stage.sam)[-1]
    assert stage.deadline() == date(2027, 11, 30)

    await stage.presses(stage.petra, "Approve", "CR-1")
    card = stage.card("CR-1")
    assert "Approved by Petra" in card.plain
    assert card.buttons == ["Take back"]
    assert stage.deadline() == date(2027, 12, 14)
    assert "Tue 14 Dec 2027" in (await stage.ada.command("/project", channel=SITE)).plain
    assert "@Ada" in stage.replies("CR-1")[-1]

    await stage.passes(minutes=6)
    assert stage.card("CR-1").buttons == []


async def test_a_brief_is_changed_after_the_start_and_the_account_manager_declines(stage: Stage) -> None:
    await stage.project()
    form = (await stage.petra.command("/brief", channel=SITE)).view
    answer = await stage.petra.submit(form, {"Objective": "Sell more tea", "Why": "The client said so on the phone"})
    assert answer.closed, answer.errors
    await stage.told()
    assert "Sell more tea" in stage.card("CR-1").plain

    await stage.presses(stage.ada, "Decline", "CR-1", why="Not before I spoke to them")
    assert "Declined by Ada" in stage.card("CR-1").plain
    reply = stage.replies("CR-1")[-1]
    assert "@Petra" in reply
    assert "Not before I spoke to them" in reply


async def test_a_request_is_withdrawn_by_whoever_made_it(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because why not", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Withdraw", "CR-1")
    assert "asked by @Ada" in stage.whispers(stage.petra)[-1]
    await stage.presses(stage.ada, "Withdraw", "CR-1")
    assert "Withdrawn by Ada" in stage.card("CR-1").plain
    assert stage.card("CR-1").buttons == []


async def test_a_past_date_and_nonsense_get_a_clear_sentence(stage: Stage) -> None:
    await stage.project()
    past = await stage.ada.command("/deadline", "14 Dec 2020 because of the event", channel=SITE)
    assert "Mon 14 Dec 2020 is in the past" in past.text
    nonsense = await stage.ada.command("/deadline", "purple monkeys", channel=SITE)
    assert "I did not understand “purple monkeys”" in nonsense.text
    assert "/deadline 14 Dec because" in nonsense.text
    assert nonsense.view is not None
    assert stage.cards("CR-") == []


async def test_a_second_click_does_nothing_new(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because of the event", channel=SITE)
    await stage.told()
    card = stage.card("CR-1")
    await stage.petra.press("Approve", on=card)
    await stage.petra.press_raw("approve", "1.1", on=card)
    await stage.told()
    assert stage.request().version == 1
    assert len([each for each in stage.replies("CR-1") if "approved" in each]) == 1
    assert "approved already" in stage.whispers(stage.petra)[-1]
