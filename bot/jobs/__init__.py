"""The alarm clock: a few interval triggers in memory, each a service call with `now`.

Schedules are rows, never jobs: APScheduler only says "look now". Every process may look; what is due is found and moved
in one transaction, so looking twice does nothing.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.db import Database
from bot.services import agenda, heads_ups, lateness, outbox, overruns, promises, receipts, schedules, silence
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

    def batches(service: Callable[..., int], at_most: int = BATCH, **more: Any) -> Callable[[], Awaitable[None]]:
        """Call by call, until one finds less than it may take."""

        async def look() -> None:
            while await db.run(service, now=clock.now(), at_most=at_most, **more) == at_most:
                pass

        return look

    def all_of_it(service: Callable[..., int], **more: Any) -> Callable[[], Awaitable[None]]:
        """Call by call, until one finds nothing: each knows best how much it may take."""

        async def look() -> None:
            while await db.run(service, now=clock.now(), **more):
                pass

        return look

    def pages(service: Callable[..., int | None]) -> Callable[[], Awaitable[None]]:
        """Call by call through all there is; what stays as it is is not looked at twice."""

        async def look() -> None:
            after: int | None = 0
            while after is not None:
                after = await db.run(service, now=clock.now(), after=after, at_most=BATCH)

        return look

    return [
        # What is due is rung before anything is reckoned anew.
        Job("ring what is due", 10, all_of_it(schedules.tick, kinds=KINDS)),
        Job("plan people's mornings", 20, batches(agenda.plan_people, FEW)),
        Job("plan projects' reminders", 20, batches(agenda.plan_projects, FEW)),
        Job("sum up check-ins", 30, batches(summing.carry_on)),
        Job("carry on what nobody answers", 30, batches(silence.carry_on)),
        Job("tell of promises", 30, batches(promises.tell_due)),
        Job("settle heads-ups", 30, batches(heads_ups.settle_silent)),
        Job("plan check-ins", 60, batches(plans.keep_in_step)),
        Job("look at what the client owes", 300, pages(lateness.look_at_missing)),
        Job("look at what comes after a late one", 300, pages(overruns.look_again)),
        Job("plan digests", 60, batches(weekly.keep_in_step)),
        Job("forget receipts", 3600, batches(receipts.forget_old)),
        Job("forget what had nothing to say", 3600, batches(outbox.forget_unsaid)),
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
