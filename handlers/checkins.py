"""Check-ins: `Check in` and `Skip`, the form, what stands in the way, the schedule and the questions."""

from datetime import time
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import Invalid
from bot.language.rhythms import Rhythm
from bot.services.checkins import answering, blockers, opening, questions, reading, scheduling
from bot.services.checkins.plans import Plan
from bot.switchboard import Switchboard
from bot.views import answers, checkin_forms, checkins, ids
from bot.views.blocks import Message
from handlers.answering import answer_press
from handlers.arriving import pressed_with, sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.action(ids.CHECK_IN)(check_in)
    on.action(ids.SKIP_CHECKIN)(skip)
    on.action(ids.CLOSE_BLOCKER)(close_blocker)
    on.action(ids.CHANGE_BLOCKER)(change_blocker)
    on.view(ids.CHECKIN_FORM)(send)
    on.view(ids.BLOCKER_FORM)(save_blocker)
    on.view(ids.CHECKIN_PLAN_FORM)(save_plan)
    on.view(ids.CHECKIN_QUESTIONS_FORM)(save_questions)


async def open_checkin(call: Call, wanted: Wanted) -> Message | None:
    """The form, for whom it is. Raises Refused, NotFound."""
    form = await call.read(opening.open_form, project_id=wanted.project, now=call.now, **call.reader)
    return await call.open(checkin_forms.checkin_form(form), wanted)


async def open_plan(call: Call, wanted: Wanted, rhythm: Rhythm | None = None) -> Message | None:
    """When the project has its check-ins, with as much of `rhythm` as was understood. Raises Refused, NotFound."""
    form = await call.read(scheduling.open_plan, project_id=wanted.project, rhythm=rhythm, **call.reader)
    return await call.open(checkin_forms.plan_form(form), wanted)


async def set_rhythm(call: Call, project_id: int, rhythm: Rhythm) -> Message | None:
    """It was typed whole: done at once. Raises Refused, NotFound, Invalid."""
    done = await call.do(scheduling.set_rhythm, project_id=project_id, rhythm=rhythm, **call.actor)
    return checkins.plan_set(*done) if done is not None else None


async def open_questions(call: Call, wanted: Wanted) -> Message | None:
    """What each role is asked. Raises Refused."""
    given = await call.read(questions.open_questions, **call.reader)
    return await call.open(checkin_forms.questions_form(given), wanted)


async def skip_checkin(call: Call, project_id: int) -> Message | None:
    """Nothing to say this time. Raises Refused, NotFound, Conflict."""
    done = await call.do(answering.skip, project_id=project_id, now=call.now, **call.reader)
    return checkins.checked(done) if done is not None else None


async def check_in(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    await answer_press(call, respond, await open_checkin(call, Wanted("checkin", ids.number(found.get("project")))))


async def skip(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    await answer_press(call, respond, await skip_checkin(call, ids.number(found.get("project"))))


async def close_blocker(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    blocker = await call.read(blockers.close_blocker, blocker_id=ids.number(found.get("blocker")), **call.actor)
    await answer_press(call, respond, answers.saved(f"Out of the way: {blocker.what}"))


async def change_blocker(body: Payload, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    blocker_id = ids.number(found.get("blocker"))
    await call.read(blockers.require_theirs, team_id=call.team_id, actor_id=call.user_id, blocker_id=blocker_id)
    card = await call.read(reading.read_blocker, blocker_id)
    assert card is not None, "it was there a moment ago"
    await call.show(checkin_forms.blocker_form(card))


async def send(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """The answers; who has both roles gets the other form next."""
    call, given, meta = sent(body, deps)
    people = [str(given["owner"])] if given.get("owner") else []
    await meet(deps, call.team_id, call.user_id, *people)
    project_id = ids.number(meta.get("project"))
    done = await call.do(
        answering.check_in,
        project_id=project_id,
        seat=str(meta.get("seat", "")),
        given=given,
        now=call.now,
        **call.reader,
    )
    if done is None or done.next_seat is None:
        await ack()
        return
    form = await call.read(opening.open_form, project_id=project_id, seat=done.next_seat, now=call.now, **call.reader)
    await ack(response_action="update", view=checkin_forms.checkin_form(form))


async def save_blocker(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    owner_id = str(given.get("owner") or "")
    await meet(deps, call.team_id, call.user_id, *([owner_id] if owner_id else []))
    await call.do(
        blockers.change_blocker,
        blocker_id=ids.number(meta.get("blocker")),
        owner_id=owner_id,
        due=given.get("due"),
        **call.actor,
    )
    await ack()


async def save_plan(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    every = _number(given, "every")
    plan = Plan(
        is_off=every == 0,
        weekday=_number(given, "weekday"),
        every=every or 1,
        wall=_time(given, "wall"),
        answer_days=_number(given, "answer_days"),
        answer_wall=_time(given, "answer_wall"),
    )
    await call.do(scheduling.set_plan, project_id=ids.number(meta.get("project")), plan=plan, **call.actor)
    await ack()


async def save_questions(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, _ = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    texts = {role: str(given.get(role) or "") for role in questions.ROLES}
    await call.do(questions.set_questions, given=texts, **call.actor)
    await ack()


def _number(given: dict[str, Any], field: str) -> int:
    text = str(given.get(field) or "")
    if not (text.isascii() and text.isdecimal() and len(text) < 3):
        raise Invalid("choice_missing", field)
    return int(text)


def _time(given: dict[str, Any], field: str) -> time:
    try:
        return time.fromisoformat(str(given.get(field) or ""))
    except ValueError:
        raise Invalid("choice_missing", field) from None
