"""How long something took that runs in the event loop, and for how long it let nothing else run there."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

#: Seconds between two beats of the event loop.
BEAT = 0.001


@dataclass
class Pulse:
    """How late the event loop was for what it was to do each millisecond, at worst: seconds."""

    held: float = 0.0

    async def beat(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.held = max(self.held, time.perf_counter() - began - BEAT)


@dataclass(frozen=True)
class Rounds:
    """Of one side, by rounds: seconds for all that was due, and the longest that the event loop was held."""

    took: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def measured(self) -> AsyncIterator[None]:
        gc.collect()  # what the seeding left is nobody's pause
        pulse = Pulse()
        beating = asyncio.create_task(pulse.beat())
        await asyncio.sleep(10 * BEAT)
        pulse.held, began = 0.0, time.perf_counter()
        yield
        self.took.append(time.perf_counter() - began)
        await asyncio.sleep(2 * BEAT)
        beating.cancel()
        self.held.append(pulse.held)
