"""The process dies: what was committed is told after the restart, once, and within 90 seconds."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db import Database
from bot.services import outbox
from models import Lane
from models.enums import PostState
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from tests.delivery.conftest import Desk, patient
from tests.delivery.killed import POINTS
from tests.delivery.scene import SITE, STUDIO, TEAM, draw

ROOT = Path(__file__).parents[2]
TAKEN = {"after Slack took it", "after it was noted that Slack took it"}


async def _die(database: str, slack: Sandbox, point: str) -> int:
    given = (database, slack.api_url, slack.bot_token, point)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "tests/delivery/killed.py"), *given, env=environment, cwd=ROOT
    )
    return await asyncio.wait_for(process.wait(), 30)


@pytest.mark.parametrize(("point", "lag"), [*((each, 0) for each in POINTS), ("after Slack took it", 30)])
async def test_after_sigkill_the_card_is_there_once_within_90_seconds(
    database: str, slack: Sandbox, clock: MovableClock, point: str, lag: int
) -> None:
    slack.history_lag = timedelta(seconds=lag)
    assert await _die(database, slack, point) == -9
    db = Database(database)
    try:
        async with patient(slack) as session:
            desk = Desk(db, slack, clock, session)
            assert desk.seen() == (["deadline (1)"] if point in TAKEN else [])
            took = await desk.settle()
            assert desk.seen() == ["deadline (1)"]
            assert took <= timedelta(seconds=90)
            desk.card("deadline")
            await desk.settle()
            assert desk.seen() == ["deadline (2)"]
    finally:
        db.close()


async def test_after_an_hour_without_us_one_look_is_enough(desk: Desk) -> None:
    desk.card("deadline")
    _claim_and_die(desk)
    desk.clock.advance(timedelta(hours=1))
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]
    assert len(desk.calls("conversations.history")) == 1


async def test_a_reply_waits_until_its_card_is_out_of_doubt(desk: Desk) -> None:
    card = desk.card("deadline")
    desk.notice("decided", thread_of=card)
    _claim_and_die(desk)
    await desk.settle()
    assert desk.seen() == ["deadline (1)", "decided (1)"]


async def test_a_whisper_that_was_under_way_is_given_up(desk: Desk) -> None:
    desk.whisper("only you")
    _claim_and_die(desk)
    await desk.settle()
    assert desk.post("only you").state is PostState.DEAD
    assert desk.calls("chat.postEphemeral") == []


async def test_one_doubtful_post_does_not_keep_other_channels_waiting(desk: Desk) -> None:
    desk.card("deadline")
    _claim_and_die(desk)
    desk.card("elsewhere", address=STUDIO)
    await desk.dispatcher.drain()
    assert (desk.seen(), desk.seen(STUDIO)) == ([], ["elsewhere (1)"])


async def test_who_comes_back_after_the_lease_changes_nothing_but_tells_where_it_is(desk: Desk) -> None:
    desk.card("deadline")
    late = _claim_and_die(desk)
    desk.clock.advance(timedelta(seconds=16))
    (other,) = desk.db.run_now(outbox.claim, render=draw, now=desk.clock.now()).claims
    given = {"claim": late, "channel_id": SITE, "ts": "1.000001", "free_at": desk.clock.now()}
    assert desk.db.run_now(outbox.shown, **given) is False
    assert (desk.post("deadline").ts, desk.post("deadline").shown) == ("1.000001", 0)
    assert desk.lane().turn == other.turn
    assert not desk.db.run_now(outbox.dispatch, claim=other, now=desk.clock.now()), "it would be a second card"


async def test_who_lost_the_lane_does_not_send(desk: Desk) -> None:
    desk.card("deadline")
    (late,) = desk.db.run_now(outbox.claim, render=draw, now=desk.clock.now()).claims
    desk.clock.advance(timedelta(seconds=16))
    desk.db.run_now(outbox.claim, render=draw, now=desk.clock.now())
    for verb in (outbox.dispatch, outbox.hold, outbox.park, outbox.anew):
        more = {"error": "x"} if verb in (outbox.hold, outbox.park) else {}
        assert desk.db.run_now(verb, claim=late, now=desk.clock.now(), **more) is False
    assert desk.post("deadline").state is PostState.OPEN


async def test_running_it_sends_what_is_owed_when_it_is_woken_and_stops_when_told(
    db: Database, slack: Sandbox, clock: MovableClock
) -> None:
    async with patient(slack) as session:
        desk = Desk(db, slack, clock, session)
        stop = asyncio.Event()
        db.after_commit = desk.dispatcher.wake
        running = asyncio.create_task(desk.dispatcher.run(stop))
        facts = {"words": "deadline"}
        given = {"team_id": TEAM, "address": SITE, "key": "deadline", "picture": "card", "facts": facts}
        await db.run(outbox.owe_card, now=clock.now(), **given)
        await slack.wait_for(lambda: desk.seen() == ["deadline (1)"])
        stop.set()
        await asyncio.wait_for(running, 5)


async def test_lanes_that_are_missing_are_made_at_the_start(desk: Desk) -> None:
    desk.card("deadline")
    desk.db.run_now(lambda session: session.delete(session.get_one(Lane, (TEAM, SITE))))
    desk.db.run_now(outbox.mend_lanes, now=desk.clock.now())
    await desk.settle()
    assert desk.seen() == ["deadline (1)"]


def _claim_and_die(desk: Desk) -> outbox.AnyClaim:
    """What a process leaves that dies between its note to send and the sending."""
    (claim,) = desk.db.run_now(outbox.claim, render=draw, now=desk.clock.now()).claims
    assert desk.db.run_now(outbox.dispatch, claim=claim, now=desk.clock.now())
    return claim
