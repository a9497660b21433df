"""What reaches the bot is shaped as Slack's published types say.

`payloads.schema.json` is generated from @slack/types and @slack/bolt (MIT).
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from sandbox import events
from sandbox.handles import OpenView
from sandbox.payloads import action_of
from sandbox.server import Sandbox
from sandbox.workspace import Post
from tests.sandbox.parrot import button, everything, form, says

Json = dict[str, Any]
ADA = "U07ADAADEYEM"


@cache
def validator(name: str) -> Callable[[Json], Any]:
    schema = json.loads(Path(__file__).with_name("payloads.schema.json").read_text())[name]
    del schema["$schema"]
    check: Callable[[Json], Any] = fastjsonschema.compile(schema)
    return check


def conforms(name: str, payload: Json, lacking: tuple[str, ...] = ()) -> None:
    """Raise when it does not. Slack sends `"enterprise": null`, which the types leave out."""
    sent = {key: value for key, value in payload.items() if value is not None}
    validator(name)(sent | dict.fromkeys(lacking, ""))


def posted(slack: Sandbox) -> Post:
    message = {"user": "U07COUNTERSN", "bot_id": "B07COUNTERSN", "text": "CR-12", "blocks": everything()}
    return slack.workspace.post(slack.channel("acme-site"), message)


def opened(slack: Sandbox) -> OpenView:
    view = slack.handles.make_view(ADA, form(says("x", accessory=button("Go", "go"))))
    slack.handles.stack(ADA).append(view)
    return view


def test_a_slash_command(slack: Sandbox) -> None:
    ada, site = slack.person("Ada").member, slack.channel("acme-site")
    payload = slack.interactions.payloads.command(ada, site, "/echo", "hi")
    conforms("SlashCommand", payload)
    assert payload["response_url"].startswith(slack.base)


def test_a_private_places_name_is_not_told(slack: Sandbox) -> None:
    ada = slack.person("Ada").member
    direct = slack.workspace.direct([ADA, "U07COUNTERSN"])
    command = slack.interactions.payloads.command
    assert command(ada, direct, "/echo", "")["channel_name"] == "directmessage"
    assert command(ada, slack.channel("leads"), "/echo", "")["channel_name"] == "privategroup"


def test_a_press_on_a_message(slack: Sandbox) -> None:
    post = posted(slack)
    element = post.message["blocks"][-1]["elements"][0]
    payload = slack.interactions.payloads.message_action(
        slack.person("Ada").member, slack.channel("acme-site"), post, action_of(element, "decide", "1.000001")
    )
    conforms("BlockAction", payload)
    assert payload["container"]["is_ephemeral"] is False


def test_a_press_on_an_ephemeral_message_comes_without_the_message(slack: Sandbox) -> None:
    post = slack.workspace.post(slack.channel("acme-site"), {"user": "U07COUNTERSN", "text": "psst"}, viewer=ADA)
    payload = slack.interactions.payloads.message_action(
        slack.person("Ada").member,
        slack.channel("acme-site"),
        post,
        action_of(button("Go", "go"), "b", "1.000001"),
    )
    conforms("BlockAction", payload)
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True


def test_a_press_in_a_form_has_no_answer_address(slack: Sandbox) -> None:
    view = opened(slack)
    action = action_of(button("Go", "go"), "b", "1.000001")
    payload = slack.interactions.payloads.view_action(view, slack.person("Ada").member, action)
    assert "response_url" not in payload
    conforms("BlockAction", payload, lacking=("response_url",))


def test_a_form_sent_and_a_form_closed(slack: Sandbox) -> None:
    view, ada = opened(slack), slack.person("Ada").member
    sent = slack.interactions.payloads.submission(view, ada)
    conforms("ViewSubmitAction", sent)
    assert sent["view"]["state"]["values"]["Deadline"]["it"] == {"type": "datepicker", "selected_date": None}
    conforms("ViewClosedAction", slack.interactions.payloads.closed(view, ada, cleared=True))


def test_shortcuts(slack: Sandbox) -> None:
    ada = slack.person("Ada").member
    conforms("GlobalShortcut", slack.interactions.payloads.shortcut(ada, "start_request"))
    post = posted(slack)
    channel = slack.channel("acme-site")
    conforms("MessageShortcut", slack.interactions.payloads.message_shortcut(ada, channel, post, "raise"))


@pytest.mark.parametrize("kind", ["GenericMessageEvent", "AppMentionEvent", "AppHomeOpenedEvent"])
def test_events_in_their_envelopes(slack: Sandbox, kind: str) -> None:
    site = slack.channel("acme-site")
    post = slack.workspace.post(site, {"user": ADA, "text": "hello <@U07COUNTERSN>", "thread_ts": "1.000001"})
    event = {
        "GenericMessageEvent": lambda: events.message(post, site),
        "AppMentionEvent": lambda: events.app_mention(post, site),
        "AppHomeOpenedEvent": lambda: events.home_opened(ADA, site, "home", None, post.ts),
    }[kind]()
    conforms(kind, event)
    conforms("EventEnvelope", slack.interactions.payloads.event(event, site))
