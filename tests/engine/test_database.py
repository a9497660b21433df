"""`await db.run(…)`: one call is one transaction, whatever happens to its neighbours."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import bindparam, event, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from bot.db import POSTGRES_THREADS, RETRIES, Database, Unfinished
from bot.errors import Busy
from bot.prepared import Prepared
from models import Receipt

NOW = datetime(2027, 1, 4, tzinfo=UTC)
only_postgres = pytest.mark.parametrize("database", ["postgresql"], indirect=True, ids=["only there"])
only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True, ids=["only there"])


@pytest.fixture
async def db(database: str) -> AsyncIterator[Database]:
    there = Database(database, patience=20)
    yield there
    await asyncio.to_thread(there.close)


def note(session: Session, key: str) -> str:
    session.add(Receipt(team_id="T", key=key, received_at=NOW))
    session.flush()
    return key


def note_and_fail(session: Session, key: str) -> None:
    note(session, key)
    raise LookupError(key)


def noted(session: Session) -> set[str]:
    return set(session.exec(select(Receipt.key)))


class Gate:
    """Holds every database thread until it is opened."""

    def __init__(self, db: Database) -> None:
        self.count = 1 if db.is_sqlite else POSTGRES_THREADS
        self._db, self._open, self._inside = db, threading.Event(), threading.Semaphore(0)
        self._waiting: list[asyncio.Task[None]] = []

    def _wait(self, session: Session) -> None:
        self._inside.release()
        assert self._open.wait(20)

    async def __aenter__(self) -> None:
        for _ in range(self.count):
            self._waiting.append(asyncio.create_task(self._db.run(self._wait)))
            await asyncio.sleep(0)
            assert await asyncio.to_thread(self._inside.acquire, timeout=20)

    async def __aexit__(self, *_: object) -> None:
        self._open.set()
        await asyncio.gather(*self._waiting, return_exceptions=True)


async def test_each_of_many_calls_gets_its_own_result(db: Database) -> None:
    keys = [f"k{number}" for number in range(200)]
    assert await asyncio.gather(*(db.run(note, each) for each in keys)) == keys
    assert await db.run(noted) == set(keys)


@only_sqlite
async def test_calls_that_wait_together_share_one_commit(db: Database) -> None:
    commits: list[object] = []
    event.listen(db.engine, "commit", commits.append)
    async with Gate(db):
        waiting = [asyncio.create_task(db.run(note, f"k{number}")) for number in range(40)]
        await asyncio.sleep(0)
    assert len(await asyncio.gather(*waiting)) == 40
    assert len(commits) == 2, "one for the gate, one for the forty"


async def test_a_call_that_fails_undoes_only_itself(db: Database) -> None:
    async with Gate(db):
        calls = [db.run(note, "before"), db.run(note_and_fail, "failed"), db.run(note, "after")]
        waiting = [asyncio.create_task(each) for each in calls]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(each) for each in outcomes] == ["before", "failed", "after"]
    assert isinstance(outcomes[1], LookupError)
    assert await db.run(noted) == {"before", "after"}


async def test_a_call_that_fails_after_writing_past_the_session_undoes_only_itself(db: Database) -> None:
    write = Prepared(insert(Receipt), ["team_id", "key", "received_at"])

    def prepared(session: Session, key: str) -> str:
        write.run(session, team_id="T", key=key, received_at=NOW)
        return note(session, key + "+")

    def prepared_and_fail(session: Session, key: str) -> None:
        prepared(session, key)
        raise LookupError(key)

    async with Gate(db):
        calls = [db.run(prepared, "before"), db.run(prepared_and_fail, "failed"), db.run(prepared, "after")]
        waiting = [asyncio.create_task(each) for each in calls]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(each) for each in outcomes] == ["before+", "failed", "after+"]
    with pytest.raises(LookupError):
        await db.run(prepared_and_fail, "alone")
    assert await db.run(noted) == {"before", "before+", "after", "after+"}


async def test_a_statement_that_the_database_refuses_undoes_only_its_call(db: Database) -> None:
    await db.run(note, "there")
    async with Gate(db):
        waiting = [asyncio.create_task(db.run(note, each)) for each in ("one", "there", "two")]
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each).__name__ for each in outcomes] == ["str", "IntegrityError", "str"]
    assert await db.run(noted) == {"there", "one", "two"}


async def test_a_call_that_never_got_its_turn_says_busy_and_changes_nothing(database: str) -> None:
    db = Database(database, patience=0.2)
    async with Gate(db):
        with pytest.raises(Busy):
            await db.run(note, "late")
    await asyncio.to_thread(db.close)
    db = Database(database)
    assert db.run_now(noted) == set()
    db.close()


async def test_a_call_that_is_running_when_patience_ends_is_unfinished_and_still_commits(database: str) -> None:
    db, go_on = Database(database, patience=0.2), threading.Event()

    def slow(session: Session) -> None:
        note(session, "slow")
        assert go_on.wait(20)

    with pytest.raises(Unfinished):
        await db.run(slow)
    go_on.set()
    await asyncio.to_thread(db.close)
    db = Database(database)
    assert db.run_now(noted) == {"slow"}
    db.close()


async def test_after_a_commit_and_only_then_the_loop_is_told(db: Database) -> None:
    told: list[object] = []
    db.after_commit = lambda: told.append((asyncio.get_running_loop(), threading.current_thread()))
    with pytest.raises(LookupError):
        await db.run(note_and_fail, "failed")
    assert told == []
    await db.run(note, "kept")
    assert told == [(asyncio.get_running_loop(), threading.main_thread())]
    await db.run(noted)
    heard = 1 if db.is_sqlite else 2
    assert len(told) == heard, "where it is known that nothing was changed there is nothing to do"
    await db.run_to_end(note, "by the outbox")
    assert len(told) == heard, "the outbox is not woken by what it wrote itself"
    assert "by the outbox" in await db.run(noted)


async def test_closing_finishes_what_waits_and_lets_nothing_else_in(database: str) -> None:
    db = Database(database, patience=20)
    waiting = [asyncio.create_task(db.run(note, f"k{number}")) for number in range(100)]
    await asyncio.sleep(0)
    await asyncio.to_thread(db.close)
    assert len(await asyncio.gather(*waiting)) == 100
    with pytest.raises(RuntimeError, match="closed"):
        await db.run(note, "afterwards")
    with pytest.raises(RuntimeError, match="closed"):
        db.run_now(note, "afterwards")
    db = Database(database)
    assert len(db.run_now(noted)) == 100
    db.close()


@only_postgres
async def test_a_call_that_lost_to_a_deadlock_is_repeated(db: Database) -> None:
    await asyncio.gather(db.run(note, "a"), db.run(note, "b"))
    both_hold_one, tries = threading.Barrier(2, timeout=20), []

    def cross(session: Session, first: str, second: str) -> str:
        tries.append(first)
        session.execute(text("SET LOCAL deadlock_timeout = '50ms'"))
        hold = text("UPDATE receipt SET received_at = now() WHERE key = :key")
        session.execute(hold, {"key": first})
        if len(tries) <= 2:
            both_hold_one.wait()
        session.execute(hold, {"key": second})
        return first

    assert await asyncio.gather(db.run(cross, "a", "b"), db.run(cross, "b", "a")) == ["a", "b"]
    assert len(tries) > 2, "the loser went again"


@only_postgres
@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_a_call_that_loses_again_and_again_is_given_up_after_three_times(db: Database, code: str) -> None:
    tries: list[str] = []

    def lose(session: Session) -> None:
        tries.append(note(session, f"k{len(tries)}"))
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '{code}'; END $$"))

    with pytest.raises(DBAPIError, match="lost"):
        await db.run(lose)
    assert len(tries) == RETRIES == 3
    assert await db.run(noted) == set()


@only_postgres
async def test_a_call_that_fails_otherwise_is_not_repeated(db: Database) -> None:
    tries: list[int] = []

    def fail(session: Session) -> None:
        tries.append(1)
        session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError, match="division by zero"):
        await db.run(fail)
    assert tries == [1]


async def test_a_change_that_lost_its_row_undoes_what_goes_with_it(db: Database) -> None:
    await db.run(note, "there")
    add = Prepared(insert(Receipt), ["team_id", "key", "received_at"], rows="receipt: new")
    rename = Prepared(
        update(Receipt).where(col(Receipt.key) == bindparam("old")).values(key=bindparam("new")), rows="receipt: there"
    )

    def change(session: Session, old: str, *, first: str = "") -> None:
        if first:
            note(session, first)
        add.later(session, team_id="T", key=f"beside {old}", received_at=NOW)
        rename.later(session, lambda: LookupError(old), old=old, new=f"{old}, renamed")

    with pytest.raises(LookupError, match="nowhere"):
        await db.run(change, "nowhere")
    with pytest.raises(LookupError, match="nowhere"):
        await db.run(change, "nowhere", first="before")
    assert await db.run(noted) == {"there"}
    await db.run(change, "there")
    assert await db.run(noted) == {"there, renamed", "beside there"}


@only_postgres
async def test_a_call_goes_on_over_another_connection_when_its_own_was_cut(db: Database, database: str) -> None:
    read = Prepared(select(Receipt.key))
    tries: list[int] = []

    def cut(session: Session) -> None:
        own = session.scalar(text("SELECT pg_backend_pid()"))
        with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 20000)", [own])

    def cut_once(session: Session, key: str) -> str:
        note(session, key)
        tries.append(1)
        if len(tries) == 1:
            cut(session)
        return note(session, f"{key}+")

    def prepared(session: Session) -> set[str]:
        return {key for (key,) in read.rows(session)}

    assert await db.run(cut_once, "kept") == "kept+"
    assert tries == [1, 1]
    # Whoever finds a connection cut that nobody used meanwhile is not told of it either.
    for _ in range(POSTGRES_THREADS):
        with contextlib.suppress(DBAPIError, psycopg.Error):
            await db.run(cut)
    for _ in range(2 * POSTGRES_THREADS):
        assert await db.run(prepared) == {"kept", "kept+"}


@only_postgres
async def test_what_only_reads_and_then_changes_needs_no_transaction_around_it(db: Database, database: str) -> None:
    add, read = Prepared(insert(Receipt), ["team_id", "key", "received_at"]), Prepared(select(Receipt.key))

    def is_open() -> bool:
        with psycopg.connect(database.replace("+psycopg", "")) as admin:
            found = admin.execute("SELECT state FROM pg_stat_activity WHERE datname = current_database()").fetchall()
        return ("idle in transaction",) in found

    def change(session: Session, *, fail: bool = False) -> None:
        read.rows(session)
        add.later(session, team_id="T", key="new", received_at=NOW)
        assert not is_open()
        if fail:
            assert ("new",) in read.rows(session)
            assert is_open()
            raise LookupError("undone")

    with pytest.raises(LookupError, match="undone"):
        await db.run(change, fail=True)
    assert await db.run(noted) == set()
    await db.run(change)
    assert await db.run(noted) == {"new"}
