"""What Slack did not sign, or could not have sent, changes nothing in the real bot and leaves no trace of its words."""

import logging
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from bot.front_door import sign
from sandbox.cast import APP_ID, TEAM_ID
from sandbox.clock import MovableClock
from sandbox.delivery import Http
from tests.engine.rows import counts
from tests.scenarios.conftest import START, Stage, on_stage

WORDS = "purple-monkeys"
COMMAND = urlencode({
    "command": "/deadline", "text": f"14 Dec 2027 because {WORDS}", "team_id": TEAM_ID, "user_id": "U07ADAADEYEM",
    "channel_id": "C07ACMESITE0", "trigger_id": "1.2.abc", "api_app_id": APP_ID,
    "response_url": f"https://hooks.example/{WORDS}",
}).encode()  # fmt: skip
CLICK = b"payload=" + WORDS.encode()
MALFORMED = {
    "a click that is no JSON": b"payload=%7B" + WORDS.encode(),
    "a click that is a list": b'payload=["' + WORDS.encode() + b'"]',
    "JSON that breaks off": b'{"type": "event_callback", "event": {"text": "' + WORDS.encode(),
    "bytes that are no text": b"text=" + WORDS.encode() + b"\xff",
    "a command with a NUL": b"command=%2Fdeadline&text=%00" + WORDS.encode(),
    "nothing at all": b"",
}


@pytest.fixture
async def stage(database: str) -> AsyncIterator[Stage]:
    async with on_stage(database, MovableClock(START), "http") as there:
        await there.project()
        yield there


async def post(stage: Stage, raw: bytes, *, secret: str | None = None, late: int = 0, **more: str) -> httpx.Response:
    assert isinstance(stage.slack.delivery, Http)
    stamp = int(stage.clock.now().timestamp()) - late
    head = {"Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": str(stamp)}
    if secret != "":
        head["X-Slack-Signature"] = sign(secret or stage.slack.signing_secret, stamp, raw)
    async with httpx.AsyncClient() as client:
        return await client.post(stage.slack.delivery.url, content=raw, headers=head | more)


def rows(stage: Stage) -> dict[str, int]:
    return stage.bot.db.run_now(lambda session: counts(session.connection()))


async def test_what_slack_did_not_sign_just_now_is_turned_away(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before, calls = rows(stage), len(stage.slack.calls)
    answers = [
        await post(stage, COMMAND, secret=""),
        await post(stage, COMMAND, secret="guess"),
        await post(stage, COMMAND, late=301),
        await post(stage, COMMAND, late=-301),
        await post(stage, COMMAND + b"&x=1", **{"X-Slack-Signature": sign("x", 1, COMMAND)}),
        await post(stage, CLICK, secret=""),
    ]
    assert [(each.status_code, each.content) for each in answers] == [(401, b"")] * len(answers)
    await stage.told()
    assert (rows(stage), len(stage.slack.calls)) == (before, calls)
    assert WORDS not in caplog.text


@pytest.mark.parametrize("case", MALFORMED)
async def test_what_is_signed_but_malformed_is_a_bad_request(
    stage: Stage, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, calls = rows(stage), len(stage.slack.calls)
    assert (await post(stage, MALFORMED[case])).status_code == 400
    await stage.told()
    assert (rows(stage), len(stage.slack.calls)) == (before, calls)
    assert WORDS not in caplog.text


async def test_the_same_command_signed_as_slack_signs_it_is_acted_on(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before = rows(stage)
    answer = await post(stage, COMMAND)
    assert answer.status_code == 200
    assert "CR-1" in answer.text
    assert rows(stage)["change_request"] == before["change_request"] + 1
    assert WORDS not in caplog.text
