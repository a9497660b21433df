"""The error table: what is sent again, what stops, and that every row is there. Other files have the other rows."""

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.outcomes import DEEDS, OUTCOMES, Deed, decide
from bot.delivery.payload import Payload
from bot.delivery.slack import open_session, post, web_client
from bot.services import outbox
from models.enums import PostState
from sandbox.server import Sandbox
from tests.delivery.conftest import Desk, Refuse
from tests.delivery.scene import ADA, SITE, STUDIO, TEAM

SECOND = timedelta(seconds=1)


async def test_no_answer_has_two_deeds() -> None:
    assert len(DEEDS) == sum(len(errors) for errors in OUTCOMES.values())
    assert set(OUTCOMES) | {Deed.PARK} == set(Deed)


# ── again ──


async def test_a_call_that_is_not_answered_in_time_is_a_timeout(slack: Sandbox) -> None:
    """By the real clock; in all other tests a call is given up once the workspace will surely not answer it."""
    slack.fault("chat.postMessage", "hang")
    async with open_session(1.0) as session:
        client = web_client(slack.bot_token, base_url=slack.api_url, session=session)
        answer = await post(client, SITE, Payload("words", []), marker="m", thread_ts=None, plain=False)
    assert answer.error == "timeout"


async def test_slack_says_when_to_come_back_and_that_is_no_attempt(desk: Desk) -> None:
    desk.slack.fault("chat.postMessage", "ratelimited")
    desk.card("one")
    await desk.dispatcher.drain()
    desk.card("two", address=STUDIO)
    await desk.dispatcher.drain()
    assert len(desk.calls("chat.postMessage")) == 1, "the whole method is paused for this team"
    assert (desk.post("one").attempts, desk.post("one").dispatched_at) == (0, None)
    assert await desk.settle() == SECOND
    assert (desk.seen(), desk.seen(STUDIO)) == (["one (1)"], ["two (1)"])


async def test_where_no_connection_was_made_it_is_tried_again_with_growing_pauses(desk: Desk) -> None:
    desk.card("deadline")
    # Nobody listens on the port of the discard protocol.
    elsewhere = desk.dispatch_to("http://127.0.0.1:9/api/")
    waited = []
    for _ in range(8):
        await elsewhere.drain()
        waited.append((desk.lane().free_at - desk.clock.now()).total_seconds())
        desk.clock.move_to(desk.lane().free_at)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60]
    assert desk.post("deadline").dispatched_at is None
    assert await desk.settle() == timedelta(0)
    assert (desk.seen(), desk.post("deadline").attempts) == (["deadline (1)"], 0)


@pytest.mark.parametrize("error", OUTCOMES[Deed.AGAIN][1:])
async def test_what_slack_surely_did_not_take_is_sent_again(desk: Desk, refuse: Refuse, error: str) -> None:
    refuse("chat.postMessage", error, status=403 if error == "http_error" else 200)
    desk.card("deadline")
    assert await desk.settle() == SECOND
    assert desk.seen() == ["deadline (1)"]
    assert desk.calls("conversations.history") == []


@pytest.mark.parametrize("fault", ["hang", "drop", "http_500", "internal_error", "hang_after", "fatal_error"])
async def test_an_update_is_just_repeated(desk: Desk, fault: str) -> None:
    desk.card("deadline")
    await desk.settle()
    desk.slack.fault("chat.update", fault)
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (2)"]
    assert desk.calls("conversations.history") == []


async def test_a_home_and_the_opening_of_a_conversation_are_just_repeated(desk: Desk) -> None:
    desk.slack.fault("views.publish", "drop_after")
    desk.slack.fault("conversations.open", "drop_after")
    desk.db.run_now(outbox.owe_home, team_id=TEAM, user_id=ADA, now=desk.clock.now())
    desk.notice("direct", address=f"dm:{ADA}")
    assert await desk.settle() == SECOND
    assert desk.seen_directly(ADA) == ["direct (1)"]
    assert len(desk.calls("views.publish")) == 2


# ── thrown out ──


@pytest.mark.parametrize("error", OUTCOMES[Deed.STOP][:-1])
async def test_where_we_were_thrown_out_nothing_is_sent_and_everything_kept(
    desk: Desk, refuse: Refuse, error: str
) -> None:
    refuse("chat.postMessage", error)
    desk.card("deadline")
    await desk.settle()
    desk.card("another", address=STUDIO)
    await desk.settle()
    assert len(desk.calls("chat.postMessage")) == 1
    assert desk.dispatcher.stopped == {TEAM: error}
    assert {desk.post(key).state for key in ("deadline", "another")} == {PostState.OPEN}
    desk.dispatcher.resume(TEAM)
    await desk.settle()
    assert (desk.seen(), desk.seen(STUDIO)) == (["deadline (1)"], ["another (1)"])


async def test_a_workspace_without_a_token_is_left_alone_and_the_others_served(desk: Desk) -> None:
    given = {"address": SITE, "picture": "notice", "facts": {"words": "x"}, "now": desk.clock.now()}
    desk.db.run_now(outbox.owe_notice, team_id="T0002", key="theirs", **given)
    desk.card("ours")
    await desk.settle()
    assert desk.seen() == ["ours (1)"]
    assert desk.dispatcher.stopped == {"T0002": "no_client"}


async def test_the_same_answer_means_different_things_to_different_methods() -> None:
    assert decide("chat.postMessage", "timeout", SITE) is Deed.DOUBT
    assert decide("chat.update", "timeout", SITE) is Deed.AGAIN
    assert decide("chat.postMessage", "channel_not_found", f"dm:{ADA}") is Deed.STAND_IN


async def test_an_outage_kills_nothing(desk: Desk) -> None:
    desk.slack.fault("*", "http_500", times=12)
    desk.card("deadline")
    desk.card("update")
    for _ in range(200):
        await desk.dispatcher.drain()
        desk.clock.advance(5 * SECOND)
        await asyncio.sleep(0)
    assert desk.seen() == ["deadline (1)", "update (1)"]
