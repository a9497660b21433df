"""The dispatcher: clear the event, claim, then wait at most a second; many lanes in flight, one post in each."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.db import Database
from bot.delivery.flight import Flights
from bot.delivery.payload import Payload
from bot.services import outbox
from bot.services.outbox import Batch, Claim, Render

log = logging.getLogger(__name__)

T = TypeVar("T")

AT_ONCE = 16
#: Lanes claimed in one transaction; each is drawn in it, and nobody should hold the database for long.
CLAIMS = 8
POLL = 1.0
#: Seconds that what is in flight may take when we are asked to stop; one call and its bookkeeping.
LANDING = 10.0
#: `settle` gives up after so much (moved) time: long enough for every look at a doubtful post.
HORIZON = timedelta(minutes=10)


class Dispatcher:
    """Sends what the outbox owes.

    `client_for`: team id → its client (None when we are not installed there). `render`: draws a post within the
    claiming transaction. `chance`: 0 to 1, spreads the pauses. Connect `db.after_commit` to `wake`, and stop
    before the database is closed.
    """

    def __init__(
        self,
        db: Database,
        client_for: Callable[[str], AsyncWebClient | None],
        render: Render[Payload],
        clock: Clock,
        *,
        at_once: int = AT_ONCE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._render = render
        self._clock = clock
        self._at_once = at_once
        self._flights = Flights(db, client_for, clock, chance)
        self._running: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()

    @property
    def stopped(self) -> dict[str, str]:
        """The teams that nothing is sent to, with Slack's reason. Their posts are kept."""
        return dict(self._flights.stopped)

    def wake(self) -> None:
        """There may be something to send."""
        self._woken.set()

    def resume(self, team_id: str) -> None:
        """The app was installed again in this workspace."""
        self._flights.stopped.pop(team_id, None)
        self.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; then let what is in flight land (10 s)."""
        stopping: asyncio.Task[bool] = asyncio.create_task(stop.wait())
        await self._without_fail(self._flights.store(outbox.mend_lanes, now=self._clock.now()))
        while not stop.is_set():
            self._woken.clear()
            free = self._at_once - len(self._running)
            batch = await self._without_fail(self._claim(free)) if free > 0 else None
            for claim in batch.claims if batch else []:
                self._launch(claim)
            if batch is None or batch.heads < min(free, CLAIMS):
                await self._pause(stopping)
        stopping.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=LANDING)

    async def drain(self) -> int:
        """Send all that is due now, and what becomes due by that, also while `run` does. Returns the claims flown."""
        flown = 0
        while (batch := await self._claim(self._at_once)).heads or self._running:
            for claim in batch.claims:
                self._launch(claim)
            if self._running:
                await asyncio.wait(self._running)
            flown += len(batch.claims)
        return flown

    async def settle(self, advance: Callable[[timedelta], object], within: timedelta = HORIZON) -> int:
        """`drain`, moving a test's clock to the next due instant, until nothing is owed or `within` has passed.

        Pictures that are to be drawn again at some later instant are not waited for. Returns the claims flown.
        """
        end = self._clock.now() + within
        flown = await self.drain()
        while (due := await self._next_due()) is not None and due <= end:
            advance(max(due - self._clock.now(), timedelta(milliseconds=1)))
            flown += await self.drain()
        return flown

    async def _next_due(self) -> datetime | None:
        return await self._flights.store(outbox.next_due, without=self._flights.stopped)

    async def _claim(self, limit: int) -> Batch[Payload]:
        return await self._flights.store(
            outbox.claim,
            render=self._render,
            now=self._clock.now(),
            limit=min(limit, CLAIMS),
            without=tuple(self._flights.stopped),
        )

    def _launch(self, claim: Claim[Payload]) -> None:
        task = asyncio.get_running_loop().create_task(self._fly(claim))
        self._running.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._woken.set()

    async def _fly(self, claim: Claim[Payload]) -> None:
        # Whatever it is, the other lanes go on, and this one is free again when its lease is over.
        await self._without_fail(self._flights.fly(claim))

    async def _pause(self, stopping: "asyncio.Task[bool]") -> None:
        woken: asyncio.Task[bool] = asyncio.create_task(self._woken.wait())
        await asyncio.wait({woken, stopping}, timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()

    @staticmethod
    async def _without_fail(work: Awaitable[T]) -> T | None:
        """The result, or None after logging what went wrong: delivery goes on as long as the process does."""
        try:
            return await work
        except Exception:
            log.exception("delivery stumbled")
            return None
