"""A person's settings, and the workspace's: opened from Home or by `/countersign settings`, sent as forms."""

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot import countries
from bot.errors import Invalid
from bot.services import settings
from bot.services.digests import weekly
from bot.services.settings import PARTS, Settings
from bot.switchboard import Switchboard
from bot.views import ids
from bot.views.blocks import Message
from bot.views.settings import NO_COUNTRY, SILENCE, settings_form
from handlers.arriving import sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.view(ids.SETTINGS_FORM)(save_settings)
    on.view(ids.DEFAULTS_FORM)(save_defaults)


async def open_settings(call: Call, wanted: Wanted) -> Message | None:
    await asyncio.to_thread(countries.load)
    found = await call.read(settings.open_settings, **call.reader)
    return await call.open(settings_form(found), wanted)


async def open_defaults(call: Call, wanted: Wanted) -> Message | None:
    await asyncio.to_thread(countries.load)
    found = await call.read(settings.open_defaults, **call.reader)
    return await call.open(settings_form(found), wanted)


async def save_settings(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, _ = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    await asyncio.to_thread(countries.load)
    await call.do(settings.save_settings, given=_read(given), now=call.now, **call.reader)
    await ack()


async def save_defaults(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, _ = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    await asyncio.to_thread(countries.load)
    await call.do(settings.save_defaults, given=_read(given), now=call.now, **call.reader)
    await ack()


def _read(given: Mapping[str, Any]) -> Settings:
    """What was filled in. Raises Invalid for a time that is none."""
    for field in ("work_from", "work_until", "digest_at", "weekly_at"):
        if given.get(field) is None:
            raise Invalid("time_missing", field)
    country = str(given.get("country") or NO_COUNTRY)
    return Settings(
        work_from=given["work_from"],
        work_until=given["work_until"],
        weekdays=_days(given.get("weekdays")),
        country="" if country == NO_COUNTRY else country,
        region=str(given.get("region") or ""),
        digest_at=given["digest_at"],
        digest_days=_days(given.get("digest_days")),
        weekly_at=given["weekly_at"],
        weekly_days=_days(given.get("weekly_days")),
        quiet_from=given.get("quiet_from"),
        quiet_until=given.get("quiet_until"),
        digest_parts=tuple(each for each in PARTS if each in (given.get("digest_parts", PARTS))),
        weekly_parts=tuple(each for each in weekly.PARTS if each in (given.get("weekly_parts", weekly.PARTS))),
        zone=str(given.get("zone") or ""),
        silence={name: str(given[name] or "") for name in SILENCE if name in given},
    )


def _days(given: object) -> tuple[int, ...]:
    picked = given if isinstance(given, list) else []
    return tuple(day for day in range(7) if str(day) in picked)
