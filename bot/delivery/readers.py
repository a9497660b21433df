"""Who reads a channel, as Slack says: asked before something internal goes there, and believed for a while."""

import asyncio
import logging
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import asking
from bot.delivery.outcomes import Deed, decide
from bot.delivery.slack import Answer
from bot.delivery.storing import Store
from bot.services import outsiders, people
from bot.services.people import profile_of

log = logging.getLogger(__name__)

#: Whether a channel is shared is asked again after this long; events tell sooner.
BELIEVED = timedelta(minutes=10)
#: Its members are asked for again after this long; who joins and leaves is told by events.
MEMBERS_BELIEVED = timedelta(hours=24)
#: Where Slack does not let us ask (an optional scope), we do not ask again for this long.
UNASKABLE = timedelta(hours=1)


class Readers:
    """What one process was told of channels. What it means is in the database, for every process."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._shared: dict[tuple[str, str], datetime] = {}
        self._members: dict[tuple[str, str], datetime] = {}
        self._asking = asyncio.Lock()

    async def look(self, client: AsyncWebClient, team_id: str, channel: str) -> Answer | None:
        """Ask Slack who reads this channel, where that is not known; None, or why it could not be asked just now.

        Reading channels is an optional scope: without it there is only what people told us.
        """
        key = (team_id, channel)
        if await self._store(outsiders.is_stale, team_id, channel):
            self._members.pop(key, None)
        if self._is_known(key):
            return None
        async with self._asking:
            if self._is_known(key):
                return None
            return await self._ask_shared(client, key) or await self._ask_members(client, key)

    def _is_known(self, key: tuple[str, str]) -> bool:
        now = self._clock.now()
        return all(each.get(key, now) > now for each in (self._shared, self._members))

    async def _ask_shared(self, client: AsyncWebClient, key: tuple[str, str]) -> Answer | None:
        now = self._clock.now()
        if self._shared.get(key, now) > now:
            return None
        answer, found = await asking.read_channel(client, key[1])
        if answer.error is not None:
            return self._unasked(self._shared, key, answer)
        shared = bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))
        await self._store(outsiders.note_shared, team_id=key[0], channel_id=key[1], shared=shared, now=now)
        self._shared[key] = now + BELIEVED
        return None

    async def _ask_members(self, client: AsyncWebClient, key: tuple[str, str]) -> Answer | None:
        now = self._clock.now()
        if self._members.get(key, now) > now:
            return None
        answer, members = await asking.read_members(client, key[1])
        if answer.error is not None:
            return self._unasked(self._members, key, answer)
        known = await self._store(people.look, team_id=key[0], user_ids=members, now=now)
        unknown = [each for each in members if each not in known]
        answer, found = await asking.read_people(client, unknown)
        if answer.error is not None:
            return self._unasked(self._members, key, answer)
        profiles = [profile_of(each, key[0]) for each in found.values()]
        # Whom this workspace does not know is from another one.
        strangers = [each for each in unknown if each not in found]
        await self._store(
            outsiders.note_members, team_id=key[0], channel_id=key[1], members=members, profiles=profiles,
            strangers=strangers, now=now,
        )  # fmt: skip
        self._members[key] = now + MEMBERS_BELIEVED
        return None

    def _unasked(self, noted: dict[tuple[str, str], datetime], key: tuple[str, str], answer: Answer) -> Answer | None:
        """What passes is tried again before anything is sent; what is not allowed is done without."""
        if decide(answer.method, answer.error or "", key[1]) in (Deed.AGAIN, Deed.WAIT, Deed.STOP):
            return answer
        log.info("who reads a channel cannot be asked: %s answered %s", answer.method, answer.error)
        noted[key] = self._clock.now() + UNASKABLE
        return None
