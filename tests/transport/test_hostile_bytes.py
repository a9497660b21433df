"""Whatever bytes arrive, signed or not: an answer below 500, and nothing that was not foreseen.

COUNTERSIGN_FUZZ_EXAMPLES sets how many are tried (200).
"""

import asyncio
import copy
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.front_door import sign
from bot.web import asgi
from tests.transport.conftest import SECRET, STAMP, SmallBot, small_bot
from tests.transport.payloads import EXAMPLES, Body, as_sent

EXAMPLES_TRIED = int(os.environ.get("COUNTERSIGN_FUZZ_EXAMPLES", "200"))
often = settings(max_examples=EXAMPLES_TRIED, deadline=None, suppress_health_check=list(HealthCheck))
JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        "x",
        "\x00",
        "\ud800",
        "é" * 300,
        [],
        [[]],
        [None],
        {},
        {"id": []},
        {"type": 1},
    ]
)
HEADERS = st.sampled_from(
    [b"x-slack-signature", b"x-slack-request-timestamp", b"content-type", b"content-length", b"x-slack-retry-num"]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into a body."""
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


@st.composite
def spoilt_bodies(draw: st.DrawFn) -> bytes:
    """A real body with one to three values replaced or taken out, as Slack would send it."""
    body: Body = copy.deepcopy(EXAMPLES[draw(st.sampled_from(list(EXAMPLES)))])
    for _ in range(draw(st.integers(1, 3))):
        paths = list(places(body))
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        inner: Any = body
        for step in way:
            inner = inner[step]
        if draw(st.booleans()):
            inner[last] = copy.deepcopy(draw(JUNK))
        elif isinstance(inner, dict):
            del inner[last]
    if "type" not in body:
        body = {name: value if isinstance(value, str) else "x" for name, value in body.items() if value != "\ud800"}
    return as_sent(body)[0]


@st.composite
def spoilt_bytes(draw: st.DrawFn) -> bytes:
    """Real bytes, cut, doubled, flipped and filled."""
    raw = as_sent(EXAMPLES[draw(st.sampled_from(list(EXAMPLES)))])[0]
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted((draw(st.integers(0, len(raw))), draw(st.integers(0, len(raw)))))
        filling = draw(st.sampled_from([b"", raw[at:to] * 2]) | st.binary(max_size=8))
        raw = raw[:at] + filling + raw[to:]
    return raw


async def knock(bot: SmallBot, raw: bytes, headers: list[tuple[bytes, bytes]]) -> int:
    """The status that a server would send for one POST."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": raw}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": headers}
    await asgi(bot)(scope, receive, send)
    return int(sent[0]["status"])


def signed(raw: bytes, content_type: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", content_type),
        (b"x-slack-request-timestamp", b"%d" % STAMP),
        (b"x-slack-signature", sign(SECRET, STAMP, raw).encode()),
    ]


@pytest.fixture(scope="module")
def bot() -> SmallBot:
    made = small_bot()

    async def listen(ack: Any, payload: Any, say: Any, respond: Any, client: Any, complete: Any) -> None:
        await ack()

    made.on.command("/deadline")(listen)
    made.on.view("project_form")(listen)
    made.on.view_closed("project_form")(listen)
    made.on.options("project")(listen)
    for name in ("approve", "domain", "open_project"):
        made.on.action(name)(listen)
    for name in ("start_request", "request_from_message"):
        made.on.shortcut(name)(listen)
    for name in ("app_mention", "message", "app_home_opened", "function_executed", "member_left_channel"):
        made.on.event(name)(listen)
    return made


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


def unforeseen(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    caplog.clear()
    return found


TYPES = st.sampled_from([b"application/json", b"application/x-www-form-urlencoded", b"", b"\xff"])


@often
@given(raw=spoilt_bodies(), content_type=TYPES)
def test_signed_bodies_with_something_wrong_in_them(
    raw: bytes, content_type: bytes, bot: SmallBot, loop: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    assert loop.run(knock(bot, raw, signed(raw, content_type))) in (200, 400)
    assert unforeseen(caplog) == []


@often
@given(raw=spoilt_bytes(), content_type=TYPES)
def test_signed_bytes_with_something_wrong_in_them(
    raw: bytes, content_type: bytes, bot: SmallBot, loop: asyncio.Runner, caplog: pytest.LogCaptureFixture
) -> None:
    assert loop.run(knock(bot, raw, signed(raw, content_type))) in (200, 400)
    assert unforeseen(caplog) == []


@often
@given(raw=spoilt_bytes() | st.binary(), headers=st.lists(st.tuples(HEADERS, st.binary(max_size=80))))
def test_bytes_that_nobody_signed(
    raw: bytes,
    headers: list[tuple[bytes, bytes]],
    bot: SmallBot,
    loop: asyncio.Runner,
    caplog: pytest.LogCaptureFixture,
) -> None:
    certificate_check = b"ssl_check=1" in raw  # goes unsigned, and reaches nobody
    assert loop.run(knock(bot, raw, headers)) in ((200, 401, 413) if certificate_check else (401, 413))
    assert unforeseen(caplog) == []
