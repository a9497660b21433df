"""`await db.run(service, …)`: one call = one transaction, in a database thread.

Services are plain functions `service(session, …)`. They run in a thread, so that none can await the network inside
a transaction. On SQLite one thread owns the one connection and takes all waiting calls into one BEGIN IMMEDIATE …
COMMIT (group commit); should one of them fail after it wrote, each is run again by itself. Their callers go on after
COMMIT. On PostgreSQL a few threads run them side by side, each on a connection of its own (`bot/pipeline.py`), and a
call that lost to a deadlock, a serialization failure, or a connection that broke before COMMIT is repeated, three times
in all. So a service may be run more than once, and does nothing but read and write rows.
"""

import asyncio
import contextlib
import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from bot.engine import POSTGRES_THREADS, RETRYABLE, FileLock, create, is_retryable
from bot.errors import Busy
from bot.turn import TURN, Straight

if TYPE_CHECKING:
    from bot.pipeline import Line

__all__ = ["POSTGRES_THREADS", "RETRYABLE", "Database", "FileLock", "Unfinished", "create", "is_retryable"]

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

#: Slack gives us three seconds; a person who waits longer than this is told to press again.
PATIENCE = 2.0
#: Several calls share one COMMIT; more than this would hold the first of them too long.
BATCH = 64
RETRIES = 3
#: Seconds before such a repetition, between the two.
BREATH = (0.005, 0.02)


class Unfinished(Exception):
    """The call outlasted our patience and cannot be stopped: it may yet commit. Never say that it failed."""


class _Call:
    """One service on its way to a database thread and back."""

    __slots__ = ("_turn", "answer", "is_quiet", "loop", "work")

    def __init__(
        self, work: Callable[[Session], Any], loop: asyncio.AbstractEventLoop | None, *, is_quiet: bool = False
    ) -> None:
        self.work = work
        self.loop = loop
        #: What it changed is no news for whoever looks for work after a commit.
        self.is_quiet = is_quiet
        self.answer: Future[Any] | asyncio.Future[Any] = Future() if loop is None else loop.create_future()
        self._turn = threading.Lock()

    def claim(self) -> bool:
        """True for whoever asks first: the thread that starts it, or the caller who gave up before that."""
        return self._turn.acquire(blocking=False)

    def give_up(self) -> None:
        if not self.answer.done():
            self.answer.set_exception(Busy() if self.claim() else Unfinished())

    def settle(self, result: Any, error: BaseException | None) -> None:
        if self.answer.done():
            return  # its caller has left; the outcome belongs to nobody
        if error is not None:
            self.answer.set_exception(error)
        else:
            self.answer.set_result(result)


Outcome = tuple[_Call, Any, BaseException | None]


class Database:
    """The database thread (or threads) and the way in."""

    def __init__(
        self, url: str, *, patience: float = PATIENCE, lock: "FileLock | None" = None, engine: Engine | None = None
    ) -> None:
        """`lock` is the file's lock where the caller has it already; it is let go when the database is closed.
        `engine` stays the caller's, who may keep it for the next database at this address.

        Raises DatabaseLocked.
        """
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = engine or create(url)
        self._is_ours = engine is None
        #: Called in the event loop after each commit that changed something, as far as that is known; the outbox looks
        #: for work then.
        self.after_commit: Callable[[], None] = lambda: None
        self._patience = patience
        self._lock = lock or FileLock(url)
        if lock is None:
            self._lock.acquire()
        self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        #: What came in this round of an event loop, by loop.
        self._gathered: dict[asyncio.AbstractEventLoop, list[_Call]] = {}
        serve, count = (self._serve_sqlite, 1) if self.is_sqlite else (self._serve_postgres, POSTGRES_THREADS)
        self._threads = [threading.Thread(target=serve, name="database", daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    async def run(self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one service in one transaction and return what it returned, after COMMIT.

        Raises what the service raised (then nothing was changed); Busy when it never got its turn (nothing was
        changed); Unfinished when it is still running and may yet commit.
        """
        loop = asyncio.get_running_loop()
        call = _Call(lambda session: service(session, *args, **kwargs), loop)
        self._submit(call)
        patience = loop.call_later(self._patience, call.give_up)
        try:
            return await call.answer  # type: ignore[misc,no-any-return]
        finally:
            patience.cancel()

    async def run_to_end(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for who waits as long as it takes, and needs not be told that something changed: the outbox."""
        call = _Call(lambda session: service(session, *args, **kwargs), asyncio.get_running_loop(), is_quiet=True)
        self._submit(call)
        return await call.answer  # type: ignore[misc,no-any-return]

    def run_now(self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for a caller without an event loop (commands, tests); waits as long as it takes."""
        call = _Call(lambda session: service(session, *args, **kwargs), None)
        self._submit(call)
        return call.answer.result()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Finish what waits, then let go of the database."""
        threads, self._threads = self._threads, []
        for loop in list(self._gathered):
            self._hand_over(loop)
        for _ in threads:
            self._queue.put(None)
        for thread in threads:
            thread.join()
        if self._is_ours:
            self.engine.dispose()
        self._lock.release()

    def _submit(self, call: _Call) -> None:
        # Nobody would ever answer it, and a thread that waits for it would keep the process from ending.
        if not self._threads:
            raise RuntimeError("the database is closed")
        if call.loop is None:
            self._queue.put(call)
            return
        # With the first of several clicks at once the thread would take the interpreter from the loop that is still
        # reading the others, and commit it alone: 16 at once are a fifth slower then.
        gathered = self._gathered.setdefault(call.loop, [])
        gathered.append(call)
        if len(gathered) == 1:
            call.loop.call_soon(self._hand_over, call.loop)

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        for call in self._gathered.pop(loop, ()):
            self._queue.put(call)

    # ── SQLite: one thread, one connection, group commit ──

    def _serve_sqlite(self) -> None:
        connection = self.engine.connect()
        # The ORM makes itself a savepoint, which costs more than all statements of a click: only when it is used. What
        # is prepared goes straight to the driver, within the group's transaction.
        turn = Straight(connection.connection.cursor())
        session = Session(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info={TURN: turn}
        )
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
            calls = [call for call in calls if call.claim()]
            if calls and not self._commit_together(connection, session, calls):
                for call in calls:
                    self._commit_together(connection, session, [call])
            if stop:
                break
        connection.close()

    def _commit_together(self, connection: Connection, session: Session, calls: list[_Call]) -> bool:
        """All or none: False, and nothing was changed, when one of several failed after it had written.

        Who is refused has written nothing as a rule, and then the others need not care. (A savepoint for each call
        would tell them apart as well, for a tenth of a click's cost.)
        """
        driver: Any = connection.connection.driver_connection
        outcomes: list[Outcome] = []
        at_first = driver.total_changes
        try:
            with connection.begin() as transaction:
                for call in calls:
                    before = driver.total_changes
                    outcomes.append((call, *self._work(session, call)))
                    if outcomes[-1][-1] is not None and driver.total_changes != before:
                        transaction.rollback()
                        if len(calls) > 1:
                            return False
        except Exception as error:
            log.exception("a group of %d calls was not committed", len(calls))
            outcomes = [(call, None, error) for call in calls]
        self._settle(outcomes, changed=driver.total_changes != at_first)
        return True

    @staticmethod
    def _work(session: Session, call: _Call) -> tuple[Any, BaseException | None]:
        try:
            result = call.work(session)
            if session.in_transaction():
                session.commit()
                # The next call finds it as new: nothing of this one's is left in it.
                session.close()
        except Exception as error:
            session.close()
            return None, error
        return result, None

    # ── PostgreSQL: each call its own transaction ──

    def _serve_postgres(self) -> None:
        from bot.pipeline import Line  # SQLite does without the driver

        line = Line(self.engine)
        while (call := self._queue.get()) is not None:
            if call.claim():
                self._settle([(call, *self._in_transaction(line, call))])
        line.close()

    @staticmethod
    def _in_transaction(line: "Line", call: _Call) -> tuple[Any, BaseException | None]:
        for attempt in range(RETRIES):
            try:
                result = call.work(line.session())
                line.commit()
            except Exception as error:
                if (line.rollback() or is_retryable(error)) and attempt + 1 < RETRIES:
                    # At once it could take its first lock again before the winner wakes, and both are stuck as before.
                    time.sleep(random.uniform(*BREATH) * (attempt + 1))
                    continue
                return None, error
            return result, None
        raise AssertionError("the last attempt returns")

    # ── back to the callers ──

    def _settle(self, outcomes: list[Outcome], *, changed: bool = True) -> None:
        for loop in {call.loop for call, _, _ in outcomes}:
            of_loop = [each for each in outcomes if each[0].loop is loop]
            if loop is None:
                _deliver(of_loop)
            else:
                # The loop may have closed while the last call was finishing.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._deliver_in_loop, of_loop, changed)

    def _deliver_in_loop(self, outcomes: list[Outcome], changed: bool) -> None:
        _deliver(outcomes)
        if changed and any(error is None and not call.is_quiet for call, _, error in outcomes):
            self.after_commit()


def _deliver(outcomes: list[Outcome]) -> None:
    for call, result, error in outcomes:
        call.settle(result, error)
