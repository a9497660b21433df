"""`await db.run(service, …)`: one call = one transaction, in a database thread.

Services are plain functions `service(session, …)`. They run in a thread, so that none can await the network inside
a transaction. On SQLite one thread owns the one connection and takes all waiting calls into one BEGIN IMMEDIATE …
COMMIT, a savepoint each (group commit); their futures resolve after COMMIT. On PostgreSQL a small pool of threads
runs them side by side, and a call that lost to a deadlock or a serialization failure is repeated, three times.
"""

import asyncio
import contextlib
import fcntl
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from bot.errors import Busy, DatabaseLocked

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

#: Slack gives us three seconds; a person who waits longer than this is told to press again.
PATIENCE = 2.0
POSTGRES_THREADS = 6
#: Several calls share one COMMIT; more than this would hold the first of them too long.
BATCH = 64
RETRIES = 3
RETRYABLE = {"40001", "40P01"}


class Unfinished(Exception):
    """The call outlasted our patience and cannot be stopped: it may yet commit. Never say that it failed."""


@dataclass(slots=True)
class _Call:
    work: Callable[[Session], Any]
    future: "Future[Any]"
    loop: asyncio.AbstractEventLoop | None


def _create_sqlite(url: str) -> Engine:
    engine = create_engine(
        url, poolclass=StaticPool, connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    # The driver's own transactions begin deferred and lose decisions (two readers, then two writers).
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _create_postgres(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=POSTGRES_THREADS,
        max_overflow=0,
        pool_pre_ping=False,
        isolation_level="READ COMMITTED",
        # PgBouncer in transaction mode has no place for prepared statements.
        connect_args={"prepare_threshold": None} if "pgbouncer" in url else {},
    )


def create(url: str) -> Engine:
    """An engine with this house's settings for `url`; nothing is connected yet."""
    return _create_sqlite(url) if url.startswith("sqlite") else _create_postgres(url)


class FileLock:
    """An OS lock beside a SQLite file: two processes writing one WAL file can corrupt it (SQLite < 3.51.3)."""

    def __init__(self, url: str) -> None:
        self._path: Path | None = None
        name = make_url(url).database if url.startswith("sqlite") else None
        if name and name != ":memory:":
            self._path = Path(name + ".lock")
        self._file: Any = None

    def acquire(self) -> None:
        """Raises DatabaseLocked when another process has it."""
        if self._path is None:
            return
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            self._file = None
            raise DatabaseLocked(
                f"Another Countersign is using {self._path.with_suffix('')}. "
                "A SQLite file serves one process; to run several, use PostgreSQL."
            ) from None

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class Database:
    """The database thread (or threads) and the way in."""

    def __init__(self, url: str, *, patience: float = PATIENCE, lock: "FileLock | None" = None) -> None:
        """`lock` is the file's lock where the caller has it already; it is let go when the database is closed.

        Raises DatabaseLocked.
        """
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = create(url)
        #: Called in the event loop after each commit; the outbox looks for work then.
        self.after_commit: Callable[[], None] = lambda: None
        self._patience = patience
        self._lock = lock or FileLock(url)
        if lock is None:
            self._lock.acquire()
        self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._thread: threading.Thread | None = None
        if self.is_sqlite:
            self._thread = threading.Thread(target=self._serve, name="database", daemon=True)
            self._thread.start()
        else:
            self._pool = ThreadPoolExecutor(POSTGRES_THREADS, thread_name_prefix="database")

    async def run(self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one service in one transaction and return what it returned, after COMMIT.

        Raises what the service raised (then nothing was changed); Busy when it never got its turn (nothing was
        changed); Unfinished when it is still running and may yet commit.
        """
        loop = asyncio.get_running_loop()
        future: Future[T] = Future()
        self._submit(_Call(lambda session: service(session, *args, **kwargs), future, loop))
        waiting = asyncio.wrap_future(future)
        done, _ = await asyncio.wait({waiting}, timeout=self._patience)
        if done:
            return waiting.result()
        if future.cancel():
            raise Busy
        # Its outcome belongs to nobody now; keep asyncio from warning about an exception never retrieved.
        waiting.add_done_callback(lambda task: task.cancelled() or task.exception())
        raise Unfinished

    def run_now(self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for a caller without an event loop (commands, tests); waits as long as it takes."""
        future: Future[T] = Future()
        self._submit(_Call(lambda session: service(session, *args, **kwargs), future, None))
        return future.result()

    def close(self) -> None:
        """Finish what waits, then let go of the database."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self.engine.dispose()
        self._lock.release()

    def _submit(self, call: _Call) -> None:
        if self._pool is not None:
            self._pool.submit(self._run_on_postgres, call)
        else:
            self._queue.put(call)

    # ── SQLite: one thread, one connection, group commit ──

    def _serve(self) -> None:
        connection = self.engine.connect()
        while (first := self._queue.get()) is not None:
            calls, stop = [first], False
            while len(calls) < BATCH:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    stop = True
                    break
                calls.append(more)
            self._commit_together(connection, [call for call in calls if _starts(call)])
            if stop:
                break
        connection.close()

    def _commit_together(self, connection: Connection, calls: list[_Call]) -> None:
        if not calls:
            return
        outcomes: list[tuple[_Call, Any, BaseException | None]] = []
        try:
            with connection.begin():
                for call in calls:
                    outcomes.append((call, *self._in_savepoint(connection, call)))
        except Exception as error:
            log.exception("a group of %d calls was not committed", len(calls))
            outcomes = [(call, None, error) for call in calls]
        self._settle(outcomes)

    @staticmethod
    def _in_savepoint(connection: Connection, call: _Call) -> tuple[Any, BaseException | None]:
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        try:
            result = call.work(session)
            session.commit()
        except Exception as error:
            session.rollback()
            return None, error
        finally:
            session.close()
        return result, None

    # ── PostgreSQL: each call its own transaction ──

    def _run_on_postgres(self, call: _Call) -> None:
        if not _starts(call):
            return
        for attempt in range(RETRIES):
            try:
                with Session(self.engine, expire_on_commit=False) as session:
                    result = call.work(session)
                    session.commit()
            except DBAPIError as error:
                code = getattr(error.orig, "sqlstate", None)
                if code in RETRYABLE and attempt + 1 < RETRIES:
                    continue
                self._settle([(call, None, error)])
                return
            except Exception as error:
                self._settle([(call, None, error)])
                return
            self._settle([(call, result, None)])
            return

    def _settle(self, outcomes: list[tuple[_Call, Any, BaseException | None]]) -> None:
        loops = {call.loop for call, _, error in outcomes if call.loop is not None and error is None}
        for call, result, error in outcomes:
            if error is not None:
                call.future.set_exception(error)
            else:
                call.future.set_result(result)
        for loop in loops:
            # The loop may have closed while the last call was finishing.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.after_commit)


def _starts(call: _Call) -> bool:
    """False when its caller gave up before its turn: then it never runs."""
    return call.future.set_running_or_notify_cancel()
