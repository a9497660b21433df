"""Delivery over HTTP: signed, in Slack's three encodings, events tried again."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from sandbox.clock import MovableClock
from sandbox.server import Http, Sandbox


@dataclass
class Ear:
    """A bot's address that keeps what it heard and answers what it was told to."""

    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append((dict(request.headers), await request.read()))
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def ear(slack: Sandbox) -> AsyncIterator[Ear]:
    there = Ear()
    application = web.Application()
    application.router.add_post("/slack/events", there.hear)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.delivery = Http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield there
    await runner.cleanup()


async def test_a_command_is_a_signed_form_and_its_answer_is_whispered(slack: Sandbox, ear: Ear) -> None:
    ear.answers.append(web.json_response({"text": "hello"}))
    answer = await slack.person("Ada").command("/echo", "hi & bye @Petra", channel="acme-site")
    headers, body = ear.heard[0]
    stamp = headers["X-Slack-Request-Timestamp"]
    signed = hmac.new(slack.signing_secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={signed}"
    assert int(stamp) == int(slack.clock.now().timestamp())
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode())["text"] == ["hi &amp; bye <@U07PETRANOVA|petra>"]
    assert (answer.status, answer.text) == (200, "hello")


async def test_plain_text_is_an_answer_too(slack: Sandbox, ear: Ear) -> None:
    ear.answers.append(web.Response(text="plainly"))
    assert (await slack.person("Ada").command("/echo", channel="acme-site")).text == "plainly"


async def test_an_interaction_is_json_in_a_form(slack: Sandbox, ear: Ear) -> None:
    await slack.person("Ada").shortcut("Start a change request")
    payload = json.loads(parse_qs(ear.heard[0][1].decode())["payload"][0])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "start_request")


async def test_an_event_that_fails_comes_again_with_its_number_and_reason(
    slack: Sandbox, ear: Ear, clock: MovableClock
) -> None:
    ear.answers += [web.Response(status=500) for _ in range(3)]
    await slack.person("Ada").says("hello", channel="acme-site")
    assert len(ear.heard) == 2
    clock.advance(timedelta(minutes=1))
    await slack.wait_for(lambda: len(ear.heard) == 3)
    clock.advance(timedelta(minutes=4))
    await slack.wait_for(lambda: len(ear.heard) == 4)
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in ear.heard]
    assert numbers == [None, "1", "2", "3"]
    assert ear.heard[1][0]["X-Slack-Retry-Reason"] == "http_error"
    assert len({json.loads(body)["event_id"] for _, body in ear.heard}) == 1


async def test_a_bot_can_ask_not_to_be_told_again(slack: Sandbox, ear: Ear) -> None:
    ear.answers.append(web.Response(status=500, headers={"X-Slack-No-Retry": "1"}))
    await slack.person("Ada").says("hello", channel="acme-site")
    assert len(ear.heard) == 1


async def test_an_event_can_be_delivered_twice_under_one_id(slack: Sandbox, ear: Ear) -> None:
    slack.deliveries = 2
    await slack.person("Ada").says("hello", channel="acme-site")
    assert len({json.loads(body)["event_id"] for _, body in ear.heard}) == 1
    assert len(ear.heard) == 2


async def test_what_the_bot_answers_wrongly_is_seen_as_slack_shows_it(slack: Sandbox, ear: Ear) -> None:
    ear.answers += [web.Response(status=500), web.json_response({"blocks": [{"type": "nonsense"}]})]
    first = await slack.person("Ada").command("/echo", channel="acme-site")
    second = await slack.person("Ada").command("/echo", channel="acme-site")
    assert (first.status, first.problem) == (500, "dispatch_failed")
    assert second.problem == "invalid_blocks"
    assert slack.rejected[-1].method == "ack of slash_commands"


async def test_the_bot_is_told_only_where_it_is_and_what_it_subscribed_to(slack: Sandbox, ear: Ear) -> None:
    await slack.person("Ada").says("hello", channel="general")
    slack.scopes.discard("channels:history")
    await slack.person("Ada").says("hello", channel="acme-site")
    await slack.unarchive("old-pitch")
    assert ear.heard == []
