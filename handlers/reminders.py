"""What people do about a reminder: `Done`, and `Snooze` with its form. `Ask to move it` opens the deadline form."""

from datetime import date

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import Invalid
from bot.services import reminder_deeds
from bot.services.reminder_deeds import NEXT_WEEK, PICKED, TOMORROW
from bot.switchboard import Switchboard
from bot.views import answers, ids
from bot.views.reminders import snooze_form
from handlers.answering import answer_press
from handlers.arriving import pressed_with, sent
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.action(ids.REMINDER_DONE)(mark_done)
    on.action(ids.SNOOZE)(open_snooze)
    on.view(ids.SNOOZE_FORM)(snooze)


async def mark_done(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    key = str(found.get("key", ""))
    done = await call.read(reminder_deeds.mark_done, key=key, **call.actor)
    await answer_press(call, respond, answers.saved(f"{done.what} of {done.project} is done."))


async def open_snooze(body: Payload, deps: Deps) -> None:
    call, found = await pressed_with(body, deps)
    form = await call.read(
        reminder_deeds.open_snooze,
        team_id=call.team_id,
        actor_id=call.user_id,
        project_id=ids.number(found.get("project")),
        whose=str(found.get("user", "")),
    )
    await call.show(snooze_form(form))


async def snooze(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    until, day = given.get("until"), given.get("day")
    if until not in (TOMORROW, NEXT_WEEK, PICKED):
        raise Invalid("choice_missing", "until")
    await call.read(
        reminder_deeds.snooze,
        project_id=ids.number(meta.get("project")),
        until=str(until),
        day=day if isinstance(day, date) else None,
        **call.actor,
    )
    await ack()
