"""The filter at the door: most messages in channels are no request, and are dropped before anything else is done.

Nothing is built, asked or written for them. What passes is read with care in `handlers/hearing.py`.
"""

from collections.abc import Mapping
from typing import Any

from bot.language.promises import may_promise
from bot.language.talk import worth_reading

#: Messages of people; every other kind is made by a machine.
SAID = (None, "thread_broadcast", "file_share")


def is_idle_talk(body: Mapping[str, Any], bot_user_id: str) -> bool:
    """Whether this delivery is a message in a channel that needs nothing from us.

    Never for direct messages, nor for replies to our own messages. Raises nothing, whatever was delivered.
    """
    event = body.get("event")
    if body.get("type") != "event_callback" or not isinstance(event, dict) or event.get("type") != "message":
        return False
    if event.get("channel_type") == "im":
        return False
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _same_words(event)
    if subtype == "message_deleted":
        return bool(_part(event, "previous_message").get("bot_id"))
    if subtype not in SAID or event.get("bot_id"):
        return True
    text = event.get("text")
    if not isinstance(text, str):
        return True
    if event.get("thread_ts") and event.get("parent_user_id", bot_user_id) == bot_user_id:
        return False
    return not (worth_reading(text) or may_promise(text))


def _same_words(event: Mapping[str, Any]) -> bool:
    """An edit that changed no words: Slack unfurled a link, or counted replies."""
    now, before = _part(event, "message"), _part(event, "previous_message")
    return bool(now.get("bot_id")) or ("text" in before and now.get("text") == before.get("text"))


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, dict) else {}
