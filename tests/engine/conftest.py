"""A workspace, a database of each kind, and the real bot beside them as a process that can be stopped and killed."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from aiohttp import web

from sandbox import blockkit
from sandbox.delivery import Http
from sandbox.person import Person
from sandbox.seed import make_project
from sandbox.server import Sandbox
from sandbox.sights import Message
from tests.engine.processes import PATIENCE, HurryingClock, Running, by_hand, forked, free_port

SITE = "acme-site"
#: Seconds between two looks at what cannot tell by itself that it changed.
GLANCE = 0.05
ASKED = "14 Dec 2027 because the client's event moved"


@pytest.fixture
def empty_postgresql(fresh_postgresql: str) -> str:
    """Processes are killed here, and schemas changed."""
    return fresh_postgresql


class Slack(Sandbox):
    """A workspace whose answers can be held back."""

    def __init__(self, clock: HurryingClock) -> None:
        super().__init__(clock)
        self._held: dict[str, tuple[asyncio.Event, asyncio.Event]] = {}

    def hold(self, method: str) -> tuple[asyncio.Event, asyncio.Event]:
        """From now on calls of this method wait: (set once one has come, to be set to let them go)."""
        self._held[method] = asyncio.Event(), asyncio.Event()
        return self._held[method]

    def _application(self) -> web.Application:
        application = super()._application()
        application.middlewares.append(self._wait)
        return application

    @web.middleware
    async def _wait(self, request: web.Request, handler: Any) -> Any:
        if pair := self._held.get(request.path.rpartition("/")[2]):
            pair[0].set()
            await pair[1].wait()
        return await handler(request)


@dataclass
class Plant:
    """The workspace, the database, and the processes beside them."""

    slack: Slack
    url: str
    folder: Path
    clock: HurryingClock
    processes: list[Running] = field(default_factory=list)
    http: bool = False

    def __getattr__(self, name: str) -> Person:
        """`plant.ada` is Ada at her screen."""
        return self.slack.person(name.capitalize())

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of a bot for this workspace."""
        given = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": "" if self.http else self.slack.app_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.url,
        }
        return {name: value for name, value in (given | more).items() if value}

    def start(self, *arguments: str, **more: str) -> Running:
        """`python -m bot …`, quickly."""
        self.processes.append(forked(self.folder, arguments, self.settings(**more), self.clock.rate))
        return self.processes[-1]

    async def start_by_hand(self, *arguments: str, **more: str) -> Running:
        """`python -m bot …`, as anybody would."""
        self.processes.append(await by_hand(self.folder, arguments, self.settings(**more)))
        return self.processes[-1]

    async def connected(self, *arguments: str, **more: str) -> Running:
        """Started, and Slack reaches it: over Socket Mode, or over HTTP where that was chosen."""
        if self.http:
            more.setdefault("PORT", str(free_port()))
            self.slack.delivery = Http(f"http://127.0.0.1:{more['PORT']}/slack/events")
        running = self.start(*arguments, **more)
        await running.says("listening on" if self.http else "connected to Slack")
        return running

    async def wait(self, condition: Any, what: str = "") -> None:
        await self.slack.wait_for(condition, what, within=PATIENCE)

    async def project(self) -> None:
        """Ada's project, which Petra agrees to start; everybody has been told."""
        await make_project(self.slack, "Acme site", date(2027, 11, 30), SITE)
        await self.holds("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM post WHERE state = 'open' AND wanted > shown)")

    async def asks(self) -> None:
        """Ada asks for another deadline."""
        answer = await self.ada.command("/deadline", ASKED, channel=SITE)
        assert "CR-1" in answer.text, answer

    def cards(self, words: str = "CR-1") -> list[Message]:
        """The messages in the channel, not in a thread, that say this."""
        there = [each for each in self.petra.messages(SITE) if not each.ephemeral and not each.thread_ts]
        return [each for each in there if words in each.plain]

    async def shows(self, words: str, within: float = PATIENCE) -> Message:
        """The card, once it says so."""
        await self.slack.wait_for(lambda: self.cards(words), f"for {words!r}", within=within)
        return self.cards(words)[-1]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds, read beside a running bot."""
        return rows(self.url, query)

    async def holds(self, query: str) -> None:
        """Return once the database has such a row."""
        async for _ in glances():
            if self.rows(query):
                return


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)) as file:
            return file.execute(query).fetchall()
    with psycopg.connect(driver(url)) as server:
        return server.execute(query).fetchall()  # type: ignore[arg-type]


def driver(url: str) -> str:
    """The address as PostgreSQL's own driver wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


async def get(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        return await client.get(path)


async def become(port: int, path: str, status: int) -> httpx.Response:
    """The answer of this page, once it has that status."""
    answer = await get(port, path)
    async for _ in glances():
        if answer.status_code == status:
            break
        answer = await get(port, path)
    return answer


async def glances() -> AsyncIterator[None]:
    """Look as often as this yields, at what cannot tell by itself that it changed. Raises TimeoutError in the end."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < end:
        yield
        await asyncio.sleep(GLANCE)
    raise TimeoutError


@pytest.fixture(scope="session", autouse=True)
def _prepared() -> None:
    blockkit.prepare()


@pytest.fixture
def clock() -> HurryingClock:
    return HurryingClock()


@pytest.fixture
async def plant(database: str, tmp_path: Path, clock: HurryingClock) -> AsyncIterator[Plant]:
    async with Slack(clock) as slack:
        there = Plant(slack, database, tmp_path, clock)
        yield there
        for each in there.processes:
            if not each.ended.is_set():
                await each.is_killed()


def none_of(given: Mapping[str, str], text: str) -> bool:
    """No secret among these settings is in the text."""
    return not any(value in text for name, value in given.items() if "TOKEN" in name or "SECRET" in name)
