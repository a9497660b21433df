"""The other side of `benchmarks/alarms.py`: the same schedules as jobs in APScheduler's SQLAlchemy job store.

Twice. "The same" is what one would have written with it: a trigger that reckons working days as ours does, jobs that
do the same telling for one person and project by our own services, one call and so one transaction each (our database
thread still lets those that wait share a COMMIT), and the store's file as the store makes it. And jobs that do nothing
at all, every day, in a file that was put in WAL mode as ours is: the kindest there is.
"""

import asyncio
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from sqlalchemy import create_engine, insert
from sqlmodel import Session

from benchmarks.agency import CHUNK
from benchmarks.pulse import Rounds
from benchmarks.stage import TEAM_ID
from bot.cadence import Ahead
from bot.db import Database
from bot.services.hours import hours_of
from bot.services.reminders import REMINDER
from bot.services.schedules import DAY, Firing, Of
from bot.services.schedules.kinds import following
from bot.services.schedules.occurrences import read_places
from bot.worktime import WorkingTime

#: Where the jobs that tell find the bot's database and the instant; a job store keeps neither.
_OURS: list[tuple[Database, datetime]] = []


class WorkingDays(BaseTrigger):
    """When a reminder rings, by the arithmetic that ours asks."""

    def __init__(self, ahead: Ahead, wall: time, working: WorkingTime) -> None:
        self.ahead, self.wall, self.working = ahead, wall, working

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The first after the previous, or from now on."""
        after = self.working.local_date(previous or now - DAY)
        return following(REMINDER, self.ahead, after, self.wall, self.working.zone, self.working)[1]


async def nothing(project_id: int, user_id: str) -> None:
    """What the one kind of jobs does."""


async def remind(project_id: int, user_id: str) -> None:
    """What the other does: owe this person's reminder."""
    db, now = _OURS[0]
    await db.run(tell, project_id=project_id, user_id=user_id, now=now)


def tell(session: Session, *, project_id: int, user_id: str, now: datetime) -> None:
    """The same as ours for one rule, by the same services: is the project live, may they be told, in which thread."""
    place = read_places(session, [project_id])[project_id]
    working = hours_of(session, TEAM_ID, [user_id])[user_id].working
    of = Of(0, TEAM_ID, f"project:{project_id}:pm", user_id, project_id)
    arrives = working.next_arrival(now)
    REMINDER.occur(session, [Firing(of, working.local_date(now), now, arrives, working, place)], now)


async def ring(file: Path, due: int, into: Rounds, ours: Database | None, now: datetime) -> None:
    """Run what is due in this file; `ours` for jobs that tell. Raises RuntimeError when it was not all, or more."""
    alarm, rung, done = _alarm(file), [0], asyncio.Event()
    _OURS[:] = [(ours, now)] if ours is not None else []

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


@dataclass(frozen=True)
class Jobs:
    """So many jobs, the first `due` of them due at `now`; trigger and arguments are those of job n."""

    due: int
    all: int
    now: datetime
    does: Callable[..., Any]
    args: Callable[[int], tuple[int, str]]
    trigger: Callable[[int], BaseTrigger]

    def fill(self, file: Path, *, wal: bool) -> None:
        """Put them in. One is made by the store itself and the others in its image, or it took minutes."""
        engine = create_engine(f"sqlite:///{file}")
        if wal:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        store = SQLAlchemyJobStore(engine=engine)
        alarm = AsyncIOScheduler(timezone=UTC, jobstores={"default": store})
        # A look that comes late is better than none, as with ours.
        pattern = alarm.add_job(
            self.does, self.trigger(1), args=self.args(1), coalesce=True, misfire_grace_time=None, executor="default"
        )
        pattern._modify(next_run_time=self.now, max_instances=1)
        store.start(alarm, "default")
        with engine.begin() as connection:
            for first in range(1, self.all + 1, CHUNK):
                numbers = range(first, min(first + CHUNK, self.all + 1))
                rows = [self._row(number, pattern.__getstate__(), store.pickle_protocol) for number in numbers]
                connection.execute(insert(store.jobs_t), rows)
        engine.dispose()

    def _row(self, number: int, pattern: dict[str, Any], protocol: int) -> dict[str, Any]:
        at = self.now if number <= self.due else self.now + (1 + number % 200) * DAY
        own = {"id": str(number), "next_run_time": at, "args": self.args(number), "trigger": self.trigger(number)}
        return {"id": str(number), "next_run_time": at.timestamp(), "job_state": pickle.dumps(pattern | own, protocol)}


def _alarm(file: Path) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(url=f"sqlite:///{file}")
    return AsyncIOScheduler(timezone=UTC, jobstores={"default": store})
