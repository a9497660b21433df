"""A bot with nothing in it but its transport: each test says who listens."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp

from bot.authorize import Authorize, fixed
from bot.clock import Clock
from bot.config import Settings
from bot.front_door import sign
from bot.switchboard import OnError, Switchboard
from bot.tasks import Tasks
from bot.web import asgi
from tests.transport.payloads import BOT, BOT_USER, TEAM, Body, as_sent

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime(2027, 11, 30, 9, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())


class StillClock(Clock):
    """Stands where it is put."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def admit() -> Authorize:
    return fixed("xoxb-1", BOT_USER, BOT, TEAM)


@dataclass
class SmallBot:
    """What the entrances ask of the composition root."""

    on: Switchboard
    app: AsyncApp
    tasks: Tasks
    clock: StillClock = field(default_factory=StillClock)
    settings: Settings = field(
        default_factory=lambda: Settings(
            slack_bot_token="xoxb-1", slack_app_token="xapp-1", slack_signing_secret=SECRET
        )
    )
    unready: list[str] = field(default_factory=list)

    def is_idle(self, body: object) -> bool:
        return False

    async def ready(self) -> Sequence[str]:
        return self.unready

    def metrics(self) -> str:
        return "countersign_up 1\n"


def small_bot(*, on_error: OnError | None = None, authorize: Authorize | None = None, **extras: Any) -> SmallBot:
    tasks = Tasks()
    on = Switchboard(tasks, extras=extras, on_error=on_error)
    admission = authorize or admit()
    app = AsyncApp(
        authorize=admission,
        before_authorize=admission.gate,
        process_before_response=True,
        request_verification_enabled=False,
    )
    app.use(on)
    return SmallBot(on, app, tasks)


@pytest.fixture
async def bot() -> AsyncIterator[SmallBot]:
    made = small_bot()
    yield made
    await made.tasks.drain(1)


def headers(raw: bytes, content_type: str = "application/json", stamp: int = STAMP) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": str(stamp),
        "X-Slack-Signature": sign(SECRET, stamp, raw),
    }


async def post(bot: SmallBot, raw: bytes, head: dict[str, str]) -> httpx.Response:
    """A POST to Slack's path through the whole web application."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(bot)), base_url="http://bot") as client:
        return await client.post("/slack/events", content=raw, headers=head)


async def send(bot: SmallBot, body: Body) -> httpx.Response:
    """What Slack would post, signed."""
    raw, content_type = as_sent(body)
    return await post(bot, raw, headers(raw, content_type))


def said(response: httpx.Response) -> Any:
    return json.loads(response.text) if response.text.startswith("{") else response.text


@contextmanager
def told(logger_name: str, line: str) -> Iterator[asyncio.Event]:
    """Set once that logger has written the line: how a test knows that something inside has come about."""
    event, logger = asyncio.Event(), logging.getLogger(logger_name)

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if line in record.getMessage():
                event.set()

    ear, level = Ear(), logger.level
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    try:
        yield event
    finally:
        logger.removeHandler(ear)
        logger.setLevel(level)


class Api:
    """Slack's Web API and response_urls in one: notes (path, what was posted) and gives `answer` to everything."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.answer: dict[str, Any] = {"ok": True}

    async def take(self, request: web.Request) -> web.Response:
        self.calls.put_nowait((request.path, await request.json() if request.can_read_body else None))
        return web.json_response(self.answer, headers={"X-OAuth-Scopes": "commands, chat:write"})


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    api, app = Api(), web.Application()
    app.router.add_post("/{any:.*}", api.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield api
    await runner.cleanup()
