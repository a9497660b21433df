"""chat.*: posting, updating, deleting, whispering."""

from typing import Any

from sandbox import cast, events
from sandbox.blockkit import MARKDOWN_CHARACTERS, check_message
from sandbox.caller import Caller, Method
from sandbox.handles import named
from sandbox.refusals import Json, SlackRefusal, invalid_arguments
from sandbox.wording import linked
from sandbox.workspace import Change, Channel, Post

POST_CHARACTERS = 40_000
OTHER_CHARACTERS = 4_000


def post_message(caller: Caller) -> Json:
    """chat.postMessage; a user's id as channel means the direct messages with that user."""
    channel = _destination(caller)
    content = message_content(caller, POST_CHARACTERS)
    thread = _thread(caller, channel)
    if thread:
        content["thread_ts"] = thread
        if caller.arguments.flag("reply_broadcast"):
            content["subtype"] = "thread_broadcast"
    metadata = _metadata(caller)
    if metadata:
        content["metadata"] = metadata
    made = caller.workspace.post(channel, {**by_bot(), **content})
    caller.announce(events.message(made, channel), channel)
    shown = {name: value for name, value in made.message.items() if name != "metadata" or metadata}
    return {"channel": channel.id, "ts": made.ts, "message": shown}


def update(caller: Caller) -> Json:
    """chat.update: only the bot's own messages; names in `text` are parsed unless told not to."""
    channel = _member_of(caller, caller.channel())
    post = _own(caller, channel, "cant_update_message")
    window = caller.switches.edit_window
    if window is not None and caller.workspace.clock.now() - post.since > window:
        raise SlackRefusal("edit_window_closed")
    content = message_content(caller, OTHER_CHARACTERS, parse="client", keep=post.message)
    metadata = _metadata(caller)
    if metadata:
        content["metadata"] = metadata
    if "blocks" not in caller.arguments.given and "text" in content:
        post.message.pop("blocks", None)
    post.message |= content
    post.message["edited"] = {"user": caller.workspace.bot.id, "ts": caller.workspace.next_ts()}
    caller.workspace.changed(Change("updated", channel.id, post.ts))
    caller.announce(events.message_changed(post, channel, caller.workspace.next_ts()), channel)
    return {"channel": channel.id, "ts": post.ts, "text": post.message.get("text", ""), "message": post.message}


def delete(caller: Caller) -> Json:
    """chat.delete: only the bot's own messages."""
    channel = _member_of(caller, caller.channel())
    post = _own(caller, channel, "cant_delete_message")
    caller.workspace.remove(channel, post)
    return {"channel": channel.id, "ts": post.ts}


def post_ephemeral(caller: Caller) -> Json:
    """chat.postEphemeral: seen by one member of the channel, kept for nobody else."""
    channel = _member_of(caller, caller.channel())
    user = caller.arguments.need("user")
    content = message_content(caller, OTHER_CHARACTERS)
    if user not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    thread = _thread(caller, channel)
    if thread:
        content["thread_ts"] = thread
    made = caller.workspace.post(channel, {**by_bot(), **content}, viewer=user)
    return {"message_ts": made.ts}


def permalink(caller: Caller) -> Json:
    """chat.getPermalink."""
    channel = caller.channel()
    ts = caller.arguments.need("message_ts")
    if caller.workspace.find(channel, ts) is None:
        raise SlackRefusal("message_not_found")
    link = f"{caller.base}/#/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def by_bot() -> Json:
    """What Slack adds to a message to say that the bot wrote it."""
    profile = {
        "id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "name": "Countersign",
        "team_id": cast.TEAM_ID,
        "icons": {},
        "updated": 1760000000,
        "deleted": False,
    }
    return {
        "user": cast.BOT_USER_ID,
        "bot_id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "bot_profile": profile,
    }


def message_content(caller: Caller, longest: int, *, parse: str = "none", keep: Json | None = None) -> Json:
    """Text and blocks as they will be kept. Raises Slack's refusals for none, too much and misshapen."""
    given = caller.arguments
    content: Json = {}
    blocks = given.structure("blocks", "invalid_blocks_format")
    text = given.text("text")
    if len(text) > longest:
        raise SlackRefusal("msg_too_long")
    if "markdown_text" in given.given:
        if text or blocks:
            raise SlackRefusal("markdown_text_conflict")
        if len(given.text("markdown_text")) > MARKDOWN_CHARACTERS:
            raise SlackRefusal("msg_too_long")
        text = given.text("markdown_text")
    if blocks:
        check_message(blocks)
        _known_files(caller, blocks)
        content["blocks"] = named({"blocks": blocks}, caller.workspace)["blocks"]
    attachments = given.structure("attachments", "invalid_attachments")
    if attachments:
        content["attachments"] = attachments
    kept = keep is not None and "blocks" not in given.given and "text" not in given.given
    if not (text.strip() or blocks or attachments) and not kept:
        raise SlackRefusal("no_text")
    if "text" in given.given or "markdown_text" in given.given or keep is None:
        content["text"] = _parsed(caller, text, given.text("parse", parse), given.flag("link_names"))
    return content


def _parsed(caller: Caller, text: str, parse: str, link_names: bool) -> str:
    """Names become links when asked for, and by default in updates: the trap `parse="none"` avoids."""
    if parse not in ("none", "full", "client", "mrkdwn"):
        raise invalid_arguments("must be a valid enum value [json-pointer:/parse]")
    if parse in ("none", "mrkdwn") and not link_names:
        return text

    def person(name: str) -> str | None:
        found = caller.workspace.named(name)
        return found.id if found else None

    def place(name: str) -> str | None:
        found = caller.workspace.channel_named(name)
        return found.id if found and found.kind == "channel" else None

    return linked(text, person, place)


def _destination(caller: Caller) -> Channel:
    wanted = caller.arguments.need("channel")
    member = caller.workspace.member(wanted)
    if member is not None:
        if member.is_bot or member.deleted:
            raise SlackRefusal("cannot_dm_bot" if member.is_bot else "channel_not_found")
        return caller.workspace.direct([member.id, caller.workspace.bot.id])
    return _member_of(caller, caller.channel())


def _member_of(caller: Caller, channel: Channel) -> Channel:
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    if channel.id in caller.switches.restricted:
        raise SlackRefusal("restricted_action")
    posting = "chat:write.public" in caller.switches.scopes and channel.kind == "channel"
    if caller.workspace.bot.id not in channel.members and not posting:
        raise SlackRefusal("not_in_channel")
    return channel


def _thread(caller: Caller, channel: Channel) -> str | None:
    ts = caller.arguments.text("thread_ts")
    if not ts:
        return None
    root = caller.workspace.root(channel, ts)
    return root.thread_ts or root.ts


def _own(caller: Caller, channel: Channel, refusal: str) -> Post:
    post = caller.workspace.find(channel, caller.arguments.need("ts"))
    if post is None or post.viewer is not None:
        raise SlackRefusal("message_not_found")
    if post.message.get("bot_id") != cast.BOT_ID:
        raise SlackRefusal(refusal)
    return post


def _metadata(caller: Caller) -> Json | None:
    value = caller.arguments.structure("metadata", "invalid_metadata_format")
    if value is None:
        return None
    shaped = isinstance(value, dict) and isinstance(value.get("event_type"), str)
    if not shaped or not isinstance(value.get("event_payload"), dict):
        raise SlackRefusal("invalid_metadata_schema")
    found: Json = value
    return found


def _known_files(caller: Caller, blocks: Any) -> None:
    for block in blocks:
        wanted = block.get("slack_file", {}).get("id") if isinstance(block.get("slack_file"), dict) else None
        kept = caller.workspace.files.get(wanted) if wanted else None
        ready = kept is not None and kept["done"] and _looked_at(caller, kept)
        if wanted and not ready:
            said = f"invalid slack file [json-pointer:/blocks/{blocks.index(block)}/slack_file]"
            raise SlackRefusal("invalid_blocks", errors=[said], response_metadata={"messages": [f"[ERROR] {said}"]})


def _looked_at(caller: Caller, kept: Json) -> bool:
    """Slack takes a moment to look at a picture before a message may show it."""
    return bool(caller.workspace.clock.now() >= kept["since"] + caller.switches.file_lag)


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(permalink),
}
