"""`python -m sandbox`, as a newcomer runs it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

from sandbox.clock import MovableClock
from sandbox.practice import practice
from sandbox.seed import make_project, with_button
from sandbox.server import Sandbox

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def started(*arguments: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program, with its temporary files in `folder`."""
    pipe = asyncio.subprocess.PIPE
    environment = {**os.environ, "TMPDIR": str(folder)}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe
    )
    try:
        yield program
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()


async def first_line(program: asyncio.subprocess.Process) -> str:
    assert program.stdout is not None
    return (await asyncio.wait_for(program.stdout.readline(), 60)).decode().strip()


async def test_it_prints_its_address_once_it_answers_and_leaves_nothing_when_it_is_told_to_stop(tmp_path: Path) -> None:
    """Two at once: the second takes the next free port."""
    async with started(folder=tmp_path) as one, started(folder=tmp_path) as other, httpx.AsyncClient() as client:
        addresses = [await first_line(each) for each in (one, other)]
        for address in addresses:
            assert "practice workspace" in (await client.get(address)).text
        one.send_signal(signal.SIGINT)
        other.send_signal(signal.SIGTERM)
        ends = [await asyncio.wait_for(each.communicate(), 30) for each in (one, other)]
    assert all(8421 <= int(each.rpartition(":")[2]) < 8521 for each in set(addresses))
    assert (len(set(addresses)), one.returncode, other.returncode, os.listdir(tmp_path)) == (2, 0, 0, [])
    assert not any(b"Traceback" in complaints or b"never" in complaints for _, complaints in ends), ends


async def test_the_story_ends_with_the_new_date(tmp_path: Path) -> None:
    async with started("story", folder=tmp_path) as program:
        told, complaints = await asyncio.wait_for(program.communicate(), 90)
    assert program.returncode == 0, complaints.decode()
    lines = told.decode().splitlines()
    assert any(line.startswith("  only Olaf |") for line in lines)
    assert "Deadline: Tue 14 Dec 2027" in "\n".join(lines[-8:])


async def test_moving_the_clock_makes_what_is_due_happen() -> None:
    async with practice(MovableClock(datetime(2027, 1, 4, 10, tzinfo=UTC), flowing=True)) as slack:
        ada, petra = slack.person("Ada"), slack.person("Petra")
        await make_project(slack, "Acme site", date(2027, 11, 30))
        await petra.command("/project", "milestone Homepage copy 12 Feb 2027", channel="acme-site")
        await slack.wait_for(lambda: with_button(ada, "acme-site", "Acknowledge"), "for the heads-up")
        card = with_button(ada, "acme-site", "Acknowledge")[-1]
        await slack.pass_time(timedelta(days=3))
        await slack.wait_for(lambda: card.buttons == [], "for the heads-up to be noted")
        assert "noted" in card.plain.lower()


async def test_what_comes_due_while_something_is_said_is_seen_at_its_own_hour() -> None:
    clock = MovableClock(datetime(2027, 1, 4, 10, tzinfo=UTC))
    due, looks = clock.now() + timedelta(hours=1, seconds=4), []
    async with Sandbox(clock) as slack:

        async def look() -> None:
            looks.append(clock.now())
            clock.advance(timedelta(seconds=3))  # as long as what is said takes to be sent

        async def next_due(after: datetime) -> datetime | None:
            # At the first look it is not known yet.
            return due if len(looks) > 1 and due > after else None

        slack.each_step, slack.next_due = look, next_due
        await slack.pass_time(timedelta(hours=3))
    assert next(each for each in looks if each >= due) - due < timedelta(minutes=1)
