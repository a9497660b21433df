"""One example of everything Slack sends us, by hand after Slack's own documentation. Names are the cast's.

`EXAMPLES` maps a kind to its body as Slack means it; `as_sent` turns a body into the bytes that Slack posts.
"""

import json
from typing import Any
from urllib.parse import quote_plus, urlencode

TEAM, BOT_USER, BOT = "T0AGENCY", "U0BOT", "B0BOT"
Body = dict[str, Any]

_PRESSED_BY = {
    "team": {"id": TEAM, "domain": "agency"},
    "user": {"id": "U0PETRA", "username": "petra", "name": "petra", "team_id": TEAM},
    "api_app_id": "A0APP",
    "token": "verification",
    "is_enterprise_install": False,
    "enterprise": None,
}
_IN_CHANNEL = {
    "channel": {"id": "C0PROJECT", "name": "rebrand"},
    "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C0PROJECT"},
    "message": {"type": "message", "ts": "1700000000.000100", "text": "CR-1", "bot_id": BOT},
    "response_url": "https://hooks.slack.example/actions/T0AGENCY/1/a",
    "trigger_id": "1.2.abc",
}
_FORM = {
    "id": "V0FORM",
    "team_id": TEAM,
    "type": "modal",
    "callback_id": "project_form",
    "private_metadata": "P1",
    "state": {"values": {"name": {"input": {"type": "plain_text_input", "value": "Ärger & 50 % = 100 + ✓"}}}},
    "hash": "1.x",
    "title": {"type": "plain_text", "text": "New project"},
    "blocks": [],
    "app_installed_team_id": TEAM,
}
_COMMAND = {
    "token": "verification",
    "team_id": TEAM,
    "team_domain": "agency",
    "channel_id": "C0PROJECT",
    "channel_name": "rebrand",
    "user_id": "U0ADA",
    "user_name": "ada",
    "command": "/deadline",
    "text": "14 Dec 2027 because the client's event moved",
    "api_app_id": "A0APP",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.example/commands/T0AGENCY/1/a",
    "trigger_id": "1.2.abc",
}


def _button(action_id: str, value: str = "7.1") -> Body:
    return {
        "type": "button",
        "action_id": action_id,
        "block_id": "decide",
        "value": value,
        "text": {"type": "plain_text", "text": "Approve"},
        "action_ts": "1700000001.000200",
    }


def _event(**event: Any) -> Body:
    return {
        "token": "verification",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": "A0APP",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0001",
        "event_time": 1700000000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


_SELECT = {
    "type": "static_select",
    "action_id": "domain:2",
    "block_id": "b",
    "selected_option": {"text": {"type": "plain_text", "text": "Budget"}, "value": "budget"},
    "action_ts": "1700000001.000200",
}
_FROM_OUTSIDE = _event(
    type="message", channel="C0SHARED", user="U0CLEO", user_team="T0CLIENT", team="T0CLIENT", text="hi", ts="1.7"
) | {"team_id": "T0CLIENT", "is_ext_shared_channel": True}

EXAMPLES: dict[str, Body] = {
    "slash command": _COMMAND,
    "slash command without text": _COMMAND | {"text": ""},
    "slash command in many scripts": _COMMAND | {"text": "明日 → ½ & a=b + “c” 100%"},
    "button in a message": {"type": "block_actions", **_PRESSED_BY, **_IN_CHANNEL, "actions": [_button("approve")]},
    "button with a suffix": {"type": "block_actions", **_PRESSED_BY, **_IN_CHANNEL, "actions": [_button("approve:2")]},
    "select with state": {
        "type": "block_actions", **_PRESSED_BY, **_IN_CHANNEL,
        "state": {"values": {"b": {"domain:2": {"type": "static_select"}}}}, "actions": [_SELECT],
    },
    "button in a home": {
        "type": "block_actions", **_PRESSED_BY, "trigger_id": "1.2.abc", "actions": [_button("open_project")],
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {"id": "V0HOME", "type": "home", "team_id": TEAM, "callback_id": "", "state": {"values": {}}},
    },
    "button in a form": {
        "type": "block_actions", **_PRESSED_BY, "trigger_id": "1.2.abc", "actions": [_button("open_project")],
        "container": {"type": "view", "view_id": "V0FORM"}, "view": _FORM,
    },
    "submitted form": {
        "type": "view_submission", **_PRESSED_BY, "trigger_id": "1.2.abc", "view": _FORM, "response_urls": [],
    },
    "closed form": {"type": "view_closed", **_PRESSED_BY, "view": _FORM, "is_cleared": False},
    "global shortcut": {
        "type": "shortcut", **_PRESSED_BY, "callback_id": "start_request", "trigger_id": "1.2.abc",
        "action_ts": "1700000001.0002",
    },
    "message shortcut": {
        "type": "message_action", **_PRESSED_BY, **_IN_CHANNEL, "callback_id": "request_from_message",
        "message_ts": "1700000000.000100", "action_ts": "1700000001.0002",
    },
    "options for a select": {
        "type": "block_suggestion", **_PRESSED_BY, "action_id": "project:1", "block_id": "p", "value": "reb",
        "container": {"type": "view", "view_id": "V0FORM"}, "view": _FORM,
    },
    "mention": _event(
        type="app_mention", channel="C0PROJECT", user="U0ADA", team=TEAM, text="<@U0BOT> project", ts="1.5"
    ),
    "message": _event(
        type="message", channel="C0PROJECT", channel_type="channel", user="U0ADA", team=TEAM, text="lunch?", ts="1.6"
    ),
    "edited message": _event(
        type="message", subtype="message_changed", channel="C0PROJECT", hidden=True, ts="1.8",
        message={"type": "message", "user": "U0ADA", "text": "Lunch", "ts": "1.6", "thread_ts": "1.1"},
        previous_message={"type": "message", "user": "U0ADA", "text": "lunch?", "ts": "1.6"},
    ),
    "message from outside": _FROM_OUTSIDE,
    "opened home": _event(type="app_home_opened", user="U0ADA", channel="D0ADA", tab="home", event_ts="1.9"),
    "custom step": _event(
        type="function_executed", function={"id": "Fn1", "callback_id": "ask_for_word"}, inputs={"a": "1"},
        function_execution_id="Fx1", workflow_execution_id="Wx1", event_ts="1.9", bot_access_token="xwfp-step",
    ),
    "button in a custom step": {
        "type": "block_actions", **_PRESSED_BY, **_IN_CHANNEL, "actions": [_button("approve")],
        "function_data": {"execution_id": "Fx1", "function": {"callback_id": "ask_for_word"}, "inputs": {"a": "1"}},
        "bot_access_token": "xwfp-step",
    },
    "bot left a channel": _event(type="member_left_channel", user=BOT_USER, channel="C0PROJECT", team=TEAM),
    "our own message": _event(type="message", channel="C0PROJECT", user=BOT_USER, bot_id=BOT, text="CR-1", ts="2.1"),
    "verification of the address": {"type": "url_verification", "token": "verification", "challenge": "3eZbrw"},
    "verification of the certificate": {"ssl_check": "1", "token": "verification"},
}  # fmt: skip
#: What ends before any listener.
UNHEARD = ("our own message", "verification of the address", "verification of the certificate")


def as_sent(body: Body) -> tuple[bytes, str]:
    """(bytes, content type) as Slack posts them: events as JSON, interactions as a form around JSON."""
    if body.get("type") in ("event_callback", "url_verification"):
        return json.dumps(body).encode(), "application/json"
    if "type" in body:
        return b"payload=" + quote_plus(json.dumps(body)).encode(), "application/x-www-form-urlencoded"
    return urlencode(body).encode(), "application/x-www-form-urlencoded"
