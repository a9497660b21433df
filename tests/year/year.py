"""A year in an hour: the bot's own jobs and services on a real database, by a clock that is moved, and all that would
ping somebody."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from bot.db import Database
from bot.delivery.courtesy import at_their_hours, mentioned
from bot.delivery.payload import Payload
from bot.delivery.pictures import draw
from bot.jobs import Job, jobs
from bot.services import agenda, outbox
from bot.services.hours import hours_of
from bot.services.outbox import Claim
from bot.services.privately import readers
from bot.worktime import WorkingTime
from models.enums import PostKind
from sandbox.clock import MovableClock
from tests.year.agency import TEAM, Agency, hire, move_in
from tests.year.life import Life

#: The year begins on this Monday: a public holiday in London, and a week later even a short year has seen New Year.
FIRST = date(2026, 12, 28)
STEP, NIGHT_STEP = timedelta(hours=2), timedelta(hours=4)
#: In the bot each project is looked at again every ten minutes, which would be most of the year's work.
LOOKED_AT_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class Ping:
    """Something that makes a person's telephone ring."""

    user_id: str
    at: datetime
    picture: str
    #: Why it should not have; None where it may.
    fault: str | None


@dataclass
class Found:
    """What came of it."""

    agency: Agency
    pings: list[Ping] = field(default_factory=list)
    #: Person → working days on which they were there.
    days: dict[str, set[date]] = field(default_factory=dict)
    posts: Counter[str] = field(default_factory=Counter)
    deeds: dict[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> list[Ping]:
        return [each for each in self.pings if each.fault is not None]

    def per_day(self, people: list[str]) -> list[int]:
        """How many pings each of these people had on each day that they worked, in ascending order."""
        counted = Counter((each.user_id, each.at.date()) for each in self.pings)
        return sorted(counted[user_id, day] for user_id in people for day in self.days.get(user_id, ()))


class Year:
    """`days` from FIRST on, on the database at `url`."""

    def __init__(self, url: str, days: int, seed: int = 4) -> None:
        self.chance = random.Random(seed)
        self.clock = MovableClock(datetime.combine(FIRST, time(4), UTC))
        self.end = self.clock.now() + timedelta(days=days)
        self.found = Found(hire(self.chance, FIRST, days))
        self.life = Life(self.found.agency, self.chance, FIRST)
        self.db = Database(url, patience=60)
        self.jobs: list[Job] = jobs(self.db, self.clock)
        self.working: dict[str, WorkingTime] = {}
        self.here: set[str] = set()

    async def run(self, tell: Callable[[date], None] = lambda day: None) -> Found:
        usual, agenda.AGAIN = agenda.AGAIN, LOOKED_AT_AGAIN
        try:
            self.db.run_now(move_in, self.found.agency, self.clock.now())
            today = FIRST
            while self.clock.now() < self.end:
                await self._step()
                if self.clock.now().date() != today:
                    today = self.clock.now().date()
                    tell(today)
        finally:
            agenda.AGAIN = usual
            self.db.close()
        self.found.deeds = self.life.deeds
        return self.found

    async def _step(self) -> None:
        now = self.clock.now()
        self.db.run_now(self._look_around, now)
        if self.here:
            self.db.run_now(self.life.go_on, here=self.here, now=now)
        for job in self.jobs:
            await job.look()
        self._send()
        self.clock.advance(STEP if self.here else NIGHT_STEP)

    def _look_around(self, session: Session, now: datetime) -> None:
        people = [each.user_id for each in self.found.agency.people]
        self.working = {key: each.working for key, each in hours_of(session, TEAM, people).items()}
        self.here = {key for key, working in self.working.items() if working.is_working_moment(now)}
        for user_id in self.here:
            self.found.days.setdefault(user_id, set()).add(now.date())

    # what is sent

    def _send(self) -> None:
        render = at_their_hours(draw)
        while True:
            batch = self.db.run_now(outbox.claim, render=render, now=self.clock.now(), limit=50)
            for claim in batch.claims:
                self._took(claim)
            if not batch.heads:
                return

    def _took(self, claim: Claim[Payload]) -> None:
        """As Slack would: a message it did not have yet pings whom it reaches; a change pings nobody."""
        now = self.clock.now()
        is_new = claim.ts is None and claim.kind in (PostKind.CARD, PostKind.NOTICE, PostKind.WHISPER)
        if is_new and claim.payload is not None:
            self.found.posts[claim.picture] += 1
            self.found.pings += [
                Ping(each, now, claim.picture, self._fault(each, now)) for each in self._pinged(claim, claim.payload)
            ]
        ts = claim.ts or f"{claim.post_id}.000001"
        self.db.run_now(outbox.shown, claim=claim, channel_id=claim.address, ts=ts, free_at=now)

    def _pinged(self, claim: Claim[Payload], payload: Payload) -> Iterator[str]:
        if claim.kind is PostKind.WHISPER:
            yield claim.user_id or ""
        elif claim.address.startswith("dm:") or (claim.thread_ts is None and claim.address.startswith("group:")):
            yield from readers(claim.address)
        else:
            yield from mentioned(payload)

    def _fault(self, user_id: str, now: datetime) -> str | None:
        working = self.working[user_id]
        if any(start <= now < end for start, end in working.away):
            return "away"
        day = working.local_date(now)
        if day.weekday() not in working.weekdays:
            return "weekend"
        if not working.is_working_day(day):
            return "holiday"
        return None if working.is_working_moment(now) else "night"
