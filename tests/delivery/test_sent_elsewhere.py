"""The error table: where something may not be said it waits, or is said to the people directly."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.delivery.outcomes import OUTCOMES, Deed
from bot.services import outbox
from models import ProjectChannel
from models.enums import PostState
from tests.delivery.conftest import Desk, Refuse
from tests.delivery.scene import ADA, LEADS, OONA, PETRA, SAM, SITE, TEAM

SECOND = timedelta(seconds=1)


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
    told = desk.pictured("channel_broken")[0]
    assert told.facts == {"channel": SITE, "error": error, "project": "Acme site"}

    desk.clock.advance(timedelta(hours=1))
    refuse("chat.postMessage", error)
    desk.notice("more")
    await desk.settle()
    assert len(desk.pictured("channel_broken")) == 2, "nobody is told twice of one breach"

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


def _broken(desk: Desk) -> list[str | None]:
    return desk.db.run_now(lambda session: list(session.exec(select(ProjectChannel.broken))))
