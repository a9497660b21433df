"""A message with a picture: uploaded first and shared with nobody, then posted once like any other message."""

from datetime import timedelta
from typing import Any

import pytest

from tests.delivery.conftest import Desk
from tests.delivery.scene import SITE

UPLOAD, COMPLETE, POST = "files.getUploadURLExternal", "files.completeUploadExternal", "chat.postMessage"
FACTS = {"words": "digest", "attachment": "timeline"}


def pictures(desk: Desk) -> list[Any]:
    """The bytes of the picture in each of the bot's messages, None for one without."""
    found = []
    for post in desk.slack.workspace.channels[SITE].posts:
        if not post.message.get("bot_id"):
            continue
        images = [each for each in post.message.get("blocks", []) if each["type"] == "image"]
        assert all(each["alt_text"] == "The plan" for each in images)
        found.append(desk.slack.workspace.files[images[0]["slack_file"]["id"]]["bytes"] if images else None)
    return found


def shared(desk: Desk) -> int:
    return sum("files" in each.message for each in desk.slack.workspace.channels[SITE].posts)


async def test_it_is_uploaded_shared_with_nobody_and_shown_in_one_message(desk: Desk) -> None:
    desk.notice("digest", facts=FACTS)
    await desk.settle()
    assert (desk.seen(), pictures(desk), shared(desk)) == (["digest (1)"], [b"\x89PNG timeline"], 0)
    assert [len(desk.calls(each)) for each in (UPLOAD, COMPLETE, POST)] == [1, 1, 1]
    assert desk.calls(POST)[0]["metadata"], "it carries its marker"


@pytest.mark.parametrize("step", [UPLOAD, COMPLETE])
@pytest.mark.parametrize("fault", ["http_500", "drop", "drop_after", "hang", "internal_error", "ratelimited"])
async def test_a_step_that_goes_wrong_is_done_again_and_nobody_sees_it_twice(desk: Desk, step: str, fault: str) -> None:
    desk.slack.fault(step, fault)
    desk.notice("digest", facts=FACTS)
    await desk.settle()
    assert (desk.seen(), pictures(desk), shared(desk)) == (["digest (1)"], [b"\x89PNG timeline"], 0)


@pytest.mark.parametrize("fault", ["drop_after", "hang_after", "fatal_error", "http_500", "drop"])
async def test_a_doubtful_post_is_settled_by_its_marker_with_the_picture_it_had(desk: Desk, fault: str) -> None:
    desk.slack.fault(POST, fault)
    desk.notice("digest", facts=FACTS)
    await desk.settle()
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [b"\x89PNG timeline"])
    assert len(desk.calls(UPLOAD)) == 1, "it is not uploaded again"


async def test_another_process_uploads_it_again_and_posts_once(desk: Desk) -> None:
    desk.slack.fault(POST, "ratelimited")
    desk.notice("digest", facts=FACTS)
    await desk.dispatcher.drain()
    desk.dispatcher = desk.dispatch_to(desk.slack.api_url)
    await desk.settle()
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [b"\x89PNG timeline"])
    assert len(desk.calls(UPLOAD)) == 2, "the first lies unshared"


async def test_without_the_scope_the_words_go_alone(desk: Desk) -> None:
    desk.slack.scopes = desk.slack.scopes - {"files:write"}
    desk.notice("digest", facts=FACTS)
    await desk.settle()
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [None])


@pytest.mark.parametrize("step", [UPLOAD, COMPLETE])
async def test_what_fails_again_and_again_goes_without_its_picture(desk: Desk, step: str) -> None:
    desk.slack.fault(step, "http_500", 3)
    desk.notice("digest", facts=FACTS)
    await desk.settle()
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [None])


async def test_slack_may_look_at_a_picture_for_a_moment(desk: Desk) -> None:
    desk.slack.switches.file_lag = timedelta(seconds=3)
    desk.notice("digest", facts=FACTS)
    assert await desk.settle() >= timedelta(seconds=3)
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [b"\x89PNG timeline"])
    assert len(desk.calls(UPLOAD)) == 1


async def test_a_picture_that_slack_never_shows_does_not_hold_the_words_back(desk: Desk) -> None:
    desk.slack.switches.file_lag = timedelta(days=1)
    desk.notice("digest", facts=FACTS)
    assert await desk.settle() < timedelta(minutes=1)
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [None])


async def test_a_picture_that_cannot_be_made_does_not_either(desk: Desk) -> None:
    desk.notice("digest", facts={"words": "digest", "attachment": "impossible"})
    await desk.settle()
    assert (desk.seen(), pictures(desk)) == (["digest (1)"], [None])
    assert desk.calls(UPLOAD) == []
