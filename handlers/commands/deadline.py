"""`/deadline 14 Dec because the client's event moved`, `/deadline Homepage copy +3 days urgent`; alone: the form."""

from dataclasses import replace
from datetime import date

from bot.domains.kind import Target
from bot.errors import Conflict, Invalid
from bot.language.phrases import read_deadline_phrase
from bot.language.urgency import read_urgent
from bot.services import asking, plan
from bot.services.asking import Ask
from bot.views import answers, questions
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.commands.choosing import choose
from handlers.counter_offers import counter_instead
from handlers.opening import open_form
from models.enums import Domain, Pace

#: Problems that are a refusal or a question; any other opens the form beside the sentence.
_ANSWERED = {"date_past", "date_past_yearless", "date_ambiguous", "date_mismatch"}


async def deadline(call: Call) -> Message | None:
    """Ask for another date. With a date but no reason the form opens filled in; what is unclear is asked."""
    if not call.text:
        return await open_form(call, Wanted("deadline", call.project_id))
    chosen = await choose(call, "deadline", call.text)
    if isinstance(chosen, Message):
        return chosen
    project, text = chosen
    if not text:
        return await open_form(call, Wanted("deadline", project.project_id))
    dates = await call.read(plan.read_dates, project_id=project.project_id, now=call.now, **call.reader)
    names = [each.name for each in dates.targets]
    text, urgent = read_urgent(text, names)
    phrase = read_deadline_phrase(text, dates.today, names, day_first=dates.day_first)
    reading = phrase.reading
    if (phrase.unknown or phrase.alike) and (reading.date or reading.is_shift):
        typed = text[slice(*reading.span)] if reading.span else ""
        rest = " ".join(
            [typed, *(["urgent"] if urgent else []), *([f"because {phrase.reason}"] if phrase.reason else [])]
        )
        alike = phrase.alike or names
        return questions.which_target(project.name, project.project_id, alike, phrase.unknown, rest)
    target = dates.target(phrase.target)
    pace = Pace.URGENT if urgent else Pace.USUAL
    wanted = Wanted("deadline", project.project_id, target.key, {}, phrase.reason or "", pace=pace)
    try:
        typed = text[slice(*reading.span)] if reading.span else text
        when = plan.resolve(reading, _day_of(target), dates.today, typed, dates.working)
    except Invalid as problem:
        return await _unclear(call, problem, wanted, target, text)
    return await _ask(call, wanted, when)


async def _ask(call: Call, wanted: Wanted, when: date) -> Message | None:
    wanted = replace(wanted, given={"date": when})
    assert wanted.project_id is not None
    assert wanted.target is not None
    if not wanted.why:
        return await open_form(call, wanted)
    where = call.place.channel_id
    asked = Ask(wanted.project_id, Domain.DEADLINE, wanted.target, wanted.given, wanted.why, where, pace=wanted.pace)
    try:
        outcome = await call.do(asking.ask, asked=asked, **call.actor)
    except Conflict as conflict:
        if conflict.code == "open_request_yours":
            return await open_form(call, wanted)
        if call.place.trigger_id is None:
            raise  # its sentence has a button that opens the form
        await call.show(await counter_instead(call, conflict, wanted.given, wanted.why))
        return None
    return answers.outcome(outcome) if outcome is not None else None


async def _unclear(call: Call, problem: Invalid, wanted: Wanted, target: Target, text: str) -> Message:
    name = f"urgent {target.name}" if wanted.pace is Pace.URGENT else target.name
    if problem.code in _ANSWERED:
        return questions.which_day(problem, wanted.project_id or 0, name, wanted.why)
    unread = problem.code == "date_unclear"
    told = questions.unclear("deadline", text) if unread else questions.which_day(problem, 0, target.name, wanted.why)
    return told.beside(await open_form(call, wanted))


def _day_of(target: Target) -> date:
    return date.fromisoformat(target.value["date"])
