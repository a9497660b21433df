"""A channel that outsiders read is no home for a project: its cards are internal."""

import asyncio

from slack_sdk.errors import SlackApiError

from bot.errors import Invalid
from bot.services import homes, outsiders, people
from bot.services.outsiders import Sorting
from bot.views import forms
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.deps import UNREACHED, Deps
from handlers.people import look_up

#: So many members whom we never met are asked about before the answer; the rest before anything is posted there.
ASKED_NOW = 12


async def look_shared(deps: Deps, channel_id: str) -> None:
    """Note whether another organisation has this channel too, where Slack tells."""
    try:
        answer = await asyncio.wait_for(deps.client.conversations_info(channel=channel_id), deps.slack_patience)
    except (SlackApiError, *UNREACHED):
        return
    channel = answer.get("channel") or {}
    shared = bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"))
    await deps.db.run(
        outsiders.note_shared, team_id=deps.team_id, channel_id=channel_id, shared=shared, now=deps.clock.now()
    )


async def require_internal(deps: Deps, channel_id: str, field: str) -> None:
    """Raises Invalid for a channel shared with another organisation.

    Reading channels is an optional scope: where Slack does not tell, the form's own filter has to do.
    """
    try:
        answer = await asyncio.wait_for(deps.client.conversations_info(channel=channel_id), deps.slack_patience)
    except (SlackApiError, *UNREACHED):
        return
    channel = answer.get("channel") or {}
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        raise Invalid("channel_shared", field)


async def read_guests(deps: Deps, channel_id: str) -> tuple[Sorting, ...]:
    """The guests of a channel, as far as Slack tells in time; who is not learnt now is before anything is posted."""
    now = deps.clock.now()
    try:
        asked = deps.client.conversations_members(channel=channel_id, limit=200)
        answer = await asyncio.wait_for(asked, deps.slack_patience)
    except (SlackApiError, *UNREACHED):
        return await deps.db.run(outsiders.sorting_of, team_id=deps.team_id, channel_id=channel_id)
    members = [str(each) for each in answer.get("members") or []]
    known = await deps.db.run(people.look, team_id=deps.team_id, user_ids=members, now=now)
    unknown = [each for each in members if each not in known]
    whole = not (answer.get("response_metadata") or {}).get("next_cursor")
    if whole and len(unknown) <= ASKED_NOW:
        found = await asyncio.gather(*(look_up(deps, deps.team_id, each) for each in unknown))
        profiles = [each for each in found if each is not None]
        if len(profiles) == len(unknown):
            await deps.db.run(
                outsiders.note_members, team_id=deps.team_id, channel_id=channel_id, members=members,
                profiles=profiles, strangers=[], now=now,
            )  # fmt: skip
    return await deps.db.run(outsiders.sorting_of, team_id=deps.team_id, channel_id=channel_id)


async def open_move(call: Call, wanted: Wanted) -> Message | None:
    """Another home for a project."""
    project_id = wanted.project
    project = await call.read(homes.require_mover, project_id=project_id, **call.reader)
    return await call.open(forms.move_form(project.name, project_id), wanted)


async def open_guests(call: Call, wanted: Wanted) -> Message | None:
    """The guests of a channel, to be sorted."""
    channel = wanted.target or call.place.channel_id
    guests = await call.read(outsiders.open_sort_form, channel_id=channel, **call.reader)
    return await call.open(forms.guests_form(guests, channel), wanted)
