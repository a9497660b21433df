"""Which events reach the bot: those it subscribed to, has the scope for, and is there to see."""

from sandbox.cast import BOT_USER_ID
from sandbox.manifest import Manifest
from sandbox.refusals import Json
from sandbox.workspace import KINDS, Channel

SCOPES = {
    "app_mention": "app_mentions:read",
    "user_change": "users:read",
    "team_join": "users:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
#: these come whether or not the bot is a member any more
WITHOUT_MEMBERSHIP = frozenset({"channel_left", "group_left", "member_left_channel", "app_home_opened"})


def subscribed(event: Json, channel: Channel | None, manifest: Manifest | None, scopes: set[str]) -> bool:
    """True when Slack would send this event to the app."""
    name = _name(event, channel)
    if manifest is not None and name not in manifest.events:
        return False
    if not _allowed(name, channel, scopes):
        return False
    return channel is None or BOT_USER_ID in channel.members or event["type"] in WITHOUT_MEMBERSHIP


def _name(event: Json, channel: Channel | None) -> str:
    """The name to subscribe to: messages are subscribed to by the kind of conversation."""
    if event["type"] == "message" and channel is not None:
        return f"message.{KINDS[channel.kind]}"
    return str(event["type"])


def _allowed(name: str, channel: Channel | None, scopes: set[str]) -> bool:
    kind = KINDS[channel.kind] if channel is not None else "channels"
    if name.startswith("message."):
        return f"{kind}:history" in scopes
    if name.startswith(("channel_", "group_", "member_")):
        return f"{kind}:read" in scopes
    return name not in SCOPES or SCOPES[name] in scopes
