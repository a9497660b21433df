"""What Slack tells us of channels: who came and went, shared, archived, renamed, left, renumbered."""

from bot.errors import Refused
from bot.services import homes, outbox, outsiders
from bot.switchboard import Switchboard
from handlers.arriving import call_of
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload, renumbered
from handlers.people import meet

#: Event → the error under which what is owed there waits.
SHUT = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
}
#: Any of these can make a channel reachable again for what waits for it. A name is Slack's to show; but whoever
#: renames a channel may have mended it too.
REACHABLE = ("channel_unarchive", "group_unarchive", "channel_rename", "group_rename")


def register(on: Switchboard) -> None:
    on.event("member_joined_channel")(somebody_joined)
    on.event("member_left_channel")(somebody_left)
    on.event("channel_shared")(shared)
    on.event("channel_unshared")(unshared)
    on.event("channel_id_changed")(id_changed)
    for name in SHUT:
        on.event(name)(shut)
    for name in REACHABLE:
        on.event(name)(reachable)


async def somebody_joined(body: Payload, deps: Deps) -> None:
    """Us: what waited is tried again. A guest or a stranger: what is internal stops there."""
    call = call_of(body, deps)
    if call.user_id == deps.bot_user_id:
        await _release(call)
        return
    if not await call.read(outsiders.matters, team_id=call.team_id, channel_id=call.place.channel_id):
        return
    unknown = False
    try:
        await meet(deps, call.team_id, call.user_id)
    except Refused:
        # Slack does not say who it is: outside, until it does.
        unknown = True
    await call.read(
        outsiders.note_joined, channel_id=call.place.channel_id, unknown=unknown, now=call.now, **call.reader
    )


async def somebody_left(body: Payload, deps: Deps) -> None:
    call = call_of(body, deps)
    await call.read(outsiders.note_left, channel_id=call.place.channel_id, now=call.now, **call.reader)


async def shared(body: Payload, deps: Deps) -> None:
    await _note_shared(body, deps, True)


async def unshared(body: Payload, deps: Deps) -> None:
    """With one organisation; others may have it still."""
    await _note_shared(body, deps, bool(body["event"].get("is_ext_shared")))


async def _note_shared(body: Payload, deps: Deps, now_shared: bool) -> None:
    call = call_of(body, deps)
    channel = call.place.channel_id
    if not await call.read(outsiders.matters, team_id=call.team_id, channel_id=channel):
        return
    await call.read(outsiders.note_shared, team_id=call.team_id, channel_id=channel, shared=now_shared, now=call.now)
    if not now_shared:
        await _release(call)


async def id_changed(body: Payload, deps: Deps) -> None:
    """A channel that starts or stops being shared can get another id."""
    call = call_of(body, deps)
    old, new = renumbered(body)
    await call.read(homes.renumber, team_id=call.team_id, old=old, new=new, now=call.now)


async def shut(body: Payload, deps: Deps) -> None:
    """Nothing can be said there any more: it waits, and its people are told."""
    call = call_of(body, deps)
    error = SHUT[str(body["event"]["type"])]
    await call.read(outbox.shut, team_id=call.team_id, address=call.place.channel_id, error=error, now=call.now)


async def reachable(body: Payload, deps: Deps) -> None:
    """What was held for the channel is tried again."""
    await _release(call_of(body, deps))


async def _release(call: Call) -> None:
    await call.read(outbox.release, team_id=call.team_id, address=call.place.channel_id, now=call.now)
