"""A thousand due among a hundred thousand: the alarm clock's look, against APScheduler's own SQLAlchemy job store.

Ours writes down each occurrence, moves its rule on and owes its reminder in the outbox, in a SQLite file with
synchronous=FULL. The other is measured twice, see `benchmarks/jobstore.py`: "the same" is what the target is for.
"""

import asyncio
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from benchmarks import jobstore
from benchmarks.agency import AM, CHUNK, PM, Agency
from benchmarks.databases import Sqlite, connected, copied
from benchmarks.pulse import Rounds
from benchmarks.report import Line
from benchmarks.stage import TEAM_ID
from bot.cadence import Ahead
from bot.db import Database
from bot.jobs import jobs
from bot.services.due import OFFSETS
from bot.services.reminders import REMINDER
from bot.services.schedules import DAY
from bot.worktime import WorkingTime
from models import Occurrence, Post, Rule
from models.schedule import Outcome
from sandbox.clock import MovableClock

DUE, ALL, ROUNDS = 1000, 100_000, 3
#: A Tuesday, and dates that are 10, 5, 2, 1 and 0 working days ahead.
NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)
DEADLINES = [date(2027, 1, day) for day in (19, 12, 7, 6, 5)]
#: Time for all that is due, over that of "the same"; milliseconds that the event loop may be held.
TARGET, HELD = 0.02, 10


@dataclass(frozen=True)
class Alarms:
    due: int
    all: int
    #: APScheduler: the same telling, a transaction a job; and jobs that do nothing.
    same: Rounds = field(default_factory=Rounds)
    nothing: Rounds = field(default_factory=Rounds)
    ours: Rounds = field(default_factory=Rounds)

    def lines(self) -> Iterator[Line]:
        what = f"{self.due} reminders due among {self.all} schedules, against APScheduler's SQLAlchemy job store"
        yield self._took(f"{what} with jobs that do the same, a transaction each", self.same, TARGET)
        yield self._took("those reminders, against jobs that do nothing at all, in a WAL file", self.nothing)
        what = "the longest that the event loop was held meanwhile, against jobs that do"
        yield self._held(f"{what} the same", self.same)
        yield self._held(f"{what} nothing", self.nothing)

    def _took(self, what: str, other: Rounds, target: float | None = None) -> Line:
        theirs, ours = (statistics.median(each.took) for each in (other, self.ours))
        ratio = statistics.median(b / a for a, b in zip(other.took, self.ours.took, strict=True))
        return Line(what, f"{theirs:.2f} s", f"{ours:.3f} s", ratio, target)

    def _held(self, what: str, other: Rounds) -> Line:
        theirs, ours = (max(each.held) * 1e3 for each in (other, self.ours))
        return Line(what, f"{theirs:.0f} ms", f"{ours:.1f} ms (aim {HELD})", ours / theirs)


async def measure(folder: Path, *, due: int = DUE, all_of_them: int = ALL, rounds: int = ROUNDS) -> Alarms:
    """All in turn, each round on a new copy of its file in `folder`.

    Raises RuntimeError when one did not do what was due, once.
    """
    sqlite, same, nothing = Sqlite(folder), folder / "same.db", folder / "nothing.db"
    sqlite.seed(Agency(TEAM_ID, due, 1))
    with connected(f"sqlite:///{folder / 'seeded.db'}") as connection:
        _add_rules(connection, due, all_of_them)
    _add_jobs(due, all_of_them, same, nothing)
    found = Alarms(due, all_of_them)
    for number in range(rounds + 1):
        # The first warms all three up.
        into = found if number else Alarms(due, all_of_them)
        await _ring_same(_copy(same), sqlite.copy(), due, into.same)
        await jobstore.ring(_copy(nothing), due, into.nothing, None, NOW)
        await _ring_ours(sqlite.copy(), due, into.ours)
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
        occurred = connection.scalar(select(func.count()).where(col(Occurrence.outcome) == Outcome.FIRED))
        if occurred != due:
            raise RuntimeError(f"{due} were due, but there are {occurred} occurrences")
    _require_owed(url, due)


async def _ring_same(file: Path, url: str, due: int, into: Rounds) -> None:
    db = Database(url, patience=60)
    try:
        await jobstore.ring(file, due, into, db, NOW)
    finally:
        await asyncio.to_thread(db.close)
    _require_owed(url, due)


def _require_owed(url: str, due: int) -> None:
    with connected(url) as connection:
        owed = connection.scalar(select(func.count()).where(col(Post.picture) == REMINDER.name))
    if owed != due:
        raise RuntimeError(f"{due} were due, but {owed} reminders are owed")


def _copy(file: Path) -> Path:
    return copied(file, file.with_name(f"{file.stem}-round.db"))


def _project(number: int, due: int) -> int:
    return (number - 1) % due + 1


def _person(number: int) -> str:
    return AM if number % 2 else PM


def _add_jobs(due: int, all_of_them: int, same: Path, nothing: Path) -> None:
    """The same as the other's jobs, in its two files. It looks at the real clock, so they are due by that."""
    now, working = datetime.now(UTC), WorkingTime()
    offsets, day = frozenset(OFFSETS), now.date()

    def working_days(number: int) -> jobstore.WorkingDays:
        ahead = working.add_days(day, OFFSETS[number % len(OFFSETS)])
        return jobstore.WorkingDays(Ahead(ahead, offsets), time(9), working)

    def args(number: int) -> tuple[int, str]:
        return _project(number, due), _person(number)

    jobstore.Jobs(due, all_of_them, now, jobstore.remind, args, working_days).fill(same, wal=False)
    # An interval is what it reckons quickest.
    daily = IntervalTrigger(days=1, start_date=now, timezone=UTC)
    jobstore.Jobs(due, all_of_them, now, jobstore.nothing, args, lambda _: daily).fill(nothing, wal=True)


def _add_rules(connection: Connection, due: int, all_of_them: int) -> None:
    """The first `due` are of a project each and due now; the others are due some day."""

    def row(number: int) -> dict[str, Any]:
        is_due = number <= due
        next_on = NOW.date() + (0 if is_due else 1 + number % 200) * DAY
        ahead = Ahead(DEADLINES[number % len(DEADLINES)] if is_due else next_on + 14 * DAY, frozenset(OFFSETS))
        return {
            "id": number, "team_id": TEAM_ID, "kind": REMINDER.name, "subject": f"project:{number}:pm",
            "user_id": _person(number), "project_id": _project(number, due), "wall": time(9), "zone": "UTC",
            "cadence": ahead.kept(), "next_on": next_on, "next_at": datetime.combine(next_on, time(9), UTC),
        }  # fmt: skip

    for first in range(1, all_of_them + 1, CHUNK):
        rows = [row(number) for number in range(first, min(first + CHUNK, all_of_them + 1))]
        connection.execute(insert(Rule), rows)
