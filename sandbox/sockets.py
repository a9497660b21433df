"""Socket Mode: the connections the bot opened, and the envelopes that travel over them."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox import cast
from sandbox.refusals import Json, SlackRefusal

MOST = 10


@dataclass(eq=False)
class Socket:
    """One connection; `carrying` names the envelopes sent over it and not yet acknowledged."""

    number: int
    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    carrying: set[str] = field(default_factory=set)


class Sockets:
    """Up to ten connections; each envelope goes to any one of them, in turn."""

    def __init__(self) -> None:
        self.open: list[Socket] = []
        #: what the bot sent that is no acknowledgement of anything
        self.strays: list[str] = []
        #: how many connections get each envelope, as happens while one replaces another
        self.copies = 1
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._tickets: set[str] = set()
        self._opened = 0
        self._turn = 0

    def ticket(self, base: str) -> str:
        """An address for one connection. Raises too_many_websockets."""
        if len(self.open) >= MOST:
            raise SlackRefusal("too_many_websockets")
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{base.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={cast.APP_ID}"

    async def link(self, request: web.Request, joined: Callable[[], None]) -> web.StreamResponse:
        """The connection itself, until either side ends it; `joined` is told when it stands."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self._opened += 1
        socket = Socket(self._opened, ws, request.transport)
        self.open.append(socket)
        await ws.send_json(self._hello())
        joined()
        try:
            async for message in ws:
                if message.type == WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._gone(socket)
        return ws

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None, patience: float) -> Any:
        """Send to one connection; the acknowledgement's payload (None without), or `timeout` or `gone`.

        The acknowledgement may come over any connection. An event whose connection breaks is `gone` at once, so
        that it can be tried again; of anything else the answer is awaited as long as a connection is left.
        """
        sockets = [socket for socket in (self._next() for _ in range(self.copies)) if socket is not None]
        if not sockets:
            return "gone"
        body = _envelope(kind, payload, retry)
        name = body["envelope_id"]
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[name] = answered
        try:
            for socket in sockets:
                if kind == "events_api":
                    socket.carrying.add(name)
                await socket.ws.send_json(body)
            return await asyncio.wait_for(answered, patience)
        except TimeoutError:
            return "timeout"
        except ConnectionError:
            return "gone"
        finally:
            del self._waiting[name]
            for socket in sockets:
                socket.carrying.discard(name)

    async def refresh(self, number: int, reason: str = "refresh_requested") -> None:
        """Ask the connection to make way, as Slack does every few hours, and close it."""
        socket = self._numbered(number)
        warned = {"type": "disconnect", "reason": reason, "debug_info": {"host": "localhost"}}
        await socket.ws.send_json(warned)
        if reason != "warning":
            await socket.ws.close()

    def cut(self, number: int) -> None:
        """End a connection without a word, as a broken network does."""
        socket = self._numbered(number)
        self._gone(socket)
        if socket.transport is not None:
            socket.transport.abort()

    async def close(self) -> None:
        leaving = list(self.open)
        await asyncio.gather(*(each.ws.close(code=1001, message=b"going away") for each in leaving))
        for socket in leaving:
            self._gone(socket)

    def _numbered(self, number: int) -> Socket:
        """By its place among the open ones, from 0."""
        try:
            return self.open[number]
        except IndexError:
            raise LookupError(f"there are {len(self.open)} connections, none is number {number}") from None

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "localhost", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": cast.APP_ID},
        }

    def _next(self) -> Socket | None:
        alive = [each for each in self.open if not each.ws.closed]
        if not alive:
            return None
        self._turn += 1
        return alive[self._turn % len(alive)]

    def _acknowledged(self, said: str) -> None:
        try:
            ack = json.loads(said)
            answered = self._waiting[ack["envelope_id"]]
        except (ValueError, KeyError, TypeError):
            self.strays.append(said)
            return
        if not answered.done():
            answered.set_result(_payload(ack))

    def _gone(self, socket: Socket) -> None:
        if socket in self.open:
            self.open.remove(socket)
        lost = socket.carrying if self.open else set(self._waiting)
        for name in lost:
            answered = self._waiting.get(name)
            if answered is not None and not answered.done():
                answered.set_result("gone")


def _envelope(kind: str, payload: Json, retry: tuple[int, str] | None) -> Json:
    body: Json = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        body |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
    return body


def _payload(ack: Json) -> Any:
    """The answer that travels with an acknowledgement; a bare string must not be taken for a failure."""
    payload = ack.get("payload")
    return {"text": payload} if isinstance(payload, str) else payload or None
