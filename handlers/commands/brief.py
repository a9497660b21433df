"""`/brief`: alone the form with today's text; `show`, `history`, `diff`, `diff 2 3`."""

import re

from bot.services import briefs
from bot.services.briefs import Versions
from bot.services.finding import Choice
from bot.views import answers, questions
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.commands.choosing import choose
from handlers.opening import open_form

_DIFF = re.compile(r"diff(?:\s+(\d+)(?:\s*(?:-|to|→|\s)\s*(\d+))?)?", re.IGNORECASE)


async def brief(call: Call) -> Message | None:
    """Show or change the brief. Words that are not understood are said back, and the form opens."""
    word, _, after = call.text.partition(" ")
    first = word.lower() in ("show", "history", "diff")
    # Both `/brief show Acme site` and `/brief Acme site show` are understood.
    numbers, _, name = after.strip().partition(" ") if first and after[:1].isdigit() else ("", "", after)
    chosen = await choose(call, "brief", name if first else call.text)
    if isinstance(chosen, Message):
        return chosen
    project, rest = chosen
    text = f"{word} {numbers} {rest}".strip().lower() if first else rest.strip().lower()
    if not text:
        return await open_form(call, Wanted("brief", project.project_id))
    found = await call.read(briefs.read_versions, project_id=project.project_id, **call.reader)
    answer = _answer(text, found)
    if answer is not None:
        return answer
    return await _unclear(call, project)


def _answer(text: str, found: Versions) -> Message | None:
    if text == "show":
        return answers.brief_shown(found.project, found.newest)
    if text == "history":
        return answers.brief_history(found.project, found.versions, found.names)
    match = _DIFF.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    if found.newest is None:
        return answers.brief_shown(found.project, None)
    newer = found.numbered(int(match[2])) if match[2] else found.newest
    older_number = int(match[1]) if match[1] else (newer.version - 1 if newer else 0)
    older = found.numbered(older_number)
    if newer is None or (older is None and older_number > 0):
        return answers.saved(f"{found.project} has versions 1 to {found.newest.version} of its brief.")
    return answers.brief_diff(found.project, older, newer)


async def _unclear(call: Call, project: Choice) -> Message:
    told = questions.unclear("brief", call.text)
    return told.beside(await open_form(call, Wanted("brief", project.project_id)))
