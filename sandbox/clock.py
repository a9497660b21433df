"""A clock that can be moved: frozen for tests, flowing for the demonstration."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import Clock


class MovableClock(Clock):
    """Time that moves when told.

    Frozen (the default) it stands at `start` until `advance` or `move_to`; flowing it is real time plus an
    offset. `start` is aware; left out, it is the present. Time never runs backwards.
    """

    def __init__(self, start: datetime | None = None, *, flowing: bool = False) -> None:
        real = super().now()
        self.flowing = flowing
        self._start = (start or real).astimezone(UTC)
        self._offset = self._start - real
        self._waiters: dict[asyncio.Future[None], datetime] = {}
        self._watchers: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The present instant on this clock: aware, in UTC."""
        return super().now() + self._offset if self.flowing else self._start

    def advance(self, by: timedelta) -> datetime:
        """Move forward and wake whoever waits for a moment that has come. Returns the new present."""
        if by < timedelta(0):
            raise ValueError("time does not run backwards")
        self._offset += by
        self._start += by
        present = self.now()
        for waiter, _ in sorted(self._waiters.items(), key=lambda each: each[1]):
            if not waiter.done():
                waiter.set_result(None)
        for told in list(self._watchers):
            told(present)
        return present

    def move_to(self, moment: datetime) -> datetime:
        """Move forward to `moment`. Returns the new present."""
        return self.advance(moment - self.now())

    async def reach(self, moment: datetime) -> None:
        """Return once this clock shows `moment` or later."""
        loop = asyncio.get_running_loop()
        while (left := moment - self.now()) > timedelta(0):
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters[waiter] = moment
            try:
                await asyncio.wait({waiter}, timeout=left.total_seconds() if self.flowing else None)
            finally:
                del self._waiters[waiter]

    def watch(self, told: Callable[[datetime], None]) -> None:
        """Call `told` with the new present after every move."""
        self._watchers.append(told)
