"""The bot as a process of its own: started, listened to, stopped, killed.

Importing the bot takes longer than most tests, so the processes are forked from one that has imported it; what they
then run is `main()` with an environment and a folder of their own. `by_hand` starts `python -m bot` from nothing.
"""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.__main__ import main
from bot.clock import Clock
from sandbox.clock import MovableClock

ROOT = Path(__file__).parents[2]
#: Real seconds before a test gives up; nothing takes as long when all is well.
PATIENCE = 40.0
#: What such a process does: (arguments, clock) → its exit status.
Run = Callable[[list[str], Clock], int]
OURS = ("SLACK_", "DATABASE_", "PORT", "PUBLIC_URL", "LOG_LEVEL")


@dataclass(frozen=True)
class Rate(Clock):
    """Time that was `ours` when it was really `real`, and flows so many `times` as fast."""

    real: datetime
    ours: datetime
    times: float = 1

    def now(self) -> datetime:
        return self.ours + (super().now() - self.real) * self.times


class HurryingClock(MovableClock):
    """The workspace's: flows as real time does until it is told to hurry. A process starts with its present rate."""

    def __init__(self) -> None:
        super().__init__(flowing=True)
        self.rate = Rate(self._start, self._start)

    def now(self) -> datetime:
        return self.rate.now() if hasattr(self, "rate") else super().now()

    def advance(self, by: timedelta) -> datetime:
        self.rate = replace(self.rate, ours=self.rate.ours + by)
        return super().advance(by)

    def hurry(self, times: float) -> None:
        """From now on so many times as fast."""
        self.rate = Rate(datetime.now(UTC), self.now(), times)


class Running:
    """One process and what it says on both of its outputs."""

    def __init__(self, pipe: int) -> None:
        self.text = ""
        self.ended = asyncio.Event()
        self.status: int | None = None
        self.pid = 0
        self.watcher: asyncio.Task[None] | None = None
        self._pipe = pipe
        self._more = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe, self._read)

    async def says(self, words: str, within: float = PATIENCE) -> str:
        """Return all that was said, once these words were. Raises AssertionError when it ends without them."""
        async with asyncio.timeout(within):
            while words not in self.text:
                assert not self.ended.is_set(), f"ended with {self.status} without saying {words!r}:\n{self.text}"
                self._more.clear()
                await self._more.wait()
        return self.text

    async def ends(self, within: float = PATIENCE) -> int:
        """The exit status (a signal's number negated)."""
        async with asyncio.timeout(within):
            await self.ended.wait()
        assert self.status is not None
        return self.status

    def asked_to_stop(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    async def stops(self, within: float = 10) -> None:
        """SIGTERM, and a clean end in time."""
        self.asked_to_stop()
        assert await self.ends(within) == 0, self.text

    async def is_killed(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        assert await self.ends() == -signal.SIGKILL

    def has_ended(self, status: int) -> None:
        self._read()
        self.status = status
        self.ended.set()
        self._more.set()
        self.close()

    def close(self) -> None:
        if self._pipe >= 0:
            asyncio.get_running_loop().remove_reader(self._pipe)
            os.close(self._pipe)
            self._pipe = -1

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while said := os.read(self._pipe, 65536):
                self.text += said.decode(errors="replace")
        self._more.set()


def forked(
    folder: Path, arguments: Sequence[str], environ: Mapping[str, str], clock: Clock, run: Run = main
) -> Running:
    """`run(arguments, clock)` in a process forked from one that has imported the bot."""
    running, path = _listen(folder)
    loop = asyncio.get_running_loop()
    process = _nursery().Process(target=_be, args=(path, folder, arguments, dict(environ), clock, run), daemon=True)
    process.start()
    assert process.pid is not None
    running.pid = process.pid

    def note_the_end() -> None:
        loop.remove_reader(process.sentinel)
        process.join()
        running.has_ended(process.exitcode or 0)

    loop.add_reader(process.sentinel, note_the_end)
    return running


async def by_hand(folder: Path, arguments: Sequence[str], environ: Mapping[str, str]) -> Running:
    """`python -m bot …` as anybody would start it."""
    running, path = _listen(folder)
    said = os.open(path, os.O_WRONLY)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env=environment(environ), stdout=said, stderr=said
    )
    os.close(said)
    running.pid = process.pid

    async def note_the_end() -> None:
        running.has_ended(await process.wait())

    running.watcher = asyncio.create_task(note_the_end())
    return running


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without any settings, and then these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _nursery() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "pytest"])
    return context


def _listen(folder: Path) -> tuple[Running, Path]:
    path = folder / f"said-{len(list(folder.glob('said-*')))}"
    os.mkfifo(path)
    # Kept open for writing as well, so that it does not end before the process has opened it.
    return Running(os.open(path, os.O_RDWR | os.O_NONBLOCK)), path


def _be(path: Path, folder: Path, arguments: Sequence[str], environ: Mapping[str, str], clock: Clock, run: Run) -> None:
    mouth = os.open(path, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(mouth, number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1, closefd=False) for number in (1, 2))
    given = environment(environ)
    os.environ.clear()
    os.environ.update(given)
    os.chdir(folder)
    sys.exit(run(list(arguments), clock))
