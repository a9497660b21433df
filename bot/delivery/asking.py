"""Asking Slack who reads a channel: what it says of it, its members, and who they are."""

from collections.abc import Collection
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack import Answer, ask

#: A project's channel has fewer members than this many pages of 200.
MEMBER_PAGES = 5
#: So many people are asked about one by one; for more, the workspace's list is read.
FEW = 8
PEOPLE_PAGES = 20


async def read_channel(client: AsyncWebClient, channel: str) -> tuple[Answer, dict[str, Any]]:
    """What Slack says of a channel: the `channel` object of conversations.info."""
    answer, body = await ask("conversations.info", client.conversations_info(channel=channel))
    found = body.get("channel")
    return answer, found if isinstance(found, dict) else {}


async def read_members(client: AsyncWebClient, channel: str) -> tuple[Answer, list[str]]:
    """The user ids of a channel's members, the first thousand."""
    found: list[str] = []
    cursor = None
    for _ in range(MEMBER_PAGES):
        call = client.conversations_members(channel=channel, limit=200, cursor=cursor)
        answer, body = await ask("conversations.members", call)
        if answer.error:
            return answer, []
        found += [str(each) for each in body.get("members") or []]
        cursor = (body.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return Answer("conversations.members"), found


async def read_people(client: AsyncWebClient, wanted: Collection[str]) -> tuple[Answer, dict[str, dict[str, Any]]]:
    """User id → Slack's user object, of those that are wanted and that this workspace knows."""
    found: dict[str, dict[str, Any]] = {}
    if len(wanted) <= FEW:
        for user_id in wanted:
            answer, body = await ask("users.info", client.users_info(user=user_id, include_locale=True))
            if answer.error not in (None, "user_not_found", "user_not_visible"):
                return answer, {}
            if isinstance(body.get("user"), dict):
                found[user_id] = body["user"]
        return Answer("users.info"), found
    cursor = None
    for _ in range(PEOPLE_PAGES):
        call = client.users_list(limit=200, cursor=cursor, include_locale=True)
        answer, body = await ask("users.list", call)
        if answer.error:
            return answer, {}
        found |= {str(each.get("id")): each for each in body.get("members") or [] if each.get("id") in wanted}
        cursor = (body.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return Answer("users.list"), found
