"""The error table: what Slack does not take as it is, and what it does not have any more."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.delivery.outcomes import OUTCOMES, Deed
from models import Post
from models.enums import PostKind, PostState
from tests.delivery.conftest import Desk, Refuse
from tests.delivery.scene import ADA, PETRA, SITE

SECOND = timedelta(seconds=1)


# ── our fault ──


@pytest.mark.parametrize("error", OUTCOMES[Deed.PLAIN])
async def test_what_is_too_much_for_slack_is_said_in_plain_words(
    desk: Desk, refuse: Refuse, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    refuse("chat.postMessage", error, status=413 if error == "request_too_large" else 200)
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]
    assert "blocks" not in desk.calls("chat.postMessage")[-1]
    assert [each.levelname for each in caplog.records if each.name.startswith("bot.")] == ["ERROR"]


async def test_blocks_that_slack_does_not_know_are_left_out_of_messages_updates_and_homes(desk: Desk) -> None:
    odd = {"words": "odd", "blocks": [{"type": "no such block"}]}
    desk.card("odd", facts=odd)
    await desk.settle()
    desk.card("odd")
    desk.card("home", address=f"home:{ADA}", facts=odd)
    desk.db.run_now(_as_home, "home")
    await desk.settle()
    assert desk.seen() == ["odd (2)"]
    assert desk.slack.handles.homes[ADA].as_slack()["blocks"][0]["text"]["text"] == "odd (1)"


async def test_what_is_refused_in_plain_words_too_is_parked(desk: Desk, refuse: Refuse) -> None:
    refuse("chat.postMessage", "msg_too_long", times=2)
    desk.card("deadline", facts={"words": "deadline", "requester_id": PETRA})
    desk.notice("next")
    await desk.settle()
    assert desk.post("deadline").state is PostState.PARKED
    assert desk.seen() == ["next (1)"]
    assert desk.seen_directly(PETRA) == ["post_parked (1)"]


async def test_an_answer_that_nobody_knows_parks_the_post(
    desk: Desk, refuse: Refuse, caplog: pytest.LogCaptureFixture
) -> None:
    refuse("chat.postMessage", "wrong_phase_of_the_moon")
    desk.card("deadline")
    await desk.settle()
    assert (desk.post("deadline").state, desk.seen()) == (PostState.PARKED, [])
    assert "wrong_phase_of_the_moon" in caplog.text


# ── gone ──


async def test_a_card_that_somebody_deleted_is_posted_anew_and_changes_there_from_then_on(desk: Desk) -> None:
    desk.card("deadline")
    await desk.settle()
    channel = desk.slack.workspace.channels[SITE]
    desk.slack.workspace.remove(channel, channel.posts[-1])
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (2)"]
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (3)"]


@pytest.mark.parametrize("error", OUTCOMES[Deed.ANEW])
async def test_a_card_that_cannot_be_changed_any_more_is_posted_anew(desk: Desk, refuse: Refuse, error: str) -> None:
    desk.card("deadline")
    await desk.settle()
    first = desk.post("deadline").ts
    refuse("chat.update", error)
    desk.card("deadline")
    assert await desk.settle() <= SECOND, "nothing is in doubt"
    assert desk.seen() == ["deadline (1)", "deadline (2)"]
    assert desk.post("deadline").ts not in (first, None)


@pytest.mark.parametrize("error", [*OUTCOMES[Deed.UNTHREAD], "message_not_found"])
async def test_a_reply_whose_thread_is_gone_goes_into_the_channel(desk: Desk, refuse: Refuse, error: str) -> None:
    root = desk.slack.workspace.channels[SITE].posts[0]
    refuse("chat.postMessage", error)
    desk.notice("decided", thread_ts=root.ts)
    await desk.settle()
    assert desk.seen() == ["decided (1)"]
    assert desk.slack.workspace.channels[SITE].posts[-1].thread_ts is None


def _as_home(session: Session, key: str) -> None:
    session.exec(select(Post).where(Post.key == key)).one().kind = PostKind.HOME
