"""The buttons of what was picked up from talk: send it, edit it first, not a request; and an outsider's ask."""

from dataclasses import replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import Conflict, NotFound
from bot.services import amounts, extras, homes, picking, promises
from bot.services.understanding import Offer
from bot.switchboard import Switchboard
from bot.views import answers, ids, offers
from bot.views.blocks import Message
from bot.views.ids import Versioned
from handlers.answering import answer_instead, answer_press
from handlers.arriving import met_call, pressed_on, pressed_with, sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.opening import domain_of, open_form
from handlers.payloads import Payload, checked
from handlers.people import meet
from models.enums import Domain, PromiseState


def register(on: Switchboard) -> None:
    on.action(ids.SEND_OFFER)(send)
    on.action(ids.EDIT_OFFER)(edit_first)
    on.action(ids.RAISE_OFFER)(edit_first)
    on.action(ids.MONEY_SIDE)(tell_money_apart)
    on.action(ids.NOT_A_REQUEST)(not_a_request)
    on.action(ids.HOLDING_REPLY)(holding_reply)
    on.action(ids.READING)(switch_reading)
    on.action(ids.LOG_EXTRA)(log_extra)
    on.view(ids.EXTRA_FORM)(send_extra)
    on.action(ids.ASK_PROMISE)(ask_for_promise)
    on.action(ids.AGREED_PROMISE)(agreed_already)
    on.action(ids.NO_PROMISE)(not_a_promise)


async def send(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """It is asked for; where something is missing, the form opens."""
    call, of = await pressed_on(body, deps)
    try:
        shown = await _offer(call, of)
    except Conflict as conflict:
        if conflict.code != "message_edited":
            raise
        await _show_anew(call, respond, of)
        return
    outcome = await call.read(
        picking.send, pick_up_id=of.id, version=of.version, link=deps.link_to(shown.channel_id, shown.ts), **call.actor
    )
    if outcome is None:
        await answer_press(call, respond, await _open(call, shown))
    else:
        await answer_instead(call, respond, answers.outcome(outcome))


async def edit_first(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """The form, filled in as far as was understood; it goes the ordinary way."""
    call, of = await pressed_on(body, deps)
    await answer_press(call, respond, await _open(call, await _offer(call, of, any_version=True)))


async def tell_money_apart(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """The client pays, or we spend: the form of the one or the other."""
    call, found = await pressed_with(body, deps)
    shown = await _offer(call, Versioned.read(found.get("offer")), any_version=True)
    domain = domain_of(found.get("form"))
    if domain not in (Domain.BUDGET, Domain.PRICE):
        raise NotFound("button_unknown")
    project_id = shown.project_id
    given = await call.read(amounts.fill_in, project_id=project_id, domain=domain, said=shown.given, **call.reader)
    await answer_press(call, respond, await _open(call, replace(shown, given=given), form=str(domain)))


async def not_a_request(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    await call.read(picking.dismiss, pick_up_id=of.id, **call.actor)
    await answer_instead(call, respond, offers.dismissed())


async def holding_reply(body: Payload, deps: Deps) -> None:
    """A text to copy. Nothing is written to the client."""
    call = await met_call(body, deps)
    await call.show(offers.holding_reply())


async def log_extra(body: Payload, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    shown = await _offer(call, of, any_version=True)
    await call.show(offers.extra_form(shown))


async def send_extra(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    await call.do(
        extras.log_extra,
        pick_up_id=Versioned.read(meta.get("offer")).id,
        what=str(given.get("what") or ""),
        hours=str(given.get("hours") or ""),
        **call.actor,
    )
    await ack()


async def ask_for_promise(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """The form for that date; sent, it is asked for."""
    call, of = await pressed_on(body, deps)
    found = await call.read(promises.require_promise, promise_id=of.id, **call.actor)
    source = deps.link_to(found.channel_id, found.ts)
    wanted = Wanted("deadline", found.project_id, found.target, {"date": found.date}, source=source)
    # As from the channel in which it was written: who has no role finds the project there.
    there = replace(call, place=replace(call.place, channel_id=found.channel_id))
    await answer_press(call, respond, await open_form(there, wanted))


async def agreed_already(body: Payload, deps: Deps) -> None:
    await _answer_promise(body, deps, PromiseState.AGREED)


async def not_a_promise(body: Payload, deps: Deps) -> None:
    await _answer_promise(body, deps, PromiseState.DISMISSED)


async def _answer_promise(body: Payload, deps: Deps, state: PromiseState) -> None:
    """The message itself shows what came of it."""
    call, of = await pressed_on(body, deps)
    await call.read(promises.answer, promise_id=of.id, state=state, **call.actor)


async def switch_reading(body: Payload, deps: Deps) -> None:
    """The switch on a project's card."""
    call = await met_call(body, deps)
    project_id, on = checked(body)
    await call.read(homes.set_reading, project_id=ids.number(project_id), reads=on, **call.actor)


async def _offer(call: Call, of: Versioned, *, any_version: bool = False) -> Offer:
    return await call.read(
        picking.require_offer, pick_up_id=of.id, version=None if any_version else of.version, **call.actor
    )


async def _show_anew(call: Call, respond: AsyncRespond, of: Versioned) -> None:
    await answer_instead(call, respond, offers.offer(await _offer(call, of, any_version=True), edited=True))


async def _open(call: Call, shown: Offer, form: str | None = None) -> Message | None:
    given: dict[str, Any] = {"date": shown.date} if shown.date else dict(shown.given)
    source = call.deps.link_to(shown.channel_id, shown.ts)
    name = form or (str(shown.domain) if shown.domain else "request")
    # As from the channel in which it was written, wherever the button is.
    there = replace(call, place=replace(call.place, channel_id=shown.channel_id))
    return await open_form(there, Wanted(name, shown.project_id, shown.target, given, source=source))
