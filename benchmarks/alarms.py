"""A thousand due among a hundred thousand: the alarm clock's look, against APScheduler's own SQLAlchemy job store.

Ours writes down each occurrence, moves its rule on and owes its reminder in the outbox. The jobs of the other do
nothing at all, and their file is in WAL mode as ours is; both are SQLite files with synchronous=FULL.
"""

import asyncio
import gc
import pickle
import shutil
import statistics
import time as times
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, create_engine, func, insert, select
from sqlmodel import col

from benchmarks.agency import CHUNK, PM, Agency
from benchmarks.databases import Sqlite, connected
from benchmarks.report import Line
from benchmarks.stage import TEAM_ID
from bot.cadence import Ahead
from bot.db import Database
from bot.jobs import jobs
from bot.services.due import OFFSETS
from bot.services.reminders import REMINDER
from models import Occurrence, Post, Rule
from models.schedule import Outcome
from sandbox.clock import MovableClock

DUE, ALL, ROUNDS = 1000, 100_000, 3
#: A Tuesday; ten working days before the deadline of those that are due.
NOW, DEADLINE = datetime(2027, 1, 5, 9, tzinfo=UTC), date(2027, 1, 19)
#: Time for all that is due, over APScheduler's; milliseconds that the event loop may be held.
TARGET, HELD = 0.02, 10
#: Seconds between two beats of the event loop.
BEAT = 0.001
DAY = timedelta(days=1)


@dataclass
class Pulse:
    """How late the event loop was for what it was to do each millisecond, at worst: seconds."""

    held: float = 0.0

    async def beat(self) -> None:
        while True:
            began = times.perf_counter()
            await asyncio.sleep(BEAT)
            self.held = max(self.held, times.perf_counter() - began - BEAT)


@dataclass(frozen=True)
class Rounds:
    """Of one side, by rounds: seconds for all that was due, and the longest that the event loop was held."""

    took: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def measured(self) -> AsyncIterator[None]:
        gc.collect()  # what the seeding left is nobody's pause
        pulse = Pulse()
        beating = asyncio.create_task(pulse.beat())
        await asyncio.sleep(10 * BEAT)
        pulse.held, began = 0.0, times.perf_counter()
        yield
        self.took.append(times.perf_counter() - began)
        await asyncio.sleep(2 * BEAT)
        beating.cancel()
        self.held.append(pulse.held)


@dataclass(frozen=True)
class Alarms:
    due: int
    all: int
    stock: Rounds = field(default_factory=Rounds)
    ours: Rounds = field(default_factory=Rounds)

    def lines(self) -> Iterator[Line]:
        stock, ours = (statistics.median(each.took) for each in (self.stock, self.ours))
        ratio = statistics.median(b / a for a, b in zip(self.stock.took, self.ours.took, strict=True))
        what = f"{self.due} reminders due among {self.all} schedules, against APScheduler's SQLAlchemy job store"
        yield Line(what, f"{stock:.2f} s", f"{ours:.3f} s", ratio, TARGET)
        stock, ours = (max(each.held) * 1e3 for each in (self.stock, self.ours))
        what = "the longest that the event loop was held meanwhile"
        yield Line(what, f"{stock:.0f} ms", f"{ours:.1f} ms (aim {HELD})", ours / stock)


async def measure(folder: Path, *, due: int = DUE, all_of_them: int = ALL, rounds: int = ROUNDS) -> Alarms:
    """Both sides in turn, each round on a new copy of its file in `folder`.

    Raises RuntimeError when one did not do what was due, once.
    """
    sqlite, jobstore = Sqlite(folder), folder / "jobs.db"
    sqlite.seed(Agency(TEAM_ID, due, 1))
    with connected(f"sqlite:///{folder / 'seeded.db'}") as connection:
        _add_rules(connection, due, all_of_them)
    _add_jobs(jobstore, due, all_of_them)
    found = Alarms(due, all_of_them)
    for _ in range(rounds):
        await _ring_stock(Path(shutil.copy(jobstore, folder / "round.db")), due, found.stock)
        await _ring_ours(sqlite.copy(), due, found.ours)
    return found


async def _ring_ours(url: str, due: int, into: Rounds) -> None:
    db = Database(url, patience=60)
    try:
        job = next(each for each in jobs(db, MovableClock(NOW)) if each.name == "ring what is due")
        async with into.measured():
            await job.look()
    finally:
        await asyncio.to_thread(db.close)
    with connected(url) as connection:
        fired = select(func.count()).where(col(Occurrence.outcome) == Outcome.FIRED)
        owed = select(func.count()).where(col(Post.picture) == REMINDER.name)
        counted = connection.scalar(fired), connection.scalar(owed)
    if counted != (due, due):
        raise RuntimeError(f"{due} were due, but (occurrences, reminders owed) are {counted}")


async def _ring_stock(file: Path, due: int, into: Rounds) -> None:
    alarm, rung, done = _alarm(file), [0], asyncio.Event()

    def count(_: Any) -> None:
        rung[0] += 1
        if rung[0] == due:
            done.set()

    alarm.add_listener(count, EVENT_JOB_EXECUTED)
    alarm.start(paused=True)
    async with into.measured():
        alarm.resume()
        await done.wait()
    alarm.shutdown(wait=False)
    await asyncio.sleep(0)
    if rung != [due]:
        raise RuntimeError(f"{due} jobs were due, and {rung[0]} ran")


async def ring() -> None:
    """What a job of APScheduler's does here."""


def _alarm(file: Path) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    return AsyncIOScheduler(timezone=UTC, jobstores={"default": store})


def _add_rules(connection: Connection, due: int, all_of_them: int) -> None:
    """The first `due` are of a project each and due now; the others are due some day."""

    def row(number: int) -> dict[str, Any]:
        is_due = number <= due
        next_on = NOW.date() + (0 if is_due else 1 + number % 200) * DAY
        ahead = Ahead(DEADLINE if is_due else next_on + 14 * DAY, frozenset(OFFSETS))
        return {
            "id": number, "team_id": TEAM_ID, "kind": REMINDER.name, "subject": f"project:{number}:pm", "user_id": PM,
            "project_id": (number - 1) % due + 1, "wall": time(9), "zone": "UTC", "cadence": ahead.kept(),
            "next_on": next_on, "next_at": datetime.combine(next_on, time(9), UTC),
        }  # fmt: skip

    for first in range(1, all_of_them + 1, CHUNK):
        rows = [row(number) for number in range(first, min(first + CHUNK, all_of_them + 1))]
        connection.execute(insert(Rule), rows)


def _add_jobs(file: Path, due: int, all_of_them: int) -> None:
    """The same by the other's rows: one job is made by itself and the others in its image, or it took minutes."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    store = SQLAlchemyJobStore(engine=engine)
    alarm = AsyncIOScheduler(timezone=UTC, jobstores={"default": store})
    now = datetime.now(UTC)
    # An interval is what it reckons quickest; a look that comes late is better than none, as with ours.
    pattern = alarm.add_job(ring, "interval", days=1, start_date=now, coalesce=True, misfire_grace_time=None)
    pattern._modify(next_run_time=now, executor="default", max_instances=1)
    store.start(alarm, "default")
    state = pattern.__getstate__()

    def row(number: int) -> dict[str, Any]:
        at = now - timedelta(minutes=1) if number <= due else now + (1 + number % 200) * DAY
        own = pickle.dumps(state | {"id": str(number), "next_run_time": at}, store.pickle_protocol)
        return {"id": str(number), "next_run_time": at.timestamp(), "job_state": own}

    with engine.begin() as connection:
        for first in range(1, all_of_them + 1, CHUNK):
            rows = [row(number) for number in range(first, min(first + CHUNK, all_of_them + 1))]
            connection.execute(insert(store.jobs_t), rows)
    engine.dispose()
