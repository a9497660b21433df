"""Only what Slack signed gets in, and what gets in reaches the listener as stock Bolt would hand it over."""

import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock

from bot.front_door import FrontDoor, _unquote, parse, sign
from bot.web import asgi
from tests.transport.conftest import SECRET, STAMP, SmallBot, admit, headers, post, said, send, small_bot
from tests.transport.payloads import EXAMPLES, UNHEARD, Body, as_sent

NAMED = ("payload", "body", "action", "command", "event", "view", "shortcut", "options", "message")
IDS = (
    "team_id", "enterprise_id", "user_id", "channel_id", "thread_ts", "response_url", "actor_user_id", "actor_team_id",
    "function_execution_id", "inputs", "bot_id", "bot_user_id", "bot_token", "is_enterprise_install", "token",
)  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "slash command": {"text": "Asked."},
    "submitted form": {"response_action": "errors", "errors": {"name": "Taken"}},
    "options for a select": {"options": [{"text": {"type": "plain_text", "text": "Rebrand"}, "value": "P1"}]},
}


class Ear:
    """Notes everything a listener can be handed, and answers as the kind of request wants it."""

    def __init__(self, kind: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self._answer = ANSWERS.get(kind, {})

    def listener(self) -> Any:
        async def listen(
            ack, context, client, say, respond, complete, fail, payload, body, action, command, event, view,
            shortcut, options, message,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            values = (payload, body, action, command, event, view, shortcut, options, message)
            self.heard.append(
                dict(zip(NAMED, values, strict=True))
                | {name: context.get(name) for name in IDS}
                | {"client": client.token, "say": say.channel, "respond": respond.response_url}
                | {"complete": complete.function_execution_id, "fail": fail.function_execution_id}
            )
            await ack(**self._answer)

        return listen


def listen_everywhere(on: Any, ear: Ear) -> None:
    """Register with the Switchboard or with stock Bolt: they read alike."""
    stock = isinstance(on, AsyncApp)
    on.command("/deadline")(ear.listener())
    for name in ("approve", "domain", "open_project"):
        on.action(name)(ear.listener())
    for name in ("approve:2", "domain:2") if stock else ():
        on.action(name)(ear.listener())
    on.view("project_form")(ear.listener())
    on.view_closed("project_form")(ear.listener())
    for name in ("start_request", "request_from_message"):
        on.shortcut(name)(ear.listener())
    on.options("project:1" if stock else "project")(ear.listener())
    for name in ("app_mention", "message", "app_home_opened", "function_executed", "member_left_channel"):
        on.event(name)(ear.listener())


async def through_stock_bolt(body: Body, ear: Ear) -> tuple[int, str, str]:
    admission = admit()
    app = AsyncApp(
        signing_secret=SECRET, authorize=admission, before_authorize=admission.gate, process_before_response=True
    )
    listen_everywhere(app, ear)
    raw, content_type = as_sent(body)
    # Stock Bolt asks the system for the time; all its verifiers share one clock, so this one is given its own.
    verifier: Any = app._async_middleware_list[1].verifier  # type: ignore[attr-defined]
    verifier.clock = Clock()
    verifier.clock.now = lambda: STAMP
    answer = await app.async_dispatch(AsyncBoltRequest(body=raw.decode(), headers=dict(headers(raw, content_type))))
    return answer.status, answer.body, answer.headers["content-type"][0]


@pytest.mark.parametrize("kind", EXAMPLES)
async def test_every_kind_is_heard_and_answered_as_by_stock_bolt(kind: str) -> None:
    ours, theirs, bot = Ear(kind), Ear(kind), small_bot()
    listen_everywhere(bot.on, ours)
    answer = await send(bot, EXAMPLES[kind])
    expected = await through_stock_bolt(EXAMPLES[kind], theirs)
    assert (answer.status_code, answer.text, answer.headers["content-type"]) == expected
    assert ours.heard == theirs.heard
    assert len(ours.heard) == (kind not in UNHEARD)


async def test_the_address_is_verified_by_its_challenge(bot: SmallBot) -> None:
    assert said(await send(bot, EXAMPLES["verification of the address"])) == {"challenge": "3eZbrw"}


async def test_the_certificate_check_needs_no_signature_and_reaches_nobody(bot: SmallBot) -> None:
    answer = await post(bot, b"ssl_check=1&token=abc", {})
    assert (answer.status_code, answer.text) == (200, "")
    assert (await post(bot, b"ssl_check=1&command=%2Fdeadline", {})).status_code == 401


async def test_a_command_may_say_payload(bot: SmallBot) -> None:
    heard = []

    @bot.on.command("/deadline")
    async def deadline(command: Body) -> None:
        heard.append(command["text"])

    answer = await send(bot, EXAMPLES["slash command"] | {"text": "payload", "payload": "x"})
    assert (answer.status_code, heard) == (200, ["payload"])


RAW, _ = as_sent(EXAMPLES["mention"])
GOOD = headers(RAW)
UNTRUSTED = {
    "no headers at all": {},
    "no signature": {k: v for k, v in GOOD.items() if k != "X-Slack-Signature"},
    "no timestamp": {k: v for k, v in GOOD.items() if k != "X-Slack-Request-Timestamp"},
    "another body's signature": GOOD | {"X-Slack-Signature": sign(SECRET, STAMP, b"{}")},
    "another secret's signature": GOOD | {"X-Slack-Signature": sign("guess", STAMP, RAW)},
    "upper case signature": GOOD | {"X-Slack-Signature": GOOD["X-Slack-Signature"].upper()},
    "signature with a tail": GOOD | {"X-Slack-Signature": GOOD["X-Slack-Signature"] + "\t0"},
    "signature beyond ASCII": GOOD | {"X-Slack-Signature": "v0=" + "é" * 64},
    "timestamp that is no integer": GOOD | {"X-Slack-Request-Timestamp": f"{STAMP}.0"},
    "timestamp with a sign": GOOD | {"X-Slack-Request-Timestamp": f"+{STAMP}"},
    "timestamp in other digits": GOOD | {"X-Slack-Request-Timestamp": "\u0661" * 10},
    "six minutes old": headers(RAW, stamp=STAMP - 360),
    "six minutes early": headers(RAW, stamp=STAMP + 360),
}


@pytest.mark.parametrize("case", UNTRUSTED)
async def test_what_slack_did_not_sign_just_now_is_turned_away_unread(
    case: str, bot: SmallBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard = []

    @bot.on.event("app_mention")
    async def mentioned(event: Body) -> None:
        heard.append(event)

    caplog.set_level(logging.DEBUG)
    raw_headers = {name: value.encode() for name, value in UNTRUSTED[case].items()}
    answer = await post(bot, RAW, raw_headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.content, heard) == (401, b"", [])
    assert "U0BOT" not in caplog.text


async def test_five_minutes_to_either_side_are_let_in(bot: SmallBot) -> None:
    for minutes in (-5, 5):
        bot.clock.at += timedelta(minutes=minutes)
        assert (await post(bot, RAW, GOOD)).status_code == 200
        bot.clock.at -= timedelta(minutes=minutes)


MALFORMED = {
    "nothing": b"",
    "broken JSON": b'{"type": "event_callback"',
    "a list": b"payload=%5B%5D",
    "absurd nesting": b'{"a":' + b"[" * 100_000,
    "bytes that are no text": b"payload=%FF%FE",
    "raw bytes that are no text": b"text=\xff",
    "an event that is no object": b'{"type":"event_callback","event":"x"}',
    "an event where none belongs": b'{"type":"shortcut","callback_id":"a","event":"x"}',
    "an event without a type": b'{"type":"event_callback","event":{}}',
    "a type that is an object": b'{"type":{}}',
    "no actions": b'{"type":"block_actions","actions":[]}',
    "an action id that is a number": b'{"type":"block_actions","actions":[{"action_id":7}]}',
    "a view that is a text": b'{"type":"view_submission","view":"V1"}',
    "a team that is a number": b'{"type":"shortcut","callback_id":"a","team":7}',
    "authorizations that are a text": b'{"type":"event_callback","event":{"type":"a"},"authorizations":"x"}',
    "not a number": b'{"type":"shortcut","callback_id":"a","x":NaN}',
    "a lone surrogate": b'{"type":"shortcut","callback_id":"a","x":"\\ud800"}',
    "a NUL": b'{"type":"shortcut","callback_id":"a","x":["\\u0000"]}',
    "a NUL in a command": b"command=%2Fdeadline&text=%00",
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_signed_nonsense_is_a_bad_request(case: str, bot: SmallBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answer = await post(bot, MALFORMED[case], headers(MALFORMED[case], "application/x-www-form-urlencoded"))
    assert (answer.status_code, answer.content) == (400, b"")
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


@pytest.mark.parametrize("text", ["\U0001f680", "\\u0000", "\\ud800 and 🚀", "ä"])
async def test_texts_that_only_look_unstorable_are_let_in(text: str, bot: SmallBot) -> None:
    heard = []

    @bot.on.event("app_mention")
    async def mentioned(event: Body) -> None:
        heard.append(event["text"])

    mention = EXAMPLES["mention"]
    assert (await send(bot, mention | {"event": mention["event"] | {"text": text}})).status_code == 200
    assert heard == [text]


async def test_a_body_over_one_megabyte_is_not_read(bot: SmallBot) -> None:
    async def pieces() -> Any:
        for _ in range(17):
            yield b"x" * 65_536

    big = b"x" * (1_048_576 + 1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(bot)), base_url="http://bot") as client:
        assert (await client.post("/slack/events", content=big, headers=headers(big))).status_code == 413
        assert (await client.post("/slack/events", content=pieces(), headers=headers(big))).status_code == 413
    assert (await post(bot, big[:-1], headers(big[:-1]))).status_code == 400


async def test_a_listener_reads_the_retry_headers_and_no_others(bot: SmallBot) -> None:
    seen: dict[str, Any] = {}

    @bot.on.event("app_mention")
    async def mentioned(request: AsyncBoltRequest) -> None:
        seen.update(request.headers)

    sent = GOOD | {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "timeout", "X-Slack-Bolt-Lazy-Only": "1"}
    assert (await post(bot, RAW, sent)).status_code == 200
    assert seen == {"x-slack-retry-num": ["1"], "x-slack-retry-reason": ["timeout"]}


def test_there_is_no_front_door_without_a_secret(bot: SmallBot) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        FrontDoor(bot.app, "", bot.clock)


@given(st.text())
def test_the_quick_way_to_decode_equals_the_slow_one(text: str) -> None:
    sent = quote_plus(json.dumps({"text": text.replace("\0", ""), "%": "100%=+&"}, ensure_ascii=False))
    slow = dict(parse_qsl("payload=" + sent, keep_blank_values=True))["payload"]
    assert _unquote(sent.encode()) == slow
    assert parse(b"payload=" + sent.encode()) == json.loads(slow)


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_a_form_is_read_with_its_blanks(form: dict[str, str]) -> None:
    storable = {name: text.replace("\0", "") for name, text in form.items()} | {"command": "/project", "blank": ""}
    assert parse(urlencode(storable).encode()) == storable
