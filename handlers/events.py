"""What Slack tells us of itself: Home was opened, a person changed, a channel can be reached again."""

import contextlib
from collections.abc import Mapping
from typing import Any

from bot.errors import Refused
from bot.services import outbox, people
from bot.switchboard import Switchboard
from handlers.answering import call_of
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet, profile_of

#: Any of these can make a channel reachable again for what waits for it.
REACHABLE = ("member_joined_channel", "channel_unarchive", "group_unarchive", "channel_unshared")


def register(on: Switchboard) -> None:
    on.event("app_home_opened")(home_opened)
    on.event("user_change")(person_changed)
    for name in REACHABLE:
        on.event(name)(channel_reachable)


async def home_opened(body: Payload, deps: Deps) -> None:
    """Somebody looks at Home: it is drawn for them, for outsiders too (theirs says only what this is)."""
    if body["event"].get("tab") not in (None, "home"):
        return
    call = call_of(body, deps)
    # Where Slack does not say who they are, they get the outsider's Home until it does.
    with contextlib.suppress(Refused):
        await meet(deps, call.team_id, call.user_id)
    await deps.db.run(outbox.owe_home, team_id=call.team_id, user_id=call.user_id, now=call.now)


async def person_changed(body: Payload, deps: Deps) -> None:
    """Slack's word on somebody changed; only people whom we met are kept."""
    user: Mapping[str, Any] = body["event"].get("user") or {}
    deps.met.pop((deps.team_id, str(user.get("id", ""))), None)
    profile = profile_of(user, deps.team_id)
    await deps.db.run(people.update_known, team_id=deps.team_id, profile=profile, now=deps.clock.now())


async def channel_reachable(body: Payload, deps: Deps) -> None:
    """What was held for the channel is tried again."""
    call = call_of(body, deps)
    await deps.db.run(outbox.release, team_id=call.team_id, address=call.place.channel_id, now=call.now)
