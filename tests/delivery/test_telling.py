"""Cards, notices, whispers and homes: what is owed is seen, once, and stays true."""

from datetime import timedelta

import pytest

from bot.services import outbox
from models.enums import PostState
from tests.delivery.conftest import Desk
from tests.delivery.scene import ADA, PETRA, SITE, STUDIO, TEAM


async def test_a_card_is_posted_once_and_then_updated(desk: Desk) -> None:
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]
    desk.card("deadline")
    await desk.settle()
    assert desk.seen() == ["deadline (2)"]
    assert len(desk.calls("chat.postMessage")) == 1


async def test_redraw_finds_the_cards_of_a_request_wherever_they_are(desk: Desk) -> None:
    desk.card("here", request_id=7)
    desk.card("there", address=STUDIO, request_id=7)
    desk.card("other", request_id=8)
    await desk.settle()
    assert desk.redraw(request_id=7) == 2
    await desk.settle()
    assert desk.seen() == ["here (2)", "other (1)"]
    assert desk.seen(STUDIO) == ["there (2)"]


async def test_redraw_of_nothing_in_particular_is_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="redraw what"):
        desk.redraw(picture="card")


async def test_a_card_that_becomes_dirty_while_it_is_sent_is_updated_and_not_posted_again(desk: Desk) -> None:
    desk.card("deadline", request_id=7)
    dirtied: list[int] = []

    def press_meanwhile(_: object) -> None:
        # Slack has the message, and we do not know it yet.
        if not dirtied:
            dirtied.append(desk.redraw(request_id=7))

    desk.slack.workspace.watchers.append(press_meanwhile)
    await desk.settle()
    assert dirtied == [1]
    assert desk.seen() == ["deadline (2)"]
    assert desk.post("deadline").shown == 2


async def test_a_notice_is_said_once_for_its_key(desk: Desk) -> None:
    desk.notice("decided")
    desk.notice("decided", facts={"words": "something else"})
    await desk.settle()
    desk.notice("decided")
    await desk.settle()
    assert desk.seen() == ["decided (1)"]


async def test_a_reply_waits_for_the_card_in_whose_thread_it_goes(desk: Desk) -> None:
    desk.slack.fault("chat.postMessage", "drop")
    card = desk.card("deadline")
    desk.notice("decided", thread_of=card)
    await desk.dispatcher.drain()
    assert desk.seen() == []
    await desk.settle()
    assert desk.seen() == ["deadline (1)", "decided (1)"]
    reply = desk.slack.workspace.channels[SITE].posts[-1]
    assert reply.thread_ts == desk.post("deadline").ts


async def test_a_reply_to_a_card_that_will_never_be_shown_goes_into_the_channel(desk: Desk) -> None:
    card = desk.card("deadline", facts={"words": "impossible"})
    desk.notice("decided", thread_of=card)
    await desk.settle()
    assert desk.seen() == ["decided (1)"]
    assert desk.slack.workspace.channels[SITE].posts[-1].thread_ts is None


async def test_a_reply_can_go_under_a_message_that_somebody_wrote(desk: Desk) -> None:
    root = desk.slack.workspace.channels[SITE].posts[0]
    desk.notice("noted", thread_ts=root.ts)
    await desk.settle()
    assert desk.slack.workspace.channels[SITE].posts[-1].thread_ts == root.ts


async def test_people_are_written_to_directly_and_the_conversation_is_opened_once(desk: Desk) -> None:
    desk.notice("one", address=f"dm:{ADA}")
    desk.notice("two", address=f"dm:{ADA}")
    desk.notice("both", address=f"group:{ADA},{PETRA}")
    await desk.settle()
    assert desk.seen_directly(ADA) == ["one (1)", "two (1)"]
    assert desk.seen_directly(ADA, PETRA) == ["both (1)"]
    assert len(desk.calls("conversations.open")) == 2


async def test_a_whisper_is_seen_by_one_person(desk: Desk) -> None:
    desk.whisper("only you", user_id=ADA)
    await desk.settle()
    (post,) = [each for each in desk.slack.workspace.channels[SITE].posts if each.viewer]
    assert (post.viewer, post.message["text"]) == (ADA, "only you (1)")


async def test_a_home_is_published_and_drawn_again_for_those_who_have_one(desk: Desk) -> None:
    now = desk.clock.now()
    desk.db.run_now(outbox.owe_home, team_id=TEAM, user_id=ADA, now=now)
    await desk.settle()
    assert desk.db.run_now(outbox.redraw_home, team_id=TEAM, user_ids=[ADA, PETRA]) == 1
    await desk.settle()
    home = desk.slack.handles.homes[ADA].as_slack()
    assert home["blocks"][0]["text"]["text"] == "home (2)"
    assert PETRA not in desk.slack.handles.homes


async def test_every_message_has_text_a_marker_and_nothing_unfurled(desk: Desk) -> None:
    desk.card("deadline")
    await desk.settle()
    desk.card("deadline")
    await desk.settle()
    (posted,), (updated,) = desk.calls("chat.postMessage"), desk.calls("chat.update")
    assert posted["text"] == "deadline (1)"
    assert posted["metadata"]["event_type"] == "countersign_post"
    assert posted["metadata"]["event_payload"] == {"marker": desk.post("deadline").marker}
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)
    assert (updated["parse"], updated["link_names"]) == ("none", False)


@pytest.mark.parametrize("words", ["impossible", "bad query"])
async def test_a_picture_that_cannot_be_drawn_is_parked_and_holds_nobody_up(desk: Desk, words: str) -> None:
    desk.card("odd", facts={"words": words})
    desk.card("even")
    desk.card("elsewhere", address=STUDIO)
    await desk.dispatcher.drain()
    assert desk.post("odd").state is PostState.PARKED
    assert (desk.seen(), desk.seen(STUDIO)) == (["even (1)"], ["elsewhere (1)"])


async def test_what_has_nothing_to_say_any_more_is_not_posted(desk: Desk) -> None:
    desk.card("gone", facts={"words": "nothing"})
    await desk.settle()
    assert desk.post("gone").state is PostState.DEAD
    assert desk.calls("chat.postMessage") == []


async def test_buttons_that_live_five_minutes_are_drawn_again_when_their_time_has_come(desk: Desk) -> None:
    desk.card("decided", facts={"words": "decided", "lives": 300})
    assert await desk.settle() == timedelta(0)
    desk.clock.advance(timedelta(seconds=299))
    await desk.settle()
    assert desk.seen() == ["decided (1)"]
    desk.clock.advance(timedelta(seconds=1))
    await desk.settle()
    assert desk.seen() == ["decided (2)"]
    assert desk.post("decided").refresh_at is None


async def test_posts_of_one_channel_are_a_second_apart_and_updates_do_not_wait(desk: Desk) -> None:
    desk.slack.rate_limits = True
    for number in range(5):
        desk.notice(f"notice {number}")
    desk.notice("elsewhere", address=STUDIO)
    assert await desk.settle() == timedelta(seconds=4)
    assert desk.seen() == [f"notice {number} (1)" for number in range(5)]
    assert not desk.slack.rejected
    desk.card("card")
    await desk.settle()
    desk.clock.advance(timedelta(seconds=1))
    for _ in range(3):
        desk.card("card")
        assert await desk.settle() == timedelta(0)
