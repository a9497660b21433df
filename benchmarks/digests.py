"""A thousand weekly digests: building the blocks and writing them as JSON, against posting them; and reading the rows.

The posts go to a server on loopback that answers as Slack does, sixteen at a time, by the client that the bot uses.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from aiohttp import web
from sqlmodel import Session, col, select

from bot.db import Database
from bot.delivery import slack
from bot.delivery.payload import Payload
from bot.services.digests.reading import ProjectWeek, read_weeks
from bot.views.digests import project_digest
from models import Project
from models.enums import ProjectStatus

COUNT = 1000
AT_ONCE = 16
#: Projects whose digests are made by one call, so that no call holds the database long.
TOGETHER = 8
DAY, NOW = date(2027, 1, 8), datetime(2027, 1, 8, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Digests:
    """Seconds for all of them."""

    #: Reading the rows, in the database thread.
    read: float
    #: Blocks and JSON.
    built: float
    posted: float


async def measure(address: str) -> Digests:
    """The database at `address` holds live projects; their digests are made until there are COUNT."""
    db = Database(address, patience=60)
    try:
        keys = await db.run(_projects)
        started = time.perf_counter()
        weeks: list[ProjectWeek] = []
        while len(weeks) < COUNT:
            first = len(weeks)
            some = [keys[(first + each) % len(keys)] for each in range(min(TOGETHER, COUNT - first))]
            weeks += await db.run(_read, some)
        read = time.perf_counter() - started
        started = time.perf_counter()
        payloads = [_build(each) for each in weeks]
        built = time.perf_counter() - started
        return Digests(read, built, await _post(payloads))
    finally:
        await asyncio.to_thread(db.close)


def _projects(session: Session) -> list[int]:
    query = select(Project.id).where(Project.status == ProjectStatus.LIVE).order_by(col(Project.id)).limit(COUNT)
    return [each for each in session.exec(query) if each is not None]


def _read(session: Session, keys: list[int]) -> list[ProjectWeek]:
    projects = {each.id: each for each in session.exec(select(Project).where(col(Project.id).in_(keys)))}
    return read_weeks(session, [projects[key] for key in keys], day=DAY, zone="Europe/London", now=NOW)


def _build(week: ProjectWeek) -> Payload:
    """Built and, as the client does it again when it posts, written."""
    message = project_digest(week)
    json.dumps(message.blocks)
    return Payload(message.text, message.blocks)


async def _post(payloads: list[Payload]) -> float:
    runner = web.AppRunner(_server(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        async with slack.open_session() as session:
            client = slack.web_client("xoxb-1", base_url=address, session=session)
            waiting = iter(enumerate(payloads))

            async def sender() -> None:
                for number, payload in waiting:
                    answer = await slack.post(client, "C1", payload, marker=str(number), thread_ts=None, plain=False)
                    assert answer.error is None, answer

            started = time.perf_counter()
            await asyncio.gather(*(sender() for _ in range(AT_ONCE)))
            return time.perf_counter() - started
    finally:
        await runner.cleanup()


def _server() -> web.Application:
    async def took(request: web.Request) -> web.Response:
        await request.read()
        answer: dict[str, Any] = {"ok": True, "channel": "C1", "ts": "1799000000.000100"}
        return web.json_response(answer)

    application = web.Application()
    application.router.add_post("/api/chat.postMessage", took)
    return application
