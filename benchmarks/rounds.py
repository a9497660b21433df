"""Two sides measured in turn: a few rounds each, interleaved, so that what else the machine does hits both alike."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

ROUNDS = 5


class Asker(Protocol):
    """One connection that has one question under way at a time."""

    async def ask(self, question: Any) -> None:
        """Send and wait for the answer. Raises RuntimeError when it is not the right one."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Side:
    """One of the two: how a connection is opened, and what is asked next."""

    connect: Callable[[], Awaitable[Asker]]
    make: Callable[[], Any]


@dataclass(frozen=True)
class Figures:
    """Of one side: questions per second over all connections; milliseconds from sending to answer; milliseconds of
    this process's CPU (servers, database thread and client together) for each."""

    per_second: float
    p50: float
    p99: float
    cpu: float

    @classmethod
    def median(cls, rounds: "list[Figures]") -> "Figures":
        names = ("per_second", "p50", "p99", "cpu")
        return cls(*(statistics.median(getattr(each, name) for each in rounds) for name in names))

    def __str__(self) -> str:
        return f"{self.per_second:6.0f}/s  p50 {self.p50:7.3f}  p99 {self.p99:7.3f} ms"


@dataclass(frozen=True)
class Result:
    """Both sides' rounds, in order. Ratios above 1 mean that ours is slower; each is the median over the rounds."""

    clients: int
    stock_rounds: list[Figures]
    our_rounds: list[Figures]

    @property
    def stock(self) -> Figures:
        return Figures.median(self.stock_rounds)

    @property
    def ours(self) -> Figures:
        return Figures.median(self.our_rounds)

    @property
    def cost(self) -> float:
        """Time for each question, ours over stock."""
        return self._ratio(lambda stock, ours: stock.per_second / ours.per_second)

    @property
    def latency(self) -> float:
        """p50, ours over stock."""
        return self._ratio(lambda stock, ours: ours.p50 / stock.p50)

    @property
    def cpu(self) -> float:
        """CPU for each question, ours over stock."""
        return self._ratio(lambda stock, ours: ours.cpu / stock.cpu)

    def _ratio(self, of: Callable[[Figures, Figures], float]) -> float:
        return statistics.median(of(*pair) for pair in zip(self.stock_rounds, self.our_rounds, strict=True))

    def __str__(self) -> str:
        ratios = f"ratio {self.cost:.2f} (p50 {self.latency:.2f}, cpu {self.cpu:.2f})"
        return f"{self.clients:2} at once  stock {self.stock}  ours {self.ours}  {ratios}"


async def alternate(stock: Side, ours: Side, clients: int, seconds: float, rounds: int = ROUNDS) -> Result:
    """Ask both in turn, `rounds` times `seconds` each, from `clients` connections at once."""
    found: tuple[list[Figures], list[Figures]] = ([], [])
    for number in range(rounds + 1):
        for side, figures in zip((stock, ours), found, strict=True):
            measured = await _round(side, clients, seconds if number else seconds / 4)
            if number:  # the first warms up
                figures.append(measured)
    return Result(clients, *found)


async def _round(side: Side, clients: int, seconds: float) -> Figures:
    askers = [await side.connect() for _ in range(clients)]
    took: list[float] = []
    start, cpu = time.perf_counter(), time.process_time()

    async def press(asker: Asker) -> None:
        answered = start
        while not took or answered - start < seconds:  # however busy the machine is, something is measured
            question = side.make()
            sent = time.perf_counter()
            await asker.ask(question)
            answered = time.perf_counter()
            took.append(answered - sent)

    await asyncio.gather(*(press(asker) for asker in askers))
    whole, cpu = time.perf_counter() - start, time.process_time() - cpu
    for asker in askers:
        asker.close()
    took.sort()
    p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    return Figures(len(took) / whole, p50 * 1e3, p99 * 1e3, cpu / len(took) * 1e3)
