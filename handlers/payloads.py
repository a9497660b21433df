"""The only reader of raw payloads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.views import ids

Payload = Mapping[str, Any]
_TS = re.compile(r"\d{1,12}\.\d{1,9}")
#: What nobody sees: controls (but tabs and line ends), zero widths, turned directions, halves of characters. They hide
#: in what is pasted, turn a card's words around, and some cannot be stored.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Who acts, and where."""

    team_id: str
    user_id: str
    channel_id: str = ""
    trigger_id: str | None = None
    thread_ts: str | None = None
    #: True where `response_url` can carry an ephemeral answer.
    answerable: bool = False
    #: True where what was pressed is an ephemeral message, which can be replaced.
    ephemeral: bool = False


def place_of(body: Payload) -> Place:
    """From any payload: a command, an action, a form, a shortcut, or an event."""
    if "event" in body:
        return _place_of_event(body)
    if "command" in body:
        return Place(body["team_id"], body["user_id"], body.get("channel_id", ""), body.get("trigger_id"), None, True)
    team, user = body.get("team") or {}, body.get("user") or {}
    channel = body.get("channel") or {}
    # In a shared channel `team` is where the press came from; a person of another organisation is looked up as such.
    team_id = team.get("id") or user.get("team_id") or ""
    message = body.get("message") or {}
    return Place(
        team_id,
        user.get("id", ""),
        channel.get("id", ""),
        body.get("trigger_id"),
        message.get("thread_ts"),
        bool(body.get("response_url")),
        bool((body.get("container") or {}).get("is_ephemeral")),
    )


def _place_of_event(body: Payload) -> Place:
    event = body["event"]
    user = event.get("user")
    user_id = user.get("id", "") if isinstance(user, Mapping) else user or ""
    channel = event.get("channel")
    channel_id = channel.get("id", "") if isinstance(channel, Mapping) else channel or ""
    return Place(body.get("team_id", ""), user_id, channel_id, None, event.get("thread_ts"))


def typed(text: object) -> str:
    """What somebody typed as a command or a message, as they meant it: Slack sends `&`, `<` and `>` written out."""
    return _seen(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _seen(text: object) -> str:
    return _UNSEEN.sub("", str(text or "")).strip()


def renumbered(body: Payload) -> tuple[str, str]:
    """(old, new) of a channel whose id was changed."""
    event = body["event"]
    return str(event.get("old_channel_id") or ""), str(event.get("new_channel_id") or "")


@dataclass(frozen=True, slots=True)
class Written:
    """A message that somebody wrote, edited or deleted in a channel."""

    channel_id: str
    ts: str
    user_id: str
    text: str
    thread_ts: str | None = None
    edited: bool = False
    deleted: bool = False


#: Messages of people, as Slack marks them; every other kind is made by a machine.
SAID = (None, "thread_broadcast", "file_share")


def written_in(body: Payload) -> Written | None:
    """Who wrote what; None for what is no person's message, or is not what Slack sends."""
    event = body["event"]
    channel, subtype = str(event.get("channel") or ""), event.get("subtype")
    if subtype == "message_deleted":
        return Written(channel, str(event.get("deleted_ts") or ""), "", "", deleted=True)
    edited = subtype == "message_changed"
    message = event.get("message") if edited else event
    if not isinstance(message, Mapping) or message.get("bot_id") or message.get("subtype") not in SAID:
        return None
    text, user, ts = message.get("text"), message.get("user"), message.get("ts")
    if not (isinstance(text, str) and isinstance(user, str) and _TS.fullmatch(str(ts))):
        return None
    return Written(channel, str(ts), user, text, message.get("thread_ts"), edited)


def checked(body: Payload) -> tuple[str, bool]:
    """(what a switch is about, whether it is on now), of checkboxes with one box."""
    action = (body.get("actions") or [{}])[0]
    about = str(action.get("action_id", "")).partition(":")[2]
    return about, bool(action.get("selected_options"))


def message_link(body: Payload) -> str | None:
    """Where the message is that a shortcut was chosen on; None without one."""
    team, channel = body.get("team") or {}, body.get("channel") or {}
    host = f"{team['domain']}.slack.com" if team.get("domain") else "slack.com"
    ts = str(body.get("message_ts") or (body.get("message") or {}).get("ts") or "")
    return f"https://{host}/archives/{channel.get('id')}/p{ts.replace('.', '')}" if ts and channel else None


def pressed(body: Payload) -> tuple[str, str]:
    """(action id, value) of the element that was used; a select's value is what was chosen."""
    action = (body.get("actions") or [{}])[0]
    chosen = action.get("selected_option") or {}
    return str(action.get("action_id", "")), str(action.get("value") or chosen.get("value") or "")


def picked_at(body: Payload) -> str:
    """When the element was used, as Slack's clock has it."""
    return str((body.get("actions") or [{}])[0].get("action_ts") or "")


def carried(view: Payload) -> dict[str, Any]:
    """The identifiers that travel with a form. Raises NotFound for what we did not write."""
    return ids.unpack(view.get("private_metadata") or "")


def filled(view: Payload) -> dict[str, Any]:
    """Field key → what was filled in: texts stripped, dates and times as such, people and channels as ids."""
    values = (view.get("state") or {}).get("values") or {}
    return {key: _value(element) for key, elements in values.items() for element in list(elements.values())[:1]}


def _value(element: Payload) -> Any:
    kind = element.get("type")
    if kind == "datepicker":
        return _date(element.get("selected_date"))
    if kind == "timepicker":
        return _time(element.get("selected_time"))
    if kind in ("static_select", "radio_buttons", "external_select"):
        return (element.get("selected_option") or {}).get("value")
    if kind == "checkboxes":
        return [each.get("value") for each in element.get("selected_options") or []]
    for key in ("selected_user", "selected_conversation", "selected_channel"):
        if key in element:
            return element[key]
    for key in ("selected_users", "selected_conversations", "selected_channels"):
        if key in element:
            return list(element[key] or [])
    return _seen(element.get("value"))


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _time(text: object) -> time | None:
    try:
        return time.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def form_keys(view: Payload) -> list[str]:
    """The keys of a form's questions, in order: where an error can be shown."""
    return [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
