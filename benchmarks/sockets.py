"""The same click through Socket Mode: a server that hands out envelopes and waits for their acknowledgements."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from benchmarks.rounds import ROUNDS, Result, Side, alternate
from benchmarks.transport import TOKEN, press, stock_app
from bot import socket_mode
from bot.web import Bot


@dataclass
class Envelopes:
    """One side's Slack: `apps.connections.open` and the connection; any number of envelopes at once."""

    port: int = 0
    _link: web.WebSocketResponse | None = None
    _linked: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        application = web.Application()
        application.router.add_post("/api/apps.connections.open", self._open)
        application.router.add_get("/link", self._hold)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        try:
            yield
        finally:
            if self._link is not None:
                await self._link.close()
            await runner.cleanup()

    async def connect(self) -> "Envelopes":
        """As one of the askers: they share the connection, as Slack's envelopes do."""
        await self._linked.wait()
        return self

    async def ask(self, question: tuple[str, str]) -> None:
        """Hand out one envelope and wait until it is acknowledged."""
        name, text = question
        acknowledged = self._waiting[name] = asyncio.get_running_loop().create_future()
        assert self._link is not None
        await self._link.send_str(text)
        await acknowledged

    def close(self) -> None:
        """The connection stays for the next round."""

    async def _open(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"})

    async def _hold(self, request: web.Request) -> web.StreamResponse:
        self._link = web.WebSocketResponse()
        await self._link.prepare(request)
        await self._link.send_json({"type": "hello", "num_connections": 1})
        self._linked.set()
        async for message in self._link:
            if message.type == WSMsgType.TEXT and not message.data.startswith("sdk-ping-pong"):
                self._waiting.pop(json.loads(message.data)["envelope_id"]).set_result(None)
        return self._link


def envelope(value: str) -> tuple[str, str]:
    """(its id, the text): a click on `Approve`."""
    name = str(uuid.uuid4())
    body = {
        "envelope_id": name,
        "type": "interactive",
        "payload": press(value),
        "accepts_response_payload": True,
    }
    return name, json.dumps(body)


async def compare(bot: Bot, at_once: int, seconds: float, *, rounds: int = ROUNDS, values: Callable[[], str]) -> Result:
    """Stock Bolt's handler with a no-op listener against `bot`, one connection each; `values`: of our buttons."""
    async with AsyncExitStack() as stack:
        theirs, ours = Envelopes(), Envelopes()
        await stack.enter_async_context(theirs.listening())
        await stack.enter_async_context(ours.listening())
        await stack.enter_async_context(_stock(theirs))
        client: Any = bot.app.client
        client.base_url = ours.api_url
        await stack.enter_async_context(socket_mode.connect(bot, connections=1))
        sides = (
            Side(theirs.connect, lambda: envelope("7.1")),
            Side(ours.connect, lambda: envelope(values())),
        )
        return await alternate(*sides, at_once, seconds, rounds)


@asynccontextmanager
async def _stock(slack: Envelopes) -> AsyncIterator[None]:
    app = stock_app()
    app.client.base_url = slack.api_url
    app.client.token = TOKEN
    handler = AsyncSocketModeHandler(app, "xapp-1")
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
