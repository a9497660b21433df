"""Starting a change request from anywhere, and from a message; and the picker that both open."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Problem
from bot.services import forms as form_service
from bot.switchboard import Switchboard
from bot.views import forms, ids
from bot.views.blocks import Block
from bot.views.problems import told
from handlers.answering import page, show_instead
from handlers.arriving import call_of, met_call
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.opening import domain_of, open_form
from handlers.payloads import Payload, carried, filled, message_link, pressed
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.shortcut(ids.START_REQUEST)(start_request)
    on.shortcut(ids.RAISE_REQUEST)(raise_request)
    on.action(ids.PICK_CHANGE)(pick_change)
    on.view(ids.PICKER_FORM)(continue_with)


async def start_request(body: Payload, deps: Deps) -> None:
    """Global: for any project of theirs."""
    await _open_picker(body, deps, None)


async def raise_request(body: Payload, deps: Deps) -> None:
    """On a message: for its channel's project, with a link to it. What it says is not kept."""
    await _open_picker(body, deps, message_link(body))


async def _open_picker(body: Payload, deps: Deps, source: str | None) -> None:
    """Slack shows no answer to a shortcut, so what goes wrong is a page."""
    call = call_of(body, deps)
    try:
        await meet(deps, call.team_id, call.user_id)
        await open_form(call, Wanted("request", source=source))
    except Problem as problem:
        await call.show(page(told(problem)))


async def pick_change(body: Payload, deps: Deps) -> None:
    """Picked: the form takes the picker's place."""
    call, view = await met_call(body, deps), body["view"]
    drawn = await _form(call, pressed(body)[1], carried(view))
    await show_instead(deps, view, drawn)


async def continue_with(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """The same by the button below."""
    call, view = await met_call(body, deps), body["view"]
    picked = str(filled(view).get("domain") or "")
    await ack(response_action="update", view=await _form(call, picked, carried(view)))


async def _form(call: Call, picked: str, meta: dict[str, Any]) -> Block:
    channel_id, source = str(meta.get("channel") or ""), ids.link(meta.get("source"))
    try:
        form = await call.read(
            form_service.open_change_form, channel_id=channel_id, domain=domain_of(picked), now=call.now, **call.reader
        )
    except Problem as problem:
        return page(told(problem))
    return forms.change_form(form, channel_id=channel_id, source=source)
