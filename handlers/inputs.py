"""What is needed from the client: its form, `Received`, and the words to remind the client with."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import NotFound
from bot.services import input_forms as form_service
from bot.services import inputs
from bot.switchboard import Switchboard
from bot.views import ids
from bot.views import inputs as views
from bot.views.blocks import Message
from handlers.answering import answer_press, show_instead
from handlers.arriving import met_call, pressed_with, sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.payloads import Payload, carried, filled, pressed
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.view(ids.INPUT_FORM)(send_input)
    on.action(ids.RECEIVED)(received)
    on.action(ids.CHASE)(chase)
    on.action(ids.PICK_INPUT_PROJECT)(pick_project)


async def open_input(call: Call, wanted: Wanted) -> Message | None:
    """The form, empty or for one that is written down. Raises NotFound, Refused."""
    form = await call.read(
        form_service.open_input_form,
        channel_id=call.place.channel_id,
        project_id=wanted.project_id,
        input_id=ids.number(wanted.target) if wanted.target else None,
        given=wanted.given,
        now=call.now,
        **call.reader,
    )
    return await call.open(views.input_form(form, call.place.channel_id), wanted)


async def send_input(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    input_id = ids.number(meta["input"]) if meta.get("input") is not None else None
    state = given.pop("state", None) or []
    if input_id is not None and "remove" in state:
        await call.do(inputs.remove, input_id=input_id, **call.actor)
    else:
        project_id = ids.number(given.pop("project", None) or meta.get("project"))
        said: Mapping[str, Any] = given if input_id is None else {**given, "received": "received" in state}
        await call.do(inputs.note, project_id=project_id, input_id=input_id, given=said, **call.actor)
    await ack()


async def received(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, input_id = await _pressed(body, deps)
    found = await call.read(inputs.receive, input_id=input_id, **call.actor)
    await answer_press(call, respond, views.input_received(found))


async def chase(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, input_id = await _pressed(body, deps)
    await answer_press(call, respond, await chase_text(call, input_id))


async def chase_text(call: Call, input_id: int) -> Message:
    """Words to copy, signed by whoever asks for them."""
    found, asker = await call.read(form_service.read_chase, input_id=input_id, now=call.now, **call.reader)
    return views.chase(found, asker)


async def pick_project(body: Payload, deps: Deps) -> None:
    """Another project was picked inside the form: its own dates can wait."""
    call, view = await met_call(body, deps), body["view"]
    meta, given = carried(view), filled(view)
    channel_id = str(meta.get("channel") or "")
    form = await call.read(
        form_service.open_input_form,
        channel_id=channel_id,
        project_id=ids.number(pressed(body)[1]),
        given={key: given.get(key) for key in ("what", "whom", "due")},
        now=call.now,
        **call.reader,
    )
    await show_instead(deps, view, views.input_form(form, channel_id))


async def _pressed(body: Payload, deps: Deps) -> tuple[Call, int]:
    call, found = await pressed_with(body, deps)
    if "input" not in found:
        raise NotFound("button_unknown")
    return call, ids.number(found["input"])
