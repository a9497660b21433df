"""How Slack reaches the bot: over a socket the bot opened, or by signed requests to its address."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.clock import MovableClock
from sandbox.refusals import Json
from sandbox.sockets import Sockets

RETRIES = ((timedelta(0), "at once"), (timedelta(minutes=1), "1 min"), (timedelta(minutes=5), "5 min"))


@dataclass(frozen=True)
class SocketMode:
    """Any one of the connected sockets gets each payload."""


@dataclass(frozen=True)
class Http:
    """Signed POSTs to this address."""

    url: str


@dataclass(frozen=True)
class Ack:
    """What came back: `status` 200 when the bot acknowledged; `problem` is Slack's word when it did not."""

    status: int
    body: Any = None
    problem: str | None = None
    no_retry: bool = False


class Courier:
    """Carries payloads to the bot by `delivery`; waits at most `patience` real seconds for each answer."""

    def __init__(self, sockets: Sockets, clock: MovableClock, signing_secret: str, patience: float) -> None:
        self.delivery: SocketMode | Http = SocketMode()
        self.sockets = sockets
        self.clock = clock
        self.signing_secret = signing_secret
        self.patience = patience
        #: called after every delivery, acknowledged or not
        self.told: Callable[[], None] = lambda: None
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Ack:
        """Deliver once. `kind` is slash_commands, interactive or events_api; `retry` its number and reason."""
        try:
            return await self._carry(kind, payload, retry)
        finally:
            self.told()

    async def _carry(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        if isinstance(self.delivery, Http):
            return await self._post(self.delivery.url, kind, payload, retry)
        body = await self.sockets.send(kind, payload, retry, self.patience)
        if isinstance(body, str):
            return Ack(504 if body == "timeout" else 503, problem=_socket_problem(body))
        return Ack(200, body)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def sign(self, body: bytes) -> dict[str, str]:
        """The headers with which Slack proves itself."""
        stamp = str(int(self.clock.now().timestamp()))
        digest = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    async def _post(self, url: str, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        content_type, body = encoded(kind, payload)
        headers = {**self.sign(body), "Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        if self._session is None:
            # A kept connection to a bot that has restarted since would look like a bot that is not there.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        timeout = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self._session.post(url, data=body, headers=headers, timeout=timeout) as answer:
                return _read(answer.status, answer.headers, await answer.text())
        except TimeoutError:
            return Ack(504, problem="operation_timeout")
        except aiohttp.ClientError:
            return Ack(503, problem="dispatch_failed")


def encoded(kind: str, payload: Json) -> tuple[str, bytes]:
    """Content type and bytes as Slack sends them over HTTP: a form, a form with JSON in it, or JSON."""
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _read(status: int, headers: Any, text: str) -> Ack:
    no_retry = headers.get("X-Slack-No-Retry") == "1"
    if status != 200:
        return Ack(status, text, "dispatch_failed", no_retry)
    if not text.strip():
        return Ack(200)
    if "json" in headers.get("Content-Type", ""):
        try:
            return Ack(200, json.loads(text))
        except ValueError:
            return Ack(200, text, "invalid_response")
    return Ack(200, text)


def _socket_problem(said: str) -> str:
    return "operation_timeout" if said == "timeout" else "dispatch_failed"
