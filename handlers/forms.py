"""Forms that were sent. One that is right closes; a wrong field is told beside it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domains import KINDS
from bot.domains.kind import Field, FieldKind
from bot.domains.scope import PAID
from bot.errors import Conflict
from bot.services import asking, decisions, editing, heads_ups, ops
from bot.services import forms as form_service
from bot.services.asking import Ask, Outcome
from bot.services.moves import Moved
from bot.switchboard import Switchboard
from bot.views import forms, ids
from handlers.answering import close_moved, show_instead
from handlers.arriving import met_call, sent
from handlers.call import Call
from handlers.counter_offers import counter_instead
from handlers.deps import Deps
from handlers.opening import domain_of, pace_of
from handlers.payloads import Payload, carried, filled, pressed
from handlers.people import meet
from models.enums import Domain


def register(on: Switchboard) -> None:
    on.view(ids.CHANGE_FORM)(send_change)
    on.view(ids.DECLINE_FORM)(decline)
    on.view(ids.OBJECT_FORM)(object_to)
    on.view(ids.OPS_FORM)(name_ops_leads)
    on.action(ids.PICK_PROJECT)(pick_project)


async def send_change(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """Any domain's form: a new ask, or one's own open request put anew."""
    call, given, meta = sent(body, deps)
    domain = domain_of(meta.get("domain"))
    people_in_it = [str(given[each.key]) for each in KINDS[domain].fields if _picks(each, given)]
    await meet(deps, call.team_id, call.user_id, *people_in_it)
    why, pace = str(given.pop("why", "") or ""), pace_of(given.pop("pace", None))
    picked = given.pop("project", None)
    given["base"] = meta.get("base")
    project_id = ids.number(picked or meta.get("project"))
    source = ids.link(meta.get("source"))
    if meta.get("request"):
        given.pop("target", None)
        await call.do(
            editing.edit,
            request_id=ids.number(meta["request"]),
            version=ids.number(meta.get("version")),
            given=given,
            reason=why,
            pace=pace,
            source=source,
            **call.actor,
        )
    else:
        target = KINDS[domain].target_of(given)
        asked = Ask(project_id, domain, target, given, why, str(meta.get("channel", "")), source, pace)
        try:
            outcome = await call.do(asking.ask, asked=asked, **call.actor)
        except Conflict as conflict:
            await ack(response_action="update", view=await counter_instead(call, conflict, given, why))
            return None
        if outcome is not None and domain is Domain.SCOPE and given.get("how") == PAID:
            return await _ask_for_price(ack, call, outcome)
    await ack()
    return None


async def _ask_for_price(ack: AsyncAck, call: Call, outcome: Outcome) -> None:
    """What the client pays for is not done with the scope alone: the price form follows."""
    sent = f"{outcome.name}: {outcome.what}" if outcome.name else outcome.what
    form = await call.read(
        form_service.open_change_form,
        channel_id="",
        domain=Domain.PRICE,
        project_id=outcome.project_id,
        why=sent,
        now=call.now,
        **call.reader,
    )
    await ack(response_action="update", view=forms.change_form(form, channel_id="", after=sent))


async def pick_project(body: Payload, deps: Deps) -> None:
    """Another project was picked inside a form: its own targets and texts are shown."""
    call = await met_call(body, deps)
    view = body["view"]
    meta, given = carried(view), filled(view)
    form = await call.read(
        form_service.open_change_form,
        channel_id=str(meta.get("channel", "")),
        domain=domain_of(meta.get("domain")),
        project_id=ids.number(pressed(body)[1]),
        given={key: value for key, value in given.items() if isinstance(value, date)},
        why=str(given.get("why") or ""),
        pace=pace_of(given.get("pace")),
        now=call.now,
        **call.reader,
    )
    drawn = forms.change_form(form, channel_id=str(meta.get("channel", "")), source=ids.link(meta.get("source")))
    await show_instead(deps, view, drawn)


async def decline(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    await _answer(ack, body, deps, decisions.decline)


async def object_to(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    await _answer(ack, body, deps, heads_ups.object_to)


async def _answer(ack: AsyncAck, body: Payload, deps: Deps, service: Callable[..., Moved]) -> None:
    """A no to a request, with its reason."""
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    request_id, version = ids.number(meta.get("request")), ids.number(meta.get("version"))
    moved = await call.read(
        service, request_id=request_id, version=version, reason=given.get("why") or "", **call.actor
    )
    await close_moved(ack, moved)


async def name_ops_leads(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, _ = sent(body, deps)
    picked = [str(each) for each in given.get("ops_leads") or []]
    await meet(deps, call.team_id, call.user_id, *picked)
    await call.do(ops.name_ops_leads, user_ids=picked, **call.actor)
    await ack()


def _picks(field: Field, given: Mapping[str, Any]) -> bool:
    return field.kind is FieldKind.PERSON and bool(given.get(field.key))
