"""Every row of the error table: what Slack answers, and what people and rows show after it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.delivery.outcomes import DEEDS, OUTCOMES, Deed, decide
from bot.services import outbox
from models import Post, ProjectChannel
from models.enums import PostKind, PostState
from tests.delivery.conftest import Desk
from tests.delivery.scene import ADA, LEADS, OONA, PETRA, SAM, SITE, STUDIO, TEAM

Refuse = Callable[..., None]
SECOND = timedelta(seconds=1)


async def test_no_answer_has_two_deeds() -> None:
    assert len(DEEDS) == sum(len(errors) for errors in OUTCOMES.values())
    assert set(OUTCOMES) | {Deed.PARK} == set(Deed)


# ── again ──


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


# ── in doubt ──


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
    (told,) = _all(desk, picture="post_parked")
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
    (told,) = _all(desk, picture="post_parked")
    assert told.state is PostState.PARKED


@pytest.mark.parametrize("fault", ["drop", "drop_after", "hang", "http_500"])
async def test_a_whisper_in_doubt_is_given_up(desk: Desk, fault: str) -> None:
    desk.slack.fault("chat.postEphemeral", fault)
    desk.whisper("only you")
    desk.clock.advance(await desk.settle() + 20 * SECOND)
    await desk.settle()
    assert len(desk.calls("chat.postEphemeral")) == 1
    assert desk.post("only you").state is PostState.DEAD


# ── held ──


@pytest.mark.parametrize("error", OUTCOMES[Deed.HOLD])
async def test_a_channel_we_cannot_speak_in_holds_its_posts_and_its_people_are_told_once(
    desk: Desk, refuse: Refuse, error: str
) -> None:
    project_id = desk.make_project()
    refuse("chat.postMessage", error)
    desk.card("deadline", project_id=project_id)
    desk.notice("decided", project_id=project_id)
    await desk.settle()
    assert desk.seen() == []
    assert {desk.post(key).state for key in ("deadline", "decided")} == {PostState.HELD}
    assert _broken(desk) == [error]
    assert desk.seen_directly(ADA) == desk.seen_directly(SAM) == ["channel_broken (1)"]
    told = _all(desk, picture="channel_broken")[0]
    assert told.facts == {"channel": SITE, "error": error, "project": "Acme site"}

    desk.clock.advance(timedelta(hours=1))
    refuse("chat.postMessage", error)
    desk.notice("more")
    await desk.settle()
    assert len(_all(desk, picture="channel_broken")) == 2, "nobody is told twice of one breach"

    assert desk.db.run_now(outbox.release, team_id=TEAM, address=SITE, now=desk.clock.now()) == 3
    await desk.settle()
    assert _broken(desk) == [None]
    assert desk.seen() == ["deadline (1)", "decided (1)", "more (1)"]


async def test_a_reply_to_a_held_card_waits_with_it(desk: Desk, refuse: Refuse) -> None:
    refuse("chat.postMessage", "not_in_channel")
    card = desk.card("deadline")
    await desk.settle()
    desk.notice("decided", thread_of=card)
    await desk.settle()
    assert desk.seen() == []
    desk.db.run_now(outbox.release, team_id=TEAM, address=SITE, now=desk.clock.now())
    await desk.settle()
    assert desk.seen() == ["deadline (1)", "decided (1)"]
    assert desk.slack.workspace.channels[SITE].posts[-1].thread_ts == desk.post("deadline").ts


async def test_the_practice_workspace_itself_shuts_us_out_of_a_private_channel(desk: Desk) -> None:
    project_id = desk.make_project(channel=LEADS)
    desk.card("deadline", address=LEADS, project_id=project_id)
    await desk.settle()
    assert desk.post("deadline").state is PostState.HELD
    await desk.slack.add_to_channel("Countersign", "leads")
    desk.db.run_now(outbox.release, team_id=TEAM, address=LEADS, now=desk.clock.now())
    await desk.settle()
    assert desk.seen(LEADS) == ["deadline (1)"]


# ── directly ──


@pytest.mark.parametrize("error", OUTCOMES[Deed.GO_DIRECT])
async def test_what_may_not_be_posted_in_a_channel_is_said_directly_and_an_admin_told(
    desk: Desk, refuse: Refuse, error: str
) -> None:
    project_id = desk.make_project()
    refuse("chat.postMessage", error)
    desk.card("deadline", project_id=project_id, request_id=7)
    assert await desk.settle() <= SECOND, "nothing is in doubt"
    assert desk.seen() == []
    assert desk.seen_directly(ADA, PETRA) == ["deadline (1)"]
    assert desk.seen_directly(OONA) == ["channel_restricted (1)"]
    desk.redraw(request_id=7)
    await desk.settle()
    assert desk.seen_directly(ADA, PETRA) == ["deadline (2)"]


async def test_what_may_not_be_said_directly_either_is_parked(desk: Desk, refuse: Refuse) -> None:
    refuse("chat.postMessage", "restricted_action")
    desk.notice("direct", address=f"dm:{ADA}")
    await desk.settle()
    assert desk.post("direct").state is PostState.PARKED


@pytest.mark.parametrize("error", ["user_not_in_channel", "not_in_channel", "channel_not_found"])
async def test_a_whisper_that_is_refused_in_its_channel_is_said_directly(
    desk: Desk, refuse: Refuse, error: str
) -> None:
    refuse("chat.postEphemeral", error)
    desk.whisper("only you", user_id=ADA)
    await desk.settle()
    assert desk.seen_directly(ADA) == ["only you (1)"]


@pytest.mark.parametrize("error", OUTCOMES[Deed.STAND_IN])
async def test_what_somebody_who_left_was_owed_goes_to_their_deputy(desk: Desk, refuse: Refuse, error: str) -> None:
    project_id = desk.make_project()
    refuse("conversations.open", error)
    desk.card("deadline", address=f"dm:{PETRA}", project_id=project_id)
    await desk.settle()
    assert desk.seen_directly(SAM) == ["deadline (1)"]


async def test_where_there_is_no_deputy_it_is_parked_and_the_requester_told(desk: Desk) -> None:
    project_id = desk.make_project()
    await desk.slack.deactivate("Ada")
    desk.notice("decided", address=f"dm:{ADA}", project_id=project_id, facts={"words": "x", "requester_id": PETRA})
    await desk.settle()
    assert desk.post("decided").state is PostState.PARKED
    assert desk.seen_directly(PETRA) == ["post_parked (1)"]


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


def _all(desk: Desk, picture: str) -> list[Post]:
    def find(session: Session) -> list[Post]:
        return list(session.exec(select(Post).where(Post.picture == picture).order_by(col(Post.id))))

    return desk.db.run_now(find)


def _broken(desk: Desk) -> list[str | None]:
    return desk.db.run_now(lambda session: list(session.exec(select(ProjectChannel.broken))))


def _as_home(session: Session, key: str) -> None:
    session.exec(select(Post).where(Post.key == key)).one().kind = PostKind.HOME
