"""What goes on after an answer is remembered, heard of when it fails, and finished before the end."""

import asyncio
import gc
import logging

import pytest

from bot.tasks import Tasks, TasksClosed


async def test_a_task_nobody_holds_still_finishes() -> None:
    tasks, done = Tasks(), []

    async def work() -> None:
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        done.append(1)

    tasks.after(work())
    gc.collect()
    assert len(tasks) == 1
    assert await tasks.drain(5) == 0
    assert (done, len(tasks)) == ([1], 0)


async def test_an_exception_is_logged_with_its_traceback_and_a_code(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks()

    async def work() -> None:
        raise RuntimeError("disk")

    tasks.after(work())
    await tasks.drain(5)
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert len(record.getMessage().removeprefix("a task failed, code ")) == 6


async def test_draining_waits_also_for_what_tasks_start_meanwhile() -> None:
    tasks, done = Tasks(), []

    async def second() -> None:
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        done.append(2)

    async def first() -> None:
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        tasks.after(second())

    tasks.after(first())
    await tasks.drain(5)
    assert done == [2]


async def test_after_the_end_nothing_is_started() -> None:
    tasks, started = Tasks(), []

    async def work() -> None:
        started.append(1)

    await tasks.drain(0)
    with pytest.raises(TasksClosed, match="work"):
        tasks.after(work())
    assert started == []


async def test_what_does_not_finish_in_time_is_cancelled_and_named(caplog: pytest.LogCaptureFixture) -> None:
    tasks = Tasks()

    async def endless() -> None:
        await asyncio.Event().wait()

    task = tasks.after(endless())
    assert await tasks.drain(0.01) == 1
    assert task.cancelled()
    assert "endless" in caplog.text


async def test_a_task_may_drain_the_others_without_waiting_for_itself() -> None:
    tasks = Tasks()

    async def stop() -> int:
        return await tasks.drain(5)

    assert await tasks.after(stop()) == 0
