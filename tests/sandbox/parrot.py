"""A small bot that is no product: it answers, opens forms and draws every kind of block, for tests of the workspace."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox

Json = dict[str, Any]
SITE = "C07ACMESITE0"


def words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def says(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action: str, value: str = "1", **more: Any) -> Json:
    return {"type": "button", "text": words(text), "action_id": action, "value": value, **more}


def field(name: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": name, "label": words(name), "element": {"action_id": "it", **element}, **more}


def form(*extra: Json, **more: Any) -> Json:
    blocks = [
        field("Name", {"type": "plain_text_input"}),
        field("Account manager", {"type": "users_select"}),
        field("Deadline", {"type": "datepicker"}),
        field("Budget", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
        field("Channel", {"type": "conversations_select"}, optional=True),
        *extra,
    ]
    view = {"type": "modal", "callback_id": "form", "title": words("A form"), "submit": words("Send"), "blocks": blocks}
    return {**view, **more}


def option(text: str) -> Json:
    return {"text": words(text), "value": text.lower()}


def everything() -> list[Json]:
    """A message with one of nearly each block."""
    return [
        {"type": "header", "text": words("CR-12 · Homepage copy moves")},
        says("*Fri 15 Jan 2027* → *Fri 22 Jan 2027*\n_asked by_ <@U07ADAADEYEM> in <#C07ACMESITE0> :calendar:"),
        says("Why: the client's event moved, see <https://example.com|their note>", accessory=button("Open", "noted")),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Answers*\nPetra"}, words("By 17:30 today")]},
        {"type": "divider"},
        {"type": "table", "rows": [[_cell("What"), _cell("When")], [_cell("Copy"), _cell("22 Jan")]]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Deadlines need the PM's word"}]},
        {
            "type": "actions",
            "block_id": "decide",
            "elements": [
                button("Approve", "approve", style="primary"),
                button("Decline", "decline", style="danger", confirm=_sure()),
                {
                    "type": "static_select",
                    "action_id": "urgency",
                    "placeholder": words("Urgency"),
                    "options": [option("Today"), option("This week")],
                },
                {"type": "overflow", "action_id": "menu", "options": [option("Withdraw"), option("Why")]},
                {
                    "type": "checkboxes",
                    "action_id": "reading",
                    "options": [option("Keep reading")],
                    "initial_options": [option("Keep reading")],
                },
            ],
        },
    ]


def _cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def _sure() -> Json:
    return {
        "title": words("Decline?"),
        "text": words("Ada is told."),
        "confirm": words("Decline it"),
        "deny": words("No"),
    }


def parrot(slack: Sandbox) -> AsyncApp:
    """The bot, not connected yet."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)

    _answer_commands(app)
    _answer_forms(app)
    _answer_presses(app)
    _answer_events(app)
    return app


def _answer_commands(app: AsyncApp) -> None:
    @app.command("/echo")
    async def echo(ack: Any, body: Json) -> None:
        await ack(text=f"you said {body['text']}")

    @app.command("/form")
    async def opens(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.command("/card")
    async def card(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=body["channel_id"], text="CR-12", blocks=everything())
        await ack()


def _answer_forms(app: AsyncApp) -> None:
    @app.view("form")
    async def sent(ack: Any, body: Json, client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        name = values["Name"]["it"]["value"]
        answers: dict[str, Json] = {
            "wrong": {"response_action": "errors", "errors": {"Name": "Please choose another name."}},
            "again": {"response_action": "update", "view": form(says("Once more"))},
            "deeper": {"response_action": "push", "view": form(title=words("Deeper"))},
            "clear": {"response_action": "clear"},
        }
        await ack(**answers.get(name, {}))
        if name not in answers:
            manager = values["Account manager"]["it"]["selected_user"]
            await client.chat_postMessage(channel=SITE, text=f"{name} is made, <@{manager}> runs it")


def _answer_presses(app: AsyncApp) -> None:
    @app.action("approve")
    async def approve(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        text = f"Approved by <@{body['user']['id']}>"
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**where, text=text, blocks=[says(text)], parse="none")

    @app.action(re.compile(".*"))
    async def other(ack: Any, respond: Any, body: Json) -> None:
        await ack()
        if "response_url" in body:
            picked = body["actions"][0].get("selected_option", {}).get("value", "it")
            await respond(f"{body['actions'][0]['action_id']}: {picked}")

    @app.shortcut("start_request")
    async def start(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.shortcut("raise")
    async def raised(ack: Any) -> None:
        await ack()


def _answer_events(app: AsyncApp) -> None:
    @app.event("app_mention")
    async def mentioned(event: Json, client: AsyncWebClient) -> None:
        text = f"you said {event['text']}"
        await client.chat_postMessage(channel=event["channel"], text=text, thread_ts=event["ts"])

    @app.event("message")
    async def heard() -> None:
        pass

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": words("Your desk")}, says("Nothing waits for you"), says("Two open")]
        actions = {"type": "actions", "elements": [button("Create one", "create")]}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [*blocks, actions]})


@asynccontextmanager
async def connected(slack: Sandbox, sockets: int = 1) -> AsyncIterator[AsyncApp]:
    """The bot listening over Socket Mode."""
    app = parrot(slack)
    handlers = [AsyncSocketModeHandler(app, slack.app_token, ping_interval=3) for _ in range(sockets)]
    try:
        for handler in handlers:
            handler.client.web_client.base_url = slack.api_url
            await handler.connect_async()
        await slack.connected(sockets)
        yield app
    finally:
        for handler in handlers:
            await handler.close_async()
