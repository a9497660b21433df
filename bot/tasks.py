"""Work that goes on after the answer has left: started, remembered, and finished before the process ends."""

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger(__name__)


class TasksClosed(RuntimeError):
    """`after` was called once the tasks had been closed; the coroutine was not started."""


def new_code() -> str:
    """Six hex characters that stand both in a log line and in what a person is told about it."""
    return secrets.token_hex(3)


class Tasks:
    """The tasks that outlive the request which started them.

    asyncio itself keeps only weak references to tasks, so one that nobody holds may vanish half-way.
    """

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closed = False

    def __len__(self) -> int:
        """How many are running."""
        return len(self._running)

    def after(self, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start `coro` now, in the running loop; its exception, if any, is logged with a code.

        Raises TasksClosed after `drain`; the coroutine is then closed without having run.
        """
        if self._closed:
            coro.close()
            raise TasksClosed(f"{_name(coro)} was not started: the process is stopping")
        task = asyncio.get_running_loop().create_task(coro)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            logger.error("a task failed, code %s", new_code(), exc_info=error)

    async def idle(self) -> None:
        """Wait until nothing is running, without closing."""
        while others := self._others():
            await asyncio.wait(others)

    async def drain(self, seconds: float) -> int:
        """Wait up to `seconds` for all tasks, also for those they start meanwhile; then close.

        Returns how many were still running at the end; those are cancelled, waited for, and logged.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (others := self._others()) and (left := end - loop.time()) > 0:
            await asyncio.wait(others, timeout=left)
        self._closed = True
        late = self._others()
        for task in late:
            logger.warning("a task did not finish in %g s and was cancelled: %s", seconds, _name(task.get_coro()))
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1)
        return len(late)

    def _others(self) -> "set[asyncio.Task[Any]]":
        # Whoever drains may itself be one of the tasks; it must not wait for itself.
        return self._running - {asyncio.current_task()}


def _name(coro: object) -> str:
    return getattr(coro, "__qualname__", repr(coro))
