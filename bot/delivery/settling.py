"""What becomes of a post that Slack does not show: it waits, is tried again, told otherwise or elsewhere, or parked."""

import logging
from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.outcomes import Deed, decide
from bot.delivery.pacing import Pace, back_off
from bot.delivery.payload import Payload
from bot.delivery.slack import Answer
from bot.delivery.storing import Store
from bot.services import outbox
from bot.services.outbox import Claim

log = logging.getLogger(__name__)

#: When a doubtful post is looked for, after its call went without an answer: history may lag behind.
LOOKS = (timedelta(seconds=2), timedelta(seconds=15), timedelta(seconds=60))


class Settling:
    """What all flights of one process share when they end: the pace, and who threw us out."""

    def __init__(
        self, store: Store, clock: Clock, chance: Callable[[], float], known: MutableMapping[tuple[str, str], str]
    ) -> None:
        """`known`: (team, address) → the conversation that it was last; forgotten when nobody is there any more."""
        self._store = store
        self._clock = clock
        self._chance = chance
        self._known = known
        self._pace = Pace()
        #: Teams whose token is no good, with Slack's reason; nothing is claimed for them.
        self.stopped: dict[str, str] = {}

    async def must_wait(self, claim: Claim[Payload], method: str) -> bool:
        """True: the lane was put back until this method may be called again, which counts as no attempt."""
        now = self._clock.now()
        pause = self._pace.take(claim.team_id, method, now)
        if not pause:
            return False
        await self._put_back(claim, "paused", now + pause)
        return True

    async def _put_back(self, claim: Claim[Payload], error: str, free_at: datetime) -> None:
        await self._store(
            outbox.again, claim=claim, error=error, free_at=free_at, attempt=False, unsent=not claim.doubtful
        )

    async def conclude(self, claim: Claim[Payload], answer: Answer) -> None:
        """Slack said no, or nothing at all: do with the post what the table of outcomes says."""
        error = answer.error or ""
        now = self._clock.now()
        deed = decide(answer.method, error, claim.address)
        log.info("post %s: %s answered %s, so %s", claim.post_id, answer.method, error, deed.name.lower())
        if deed is Deed.WAIT:
            pause = timedelta(seconds=answer.retry_after * (1 + self._chance() / 10))
            self._pace.pause(claim.team_id, answer.method, now + pause)
            await self.retry(claim, answer, now + pause, attempt=False)
        elif deed is Deed.AGAIN:
            await self.retry(claim, answer, now + back_off(claim.attempts, self._chance()), attempt=True)
        elif deed is Deed.STOP:
            self.stopped[claim.team_id] = error
            log.error("workspace %s: %s; nothing is sent there until it is installed again", claim.team_id, error)
            await self.retry(claim, answer, now, attempt=False)
        elif deed is Deed.DOUBT:
            await self._store(outbox.doubt, claim=claim, error=error, look_at=now + LOOKS[0], now=now)
        else:
            await self._divert(deed, claim, error, now)

    async def retry(self, claim: Claim[Payload], answer: Answer, free_at: datetime, *, attempt: bool) -> None:
        """Its lane is free again at `free_at`; `attempt` counts it as a failed one."""
        # A doubtful post whose look (or whose way there) failed is as doubtful as before.
        unsent = not claim.doubtful or answer.method == "chat.postMessage"
        await self._store(
            outbox.again, claim=claim, error=answer.error or "", free_at=free_at, attempt=attempt, unsent=unsent
        )

    async def _divert(self, deed: Deed, claim: Claim[Payload], error: str, now: datetime) -> None:
        """It will not be shown as it is: say it otherwise, or elsewhere, or tell somebody."""
        if deed is Deed.HOLD:
            await self._store(outbox.hold, claim=claim, error=error, now=now)
        elif deed is Deed.GO_DIRECT:
            await self._store(outbox.go_direct, claim=claim, error=error, now=now)
        elif deed is Deed.STAND_IN:
            self._known.pop((claim.team_id, claim.address), None)
            await self._store(outbox.stand_in, claim=claim, error=error, now=now)
        elif deed is Deed.ANEW:
            await self._store(outbox.anew, claim=claim, now=now)
        elif deed is Deed.UNTHREAD and claim.thread_ts is not None:
            await self._store(outbox.unthread, claim=claim, now=now)
        else:
            log.error("post %s (%s) was refused and is parked: %s", claim.post_id, claim.picture, error)
            await self._store(outbox.park, claim=claim, error=error, now=now)
