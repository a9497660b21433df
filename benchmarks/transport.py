"""How fast a signed click is answered over HTTP, against stock Bolt, as ratios within one run.

Both servers (uvicorn, httptools) and the client share one uvloop, so the client's own share, the same for both, draws
the ratios towards 1; `idle` shows what is left of a request when the application does nothing at all.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import quote_plus

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.types import ASGIApp

from benchmarks.rounds import ROUNDS, Result, Side, alternate
from bot.authorize import fixed
from bot.clock import Clock
from bot.front_door import FrontDoor, sign
from bot.switchboard import Switchboard
from bot.tasks import Tasks
from bot.web import SlackPath, serve_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, BOT_USER, BOT, TOKEN = "T0AGENCY", "U0BOT", "B0BOT", "xoxb-1"
PRESSER = "U0PETRA"
PATH = "/slack/events"
#: The next body to post.
Bodies = Callable[[], bytes]
_VALUE = "70707070.1"


def press(value: str = "7.1") -> dict[str, Any]:
    """The payload of one click on `Approve`, about the size that Slack's have."""
    card = {"type": "section", "text": {"type": "mrkdwn", "text": "*CR-7* new deadline · 14 Dec 2027 " + "x" * 200}}
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "agency"},
        "user": {"id": PRESSER, "username": "petra", "name": "petra", "team_id": TEAM},
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C0PROJECT"},
        "channel": {"id": "C0PROJECT", "name": "rebrand"},
        "message": {"type": "message", "ts": "1700000000.000100", "text": "CR-7", "bot_id": BOT, "blocks": [card] * 5},
        "response_url": "https://hooks.slack.example/actions/T0AGENCY/1/a",
        "trigger_id": "1.2.abc",
        "actions": [{"type": "button", "action_id": "approve", "block_id": "decide", "value": value, "action_ts": "1"}],
    }


def form(payload: dict[str, Any]) -> bytes:
    """As Slack posts an interaction."""
    return b"payload=" + quote_plus(json.dumps(payload)).encode()


_CLICK = form(press(_VALUE))


def click(value: str = "7.1") -> bytes:
    """The body of one click on `Approve`; made by replacing, so that it costs the client next to nothing."""
    return _CLICK.replace(_VALUE.encode(), value.encode())


def request(raw: bytes, path: str = PATH) -> bytes:
    """A whole HTTP request, signed now."""
    stamp = int(time.time())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bot\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(raw)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: {sign(SECRET, stamp, raw)}\r\n\r\n"
    )
    return head.encode() + raw


def stock_app() -> AsyncApp:
    """Stock Bolt as fast as its settings make it: one no-op listener, no auth.test."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_id=BOT, bot_user_id=BOT_USER)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.action("approve")
    async def approve(ack: Any) -> None:
        await ack()

    return app


def stock() -> ASGIApp:
    """The same as a web application, as Bolt's documentation makes one."""
    return AsyncSlackRequestHandler(stock_app())  # type: ignore[return-value]


class Client(asyncio.Protocol):
    """One keep-alive connection that has one request under way at a time."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._answer: asyncio.Future[bytes] | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head) and self._answer is not None:
            self._answer.set_result(self._got)
            self._got = b""

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("closed in the middle of an answer"))

    async def ask(self, question: bytes) -> None:
        """Send and wait for the answer. Raises RuntimeError when it is not an empty 200."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(question)
        answer = await self._answer
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not a 200: {answer[:80]!r}")

    def close(self) -> None:
        self.transport.close()


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[int]:
    """`app` on a free port of the loopback; yields the port."""
    stop, addresses = asyncio.Event(), asyncio.Queue[str]()
    running = asyncio.create_task(serve_app(app, "127.0.0.1", 0, stop, listening=addresses.put_nowait))
    try:
        yield int((await addresses.get()).rpartition(":")[2])
    finally:
        stop.set()
        await running


async def compare(
    stock: ASGIApp, ours: ASGIApp, clients: int, seconds: float, *, rounds: int = ROUNDS, bodies: Bodies = click
) -> Result:
    """Post signed clicks to both in turn. `bodies` makes those for ours; stock always gets the same click.

    Raises RuntimeError when an answer is not a 200.
    """
    same = click()
    async with AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(served(app)) for app in (stock, ours)]
        sides = (
            Side(partial(_connect, ports[0]), lambda: request(same)),
            Side(partial(_connect, ports[1]), lambda: request(bodies())),
        )
        return await alternate(*sides, clients, seconds, rounds)


async def _connect(port: int) -> Client:
    return (await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port))[1]


def no_op() -> ASGIApp:
    """Ours with the same listener as stock's."""
    tasks = Tasks()
    on = Switchboard(tasks)
    admit = fixed(TOKEN, BOT_USER, BOT, TEAM)
    app = AsyncApp(
        authorize=admit, before_authorize=admit.gate, process_before_response=True, request_verification_enabled=False
    )
    app.use(on)

    @on.action("approve")
    async def approve(ack: Any) -> None:
        await ack()

    return SlackPath(FrontDoor(app, SECRET, Clock()), idle)


async def idle(scope: Any, receive: Any, send: Any) -> None:
    """Answers 200: what uvicorn and the client cost by themselves."""
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
