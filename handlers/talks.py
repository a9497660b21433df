"""Between yes and no: `Suggest another`, `Ask a question`, `Answer`, `Not me`."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.services import cards, negotiation, showing, undoing
from bot.services import forms as form_service
from bot.switchboard import Switchboard
from bot.views import ids, talks
from bot.views.ids import Versioned
from handlers.answering import call_of
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload, filled, pressed
from handlers.people import meet
from models.enums import Action


def register(on: Switchboard) -> None:
    on.action(ids.COUNTER)(suggest_another)
    on.action(ids.ASK_QUESTION)(ask_question)
    on.action(ids.ANSWER_QUESTION)(answer_question)
    on.action(ids.NOT_ME)(not_me)
    on.view(ids.COUNTER_FORM)(send_offer)
    on.view(ids.QUESTION_FORM)(send_question)
    on.view(ids.ANSWER_FORM)(send_answer)
    on.view(ids.NOT_ME_FORM)(pass_on)
    on.view(ids.UNDO_FORM)(undo)


async def suggest_another(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.COUNTER)
    form = await call.read(form_service.open_counter_form, request_id=card.request_id, now=call.now, **call.reader)
    await deps.client.views_open(trigger_id=call.place.trigger_id or "", view=talks.counter_form(form, card))


async def ask_question(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.ASK)
    await deps.client.views_open(trigger_id=call.place.trigger_id or "", view=talks.question_form(card))


async def answer_question(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.ANSWER)
    await deps.client.views_open(trigger_id=call.place.trigger_id or "", view=talks.answer_form(card))


async def not_me(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.REASSIGN)
    await deps.client.views_open(trigger_id=call.place.trigger_id or "", view=talks.not_me_form(card))


async def _pressed(body: Payload, deps: Deps, action: Action) -> tuple[Call, cards.RequestCard]:
    """The form opens only for whoever may do it. Raises as the act itself would."""
    call, of = call_of(body, deps), Versioned.read(pressed(body)[1])
    await meet(deps, call.team_id, call.user_id)
    card = await call.read(
        showing.read_card_to_answer,
        request_id=of.id,
        # A question is answered whatever version it was asked about.
        version=None if action is Action.ANSWER else of.version,
        action=action,
        now=call.now,
        **call.reader,
    )
    return call, card


async def _sent(body: Payload, deps: Deps) -> tuple[Call, dict[str, object], int, int]:
    view = body["view"]
    call = call_of(body, deps, receipt=f"form:{view['id']}:{view.get('hash', '')}")
    await meet(deps, call.team_id, call.user_id)
    meta = ids.unpack(view.get("private_metadata") or "")
    return call, filled(view), int(meta.get("request") or 0), int(meta.get("version") or 0)


async def send_offer(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, request_id, version = await _sent(body, deps)
    why = str(given.pop("why", "") or "")
    given.pop("target", None)
    await call.do(negotiation.counter, request_id=request_id, version=version, given=given, reason=why, **call.actor)
    await ack()


async def send_question(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, request_id, version = await _sent(body, deps)
    await call.do(
        negotiation.ask_question,
        request_id=request_id,
        version=version,
        text=str(given.get("question") or ""),
        **call.actor,
    )
    await ack()


async def send_answer(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, request_id, _ = await _sent(body, deps)
    await call.do(negotiation.answer, request_id=request_id, text=str(given.get("answer") or ""), **call.actor)
    await ack()


async def pass_on(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, request_id, version = await _sent(body, deps)
    to_id = str(given.get("to") or "")
    await meet(deps, call.team_id, to_id)
    await call.do(
        negotiation.pass_on,
        request_id=request_id,
        version=version,
        to_id=to_id,
        reason=str(given.get("why") or ""),
        **call.actor,
    )
    await ack()


async def undo(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, request_id, _ = await _sent(body, deps)
    await call.do(undoing.undo, request_id=request_id, reason=str(given.get("why") or ""), **call.actor)
    await ack()
