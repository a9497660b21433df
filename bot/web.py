"""The HTTP entrance: Slack's requests, and what an operator asks.

    POST /slack/events   all of Slack's traffic (only with a signing secret)
    GET  /healthz        200 while the process is alive
    GET  /readyz         200 when it can serve, else 503 with the reasons
    GET  /metrics        Prometheus text

Slack's path goes straight to the front door; the rest is Starlette's.
"""

import asyncio
import inspect
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import uvicorn
from slack_bolt.app.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import Clock
from bot.config import Settings
from bot.front_door import MAX_BODY, FrontDoor
from bot.tasks import Tasks

logger = logging.getLogger(__name__)

SLACK_PATH = "/slack/events"
GRACE = 10  # seconds for what runs when we are told to stop
BODY_PATIENCE = 10  # seconds for a body that does not come in one piece


class Bot(Protocol):
    """What the entrances need of the composition root."""

    @property
    def app(self) -> AsyncApp: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def tasks(self) -> Tasks: ...

    async def ready(self) -> Sequence[str]:
        """Why it cannot serve now, in words without secrets; empty when it can."""
        ...

    def is_idle(self, body: Mapping[str, Any]) -> bool:
        """Whether a delivery needs nothing from us."""
        ...

    def metrics(self) -> str | Awaitable[str]:
        """Prometheus text."""
        ...


def asgi(bot: Bot, routes: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The web application. `routes` are further pages; without a signing secret Slack's path is a 404."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        reasons = list(await bot.ready())
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    async def metrics(request: Request) -> Response:
        text = bot.metrics()
        if inspect.isawaitable(text):
            text = await text
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    pages = Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics), *routes]
    )
    secret = bot.settings.slack_signing_secret
    return SlackPath(FrontDoor(bot.app, secret, bot.clock, bot.is_idle), pages) if secret else pages


class SlackPath:
    """Takes Slack's path out of the traffic; everything else goes to `others`."""

    def __init__(self, door: FrontDoor, others: ASGIApp) -> None:
        self._door = door
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != SLACK_PATH:
            await self._others(scope, receive, send)
            return
        if scope["method"] != "POST":
            await _answer(send, 405, b"", [(b"allow", b"POST")])
            return
        headers = dict(scope["headers"])
        try:
            raw = await _read(headers.get(b"content-length", b""), receive)
        except ConnectionAbortedError:
            return
        except TimeoutError:
            await _answer(send, 408, b"", [(b"connection", b"close")])
            return
        if raw is None:
            await _answer(send, 413, b"", [(b"connection", b"close")])
            return
        answer = await self._door.receive(headers, raw)
        kind = answer.headers["content-type"][0].encode("latin-1")
        await _answer(send, answer.status, answer.body.encode(), [(b"content-type", kind)])


async def _read(length: bytes, receive: Receive) -> bytes | None:
    """The whole body, or None as soon as it is known to be larger than MAX_BODY.

    Raises ConnectionAbortedError when the client leaves first, TimeoutError when it dawdles.
    """
    if length.isdigit() and (len(length) > 9 or int(length) > MAX_BODY):
        return None
    parts: list[bytes] = []
    size, more = 0, True
    async with asyncio.timeout(BODY_PATIENCE):
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionAbortedError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > MAX_BODY:
                return None
            more = message.get("more_body", False)
    return b"".join(parts)


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def serve(
    bot: Bot,
    host: str,
    port: int,
    stop: asyncio.Event,
    *,
    routes: Sequence[BaseRoute] = (),
    listening: Callable[[str], None] | None = None,
) -> None:
    """Serve `asgi(bot, routes)` until `stop` is set, as `serve_app` does; the tasks are the caller's to drain."""
    await serve_app(asgi(bot, routes), host, port, stop, listening=listening)


async def serve_app(
    app: ASGIApp, host: str, port: int, stop: asyncio.Event, *, listening: Callable[[str], None] | None = None
) -> None:
    """Serve until `stop` is set, then finish what runs (GRACE seconds) and return.

    `port` 0 takes a free one. `listening` is told the address, once requests are accepted; it is logged as well.
    Raises OSError when the port is taken. The loop is the caller's: run it on uvloop.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=2048) as listener:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            log_config=None,
            timeout_graceful_shutdown=GRACE,
        )
        server = _Server(config, listening)
        stopping = asyncio.create_task(_stop_with(server, stop))
        try:
            await server.serve(sockets=[listener])
        finally:
            stopping.cancel()


async def _stop_with(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: who stops the process also stops the rest of it, in order."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None] | None) -> None:
        super().__init__(config)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        for each in sockets or ():
            host, port = each.getsockname()[:2]
            address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
            logger.info("listening on %s", address)
            if self._listening is not None:
                self._listening(address)
