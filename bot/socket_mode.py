"""The Socket Mode entrance: Slack's requests over connections that we open.

One connection being renewed leaves a gap, so there are two, the second opened a minute after the first (Slack renews
them by age: renewed together they left none). The same envelope can arrive on both; it is handled once and both are
acknowledged. What was received on a connection that closed before its acknowledgement is acknowledged on another one.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.front_door import request_of
from bot.tasks import Tasks
from bot.web import GRACE, Bot

logger = logging.getLogger(__name__)

CONNECTIONS = 2
STAGGER = 60.0  # seconds between the first connection and the next
PING_INTERVAL = 3.0  # seconds; a connection that is silent for four of them is replaced
REMEMBERED = 2000  # envelopes; a double comes within seconds
ACK_PATIENCE = 3.0  # seconds; Slack waits no longer for an acknowledgement


class SocketMode:
    """The connections, and what arrives on them."""

    def __init__(
        self,
        bot: Bot,
        *,
        connections: int = CONNECTIONS,
        stagger: float = STAGGER,
        ping_interval: float = PING_INTERVAL,
    ) -> None:
        """`stagger` and `ping_interval` in seconds. Raises ValueError without an app token."""
        if not bot.settings.slack_app_token:
            raise ValueError("Socket Mode needs the app token")
        self._bot = bot
        self._app_token = bot.settings.slack_app_token
        self._count, self._stagger, self._ping_interval = connections, stagger, ping_interval
        self._clients: list[SocketModeClient] = []
        self._handled: dict[str, asyncio.Task[BoltResponse]] = {}
        self._in_flight = Tasks()
        self._later: asyncio.Task[None] | None = None
        self._stopping = False

    def living(self) -> int:
        """How many connections can carry a message now."""
        return sum(1 for client in self._clients if _alive(client))

    async def open(self) -> None:
        """Open the first connection now, the others `stagger` seconds apart.

        Raises SlackApiError when Slack does not accept the app token, and what aiohttp raises when Slack cannot be
        reached. Afterwards broken connections are reopened for ever, `ping_interval` apart.
        """
        await self._connect()
        self._later = asyncio.create_task(self._connect_others())

    async def close(self) -> None:
        """Ignore what arrives from now on, finish what runs (GRACE seconds), then close."""
        self._stopping = True
        if self._later is not None:
            self._later.cancel()
            await asyncio.wait([self._later])
        await self._in_flight.drain(GRACE)
        for client in self._clients:
            await client.close()  # type: ignore[no-untyped-call]

    async def _connect_others(self) -> None:
        while len(self._clients) < self._count:
            await asyncio.sleep(self._stagger)
            try:
                await self._connect()
            except Exception:
                logger.exception("a further connection could not be opened; trying again in %g s", self._stagger)

    async def _connect(self) -> None:
        quiet = logging.getLogger(f"{__name__}.connection")
        quiet.setLevel(logging.INFO)  # below that the SDK logs whole messages
        client = SocketModeClient(
            app_token=self._app_token,
            logger=quiet,
            web_client=self._bot.app.client,
            ping_interval=self._ping_interval,
        )
        client.socket_mode_request_listeners.append(self._receive)
        try:
            # Asked for here, since `connect` would ask for ever, also with a token that is not accepted.
            client.wss_uri = await client.issue_new_wss_url()
            await client.connect()  # type: ignore[no-untyped-call]
        except BaseException:
            await client.close()  # type: ignore[no-untyped-call]
            raise
        self._clients.append(client)
        logger.info("connected to Slack, connection %d of %d", len(self._clients), self._count)

    async def _receive(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        if self._stopping:
            logger.info("stopping: what arrives is left for Slack to send elsewhere")
            return
        # The SDK keeps no reference to what it starts.
        self._in_flight.after(self._handle(client, envelope))

    async def _handle(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        dispatch = self._handled.get(envelope.envelope_id)
        if dispatch is None:
            dispatch = asyncio.create_task(self._dispatch(envelope))
            self._handled[envelope.envelope_id] = dispatch
            while len(self._handled) > REMEMBERED:
                del self._handled[next(iter(self._handled))]
        answer = await dispatch
        if answer.status >= 500:
            # Not acknowledged: Slack sends an event again. Forgotten, so that it is then heard again.
            self._handled.pop(envelope.envelope_id, None)
            return
        await self._acknowledge(client, envelope, answer)

    async def _dispatch(self, envelope: SocketModeRequest) -> BoltResponse:
        if self._bot.is_idle(envelope.payload):
            return BoltResponse(status=200)
        headers = {}
        if envelope.retry_attempt is not None:
            headers["x-slack-retry-num"] = str(envelope.retry_attempt)
        if envelope.retry_reason is not None:
            headers["x-slack-retry-reason"] = str(envelope.retry_reason)
        try:
            req = request_of(envelope.payload, headers)
        except Exception as error:
            # As at the front door: only its shape can be wrong, so sending it again would not help.
            logger.info("misshapen envelope: %s", type(error).__name__)
            return BoltResponse(status=400)
        return await self._bot.app.async_dispatch(req)

    async def _acknowledge(
        self, received_on: AsyncBaseSocketModeClient, envelope: SocketModeRequest, answer: BoltResponse
    ) -> None:
        message: dict[str, Any] = {"envelope_id": envelope.envelope_id}
        if envelope.accepts_response_payload and answer.status == 200 and answer.body:
            json_body = answer.headers["content-type"][0].startswith("application/json")
            message["payload"] = json.loads(answer.body) if json_body else {"text": answer.body}
        text = json.dumps(message)
        for client in sorted(self._clients, key=lambda each: each is not received_on):
            if await _sent(client, text):
                return
        try:
            async with asyncio.timeout(ACK_PATIENCE):
                await received_on.send_message(text)  # waits for a connection that is just being replaced
        except (OSError, TimeoutError, AttributeError):
            logger.warning("an acknowledgement could not be sent; what was done stands")


def _alive(client: SocketModeClient) -> bool:
    return not client.closed and client.current_session is not None and not client.current_session.closed


async def _sent(client: SocketModeClient, text: str) -> bool:
    session = client.current_session
    if session is None or session.closed:
        return False
    try:
        await session.send_str(text)
    except OSError:
        return False
    return True


@asynccontextmanager
async def connect(
    bot: Bot,
    *,
    connections: int = CONNECTIONS,
    stagger: float = STAGGER,
    ping_interval: float = PING_INTERVAL,
) -> AsyncIterator[SocketMode]:
    """Connected when entered, everything finished and closed when left. Raises as SocketMode and its `open` do."""
    mode = SocketMode(bot, connections=connections, stagger=stagger, ping_interval=ping_interval)
    try:
        await mode.open()
        yield mode
    finally:
        await mode.close()


async def run(bot: Bot, stop: asyncio.Event, *, stagger: float = STAGGER) -> None:
    """Connected until `stop` is set; what then runs is finished before this returns."""
    async with connect(bot, stagger=stagger):
        await stop.wait()
