"""What Slack tells us of itself: Home was opened, a person changed. Of channels it tells in `channel_events`."""

import contextlib
from collections.abc import Mapping
from typing import Any

from bot.errors import Refused
from bot.services import departures, outbox
from bot.services.people import profile_of
from bot.switchboard import Switchboard
from handlers.arriving import call_of
from handlers.deps import Deps
from handlers.leave import notice_status
from handlers.payloads import Payload
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.event("app_home_opened")(home_opened)
    on.event("user_change")(person_changed)


async def home_opened(body: Payload, deps: Deps) -> None:
    """Somebody looks at Home: it is drawn for them, for outsiders too (theirs says only what this is)."""
    if body["event"].get("tab") not in (None, "home"):
        return
    call = call_of(body, deps)
    # Where Slack does not say who they are, Home asks them to look again.
    with contextlib.suppress(Refused):
        await meet(deps, call.team_id, call.user_id)
    await deps.db.run(outbox.owe_home, now=call.now, **call.reader)


async def person_changed(body: Payload, deps: Deps) -> None:
    """Slack's word on somebody changed; only people whom we met are kept."""
    user: Mapping[str, Any] = body["event"].get("user") or {}
    deps.met.pop((deps.team_id, str(user.get("id", ""))), None)
    profile = profile_of(user, deps.team_id)
    await deps.db.run(departures.person_changed, team_id=deps.team_id, profile=profile, now=deps.clock.now())
    await notice_status(deps, user)
