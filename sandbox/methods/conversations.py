"""conversations.*: channels, direct and group messages, their history."""

from sandbox import events
from sandbox.caller import Caller, Method
from sandbox.methods.paging import page
from sandbox.refusals import Json, SlackRefusal
from sandbox.workspace import KINDS, Change, Channel, Post

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
GROUP_SIZE = 8
READ = ("channels:read", "groups:read", "im:read", "mpim:read")


def open_direct(caller: Caller) -> Json:
    """conversations.open: the direct messages with one user, or a group of up to eight."""
    given = caller.arguments
    if given.text("channel"):
        channel = caller.channel()
        return {"channel": _shape(caller, channel) if given.flag("return_im") else {"id": channel.id}}
    users = list(dict.fromkeys(filter(None, given.text("users").replace(" ", "").split(","))))
    if not users:
        raise SlackRefusal("users_list_not_supplied")
    bot = caller.workspace.bot.id
    users = [user for user in users if user != bot]
    if not users:
        raise SlackRefusal("cannot_dm_bot")
    if len(users) > GROUP_SIZE:
        raise SlackRefusal("too_many_users")
    found = [caller.workspace.member(user) for user in users]
    if any(each is None for each in found):
        raise SlackRefusal("user_not_found")
    if any(each.deleted for each in found if each):
        raise SlackRefusal("user_disabled")
    caller.need_scope("im:write" if len(users) == 1 else "mpim:write")
    before = set(caller.workspace.channels)
    channel = caller.workspace.direct([*users, bot])
    known = channel.id in before
    shape = _shape(caller, channel) if given.flag("return_im") else {"id": channel.id}
    return {"channel": shape, **({"no_op": True, "already_open": True} if known else {})}


def info(caller: Caller) -> Json:
    """conversations.info."""
    channel = caller.readable("read")
    shape = _shape(caller, channel)
    if caller.arguments.flag("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def members(caller: Caller) -> Json:
    """conversations.members, by pages."""
    return page(caller, "members", caller.readable("read").members)


def listed(caller: Caller) -> Json:
    """conversations.list, by pages: public channels, and those of the other kinds that the bot is in."""
    wanted = []
    for name in caller.arguments.text("types", "public_channel").split(","):
        if name.strip() not in TYPES:
            raise SlackRefusal("invalid_types")
        kind = TYPES[name.strip()]
        caller.need_scope(f"{KINDS[kind]}:read")
        wanted.append(kind)
    bot = caller.workspace.bot.id
    skip = caller.arguments.flag("exclude_archived")
    found = [
        _shape(caller, each)
        for each in caller.workspace.channels.values()
        if each.kind in wanted and (each.kind == "channel" or bot in each.members) and not (skip and each.is_archived)
    ]
    return page(caller, "channels", found)


def history(caller: Caller) -> Json:
    """conversations.history: newest first, threads folded, as far as it has reached the history."""
    channel = _inside(caller)
    posts = [each for each in _arrived(caller, channel) if not each.thread_ts or _is_broadcast(each)]
    chosen = list(reversed(_between(caller, posts)))
    answer = page(caller, "messages", [_message(caller, each) for each in chosen])
    return {**answer, "has_more": bool(answer["response_metadata"]["next_cursor"]), "pin_count": 0}


def replies(caller: Caller) -> Json:
    """conversations.replies: a thread, its first message first."""
    channel = _inside(caller)
    ts = caller.arguments.need("ts")
    arrived = _arrived(caller, channel)
    asked = next((each for each in arrived if each.ts == ts), None)
    if asked is None:
        raise SlackRefusal("thread_not_found")
    root = asked.thread_ts or asked.ts
    thread = [each for each in arrived if root in (each.ts, each.thread_ts)]
    chosen = [thread[0], *_between(caller, thread[1:])] if thread else []
    answer = page(caller, "messages", [_message(caller, each) for each in chosen])
    return {**answer, "has_more": bool(answer["response_metadata"]["next_cursor"])}


def join(caller: Caller) -> Json:
    """conversations.join: a public channel only."""
    channel = caller.channel()
    if channel.kind != "channel":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    bot = caller.workspace.bot.id
    if bot in channel.members:
        return {"channel": _shape(caller, channel), "warning": "already_in_channel"}
    channel.members.append(bot)
    caller.workspace.changed(Change("channel", channel.id))
    caller.announce(events.member_joined(bot, channel, caller.workspace.next_ts()), channel)
    return {"channel": _shape(caller, channel)}


def _inside(caller: Caller) -> Channel:
    channel = caller.readable("history")
    if caller.workspace.bot.id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _arrived(caller: Caller, channel: Channel) -> list[Post]:
    now, lag = caller.workspace.clock.now(), caller.switches.history_lag
    return [each for each in channel.posts if each.viewer is None and each.since + lag <= now]


def _is_broadcast(post: Post) -> bool:
    return post.message.get("subtype") == "thread_broadcast"


def _between(caller: Caller, posts: list[Post]) -> list[Post]:
    given = caller.arguments
    try:
        oldest = float(given.text("oldest") or 0)
        latest = float(given.text("latest") or "inf")
    except ValueError:
        raise SlackRefusal("invalid_ts_oldest") from None
    if given.flag("inclusive"):
        return [each for each in posts if oldest <= float(each.ts) <= latest]
    return [each for each in posts if oldest < float(each.ts) < latest]


def _message(caller: Caller, post: Post) -> Json:
    body = dict(post.message)
    if not caller.arguments.flag("include_all_metadata"):
        body.pop("metadata", None)
    return body


def _shape(caller: Caller, channel: Channel) -> Json:
    """The conversation object of Slack's answers."""
    bot = caller.workspace.bot.id
    shape: Json = {
        "id": channel.id,
        "created": int(channel.created.timestamp()),
        "is_archived": channel.is_archived,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "context_team_id": caller.workspace.bot.team_id,
        "updated": int(channel.created.timestamp() * 1000),
    }
    if channel.kind == "im":
        other = [user for user in channel.members if user != bot]
        return shape | {"user": other[0] if other else bot, "is_user_deleted": False}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": bot in channel.members,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


METHODS = {
    "conversations.open": Method(open_direct, ("im:write", "mpim:write")),
    "conversations.info": Method(info, READ),
    "conversations.members": Method(members, READ),
    "conversations.list": Method(listed, READ),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.join": Method(join, ("channels:join",)),
}
