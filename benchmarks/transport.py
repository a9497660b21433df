"""How fast a signed click is answered, against stock Bolt, as ratios within one run.

    python -m benchmarks.transport [seconds per round]

Both servers (uvicorn, httptools) and the client share one uvloop, so the client's own share, the same for both, draws
the ratios towards 1; `idle` shows what is left of a request when the application does nothing at all.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import uvloop
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.types import ASGIApp

from bot.authorize import fixed
from bot.clock import Clock
from bot.front_door import FrontDoor, sign
from bot.switchboard import Switchboard
from bot.tasks import Tasks
from bot.web import SlackPath, serve_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, BOT_USER, BOT, TOKEN = "T0AGENCY", "U0BOT", "B0BOT", "xoxb-1"
ROUNDS = 5
#: The n-th body to post. The full benchmark makes each click decide another request.
Bodies = Callable[[int], bytes]


def click(value: str = "7.1") -> bytes:
    """The body of one click on `Approve`, about the size that Slack's have."""
    card = {"type": "section", "text": {"type": "mrkdwn", "text": "*CR-7* new deadline · 14 Dec 2027 " + "x" * 200}}
    body = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "agency"},
        "user": {"id": "U0PETRA", "username": "petra", "name": "petra", "team_id": TEAM},
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C0PROJECT"},
        "channel": {"id": "C0PROJECT", "name": "rebrand"},
        "message": {"type": "message", "ts": "1700000000.000100", "text": "CR-7", "bot_id": BOT, "blocks": [card] * 5},
        "response_url": "https://hooks.slack.example/actions/T0AGENCY/1/a",
        "trigger_id": "1.2.abc",
        "actions": [{"type": "button", "action_id": "approve", "block_id": "decide", "value": value, "action_ts": "1"}],
    }
    return b"payload=" + quote_plus(json.dumps(body)).encode()


def request(path: str, raw: bytes) -> bytes:
    """A whole HTTP request, signed now."""
    stamp = int(time.time())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bot\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(raw)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: {sign(SECRET, stamp, raw)}\r\n\r\n"
    )
    return head.encode() + raw


def stock() -> ASGIApp:
    """Stock Bolt as fast as its settings make it: one no-op listener, no auth.test."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_id=BOT, bot_user_id=BOT_USER)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.action("approve")
    async def approve(ack: Any) -> None:
        await ack()

    return AsyncSlackRequestHandler(app)  # type: ignore[return-value]


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

    async def ask(self, whole: bytes) -> None:
        """Send and wait for the answer. Raises RuntimeError when it is not a 200."""
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(whole)
        answer = await self._answer
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not a 200: {answer[:80]!r}")


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


@dataclass(frozen=True)
class Figures:
    """Of one side: requests per second over all clients, and milliseconds from sending to answer."""

    per_second: float
    p50: float
    p99: float

    @classmethod
    def median(cls, rounds: "list[Figures]") -> "Figures":
        return cls(
            *(statistics.median(getattr(each, name) for each in rounds) for name in ("per_second", "p50", "p99"))
        )


@dataclass(frozen=True)
class Result:
    """Medians over the rounds. Ratios above 1 mean that ours is slower."""

    clients: int
    stock: Figures
    ours: Figures

    @property
    def cost(self) -> float:
        """Time per request, ours over stock."""
        return self.stock.per_second / self.ours.per_second

    @property
    def latency(self) -> float:
        """p50, ours over stock."""
        return self.ours.p50 / self.stock.p50

    def __str__(self) -> str:
        sides = (
            f"{name} {each.per_second:6.0f}/s p50 {each.p50:6.3f} p99 {each.p99:6.3f} ms"
            for name, each in (("stock", self.stock), ("ours", self.ours))
        )
        return f"{self.clients:2} clients  {'  '.join(sides)}  ratio {self.cost:.2f} (p50 {self.latency:.2f})"


async def compare(
    stock: ASGIApp,
    ours: ASGIApp,
    clients: int,
    seconds: float,
    *,
    rounds: int = ROUNDS,
    bodies: Bodies | None = None,
    path: str = "/slack/events",
) -> Result:
    """Post signed clicks to both in turn, `rounds` times `seconds` each, from `clients` connections at once.

    `bodies` makes the n-th body for ours (stock always gets the same click). Raises RuntimeError when an answer
    is not a 200.
    """
    same = click()
    ours_body, counter = bodies or (lambda n: same), iter(range(1 << 62))
    found: tuple[list[Figures], list[Figures]] = ([], [])
    async with AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(served(app)) for app in (stock, ours)]
        makers = (lambda: request(path, same), lambda: request(path, ours_body(next(counter))))
        for number in range(rounds + 1):
            for side in (0, 1):
                figures = await _round(ports[side], makers[side], clients, seconds if number else seconds / 4)
                if number:  # the first warms up
                    found[side].append(figures)
    return Result(clients, Figures.median(found[0]), Figures.median(found[1]))


async def _round(port: int, make: Callable[[], bytes], clients: int, seconds: float) -> Figures:
    loop = asyncio.get_running_loop()
    connections = [(await loop.create_connection(Client, "127.0.0.1", port))[1] for _ in range(clients)]
    took: list[float] = []
    start = time.perf_counter()

    async def press(client: Client) -> None:
        while (sent := time.perf_counter()) - start < seconds:
            await client.ask(make())
            took.append(time.perf_counter() - sent)

    await asyncio.gather(*(press(client) for client in connections))
    whole = time.perf_counter() - start
    for client in connections:
        client.transport.close()
    took.sort()
    return Figures(len(took) / whole, took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3)


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
    """Reads the request and answers 200: what uvicorn and the client cost by themselves."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def main(seconds: float) -> None:
    """Print ours and idle against stock, with 1 and with 16 clients."""
    for clients in (1, 16):
        print("no-op ", await compare(stock(), no_op(), clients, seconds))
        print("idle  ", await compare(stock(), idle, clients, seconds))


if __name__ == "__main__":
    uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
