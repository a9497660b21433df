"""What Slack hands out for a moment: triggers, answer addresses, open views."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from sandbox import cast
from sandbox.blockkit import elements
from sandbox.refusals import Json, SlackRefusal
from sandbox.workspace import Workspace

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5
STACK = 3


@dataclass
class Trigger:
    """The right to open one view for one person, for three seconds."""

    id: str
    user: str
    made: datetime
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Where five answers may go within half an hour; `post` is the message that was acted on, by its ts."""

    id: str
    user: str
    channel: str
    made: datetime
    post: str | None = None
    uses: int = 0


@dataclass
class OpenView:
    """A modal on somebody's screen, or somebody's home."""

    id: str
    user: str
    body: Json
    hash: str
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    root: str = ""
    previous: str | None = None

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    def as_slack(self) -> Json:
        """The view object of answers and payloads."""
        body = self.body
        shown: Json = {
            "id": self.id,
            "team_id": cast.TEAM_ID,
            "type": body["type"],
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": cast.APP_ID,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": cast.TEAM_ID,
            "bot_id": cast.BOT_ID,
        }
        return shown


class Handles:
    """Hands them out and takes them back, by this clock."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        self.workspace = workspace
        self.clock = clock
        self.triggers: dict[str, Trigger] = {}
        self.urls: dict[str, ResponseUrl] = {}
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}

    def trigger(self, user: str, view: str | None = None) -> str:
        now = self.clock.now()
        name = f"{int(now.timestamp())}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(name, user, now, view)
        return name

    def redeem(self, name: str) -> Trigger:
        """Use a trigger. Raises Slack's refusal for one unknown, used or older than three seconds."""
        found = self.triggers.get(name)
        if found is None:
            raise SlackRefusal("invalid_trigger_id")
        if found.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self.clock.now() - found.made > TRIGGER_LIFE:
            raise SlackRefusal("expired_trigger_id")
        return found

    def response_url(self, user: str, channel: str, post: str | None = None) -> ResponseUrl:
        made = ResponseUrl(secrets.token_urlsafe(18), user, channel, self.clock.now(), post)
        self.urls[made.id] = made
        return made

    def answer_to(self, name: str) -> ResponseUrl:
        """Use an answer address. Raises `expired_url` or `used_url`."""
        found = self.urls.get(name)
        if found is None or self.clock.now() - found.made > RESPONSE_LIFE:
            raise SlackRefusal("expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        found.uses += 1
        return found

    def stack(self, user: str) -> list[OpenView]:
        """The modals open on that person's screen, the topmost last."""
        return self.stacks.setdefault(user, [])

    def view(self, identity: str) -> OpenView | None:
        open_now = [*self.homes.values(), *(each for stack in self.stacks.values() for each in stack)]
        return next((each for each in open_now if each.id == identity), None)

    def by_external_id(self, external_id: str) -> OpenView | None:
        everywhere = [*self.homes.values(), *(each for stack in self.stacks.values() for each in stack)]
        return next((each for each in everywhere if each.body.get("external_id") == external_id), None)

    def make_view(self, user: str, body: Json, under: OpenView | None = None) -> OpenView:
        """A fresh view, on top of `under` when given. Its blocks and elements get the ids they lack."""
        identity = self.workspace.mint("V")
        made = OpenView(identity, user, named(body, self.workspace), "", {}, identity)
        if under is not None:
            made.root, made.previous = under.root, under.id
        made.values = initial_values(made.body["blocks"])
        made.hash = self.hash_of(made)
        return made

    def replace(self, view: OpenView, body: Json) -> None:
        """Put another body into an open view; what was filled in stays where block and action are the same."""
        view.body = named(body, self.workspace)
        fresh = initial_values(view.body["blocks"])
        for block, actions in fresh.items():
            for action, value in actions.items():
                kept = view.values.get(block, {}).get(action)
                if kept is not None and kept["type"] == value["type"]:
                    actions[action] = kept
        view.values = fresh
        view.hash = self.hash_of(view)

    def hash_of(self, view: OpenView) -> str:
        digest = hashlib.sha256(json.dumps(view.body).encode()).hexdigest()[:8]
        return f"{self.workspace.next_ts()}.{digest}"


def named(body: Json, workspace: Workspace) -> Json:
    """A copy in which every block has a block_id and everything usable an action_id, as Slack gives them."""
    copied: Json = json.loads(json.dumps(body))
    for block in copied.get("blocks") or []:
        block.setdefault("block_id", workspace.mint("b"))
        for element in elements(block):
            if element.get("type") != "workflow_button":
                element.setdefault("action_id", workspace.mint("a"))
    return copied


#: what an element's state is called, and the field that starts it
STATE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "file_input": ("files", "initial_files"),
}
#: these hold lists
SEVERAL = ("selected_options", "selected_users", "selected_conversations", "selected_channels")


def initial_values(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    """`state.values` before anybody touched anything."""
    values: dict[str, dict[str, Json]] = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] in STATE:
                name, initial = STATE[element["type"]]
                start: Any = element.get(initial)
                if start is None and name in ("files", *SEVERAL):
                    start = []
                entry = {"type": element["type"], name: start}
                values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values
