"""The alarm clock: a few interval triggers in memory, each a service call with `now`.

Schedules are rows, never jobs: APScheduler only says "look now". Every process may look; what is due is found and moved
in one transaction, so looking twice does nothing.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.db import Database
from bot.services import agenda, heads_ups, lateness, promises, receipts, schedules, silence
from bot.services.checkins import plans, summing
from bot.services.digests import weekly
from bot.services.happenings import KINDS

log = logging.getLogger(__name__)

#: Items that one call may take, so that no call holds the database thread long.
BATCH = 50
#: The same for what takes longer.
FEW = 5


@dataclass(frozen=True, slots=True)
class Job:
    """Something looked at again and again, every `seconds`."""

    name: str
    seconds: int
    look: Callable[[], Awaitable[None]]


def jobs(db: Database, clock: Clock) -> list[Job]:
    """All jobs of the bot."""

    async def settle_heads_ups() -> None:
        while await db.run(heads_ups.settle_silent, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def tell_promises() -> None:
        while await db.run(promises.tell_due, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def carry_on_silence() -> None:
        while await db.run(silence.carry_on, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def ring() -> None:
        while await db.run(schedules.tick, kinds=KINDS, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def plan() -> None:
        while await db.run(agenda.plan_people, now=clock.now(), at_most=FEW) == FEW:
            pass
        while await db.run(agenda.plan_projects, now=clock.now(), at_most=FEW) == FEW:
            pass

    async def plan_checkins() -> None:
        while await db.run(plans.keep_in_step, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def plan_digests() -> None:
        while await db.run(weekly.keep_in_step, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def sum_up_checkins() -> None:
        while await db.run(summing.carry_on, now=clock.now(), at_most=BATCH) == BATCH:
            pass

    async def look_at_missing() -> None:
        after: int | None = 0
        while after is not None:
            after = await db.run(lateness.look_at_missing, now=clock.now(), after=after, at_most=BATCH)

    async def forget_receipts() -> None:
        while await db.run(receipts.forget_old, clock.now()) > 0:
            pass

    return [
        # What is due is rung before anything is reckoned anew.
        Job("ring what is due", 10, ring),
        Job("plan what is to come", 20, plan),
        Job("sum up check-ins", 30, sum_up_checkins),
        Job("carry on what nobody answers", 30, carry_on_silence),
        Job("tell of promises", 30, tell_promises),
        Job("settle heads-ups", 30, settle_heads_ups),
        Job("plan check-ins", 60, plan_checkins),
        Job("look at what the client owes", 300, look_at_missing),
        Job("plan digests", 60, plan_digests),
        Job("forget receipts", 3600, forget_receipts),
    ]


def schedule(found: list[Job]) -> AsyncIOScheduler:
    """An alarm clock for these jobs; the caller starts and stops it."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in found:
        scheduler.add_job(
            _guarded(job),
            "interval",
            seconds=job.seconds,
            id=job.name,
            coalesce=True,
            max_instances=1,
            jitter=2,
            # A look that comes late (a busy machine, one that slept) is better than none.
            misfire_grace_time=None,
        )
    return scheduler


def _guarded(job: Job) -> Callable[[], Awaitable[None]]:
    async def look() -> None:
        try:
            await job.look()
        except Exception:
            log.exception("the job %r failed; it is tried again in %d s", job.name, job.seconds)

    return look
