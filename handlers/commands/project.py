"""`/project`: in a project's channel its status, elsewhere a list; and what `STEPS` lists at the end."""

import re
from collections.abc import Awaitable, Callable

from bot.errors import NotFound
from bot.services import finding, project_cards, status
from bot.services.finding import Choice
from bot.services.projects import NAME_LENGTH
from bot.views import answers, questions
from bot.views.blocks import Message
from bot.views.plan import plan_table
from handlers.call import Call, Wanted
from handlers.commands import milestones
from handlers.commands.choosing import choose
from handlers.linking import link, unlink
from handlers.opening import open_form

_ORDER = re.compile(r"\S\s+after\s+\S", re.IGNORECASE)


async def project(call: Call) -> Message | None:
    """Show or change a project. Raises Refused, NotFound, Invalid, Conflict."""
    word, _, rest = call.text.partition(" ")
    step = STEPS.get(word.lower())
    if step is not None:
        return await step(call, rest.strip())
    if _ORDER.search(call.text):
        return await _order(call)
    if call.text:
        return await _show(call, call.text, strict=True)
    here = await call.read(finding.in_channel, team_id=call.team_id, channel_id=call.place.channel_id)
    if here:
        return await _show(call, "")
    closed = await call.read(finding.closed_here, team_id=call.team_id, channel_id=call.place.channel_id)
    return await (_card(call, closed) if closed is not None else _list(call, ""))


async def _new(call: Call, rest: str) -> Message | None:
    return await open_form(call, Wanted("project", given={"name": rest[:NAME_LENGTH]} if rest else {}))


async def _list(call: Call, rest: str) -> Message | None:
    closed = rest.lower() in ("all", "closed")
    found = await call.read(finding.list_projects, channel_id=call.place.channel_id, closed=closed, **call.reader)
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
    return await _card(call, choice)


async def _card(call: Call, choice: Choice) -> Message:
    card = await call.read(project_cards.read_project_card, choice.project_id, call.now, reader_id=call.user_id)
    if card is None:
        raise NotFound("project_gone")
    return answers.project_status(card)


async def _plan(call: Call, rest: str) -> Message | None:
    """Every date with its baseline, forecast and actual."""
    chosen = await choose(call, "project plan", rest)
    if isinstance(chosen, Message):
        return chosen
    choice, page = chosen
    if page and not page.isdecimal():
        return questions.unclear("project", f"plan {rest}")
    card = await call.read(project_cards.read_project_card, choice.project_id, call.now, reader_id=call.user_id)
    if card is None:
        raise NotFound("project_gone")
    return plan_table(card, int(page[:6] or 1))


async def _edit(call: Call, rest: str) -> Message | None:
    return await _with_project(
        call, "project edit", rest, lambda each, _: open_form(call, Wanted("project_edit", each.project_id))
    )


async def _link(call: Call, rest: str) -> Message | None:
    return await _with_project(call, "project link", rest, lambda each, _: link(call, each))


async def _unlink(call: Call, rest: str) -> Message | None:
    return await _with_project(call, "project unlink", rest, lambda each, _: unlink(call, each))


async def _order(call: Call) -> Message | None:
    """`First look after Homepage copy`, unless a project is called like that."""
    chosen = await choose(call, "project", call.text)
    if isinstance(chosen, Message):
        return chosen
    choice, rest = chosen
    return await (milestones.after(call, choice, rest) if rest else _show(call, call.text, strict=True))


def _dated(step: str) -> Callable[[Call, str], Awaitable[Message | None]]:
    """What is typed about one milestone."""

    async def then(call: Call, rest: str) -> Message | None:
        return await _with_project(
            call, f"project {step}", rest, lambda each, text: milestones.STEPS[step](call, each, text)
        )

    return then


async def _handover(call: Call, rest: str) -> Message | None:
    return await _with_project(
        call, "project handover", rest, lambda each, _: open_form(call, Wanted("handover", each.project_id))
    )


async def _with_project(
    call: Call, command: str, rest: str, then: Callable[[Choice, str], Awaitable[Message | None]]
) -> Message | None:
    chosen = await choose(call, command, rest)
    if isinstance(chosen, Message):
        return chosen
    return await then(*chosen)


def _status(step: str) -> Callable[[Call, str], Awaitable[Message | None]]:
    async def change(call: Call, rest: str) -> Message | None:
        if step == "reopen":
            where = call.place.channel_id
            choice = await call.read(finding.closed_project, channel_id=where, text=rest, **call.reader)
            if choice is None:
                raise NotFound("project_unknown", text=rest) if rest else NotFound("project_unnamed")
            return await _change_status(call, choice, step)
        return await _with_project(call, f"project {step}", rest, lambda each, _: _change_status(call, each, step))

    return change


async def _change_status(call: Call, choice: Choice, step: str) -> Message | None:
    done = await call.do(status.change_status, project_id=choice.project_id, step=step, shown=(), **call.actor)
    return answers.status_changed(choice.name, step, done[1]) if done is not None else None


STEPS: dict[str, Callable[[Call, str], Awaitable[Message | None]]] = {
    "new": _new,
    "create": _new,
    "list": _list,
    "show": _show,
    "status": _show,
    "plan": _plan,
    "edit": _edit,
    "handover": _handover,
    "link": _link,
    "unlink": _unlink,
    **{step: _dated(step) for step in milestones.STEPS},
    **{step: _status(step) for step in status.STEPS},
}
