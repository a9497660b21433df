"""Slack's side of Socket Mode: hands out addresses, sends envelopes, notes acknowledgements."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.transport.payloads import Body

PATIENCE = 10  # seconds before a test gives up; nothing waits this long when all is well


class SlackSide:
    """`acks` holds (number of the socket, what it said); sockets are numbered from 1 in the order of opening."""

    def __init__(self) -> None:
        self.sockets: dict[int, web.WebSocketResponse] = {}
        self.acks: asyncio.Queue[tuple[int, dict[str, Any]]] = asyncio.Queue()
        self.opened: asyncio.Queue[int] = asyncio.Queue()
        self.error: str | None = None
        self.asked: list[str | None] = []
        self.url = ""
        self._numbers = itertools.count(1)
        self._envelopes = itertools.count(1)

    async def open_connection(self, request: web.Request) -> web.Response:
        self.asked.append(request.headers.get("Authorization"))
        if self.error:
            return web.json_response({"ok": False, "error": self.error})
        return web.json_response({"ok": True, "url": self.url.replace("http", "ws") + "/link"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        socket, number = web.WebSocketResponse(), next(self._numbers)
        await socket.prepare(request)
        self.sockets[number] = socket
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        self.opened.put_nowait(number)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acks.put_nowait((number, message.json()))
        return socket

    async def deliver(
        self, on: int, payload: Body, *, envelope_id: str | None = None, answerable: bool = False, **more: Any
    ) -> str:
        """Send one envelope over socket `on`; returns its id."""
        envelope_id = envelope_id or f"e{next(self._envelopes)}"
        kind = "events_api" if "event" in payload else "slash_commands" if "command" in payload else "interactive"
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload, **more}
        await self.sockets[on].send_json(envelope | {"accepts_response_payload": answerable})
        return envelope_id

    async def next_socket(self) -> int:
        return await asyncio.wait_for(self.opened.get(), PATIENCE)

    async def next_ack(self) -> tuple[int, dict[str, Any]]:
        return await asyncio.wait_for(self.acks.get(), PATIENCE)

    async def ask_to_reconnect(self, on: int) -> None:
        await self.sockets[on].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def close_socket(self, on: int) -> None:
        await self.sockets[on].close(code=WSCloseCode.GOING_AWAY)

    async def cut(self, on: int) -> None:
        """The line goes dead without a word."""
        transport = self.sockets[on]._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()


@asynccontextmanager
async def slack_side() -> AsyncIterator[SlackSide]:
    side = SlackSide()
    app = web.Application()
    app.router.add_post("/apps.connections.open", side.open_connection)
    app.router.add_get("/link", side.link)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    side.url = site.name.rstrip("/").replace(":0", f":{runner.addresses[0][1]}")
    try:
        yield side
    finally:
        await runner.cleanup()
