"""`/project`: in a project's channel its status, elsewhere a list; `new`, `list`, `show`, `edit`, `milestone`, `done`,
`hold`, `resume`, `close`, `reopen`."""

from collections.abc import Awaitable, Callable

from bot.domains.deadline import fold
from bot.errors import Invalid, NotFound
from bot.language.dates import Problem
from bot.language.phrases import read_milestone_phrase
from bot.services import asking, cards, finding, plan, upkeep
from bot.services.asking import Ask
from bot.services.finding import Choice
from bot.views import answers, questions
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.commands.choosing import choose
from handlers.opening import open_form
from models.enums import Domain

#: What is recorded as the reason of a new milestone when none was typed.
NEW_MILESTONE = "New milestone"


async def project(call: Call) -> Message | None:
    """Show or change a project. Raises Refused, NotFound, Invalid, Conflict."""
    word, _, rest = call.text.partition(" ")
    step = STEPS.get(word.lower())
    if step is not None:
        return await step(call, rest.strip())
    if call.text:
        return await _show(call, call.text, strict=True)
    here = await call.read(finding.in_channel, team_id=call.team_id, channel_id=call.place.channel_id)
    return await (_show(call, "") if here else _list(call, ""))


async def _new(call: Call, _: str) -> Message | None:
    return await open_form(call, Wanted("project"))


async def _list(call: Call, rest: str) -> Message | None:
    closed = rest.lower() in ("all", "closed")
    found = await call.read(
        finding.list_projects,
        team_id=call.team_id,
        user_id=call.user_id,
        channel_id=call.place.channel_id,
        closed=closed,
    )
    return answers.project_list(found.choices, found.deadlines)


async def _show(call: Call, text: str, strict: bool = False) -> Message | None:
    chosen = await choose(call, "project", text)
    if isinstance(chosen, Message):
        if strict and text:
            raise NotFound("project_unknown", text=text)
        return chosen
    choice, rest = chosen
    if rest:
        return questions.unclear("project", text)
    card = await call.read(cards.read_project_card, choice.project_id, call.now, reader_id=call.user_id)
    if card is None:
        raise NotFound("project_gone")
    return answers.project_status(card)


async def _edit(call: Call, rest: str) -> Message | None:
    return await _with_project(
        call, "project edit", rest, lambda each, _: open_form(call, Wanted("project_edit", each.project_id))
    )


async def _milestone(call: Call, rest: str) -> Message | None:
    return await _with_project(call, "project milestone", rest, lambda each, text: _add_milestone(call, each, text))


async def _done(call: Call, rest: str) -> Message | None:
    return await _with_project(call, "project done", rest, lambda each, text: _mark_done(call, each, text))


async def _with_project(
    call: Call, command: str, rest: str, then: Callable[[Choice, str], Awaitable[Message | None]]
) -> Message | None:
    chosen = await choose(call, command, rest)
    if isinstance(chosen, Message):
        return chosen
    return await then(*chosen)


async def _add_milestone(call: Call, choice: Choice, text: str) -> Message | None:
    text, reason = _reason(text)
    dates = await call.read(
        plan.read_dates, team_id=call.team_id, user_id=call.user_id, project_id=choice.project_id, now=call.now
    )
    phrase = read_milestone_phrase(text, dates.today, day_first=dates.day_first)
    if not phrase.name or phrase.reading.problem is Problem.NONE_FOUND:
        return questions.unclear("project", f"milestone {text}")
    name = " ".join(phrase.name.split())
    known = next((each for each in dates.targets[1:] if fold(each.name) == fold(name)), None)
    try:
        when = plan.resolve(phrase.reading, None, dates.today, text)
    except Invalid as problem:
        command = "deadline" if known else "project milestone"
        return questions.which_day(problem, choice.project_id, known.name if known else name, reason, command)
    given = {"date": when, "name": known.name if known else name}
    if phrase.client is not None:
        given["client"] = phrase.client
    target = known.key if known else f"new:{fold(name)}"
    asked = Ask(choice.project_id, Domain.DEADLINE, target, given, reason or NEW_MILESTONE, call.place.channel_id)
    outcome = await call.do(asking.ask, team_id=call.team_id, actor_id=call.user_id, asked=asked, now=call.now)
    return answers.outcome(outcome) if outcome is not None else None


def _reason(text: str) -> tuple[str, str]:
    head, marker, reason = text.partition(" because ")
    return (head, reason.strip()) if marker else (text, "")


async def _mark_done(call: Call, choice: Choice, text: str) -> Message | None:
    if not text:
        return questions.unclear("project", "done")
    milestone = await call.do(
        upkeep.mark_done,
        team_id=call.team_id,
        actor_id=call.user_id,
        project_id=choice.project_id,
        name=text,
        now=call.now,
    )
    return answers.saved(f"{milestone.name} of {choice.name} is done.") if milestone is not None else None


def _status(step: str) -> Callable[[Call, str], Awaitable[Message | None]]:
    async def change(call: Call, rest: str) -> Message | None:
        if step == "reopen":
            if not rest:
                raise NotFound("project_unnamed")
            choice: Choice | None = await call.read(
                finding.closed_project, team_id=call.team_id, user_id=call.user_id, text=rest
            )
            if choice is None:
                raise NotFound("project_unknown", text=rest)
            return await _change_status(call, choice, step)
        return await _with_project(call, f"project {step}", rest, lambda each, _: _change_status(call, each, step))

    return change


async def _change_status(call: Call, choice: Choice, step: str) -> Message | None:
    done = await call.do(
        upkeep.change_status,
        team_id=call.team_id,
        actor_id=call.user_id,
        project_id=choice.project_id,
        step=step,
        now=call.now,
    )
    return answers.status_changed(choice.name, step, done[1]) if done is not None else None


STEPS: dict[str, Callable[[Call, str], Awaitable[Message | None]]] = {
    "new": _new,
    "create": _new,
    "list": _list,
    "show": _show,
    "status": _show,
    "edit": _edit,
    "milestone": _milestone,
    "done": _done,
    **{step: _status(step) for step in upkeep.STEPS},
}
