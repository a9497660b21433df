"""The practice workspace with the real bot in it: the one place that knows how the bot is put together."""

import asyncio
import errno
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import calendars, web
from bot.app import Bot, open_bot
from bot.config import Settings
from bot.services import upcoming
from bot.socket_mode import connect
from sandbox import blockkit
from sandbox.clock import MovableClock
from sandbox.server import Sandbox

FIRST_PORT = 8421
PORTS_TRIED = 100
#: What goes to one conversation goes a second apart; what is later than this is not for now.
AT_ONCE = timedelta(minutes=1)


@asynccontextmanager
async def practice(clock: MovableClock, port: int = 0) -> AsyncIterator[Sandbox]:
    """A workspace and the bot connected to it over loopback, on a temporary database that is gone afterwards.

    `port` is the first to try; 0 takes any free one. Raises OSError when none of a hundred is free.
    """
    blockkit.prepare()
    with tempfile.TemporaryDirectory(prefix="countersign-") as folder:
        async with _listening(clock, port) as slack:
            settings = settings_for(slack, f"sqlite:///{Path(folder) / 'practice.db'}", _free_port())
            async with open_bot(settings, clock) as bot, connect(bot), _pages(bot):
                await slack.connected()

                async def look() -> None:
                    for job in bot.jobs:
                        await job.look()
                    # What is said now is seen now, not at whatever hour the clock is moved to next.
                    await bot.tasks.idle()
                    await bot.dispatcher.settle(clock.advance, AT_ONCE)

                async def next_due(after: datetime) -> datetime | None:
                    return await bot.db.run(upcoming.next_moment, after=after)

                slack.each_step, slack.next_due = look, next_due
                yield slack


def settings_for(slack: Sandbox, database_url: str, port: int | None = None) -> Settings:
    """The settings with which a bot talks to this workspace over Socket Mode; `port`: of its own web pages."""
    return Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=database_url,
        log_level="WARNING",
        port=port,
        public_url=f"http://127.0.0.1:{port}" if port else None,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def _pages(bot: Bot) -> AsyncIterator[None]:
    """The bot's own web pages, to which its calendar links lead."""
    stop = asyncio.Event()
    pages = calendars.routes(bot.db, bot.clock)
    serving = asyncio.create_task(web.serve(bot, "127.0.0.1", bot.settings.port or 0, stop, routes=pages))
    try:
        yield
    finally:
        stop.set()
        await serving


@asynccontextmanager
async def _listening(clock: MovableClock, first: int) -> AsyncIterator[Sandbox]:
    for port in range(first, first + PORTS_TRIED) if first else [0]:
        slack = Sandbox(clock, port=port, patience=3.0)
        try:
            await slack.start()
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
            continue
        try:
            yield slack
            return
        finally:
            await slack.stop()
    raise OSError(errno.EADDRINUSE, f"no free port from {first} on")
