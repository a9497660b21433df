"""What the page is told: the workspace as one person sees it, and nothing that the bot did not send to Slack."""

from typing import TYPE_CHECKING

from sandbox.cast import BOT_USER_ID, TEAM_NAME, Member
from sandbox.manifest import Manifest
from sandbox.refusals import Json
from sandbox.wording import mentions_of
from sandbox.workspace import Channel, Post, Workspace

if TYPE_CHECKING:
    from sandbox.server import Sandbox

ROLES = {"ada": "AM", "petra": "PM", "sam": "designer", "oona": "ops lead", "cleo": "client", "olaf": "no rights"}


def snapshot(slack: "Sandbox", user: Member, read: dict[str, str]) -> Json:
    """Everything on that person's screen; `read`: the last message they read, by conversation."""
    workspace = slack.workspace
    now = workspace.clock.now()
    home = slack.handles.homes.get(user.id)
    return {
        "team": TEAM_NAME,
        "me": user.id,
        "now": now.timestamp(),
        "flowing": slack.clock.flowing,
        "people": [_person(each, workspace) for each in workspace.members.values() if not each.deleted],
        "channels": [_channel(workspace, each, user, read) for each in _listed(workspace, user)],
        "views": [each.as_slack() for each in slack.handles.stack(user.id)],
        "home": home.as_slack() if home else None,
        **_registered(slack.manifest),
    }


def _listed(workspace: Workspace, user: Member) -> list[Channel]:
    """Channels first, by name, then direct messages; conversations nobody has written in stay out of the list."""
    seen = [each for each in workspace.channels.values() if workspace.may_see(user.id, each)]
    places = sorted((each for each in seen if not each.is_direct), key=lambda each: (each.is_archived, each.name))
    return places + [each for each in seen if each.is_direct and (each.posts or BOT_USER_ID in each.members)]


def _person(member: Member, workspace: Workspace) -> Json:
    return {
        "id": member.id,
        "name": member.name,
        "first_name": member.first_name,
        "real_name": member.real_name,
        "title": member.title,
        "role": ROLES.get(member.name, "app" if member.is_bot else ""),
        "tz": member.tz,
        "tz_offset": workspace.tz_offset(member),
        "is_bot": member.is_bot,
        "is_guest": member.is_guest,
    }


def _channel(workspace: Workspace, channel: Channel, user: Member, read: dict[str, str]) -> Json:
    posts = workspace.seen_by(user.id, channel)
    last_read = float(read.get(channel.id, "0"))
    unread = [each for each in posts if float(each.ts) > last_read and each.message["user"] != user.id]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "members": channel.members,
        "is_member": user.id in channel.members,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_ext_shared,
        "unread": len(unread) if user.id in channel.members else 0,
        "mentioned": any(_concerns(each, channel, user) for each in unread),
        "read": read.get(channel.id, "0"),
        "messages": [_message(each, user) for each in posts],
    }


def _message(post: Post, user: Member) -> Json:
    """A message without what no client shows."""
    shown = {name: value for name, value in post.message.items() if name not in ("metadata", "bot_profile")}
    return {**shown, "ephemeral": post.viewer is not None, "state": post.state.get(user.id, {})}


def _concerns(post: Post, channel: Channel, user: Member) -> bool:
    if channel.is_direct or post.viewer == user.id:
        return True
    words = [post.message.get("text", ""), post.message.get("blocks", [])]
    return user.id in mentions_of(words)


def _registered(manifest: Manifest | None) -> Json:
    if manifest is None:
        return {"commands": [], "shortcuts": []}
    return {
        "commands": [
            {"name": each.name, "description": each.description, "hint": each.usage_hint} for each in manifest.commands
        ],
        "shortcuts": [
            {"name": each.name, "kind": each.kind, "id": each.callback_id, "description": each.description}
            for each in manifest.shortcuts
        ],
    }
