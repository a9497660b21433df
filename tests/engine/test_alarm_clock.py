"""The alarm clock only says "look now"; what is due is in rows, and looking twice does nothing twice."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from apscheduler.jobstores.memory import MemoryJobStore
from sqlalchemy import inspect, select, update
from sqlmodel import Session, SQLModel, col

from bot.db import Database
from bot.jobs import BATCH, Job, jobs, schedule
from bot.services import outbox, receipts
from models import AuditEntry, ChangeRequest, Post, Project, Receipt
from models.enums import PostState, ProjectStatus, RequestState
from sandbox.clock import MovableClock
from tests.engine.conftest import driver, glances, rows
from tests.engine.rows import fill

START = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture
async def db(database: str) -> AsyncIterator[Database]:
    there = Database(database, patience=20)
    yield there
    await asyncio.to_thread(there.close)


def job(found: list[Job], name: str) -> Job:
    return next(each for each in found if each.name == name)


def told(session: Session, count: int) -> None:
    """So many heads-ups to which nobody objected in time."""
    fill(session.connection())
    session.connection().execute(update(Project).values(status=ProjectStatus.LIVE, started_at=START, closed_at=None))
    table = SQLModel.metadata.tables["change_request"]
    row: dict[str, Any] = dict(session.connection().execute(select(table)).mappings().one())
    row |= {"state": RequestState.TOLD, "open_key": None, "due_at": START - timedelta(minutes=1), "decided_at": None}
    session.connection().execute(update(table).values(**{key: row[key] for key in ("state", "open_key", "due_at")}))
    more = [row | {"id": row["id"] + each, "number": row["number"] + each} for each in range(1, count)]
    session.connection().execute(table.insert(), more)


def noted(session: Session) -> tuple[int, list[int | None]]:
    states = session.connection().execute(select(col(ChangeRequest.state))).scalars().all()
    audits = select(col(AuditEntry.request_id)).where(col(AuditEntry.action) == "noted")
    return states.count(RequestState.NOTED), list(session.connection().execute(audits).scalars())


@asynccontextmanager
async def contended(url: str, count: int) -> AsyncIterator[None]:
    """On PostgreSQL: nobody can write a request before so many transactions have read them and wait to write."""
    if url.startswith("sqlite"):
        yield
        return
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(driver(url)) as holder:
        holder.execute("SELECT 1 FROM change_request FOR UPDATE")
        yield
        async for _ in glances():
            if rows(url, waiting) == [(count,)]:
                break
        holder.rollback()


async def test_each_heads_up_is_settled_once_however_many_look_at_the_same_time(
    database: str, db: Database, clock: MovableClock
) -> None:
    count = BATCH + 10
    await db.run(told, count)
    # A SQLite file serves one process; there the two that look are in it.
    other = db if db.is_sqlite else Database(database, patience=20)
    both = [job(jobs(each, clock), "settle heads-ups") for each in (db, other)]
    async with contended(database, 2):
        looks = [asyncio.create_task(each.look()) for each in both]
    await asyncio.gather(*looks, return_exceptions=True)
    # Whoever was late gave way, and looks again half a minute later.
    await both[1].look()
    settled, entries = await db.run(noted)
    assert settled == count
    assert sorted(entries) == sorted(set(entries))
    assert len(entries) == count
    if other is not db:
        await asyncio.to_thread(other.close)


async def test_receipts_are_forgotten_after_three_days_and_not_before(db: Database, clock: MovableClock) -> None:
    def receive(session: Session, key: str) -> bool:
        return receipts.first_time(session, "T", key, clock.now())

    for number in range(3):
        assert await db.run(receive, f"E{number}")
    assert not await db.run(receive, "E0"), "a delivery is acted on once"
    forget = job(jobs(db, clock), "forget receipts")
    clock.advance(timedelta(days=3))
    await db.run(receive, "E3")
    await forget.look()
    assert not await db.run(receive, "E0"), "three days to the second are not over"
    clock.advance(timedelta(seconds=1))
    await forget.look()
    assert await db.run(lambda session: set(session.scalars(select(Receipt.key)))) == {"E3"}


async def test_more_receipts_than_one_call_may_take_are_forgotten_in_one_look(
    db: Database, clock: MovableClock
) -> None:
    def receive(session: Session) -> None:
        old = [{"team_id": "T", "key": f"E{each}", "received_at": START - timedelta(days=4)} for each in range(1001)]
        session.connection().execute(SQLModel.metadata.tables["receipt"].insert(), old)

    await db.run(receive)
    await job(jobs(db, clock), "forget receipts").look()
    assert await db.run(lambda session: session.scalars(select(Receipt.key)).all()) == []


async def test_mornings_that_had_nothing_to_say_are_forgotten_after_a_week_and_nothing_else_is(
    db: Database, clock: MovableClock
) -> None:
    said_nothing = {"state": PostState.DEAD, "error": "nothing_to_say"}
    became: dict[str, dict[str, Any]] = {
        "empty": said_nothing,
        "shown once": said_nothing | {"ts": "1.1", "channel_id": "D1"},
        "refused": {"state": PostState.DEAD, "error": "user_not_found"},
        "owed": {},
    }

    def owe(session: Session) -> None:
        mornings = [outbox.Notice("dm:U1", key, "digest", {}) for key in became]
        outbox.owe_notices(session, "T", mornings, clock.now())
        for key, what in became.items():
            session.connection().execute(update(Post).where(col(Post.key) == key).values(key=key, **what))

    def there(session: Session) -> set[str]:
        return set(session.scalars(select(Post.key)))

    await db.run(owe)
    forget = job(jobs(db, clock), "forget what had nothing to say")
    clock.advance(timedelta(days=7))
    await forget.look()
    assert await db.run(there) == set(became), "seven days to the second are not over"
    clock.advance(timedelta(seconds=1))
    await forget.look()
    assert await db.run(there) == became.keys() - {"empty"}


async def test_a_job_that_failed_is_looked_at_again(caplog: pytest.LogCaptureFixture) -> None:
    looks: asyncio.Queue[int] = asyncio.Queue()

    async def stumble() -> None:
        looks.put_nowait(looks.qsize() + 1)
        raise LookupError("nothing there")

    alarm = schedule([Job("stumble", 3600, stumble)])
    alarm.start()
    with caplog.at_level(logging.ERROR, "bot.jobs"):
        for _ in range(2):
            alarm.modify_job("stumble", next_run_time=datetime.now(UTC))
            await asyncio.wait_for(looks.get(), 10)
    assert alarm.get_job("stumble").next_run_time > datetime.now(UTC)
    alarm.shutdown(wait=False)
    assert "tried again in 3600 s" in caplog.text


async def test_the_alarm_clock_keeps_nothing_but_its_few_intervals(db: Database, clock: MovableClock) -> None:
    await db.run(told, 200)
    found = jobs(db, clock)
    alarm = schedule(found)
    alarm.start(paused=True)
    kept = alarm.get_jobs()
    assert [type(each) for each in alarm._jobstores.values()] == [MemoryJobStore]
    assert {each.id: each.trigger.interval.total_seconds() for each in kept} == {
        each.name: each.seconds for each in found
    }
    assert all(each.coalesce and each.max_instances == 1 and each.misfire_grace_time is None for each in kept)
    alarm.shutdown(wait=False)
    names = inspect(db.engine).get_table_names() if not db.is_sqlite else list(SQLModel.metadata.tables)
    assert not [each for each in names if "apscheduler" in each]
