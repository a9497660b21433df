"""The real bot, as `bot.app` composes it, beside the practice workspace that it asks who it is."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from starlette.types import ASGIApp

from benchmarks.agency import channel
from benchmarks.transport import SECRET, idle
from bot.app import Bot, open_bot
from bot.clock import Clock
from bot.config import Settings
from bot.front_door import FrontDoor
from bot.web import SlackPath
from sandbox import cast
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from sandbox.workspace import Channel, Post

TEAM_ID = cast.TEAM_ID


@dataclass(frozen=True)
class Stage:
    """A bot whose entrances are the caller's, and the Slack it would send to."""

    bot: Bot
    slack: Sandbox

    @property
    def web(self) -> ASGIApp:
        """The bot's HTTP entrance."""
        return SlackPath(FrontDoor(self.bot.app, SECRET, self.bot.clock), idle)


@asynccontextmanager
async def opened(
    url: str, *, synchronous: str = "FULL", deliver: int = 0, app_token: str | None = None
) -> AsyncIterator[Stage]:
    """Open the bot on the database at `url`.

    `deliver`: of so many projects the channels and cards are there, and the dispatcher runs; else nothing is sent.
    """
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Sandbox(MovableClock(flowing=True)))
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=app_token,
            slack_signing_secret=SECRET,
            slack_api_url=slack.api_url,
            database_url=url,
        )
        _furnish(slack, deliver)
        bot = await stack.enter_async_context(open_bot(settings, Clock(), work=bool(deliver)))
        if bot.db.is_sqlite and synchronous != "FULL":
            # Outside of any transaction, on the one connection there is.
            bot.db.engine.raw_connection().cursor().execute(f"PRAGMA synchronous={synchronous}")
        yield Stage(bot, slack)


def _furnish(slack: Sandbox, projects: int) -> None:
    bot = slack.workspace.bot
    now = slack.clock.now()
    for number in range(1, projects + 1):
        there = Channel(channel(number), f"project-{number}", "channel", [bot.id], now, bot.id)
        for kind in (1, 2):
            message = {"type": "message", "user": bot.id, "bot_id": bot.bot_id, "ts": f"{kind}.{number:06}"}
            there.posts.append(Post(there.id, message | {"text": f"Project {number}"}, now))
        slack.workspace.channels[there.id] = there
