"""One claimed lane: send what is at its head, and write down what came of it."""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.delivery import slack
from bot.delivery.attaching import LEASE_OVER, READY, Attachments
from bot.delivery.outcomes import ONCE_ONLY, Deed, decide
from bot.delivery.pacing import BETWEEN_POSTS
from bot.delivery.payload import Payload
from bot.delivery.readers import Readers
from bot.delivery.settling import LOOKS, Settling
from bot.delivery.slack import Answer
from bot.delivery.upload import ADDRESS
from bot.services import outbox
from bot.services.outbox import Claim
from models.enums import PostKind, PostState

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: A look that failed in one of these ways is made again; after any other nothing can be settled by looking.
PASSING = (Deed.AGAIN, Deed.WAIT, Deed.STOP)


class Flights:
    """What all flights of one process share: the conversations known by their people, how they end."""

    def __init__(
        self,
        db: Database,
        client_for: Callable[[str], AsyncWebClient | None],
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._db = db
        self._client_for = client_for
        self._clock = clock
        self._channels: dict[tuple[str, str], str] = {}
        self._attachments = Attachments()
        self._readers = Readers(self.store, clock)
        self._settling = Settling(self.store, clock, chance, self._channels)
        #: Teams whose token is no good, with Slack's reason; nothing is claimed for them.
        self.stopped = self._settling.stopped

    async def store(self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service to its end, without the patience kept for people, and without waking ourselves by it."""
        return await self._db.run_to_end(service, *args, **kwargs)

    async def fly(self, claim: Claim[Payload]) -> None:
        """Send the post of this claim, or settle why not."""
        client = self._client_for(claim.team_id)
        if client is None:
            await self._settling.conclude(claim, Answer("auth.test", "no_client"))
            return
        channel = await self._find_channel(client, claim)
        if channel is None:
            return
        if claim.doubtful and not await self._is_missing(client, claim, channel):
            return
        if claim.payload is None:
            await self.store(
                outbox.settle, claim=claim, state=PostState.DEAD, error="nothing_to_say", free_at=self._clock.now()
            )
            return
        await self._send(client, claim, claim.payload, channel)

    # ── sending ──

    async def _send(
        self, client: AsyncWebClient, claim: Claim[Payload], payload: Payload, channel: str, *, plain: bool = False
    ) -> None:
        method = _method(claim)
        if not await self._is_ours(client, claim, channel) or await self._settling.must_wait(claim, method):
            return
        drawn = payload if payload.attachment is None or plain else await self._attach(client, claim, payload)
        if drawn is None:
            return
        noted = method in ONCE_ONLY or plain
        if noted and not await self.store(outbox.dispatch, claim=claim, now=self._clock.now()):
            return
        answer = await self._say(client, claim, drawn, channel, plain)
        if answer.error is None:
            await self._shown(claim, payload, answer, channel)
        elif decide(method, answer.error, claim.address) is Deed.PLAIN and drawn is not payload:
            await self._again_or_bare(client, claim, payload, answer, channel)
        elif decide(method, answer.error, claim.address) is Deed.PLAIN and not plain:
            log.error("post %s (%s) was refused: %s; sent as plain text", claim.post_id, claim.picture, answer.error)
            await self._send(client, claim, payload, channel, plain=True)
        else:
            await self._settling.conclude(claim, answer)

    async def _say(
        self, client: AsyncWebClient, claim: Claim[Payload], payload: Payload, channel: str, plain: bool
    ) -> Answer:
        if claim.kind is PostKind.HOME:
            return await slack.publish(client, channel, payload, plain=plain)
        if claim.kind is PostKind.REMOVAL:
            return await slack.remove(client, claim.channel_id or channel, claim.ts or "")
        if claim.ts is not None:
            return await slack.update(client, claim.channel_id or channel, claim.ts, payload, plain=plain)
        if claim.kind is PostKind.WHISPER:
            user_id = claim.user_id or ""
            return await slack.whisper(client, channel, user_id, payload, thread_ts=claim.thread_ts, plain=plain)
        return await slack.post(client, channel, payload, marker=claim.marker, thread_ts=claim.thread_ts, plain=plain)

    async def _shown(self, claim: Claim[Payload], payload: Payload, answer: Answer, channel: str) -> None:
        now = self._clock.now()
        self._attachments.forget(claim.post_id)
        home = claim.kind is PostKind.HOME
        await self.store(
            outbox.shown,
            claim=claim,
            channel_id=None if home else answer.channel_id or channel,
            ts=None if home else claim.ts or answer.ts,
            free_at=now + BETWEEN_POSTS if answer.method == "chat.postMessage" else now,
            refresh_at=payload.refresh_at,
        )

    async def _attach(self, client: AsyncWebClient, claim: Claim[Payload], payload: Payload) -> Payload | None:
        """The payload with its picture uploaded, or without one; None: the claim was put back, or is not ours."""
        if not self._attachments.has(claim.post_id) and await self._settling.must_wait(claim, ADDRESS):
            return None

        async def go_on() -> bool:
            return await self.store(outbox.renew, claim=claim, now=self._clock.now())

        answer, drawn = await self._attachments.add(client, claim.post_id, payload, go_on)
        if drawn is None and answer.error != LEASE_OVER:
            await self._settling.conclude(claim, answer)
        return drawn

    async def _again_or_bare(
        self, client: AsyncWebClient, claim: Claim[Payload], payload: Payload, answer: Answer, channel: str
    ) -> None:
        """Refused with its picture: Slack may still be looking at that; if it is not that, it goes without."""
        if self._attachments.failed(claim.post_id):
            await self._settling.retry(claim, answer, self._clock.now() + READY, attempt=True)
        else:
            await self._send(client, claim, payload.without_attachment(), channel)

    async def _is_ours(self, client: AsyncWebClient, claim: Claim[Payload], channel: str) -> bool:
        """Whether an internal message may go there now; False: the claim was settled otherwise.

        Slack is asked who reads a channel before the first such message and now and then after it, because events
        can be missed.
        """
        if claim.kind not in (PostKind.CARD, PostKind.NOTICE) or channel != claim.address:
            return True
        trouble = await self._readers.look(client, claim.team_id, channel)
        if trouble is not None:
            await self._settling.conclude(claim, trouble)
            return False
        if not await self.store(outbox.outsiders_read, claim.team_id, channel):
            return True
        await self.store(outbox.hold_internal, claim=claim, now=self._clock.now())
        return False

    # ── where to ──

    async def _find_channel(self, client: AsyncWebClient, claim: Claim[Payload]) -> str | None:
        """The conversation of this address (for a Home: the person); None when the claim was settled instead."""
        kind, _, users = claim.address.partition(":")
        if not users:
            return claim.address
        if kind == "home":
            return users
        known = claim.channel_id or self._channels.get((claim.team_id, claim.address))
        if known:
            return known
        if await self._settling.must_wait(claim, "conversations.open"):
            return None
        answer = await slack.open_direct(client, users)
        if answer.error is None and answer.channel_id:
            self._channels[claim.team_id, claim.address] = answer.channel_id
            return answer.channel_id
        await self._settling.conclude(claim, answer if answer.error else Answer(answer.method, "unreadable"))
        return None

    # ── in doubt ──

    async def _is_missing(self, client: AsyncWebClient, claim: Claim[Payload], channel: str) -> bool:
        """True when the last look found nothing, so that it may be posted again; else the claim is settled."""
        assert claim.dispatched_at is not None
        method = "conversations.replies" if claim.thread_ts else "conversations.history"
        if await self._settling.must_wait(claim, method):
            return False
        answer = await slack.look(
            client, channel, marker=claim.marker, thread_ts=claim.thread_ts, sent_at=claim.dispatched_at
        )
        now = self._clock.now()
        if answer.error is not None:
            await self._look_failed(claim, answer)
            return False
        if answer.ts is not None:
            await self.store(outbox.found, claim=claim, channel_id=channel, ts=answer.ts, free_at=now + BETWEEN_POSTS)
            return False
        # After a crash nobody noted when the call ended; it ended within its timeout.
        ended = claim.dispatched_at + timedelta(seconds=slack.HTTP_TIMEOUT)
        if claim.looks + 1 >= len(LOOKS) or now >= ended + LOOKS[-1]:
            return True
        planned = claim.not_before or ended + LOOKS[claim.looks]
        look_at = planned + LOOKS[claim.looks + 1] - LOOKS[claim.looks]
        await self.store(outbox.look_again, claim=claim, look_at=max(look_at, now), now=now)
        return False

    async def _look_failed(self, claim: Claim[Payload], answer: Answer) -> None:
        assert answer.error is not None
        if decide(answer.method, answer.error, claim.address) in PASSING:
            await self._settling.conclude(claim, answer)
        elif answer.error == "thread_not_found":
            # No thread, no reply in it: what we look for went with it, or was never taken.
            await self.store(outbox.unthread, claim=claim, now=self._clock.now())
        else:
            log.warning("post %s is in doubt and cannot be looked for: %s", claim.post_id, answer.error)
            await self.store(outbox.park, claim=claim, error=answer.error, now=self._clock.now())


def _method(claim: Claim[Payload]) -> str:
    if claim.kind is PostKind.HOME:
        return "views.publish"
    if claim.kind is PostKind.REMOVAL:
        return "chat.delete"
    if claim.ts is not None:
        return "chat.update"
    return "chat.postEphemeral" if claim.kind is PostKind.WHISPER else "chat.postMessage"
