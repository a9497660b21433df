"""Between yes and no: `Suggest another`, `Ask a question`, `Answer`, `Not me`."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.services import cards, negotiation, offering, showing, undoing
from bot.switchboard import Switchboard
from bot.views import ids, talks
from bot.views.ids import Versioned
from handlers.answering import close_moved
from handlers.arriving import pressed_on, sent
from handlers.call import Call
from handlers.counter_offers import apart, counter_form
from handlers.deps import Deps
from handlers.payloads import Payload
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
    await call.show(await counter_form(call, card))


async def ask_question(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.ASK)
    await call.show(talks.question_form(card))


async def answer_question(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.ANSWER)
    await call.show(talks.answer_form(card))


async def not_me(body: Payload, deps: Deps) -> None:
    call, card = await _pressed(body, deps, Action.REASSIGN)
    await call.show(talks.not_me_form(card))


async def _pressed(body: Payload, deps: Deps, action: Action) -> tuple[Call, cards.RequestCard]:
    """The form opens only for whoever may do it. Raises as the act itself would."""
    call, of = await pressed_on(body, deps)
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


async def send_offer(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, of = await _sent(body, deps)
    offered, also = apart(given)
    people = [str(each["person"]) for each in (offered, *also.values()) if each.get("person")]
    await meet(deps, call.team_id, *people)
    why = _text(given, "why")
    moved = await call.do(
        offering.counter, request_id=of.id, version=of.version, given=offered, also=also, reason=why, **call.actor
    )
    await close_moved(ack, moved)


async def send_question(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, of = await _sent(body, deps)
    text = _text(given, "question")
    moved = await call.do(negotiation.ask_question, request_id=of.id, version=of.version, text=text, **call.actor)
    await close_moved(ack, moved)


async def send_answer(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, of = await _sent(body, deps)
    moved = await call.do(negotiation.answer, request_id=of.id, text=_text(given, "answer"), **call.actor)
    await close_moved(ack, moved)


async def pass_on(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, of = await _sent(body, deps)
    to_id, why = _text(given, "to"), _text(given, "why")
    await meet(deps, call.team_id, to_id)
    moved = await call.do(
        negotiation.pass_on, request_id=of.id, version=of.version, to_id=to_id, reason=why, **call.actor
    )
    await close_moved(ack, moved)


async def undo(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, of = await _sent(body, deps)
    await call.do(undoing.undo, request_id=of.id, reason=_text(given, "why"), **call.actor)
    await ack()


async def _sent(body: Payload, deps: Deps) -> tuple[Call, dict[str, Any], Versioned]:
    """A form about a request, at the version that was shown (0 where the version does not matter)."""
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    return call, given, Versioned(ids.number(meta.get("request")), ids.number(meta.get("version", 0)))


def _text(given: Mapping[str, Any], field: str) -> str:
    return str(given.get(field) or "")
