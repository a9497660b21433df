"""Events as Slack words them."""

from typing import Any

from sandbox import cast
from sandbox.refusals import Json
from sandbox.workspace import Channel, Post

#: what Slack keeps on a message but leaves out of the event about it
KEPT = ("reply_count", "reply_users", "latest_reply", "reactions", "metadata")


def message(post: Post, channel: Channel) -> Json:
    """`message`, for one that was just posted."""
    body = {name: value for name, value in post.message.items() if name not in KEPT}
    return {**body, "channel": channel.id, "event_ts": post.ts, "channel_type": channel.kind}


def app_mention(post: Post, channel: Channel) -> Json:
    """`app_mention`; it carries no channel type."""
    body = message(post, channel)
    del body["channel_type"]
    return {**body, "type": "app_mention"}


def message_changed(post: Post, channel: Channel, ts: str) -> Json:
    return _about(channel, ts, "message_changed", message=post.message, hidden=True)


def message_deleted(post: Post, channel: Channel, ts: str) -> Json:
    return _about(channel, ts, "message_deleted", deleted_ts=post.ts, previous_message=post.message, hidden=True)


def home_opened(user: str, channel: Channel, tab: str, view: Json | None, ts: str) -> Json:
    body: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab, "event_ts": ts}
    return {**body, "view": view} if view and tab == "home" else body


def member_joined(user: str, channel: Channel, ts: str, inviter: str | None = None) -> Json:
    body = {**_membership("member_joined_channel", user, channel, ts)}
    return {**body, "inviter": inviter} if inviter else body


def member_left(user: str, channel: Channel, ts: str) -> Json:
    return _membership("member_left_channel", user, channel, ts)


def bot_left(channel: Channel, ts: str) -> Json:
    """`channel_left` or `group_left`: the bot itself is out."""
    return about_channel("left", channel, ts)


def about_channel(what: str, channel: Channel, ts: str, **more: Any) -> Json:
    """`channel_archive`, `group_rename` and their like."""
    prefix = "group" if channel.kind == "group" else "channel"
    return {"type": f"{prefix}_{what}", "channel": channel.id, "event_ts": ts, **more}


def shared(channel: Channel, ts: str, *, now: bool) -> Json:
    if now:
        return {"type": "channel_shared", "connected_team_id": "T0ACME", "channel": channel.id, "event_ts": ts}
    told = {"previously_connected_team_id": "T0ACME", "is_ext_shared": channel.is_ext_shared}
    return {"type": "channel_unshared", **told, "channel": channel.id, "event_ts": ts}


def id_changed(old: str, new: str, ts: str) -> Json:
    return {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new, "event_ts": ts}


def user_changed(user: Json, ts: str) -> Json:
    return {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}


def reaction(what: str, user: str, name: str, post: Post, channel: Channel, ts: str) -> Json:
    """`reaction_added` or `reaction_removed`."""
    return {
        "type": what,
        "user": user,
        "reaction": name,
        "item_user": post.message["user"],
        "item": {"type": "message", "channel": channel.id, "ts": post.ts},
        "event_ts": ts,
    }


def _about(channel: Channel, ts: str, subtype: str, **more: Any) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
        **more,
    }


def _membership(kind: str, user: str, channel: Channel, ts: str) -> Json:
    letter = {"channel": "C", "group": "G"}.get(channel.kind, "D")
    return {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": letter,
        "team": cast.TEAM_ID,
        "event_ts": ts,
    }
