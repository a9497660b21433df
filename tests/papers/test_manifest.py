"""manifest.json asks for what the code uses: no more, no less."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.docs import ROOT
from bot.doctor import NEEDED_SCOPES
from bot.views import help as help_page
from handlers.commands import COMMANDS
from tests.papers.sources import modules, switchboard

CHANNELS, PRIVATE, GROUPS, DIRECT = "channels", "groups", "mpim", "im"
ANY_HISTORY = tuple(f"{kind}:history" for kind in (CHANNELS, PRIVATE, GROUPS, DIRECT))
CHANNEL_READ = ("channels:read", "groups:read")
#: Web API method → the scopes that its use here asks for.
METHODS: dict[str, tuple[str, ...]] = {
    # By the app token, whose own scope is connections:write.
    "apps.connections.open": (),
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ANY_HISTORY,
    "conversations.info": CHANNEL_READ,
    "conversations.members": CHANNEL_READ,
    "conversations.open": ("im:write", "mpim:write"),
    "conversations.replies": ANY_HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
#: Event subscription → the scopes that let it come.
EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_id_changed": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": CHANNEL_READ,
    "channel_unarchive": ("channels:read",),
    "channel_unshared": CHANNEL_READ,
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": CHANNEL_READ,
    "member_left_channel": CHANNEL_READ,
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "user_change": ("users:read",),
}
#: Names by which a client's method is called (`views_open`) or told (`"views.open"`).
CALLED = re.compile(r"[a-z]+(?:_[a-zA-Z]+)+")
TOLD = re.compile(r"(?:api|apps|auth|chat|conversations|files|reactions|team|users|views)\.[a-zA-Z.]+")


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def methods_in_use() -> set[str]:
    """The Web API methods that the bot's code names."""
    found = set()
    for _, tree in modules("bot", "handlers"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and CALLED.fullmatch(node.attr) and hasattr(AsyncWebClient, node.attr):
                found.add(node.attr.replace("_", "."))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and TOLD.fullmatch(node.value):
                found.add(node.value)
    return found - {"api.call"}


def test_it_is_what_slack_publishes_as_a_manifest(manifest: Any) -> None:
    schema = Path(__file__).with_name("manifest.schema.json").read_text(encoding="utf-8")
    # The validator takes every dollar for the end of the text, also the one among an address's characters.
    fastjsonschema.compile(json.loads(schema.replace("#$%", r"#\\x24%")))(manifest)
    # Slack's settings page asks for this length, the schema does not.
    assert len(manifest["display_information"]["long_description"]) >= 174


def test_every_slash_command_is_registered_and_the_other_way_round(manifest: Any) -> None:
    commands = manifest["features"]["slash_commands"]
    assert sorted(each["command"] for each in commands) == list(switchboard().names("command"))
    assert all(each["should_escape"] for each in commands), "without it mentions arrive as mere names"


def test_help_and_the_command_language_know_the_same_commands() -> None:
    assert list(help_page.COMMANDS) == list(COMMANDS)


def test_every_shortcut_is_registered_and_the_other_way_round(manifest: Any) -> None:
    shortcuts = manifest["features"].get("shortcuts", [])
    assert sorted(each["callback_id"] for each in shortcuts) == list(switchboard().names("shortcut"))


def test_every_event_that_is_listened_to_is_subscribed_to_and_the_other_way_round(manifest: Any) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted({each.partition(".")[0] for each in events}) == list(switchboard().names("event"))
    assert set(events) == set(EVENTS), "the table above has to say which scopes each event needs"


def test_the_scopes_are_those_that_methods_events_and_commands_need(manifest: Any) -> None:
    unknown = methods_in_use() - set(METHODS)
    assert not unknown, f"the table above has to say which scopes these methods need: {sorted(unknown)}"
    assert set(METHODS) == methods_in_use(), "the table above names a method that nobody calls"
    needed = {"commands"}.union(*(METHODS[each] for each in methods_in_use()), *EVENTS.values())
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_optional_scopes_are_asked_for_too_and_the_doctor_does_not_miss_them(manifest: Any) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    required = set(scopes["bot"]) - set(scopes["bot_optional"])
    assert set(scopes["bot_optional"]) <= set(scopes["bot"]), "Slack wants an optional scope in both lists"
    assert required == NEEDED_SCOPES, "the doctor misses what is required, and nothing else"
    # The core works without reading channels.
    assert not {each for each in required if each.endswith((":history", ":read"))} - {
        "app_mentions:read",
        "im:history",
        "users:read",
    }


def test_all_of_slacks_traffic_goes_to_one_address(manifest: Any) -> None:
    from bot.web import SLACK_PATH

    addresses = [each["url"] for each in manifest["features"]["slash_commands"]]
    addresses += [manifest["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")]
    assert set(addresses) == {f"https://example.com{SLACK_PATH}"}
