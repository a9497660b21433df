"""`/project milestone Homepage copy 12 Dec`, `… after Look`, `/project after …`, `/project done Homepage copy`."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bot.domains.deadline import NOTHING, fold
from bot.domains.kind import Target
from bot.errors import Invalid, NotFound
from bot.language.dates import Problem
from bot.language.following import after_what, one_and_next
from bot.language.phrases import MilestonePhrase, read_milestone_phrase
from bot.services import asking, plan, upkeep
from bot.services.asking import Ask
from bot.services.finding import Choice
from bot.services.plan import Dates
from bot.views import answers, questions
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.commands.choosing import one_of_several
from handlers.opening import open_form
from handlers.planning import NEW_MILESTONE
from models.enums import Domain

#: What is recorded as the reason when none was typed.
NEW_ORDER = "The order of the work"


async def milestone(call: Call, choice: Choice, text: str) -> Message | None:
    """Add one, or change the date or the place of one; what has no date yet opens the form. Raises Invalid, NotFound,
    Conflict, Refused."""
    text, reason = _reason(text)
    dates = await _dates(call, choice)
    placed = after_what(text, _names(dates))
    if placed is not None:
        text, other = placed
        return await _placed(call, choice, dates, text, other, reason)
    phrase = read_milestone_phrase(text, dates.today, day_first=dates.day_first)
    if phrase.reading.problem is Problem.NONE_FOUND:
        return await _undated(call, choice, dates, phrase, reason)
    if not phrase.name:
        return questions.unclear("project", f"milestone {text}").beside(
            await _undated(call, choice, dates, phrase, reason)
        )
    given: dict[str, Any] = {} if phrase.client is None else {"client": phrase.client}
    return await _dated(call, choice, dates, text, given, reason)


async def _dated(
    call: Call, choice: Choice, dates: Dates, text: str, given: dict[str, Any], reason: str, after: str | None = None
) -> Message | None:
    phrase = read_milestone_phrase(text, dates.today, day_first=dates.day_first)
    known = _known(dates, phrase.name)
    name = known.name if known else " ".join(phrase.name.split())
    start = dates.target(after) if after else known
    current = date.fromisoformat(start.value["date"]) if start else None
    try:
        when = plan.resolve(phrase.reading, current, dates.today, text, dates.working)
    except Invalid as problem:
        command = "deadline" if known else "project milestone"
        return questions.which_day(problem, choice.project_id, name, reason, command)
    return await _ask(call, choice, name, known.key if known else None, {**given, "date": when}, reason)


async def _undated(
    call: Call, choice: Choice, dates: Dates, phrase: MilestonePhrase, reason: str, follows: str | None = None
) -> Message | None:
    """The form, with what was understood; of one that is there, the form that moves it."""
    known = _known(dates, phrase.name)
    if known is not None:
        return await open_form(call, Wanted("deadline", choice.project_id, known.key, why=reason))
    given = {
        "name": phrase.name,
        "date": phrase.reading.date,
        "client": "yes" if phrase.client else None,
        "follows": follows,
    }
    filled = {key: each for key, each in given.items() if each}
    return await open_form(call, Wanted("milestone", choice.project_id, given=filled, why=reason))


async def _placed(
    call: Call, choice: Choice, dates: Dates, text: str, other: str | None, reason: str
) -> Message | None:
    """`X after Y`, with or without a date for X."""
    follows = dates.target(other).key if other else NOTHING
    phrase = read_milestone_phrase(text, dates.today, day_first=dates.day_first)
    known = _known(dates, text)
    if known is not None:
        return await _ask(call, choice, known.name, known.key, {"follows": follows}, reason or NEW_ORDER)
    if not phrase.name or phrase.reading.problem is Problem.NONE_FOUND:
        return await _undated(call, choice, dates, phrase, reason, follows)
    given: dict[str, Any] = {"follows": follows}
    if phrase.client is not None:
        given["client"] = phrase.client
    return await _dated(call, choice, dates, text, given, reason, other)


async def after(call: Call, choice: Choice, text: str) -> Message | None:
    """Which milestone comes after which: `after Homepage copy First look`, `First look after Homepage copy`."""
    if not text:
        return await open_form(call, Wanted("order", choice.project_id))
    text, reason = _reason(text)
    dates = await _dates(call, choice)
    names = _names(dates)
    bare = text[6:].strip() if text.lower().startswith("after ") else text
    placed = after_what(text, names)
    if placed is None or not placed[0]:
        placed = one_and_next(bare, names)
    if placed is None:
        raise NotFound("order_unknown", text=text, project=choice.name, known=names)
    return await _placed(call, choice, dates, placed[0], placed[1], reason)


async def done(call: Call, choice: Choice, text: str) -> Message | None:
    """A milestone is done."""
    if not text:
        return questions.unclear("project", "done", "/project done Homepage copy")
    found = await call.do(upkeep.mark_done, project_id=choice.project_id, name=text, **call.actor)
    return answers.saved(f"{found.name} of {choice.name} is done.") if found is not None else None


async def _ask(
    call: Call, choice: Choice, name: str, key: str | None, given: dict[str, Any], reason: str
) -> Message | None:
    target = key or f"new:{fold(name)}"
    given = {"name": name, **given}
    asked = Ask(choice.project_id, Domain.DEADLINE, target, given, reason or NEW_MILESTONE, call.place.channel_id)
    outcome = await call.do(asking.ask, asked=asked, **call.actor)
    return answers.outcome(outcome) if outcome is not None else None


async def _dates(call: Call, choice: Choice) -> Dates:
    return await call.read(plan.read_dates, project_id=choice.project_id, now=call.now, **call.reader)


def _names(dates: Dates) -> list[str]:
    return [each.name for each in dates.targets[1:]]


def _known(dates: Dates, name: str) -> Target | None:
    return next((each for each in dates.targets[1:] if fold(each.name) == fold(name)), None)


def _reason(text: str) -> tuple[str, str]:
    head, marker, reason = text.partition(" because ")
    return (head, reason.strip()) if marker else (text, "")


STEPS: dict[str, Callable[[Call, Choice, str], Awaitable[Message | None]]] = {
    "milestone": milestone,
    "after": after,
    "done": one_of_several("project done", done),
}
