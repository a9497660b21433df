"""What Slack sends the bot when somebody types, presses or fills in."""

from typing import Any

from sandbox import cast
from sandbox.cast import Member
from sandbox.handles import Handles, OpenView
from sandbox.refusals import Json
from sandbox.workspace import Channel, Post, Workspace

VERIFICATION_TOKEN = "Jhj5dZrVaK7ZwHHjRyZWjbDl"
#: what a message shown to the bot leaves out
INTERNAL = ("metadata",)


class Payloads:
    """Builds each kind; triggers and answer addresses are handed out as it does."""

    def __init__(self, workspace: Workspace, handles: Handles) -> None:
        self.workspace = workspace
        self.handles = handles
        self.base = ""

    def command(self, user: Member, channel: Channel, name: str, text: str) -> Json:
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": cast.TEAM_ID,
            "team_domain": cast.TEAM_DOMAIN,
            "channel_id": channel.id,
            "channel_name": _called(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text,
            "api_app_id": cast.APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._url("commands", user.id, channel.id),
            "trigger_id": self.handles.trigger(user.id),
        }

    def message_action(self, user: Member, channel: Channel, post: Post, action: Json) -> Json:
        """`block_actions` on a message."""
        container: Json = {
            "type": "message",
            "message_ts": post.ts,
            "channel_id": channel.id,
            "is_ephemeral": post.viewer is not None,
        }
        if post.message.get("thread_ts"):
            container["thread_ts"] = post.message["thread_ts"]
        body: Json = {
            **self._common("block_actions", user),
            "container": container,
            "trigger_id": self.handles.trigger(user.id),
            "channel": {"id": channel.id, "name": _called(channel)},
            "state": {"values": post.state.get(user.id, {})},
            "response_url": self._url("actions", user.id, channel.id, post.ts),
            "actions": [action],
        }
        # Slack has no copy of an ephemeral message to send along.
        return body if post.viewer else {**body, "message": shown(post)}

    def view_action(self, view: OpenView, user: Member, action: Json) -> Json:
        """`block_actions` in a modal or a home; it comes without an answer address."""
        return {
            **self._common("block_actions", user),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.handles.trigger(user.id, view.id),
            "view": view.as_slack(),
            "actions": [action],
        }

    def submission(self, view: OpenView, user: Member) -> Json:
        return {
            **self._common("view_submission", user),
            "trigger_id": self.handles.trigger(user.id, view.id),
            "view": view.as_slack(),
            "response_urls": [],
        }

    def closed(self, view: OpenView, user: Member, *, cleared: bool) -> Json:
        return {**self._common("view_closed", user), "view": view.as_slack(), "is_cleared": cleared}

    def shortcut(self, user: Member, callback_id: str) -> Json:
        return {
            **self._common("shortcut", user),
            "callback_id": callback_id,
            "action_ts": self.workspace.next_ts(),
            "trigger_id": self.handles.trigger(user.id),
        }

    def message_shortcut(self, user: Member, channel: Channel, post: Post, callback_id: str) -> Json:
        return {
            **self._common("message_action", user),
            "callback_id": callback_id,
            "action_ts": self.workspace.next_ts(),
            "trigger_id": self.handles.trigger(user.id),
            "response_url": self._url("app", user.id, channel.id, post.ts),
            "message_ts": post.ts,
            "channel": {"id": channel.id, "name": _called(channel)},
            "message": shown(post),
        }

    def suggestion(self, user: Member, where: Post | OpenView, block: str, action: str, value: str) -> Json:
        """`block_suggestion`: what somebody typed into an external select."""
        body = {**self._common("block_suggestion", user), "block_id": block, "action_id": action, "value": value}
        if isinstance(where, OpenView):
            container: Json = {"type": "view", "view_id": where.id}
            return {**body, "container": container, "view": where.as_slack()}
        channel = self.workspace.channels[where.channel]
        container = {"type": "message", "message_ts": where.ts, "channel_id": channel.id}
        return {**body, "container": container, "channel": {"id": channel.id, "name": _called(channel)}}

    def event(self, event: Json, channel: Channel | None) -> Json:
        """The outer event; each has an id of its own."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": cast.TEAM_ID,
            "context_team_id": cast.TEAM_ID,
            "context_enterprise_id": None,
            "api_app_id": cast.APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self.workspace.mint("Ev"),
            "event_time": int(self.workspace.clock.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": cast.TEAM_ID,
                    "user_id": cast.BOT_USER_ID,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": channel.is_ext_shared if channel else False,
        }

    def _common(self, kind: str, user: Member) -> Json:
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "api_app_id": cast.APP_ID,
            "token": VERIFICATION_TOKEN,
            "team": {"id": cast.TEAM_ID, "domain": cast.TEAM_DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _url(self, kind: str, user: str, channel: str, post: str | None = None) -> str:
        made = self.handles.response_url(user, channel, post)
        return f"{self.base}/{kind}/{cast.TEAM_ID}/{made.id}"


def shown(post: Post) -> Json:
    return {name: value for name, value in post.message.items() if name not in INTERNAL}


def _called(channel: Channel) -> str:
    """Slack does not tell a private conversation's name."""
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def action_of(element: Json, block_id: str, ts: str, picked: Any = None) -> Json:
    """One entry of `actions`: what was used, and what it holds now (`picked`, in the element's own field)."""
    action: Json = {
        "type": element["type"],
        "block_id": block_id,
        "action_id": element["action_id"],
        "action_ts": ts,
    }
    for kept in ("text", "value", "url", "style", "placeholder"):
        if kept in element and element["type"] not in ("plain_text_input",):
            action[kept] = element[kept]
    return action | (picked or {})
