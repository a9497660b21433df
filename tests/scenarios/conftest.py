"""The real bot in the practice workspace, on a real database, at a time that moves when told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import Session, SQLModel, select

from bot import socket_mode, web
from bot.app import Bot, open_bot
from bot.config import Settings
from bot.engine import create
from bot.services import schedules
from models import ChangeRequest, Project
from sandbox import blockkit
from sandbox.clock import MovableClock
from sandbox.delivery import Http
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.sights import Answer, Message, View
from tests.scenarios import kept

T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)

#: A Monday morning in London.
START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
SITE = "acme-site"
PUBLIC_URL = "https://countersign.example"


@dataclass
class Stage:
    """The cast, the bot, and what people see."""

    slack: Sandbox
    bot: Bot
    clock: MovableClock
    #: How it stood at the beginning, where what was played on another stage may be put back on it.
    opened: kept.Mark | None = None

    def __getattr__(self, name: str) -> Person:
        """`stage.ada` is Ada at her screen."""
        return self.slack.person(name.capitalize())

    async def told(self) -> None:
        """Everything that the bot owes has reached Slack; the clock moves as far as that takes."""
        await self.bot.tasks.idle()
        await self.bot.dispatcher.settle(self.clock.advance)

    async def passes(self, **time: float) -> None:
        """Time passes, and the alarm clock rings for all that is due."""
        self.clock.advance(timedelta(**time))
        for job in self.bot.jobs:
            await job.look()
        await self.told()

    async def comes(self, at: datetime) -> None:
        """It is that moment; the alarm clock rings once, as after a long sleep."""
        await self.passes(seconds=(at - self.clock.now()).total_seconds())

    async def passes_to(self, moment: datetime) -> None:
        """Time passes until `moment`, from one thing that is due to the next, as it would have."""
        await self.passes(seconds=0)
        while (due := self.bot.db.run_now(schedules.next_due)) is not None and due < moment:
            await self.passes(seconds=max(0.0, (due - self.clock.now()).total_seconds()) + 1)
        await self.passes(seconds=max(0.0, (moment - self.clock.now()).total_seconds()))

    async def project(
        self, name: str = "Acme site", *, started: bool = True, channel: str = SITE, **given: Any
    ) -> None:
        """Ada makes a project with Petra; both agree to start, unless told otherwise."""
        given |= {"name": name, "started": started, "channel": channel}
        await kept.once(self.slack, self.bot.db, self.opened, self.plays_project, **given)

    async def plays_project(self, *, name: str, started: bool, channel: str, **given: Any) -> None:
        maker = given.pop("maker", None) or self.ada
        form = (await maker.command("/project", "new", channel=channel)).view
        filled = {
            "Name": name,
            "Client": "Acme",
            "Account manager": self.ada,
            "Project manager": self.petra,
            "Deadline": date(2027, 11, 30),
        }
        answer = await maker.submit(form, filled | given)
        assert answer.closed, answer.errors
        await self.told()
        if started:
            for person in (self.petra, self.ada):
                card = self.card(name, channel)
                if "Agree to start" in card.buttons:
                    await person.press("Agree to start", on=card)
                    await self.told()

    async def closes(self, person: Person, channel: str = SITE) -> Answer:
        """They close the channel's project, with whatever is open in it."""
        answer = await person.command("/project", "close", channel=channel)
        if "Close the project" in answer.message.buttons:
            answer = await person.press("Close the project", on=answer.message)
        await self.told()
        return answer

    def card(self, words: str, channel: str = SITE) -> Message:
        """The newest message of the bot in the channel that says these words."""
        found = self.cards(words, channel)
        assert found, f"nothing says {words!r}: {[each.plain for each in self.petra.messages(channel)]}"
        return found[-1]

    def cards(self, words: str, channel: str = SITE) -> list[Message]:
        there = [each for each in self.petra.messages(channel) if not each.ephemeral and not each.thread_ts]
        return [each for each in there if words in each.plain]

    def replies(self, words: str, channel: str = SITE) -> list[str]:
        """What was said in the thread of the card."""
        return [each.plain for each in self.petra.thread(self.card(words, channel))]

    def whispers(self, person: Person, channel: str = SITE) -> list[str]:
        """What only this person was told in the channel."""
        return [each.plain for each in person.messages(channel) if each.ephemeral]

    def row(self, table: type[Row], **where: Any) -> Row:
        """The one row that fits."""

        def find(session: Session) -> Row:
            return session.exec(select(table).filter_by(**where)).one()

        return self.bot.db.run_now(find)

    def rows(self, table: type[Row], **where: Any) -> list[Row]:
        """The rows that fit, in the order of their keys."""
        query = select(table).filter_by(**where).order_by(*inspect(table).primary_key)
        return self.bot.db.run_now(lambda session: list(session.exec(query)))

    def request(self, number: int = 1) -> ChangeRequest:
        return self.row(ChangeRequest, number=number)

    def deadline(self, name: str = "Acme site") -> date:
        return self.row(Project, name=name).deadline

    async def home(self, person: Person) -> View:
        """Their Home, opened now."""
        await person.visits_home()
        await self.told()
        assert person.home is not None
        return person.home

    async def presses(self, person: Person, label: str, words: str, why: str | None = None) -> Answer:
        """Press a button of a card; with `why`, fill in and send the form that opens."""
        answer = await person.press(label, on=self.card(words))
        if why is not None:
            assert answer.view is not None, answer
            answer = await person.submit(answer.view, {"Why": why})
        await self.told()
        return answer


@pytest.fixture(scope="session", autouse=True)
def _prepared() -> None:
    blockkit.prepare()


@cache
def _engine(url: str) -> Engine:
    """One for each address, from stage to stage: what it has compiled stays compiled, a fifth of a test's time."""
    return create(url)


@asynccontextmanager
async def on_stage(database: str, clock: MovableClock, transport: str = "socket") -> AsyncIterator[Stage]:
    """Open the practice workspace and the bot in it, over Socket Mode or HTTP."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Sandbox(clock))
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token if transport == "socket" else None,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database,
            public_url=PUBLIC_URL,
            port=3000,
        )
        engine = _engine(database)
        if settings.sqlite:
            # The next stage finds another file in its place.
            stack.callback(engine.dispose)
        bot = await stack.enter_async_context(open_bot(settings, clock, work=False, patience=30, engine=engine))
        if transport == "socket":
            await stack.enter_async_context(socket_mode.connect(bot))
            await slack.connected()
        else:
            slack.delivery = Http(await _listen(stack, bot))
        yield Stage(slack, bot, clock, kept.mark(slack, bot.db) if transport == "socket" else None)


async def _listen(stack: AsyncExitStack, bot: Bot) -> str:
    stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(web.serve(bot, "127.0.0.1", 0, stop, listening=address.set_result))

    async def finish() -> None:
        stop.set()
        await serving

    stack.push_async_callback(finish)
    return f"{await address}/slack/events"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture
async def stage(database: str, clock: MovableClock) -> AsyncIterator[Stage]:
    async with on_stage(database, clock) as there:
        yield there
        assert [str(each) for each in there.slack.rejected] == [], "Slack refused what the bot sent"
