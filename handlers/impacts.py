"""What a change moves, while it is picked; and `Approve`, which shows what moved since it was asked."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import Conflict, NotFound
from bot.services import cards, decisions, impacts
from bot.services import forms as form_service
from bot.services.moves import Moved
from bot.switchboard import Switchboard
from bot.views import forms, ids
from bot.views.blocks import Block
from bot.views.impact import moved_form
from handlers.answering import answer_moved, close_moved
from handlers.arriving import call_of, met_call, pressed_on
from handlers.call import Call
from handlers.counter_offers import counter_form
from handlers.deps import Deps
from handlers.opening import domain_of, pace_of
from handlers.payloads import Payload, carried, filled, picked_at
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.action(ids.APPROVE)(approve)
    on.view(ids.APPROVE_FORM)(approve_moved)
    on.action(ids.PICK_DATE)(pick_date)


async def approve(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """A yes, or first what moved since it was asked."""
    call, of = await pressed_on(body, deps)
    try:
        moved = await _say_yes(call, of.id, of.version)
    except Conflict as conflict:
        form = await _moved(call, of.id, of.version) if conflict.code == "plan_moved" else None
        if form is None:
            raise
        await call.show(form)
        return
    await answer_moved(call, respond, moved)


async def approve_moved(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """A yes to the plan as it was just shown; where it moved once more, that is shown instead."""
    call, meta = await met_call(body, deps), carried(body["view"])
    request_id, version = ids.number(meta.get("request")), ids.number(meta.get("version"))
    try:
        moved = await _say_yes(call, request_id, version, str(meta.get("picture") or ""))
    except Conflict as conflict:
        form = await _moved(call, request_id, version) if conflict.code == "plan_moved" else None
        if form is None:
            raise
        await ack(response_action="update", view=form)
        return
    await close_moved(ack, moved)


async def pick_date(body: Payload, deps: Deps) -> None:
    """A date, what is to move, who is wanted, or what is offered with it was picked: the form says what that does."""
    call, view = call_of(body, deps), body["view"]
    at = picked_at(body)
    if not deps.redraws.picked(view["id"], at):
        return
    await meet(deps, call.team_id, call.user_id)
    await deps.redraws.draw(deps.client, view, at, await _form(call, view))


async def _form(call: Call, view: Payload) -> Block:
    meta, given = carried(view), filled(view)
    picked = {key: given[key] for key in ("date", "person", "from", "until") if given.get(key)}
    of: dict[str, Any] = {"team_id": call.team_id, "user_id": call.user_id, "now": call.now}
    if view["callback_id"] == ids.COUNTER_FORM:
        request_id = ids.number(meta.get("request"))
        card = await call.read(cards.read_request_card, request_id, call.now)
        if card is None:
            raise NotFound("request_gone")
        return await counter_form(call, card, given)
    channel_id = str(meta.get("channel") or "")
    if meta.get("request"):
        form = await call.read(form_service.open_edit_form, request_id=ids.number(meta["request"]), given=picked, **of)
    else:
        form = await call.read(
            form_service.open_change_form,
            channel_id=channel_id,
            domain=domain_of(meta.get("domain")),
            project_id=ids.number(given.get("project") or meta.get("project")),
            target=str(given.get("target") or "") or None,
            given=picked,
            why=str(given.get("why") or ""),
            pace=pace_of(given.get("pace")),
            **of,
        )
    return forms.change_form(form, channel_id=channel_id, source=ids.link(meta.get("source")))


async def _say_yes(call: Call, request_id: int, version: int, picture: str | None = None) -> Moved:
    return await call.read(decisions.approve, request_id=request_id, version=version, picture=picture, **call.actor)


async def _moved(call: Call, request_id: int, version: int) -> Block | None:
    """What differs; None where by now nothing does."""
    found = await call.read(impacts.read_moved, team_id=call.team_id, request_id=request_id, now=call.now)
    if found is None:
        return None
    return moved_form(found.name, request_id, version, found, found.names)
