"""The error table: posts of which nobody knows whether Slack took them are looked for by their marker."""

from datetime import timedelta

import pytest

from bot.services import outbox
from models.enums import PostState
from tests.delivery.conftest import Desk, Refuse
from tests.delivery.scene import PETRA, SITE, TEAM

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("fault", ["drop_after", "hang_after", "fatal_error"])
async def test_what_slack_took_without_saying_so_is_found_by_its_marker(desk: Desk, fault: str) -> None:
    desk.slack.fault("chat.postMessage", fault)
    desk.card("deadline")
    assert await desk.settle() == 2 * SECOND
    assert desk.seen() == ["deadline (1)"]
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (2)"]


@pytest.mark.parametrize("fault", ["drop", "hang", "http_500", "internal_error"])
async def test_what_slack_did_not_take_is_posted_again_only_after_the_last_look(desk: Desk, fault: str) -> None:
    desk.slack.fault("chat.postMessage", fault)
    desk.card("deadline")
    assert await desk.settle() == 60 * SECOND
    assert desk.seen() == ["deadline (1)"]
    looks = [each.at for each in desk.slack.calls if each.method == "conversations.history"]
    sent = [each.at for each in desk.slack.calls if each.method == "chat.postMessage"]
    assert [each - sent[0] for each in looks] == [2 * SECOND, 15 * SECOND, 60 * SECOND]


@pytest.mark.parametrize("error", ["service_unavailable", "server_error", "unreadable"])
async def test_other_answers_that_say_nothing_leave_it_in_doubt_too(desk: Desk, refuse: Refuse, error: str) -> None:
    refuse("chat.postMessage", error, status={"server_error": 503, "unreadable": 204}.get(error, 200))
    desk.card("deadline")
    await desk.dispatcher.drain()
    assert desk.post("deadline").error == error
    assert await desk.settle() == 60 * SECOND
    assert desk.seen() == ["deadline (1)"]


async def test_history_that_lags_is_waited_for(desk: Desk) -> None:
    desk.slack.history_lag = timedelta(seconds=40)
    desk.slack.fault("chat.postMessage", "drop_after")
    desk.card("deadline")
    assert await desk.settle() == 60 * SECOND
    assert desk.seen() == ["deadline (1)"]


async def test_a_reply_in_doubt_is_looked_for_in_its_thread(desk: Desk) -> None:
    card = desk.card("deadline")
    await desk.settle()
    desk.slack.fault("chat.postMessage", "drop_after")
    desk.notice("decided", thread_of=card)
    await desk.settle()
    assert desk.seen() == ["deadline (1)", "decided (1)"]
    assert len(desk.calls("conversations.replies")) == 1


async def test_behind_a_doubtful_post_new_ones_wait_and_updates_do_not(desk: Desk) -> None:
    desk.card("early")
    await desk.settle()
    desk.clock.advance(SECOND)
    desk.slack.fault("chat.postMessage", "drop")
    desk.notice("doubtful")
    desk.notice("later")
    await desk.dispatcher.drain()
    desk.card("early")
    await desk.dispatcher.drain()
    assert desk.seen() == ["early (2)"]
    await desk.settle()
    assert desk.seen() == ["early (2)", "doubtful (1)", "later (1)"]


async def test_a_look_that_fails_is_made_again(desk: Desk) -> None:
    desk.slack.fault("chat.postMessage", "drop_after")
    desk.slack.fault("conversations.history", "http_500")
    desk.slack.fault("conversations.history", "ratelimited")
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]


async def test_what_cannot_be_looked_for_is_parked_and_its_requester_told(desk: Desk) -> None:
    desk.slack.scopes.discard("channels:history")
    desk.slack.fault("chat.postMessage", "drop_after")
    desk.card("deadline", facts={"words": "deadline", "requester_id": PETRA})
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]
    assert desk.post("deadline").state is PostState.PARKED
    assert desk.seen_directly(PETRA) == ["post_parked (1)"]
    (told,) = desk.pictured("post_parked")
    assert (told.facts["error"], told.facts["key"], told.facts["channel"]) == ("missing_scope", "deadline", SITE)


async def test_a_parked_post_goes_out_when_a_person_says_so(desk: Desk) -> None:
    desk.slack.scopes.discard("channels:history")
    desk.slack.fault("chat.postMessage", "drop")
    desk.card("deadline")
    await desk.settle()
    assert desk.db.run_now(outbox.reopen, team_id=TEAM, key="deadline", now=desk.clock.now())
    assert not desk.db.run_now(outbox.reopen, team_id=TEAM, key="deadline", now=desk.clock.now())
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]


async def test_a_notice_of_trouble_that_is_in_trouble_tells_nobody(desk: Desk) -> None:
    desk.slack.scopes -= {"channels:history", "im:history"}
    desk.slack.fault("chat.postMessage", "drop_after", times=2)
    desk.card("deadline", facts={"words": "deadline", "requester_id": PETRA})
    await desk.settle()
    (told,) = desk.pictured("post_parked")
    assert told.state is PostState.PARKED


@pytest.mark.parametrize("fault", ["drop", "drop_after", "hang", "http_500"])
async def test_a_whisper_in_doubt_is_given_up(desk: Desk, fault: str) -> None:
    desk.slack.fault("chat.postEphemeral", fault)
    desk.whisper("only you")
    desk.clock.advance(await desk.settle() + 20 * SECOND)
    await desk.settle()
    assert len(desk.calls("chat.postEphemeral")) == 1
    assert desk.post("only you").state is PostState.DEAD
