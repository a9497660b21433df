"""A dispatcher, a real database of each kind, and the practice workspace speaking HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, col, select

import models
from bot.db import Database
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.slack import web_client
from bot.services import outbox
from models import Lane, Post, Project, ProjectChannel, Workspace
from sandbox import blockkit, switches, webapi
from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from tests.delivery.scene import ADA, OONA, PETRA, SAM, SITE, START, TEAM, draw

#: Real seconds for one call on a busy machine.
PATIENCE = 60.0
#: The fixture `refuse`: (method, Slack's error, how often, HTTP status).
Refuse = Callable[..., None]


@pytest.fixture
def db(database: str) -> Iterator[Database]:
    there = Database(database)
    yield there
    there.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture(scope="session", autouse=True)
def _prepared() -> None:
    """Compiling the schema at the first message would outlast our patience."""
    blockkit.prepare()


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock) as there:
        there.switches.echo = False
        yield there


@dataclass
class Desk:
    """One running bot: what it owes, what it sent, what people see."""

    db: Database
    slack: Sandbox
    clock: MovableClock
    session: aiohttp.ClientSession
    dispatcher: Dispatcher = field(init=False)

    def __post_init__(self) -> None:
        self.dispatcher = self.dispatch_to(self.slack.api_url)

    def dispatch_to(self, api_url: str) -> Dispatcher:
        """Another process of the same bot."""
        client = web_client(self.slack.bot_token, base_url=api_url, session=self.session)

        def client_for(team_id: str) -> AsyncWebClient | None:
            return client if team_id == TEAM else None

        return Dispatcher(self.db, client_for, draw, self.clock, chance=lambda: 0.0)

    # what is owed

    def card(self, key: str = "card", address: str = SITE, **more: Any) -> int:
        more.setdefault("facts", {"words": key})
        return self.db.run_now(
            outbox.owe_card, team_id=TEAM, address=address, key=key, picture="card", now=self.clock.now(), **more
        )

    def notice(self, key: str = "notice", address: str = SITE, **more: Any) -> None:
        more.setdefault("facts", {"words": key})
        self.db.run_now(
            outbox.owe_notice, team_id=TEAM, address=address, key=key, picture="notice", now=self.clock.now(), **more
        )

    def whisper(self, key: str = "whisper", user_id: str = ADA, channel: str = SITE, **more: Any) -> None:
        given = {"facts": {"words": key}, "picture": "whisper", "now": self.clock.now()} | more
        self.db.run_now(outbox.owe_whisper, team_id=TEAM, channel=channel, user_id=user_id, key=key, **given)

    def redraw(self, **given: Any) -> int:
        return self.db.run_now(outbox.redraw, **given)

    def make_project(self, channel: str = SITE) -> int:
        return self.db.run_now(_make_project, channel, self.clock.now())

    # what happened

    async def settle(self) -> timedelta:
        """Send until nothing is owed; returns how much time passed."""
        before = self.clock.now()
        await self.dispatcher.settle(self.clock.advance)
        return self.clock.now() - before

    def seen(self, channel: str = SITE) -> list[str]:
        """What the bot has in that conversation now, oldest first."""
        posts = self.slack.workspace.channels[channel].posts
        return [each.message["text"] for each in posts if each.message.get("bot_id")]

    def seen_directly(self, *users: str) -> list[str]:
        """The same for the direct (or group) messages with these people."""
        return self.seen(self.slack.workspace.direct([*users, self.slack.workspace.bot.id]).id)

    def post(self, key: str) -> Post:
        def find(session: Session) -> Post:
            return session.exec(select(Post).where(Post.key == key)).one()

        return self.db.run_now(find)

    def pictured(self, picture: str) -> list[Post]:
        """Everything that was ever owed with this picture, oldest first."""
        query = select(Post).where(Post.picture == picture).order_by(col(Post.id))
        return self.db.run_now(lambda session: list(session.exec(query)))

    def lane(self, address: str = SITE) -> Lane:
        return self.db.run_now(lambda session: session.get_one(Lane, (TEAM, address)))

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [each.arguments for each in self.slack.calls if each.method == method]


def patient(slack: Sandbox) -> aiohttp.ClientSession:
    """For the client: a call ends as one that took too long once the workspace leaves it unanswered for good.

    All others may take as long as a busy machine needs. One call of a method at a time can hang.
    """

    async def until_hung(request: aiohttp.ClientRequest, ask: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        method = request.url.path.rpartition("/")[2]

        def hung() -> int:
            return sum((each.fault or "").startswith("hang") for each in slack.calls if each.method == method)

        before = hung()
        asked = asyncio.ensure_future(ask(request))
        given_up = asyncio.ensure_future(slack.wait_for(lambda: hung() > before, f"for {method}", within=PATIENCE))
        try:
            await asyncio.wait({asked, given_up}, return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                return asked.result()
            given_up.result()
            raise TimeoutError
        finally:
            asked.cancel()
            given_up.cancel()

    return aiohttp.ClientSession(middlewares=(until_hung,))


@pytest.fixture
async def desk(db: Database, slack: Sandbox, clock: MovableClock) -> AsyncIterator[Desk]:
    async with patient(slack) as session:
        yield Desk(db, slack, clock, session)


@pytest.fixture
def refuse(slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the next calls of a method be answered with any error name of Slack's."""

    def teach(method: str, error: str, times: int = 1, status: int = 200) -> None:
        monkeypatch.setitem(switches.FAULTS, error, "answers so, does nothing")
        monkeypatch.setitem(webapi.BEFORE, error, (status, error if status == 200 else ""))
        slack.fault(method, error, times)

    return teach


def _make_project(session: Session, channel: str, now: datetime) -> int:
    """The cast's project: Ada is its AM, Petra its PM, Oona installed the app."""
    session.add(Workspace(team_id=TEAM, installer_id=OONA, created_at=now))
    session.flush()
    project = Project(
        team_id=TEAM,
        name="Acme site",
        client="Acme",
        made_by=SAM,
        am_id=ADA,
        pm_id=PETRA,
        deadline=date(2027, 12, 14),
        home_channel=channel,
        created_at=now,
    )
    session.add(project)
    session.flush()
    assert project.id is not None
    session.add(ProjectChannel(project_id=project.id, channel_id=channel, team_id=TEAM, used_at=now))
    session.add(models.Deputy(project_id=project.id, role=models.enums.Role.PM, user_id=SAM, team_id=TEAM))
    return project.id
