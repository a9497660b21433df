"""A channel that another organisation reads is no home for a project: its cards are internal."""

import asyncio

from slack_sdk.errors import SlackApiError

from bot.errors import Invalid
from handlers.deps import Deps
from handlers.people import PATIENCE


async def require_internal(deps: Deps, channel_id: str, field: str) -> None:
    """Raises Invalid for a channel shared with another organisation.

    Reading channels is an optional scope: where Slack does not tell, the form's own filter has to do.
    """
    try:
        answer = await asyncio.wait_for(deps.client.conversations_info(channel=channel_id), PATIENCE)
    except (SlackApiError, OSError, TimeoutError):
        return
    channel = answer.get("channel") or {}
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        raise Invalid("channel_shared", field)
