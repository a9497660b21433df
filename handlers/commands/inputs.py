"""`/inputs`: what is needed from the client; `Photos from Carla by 12 Nov for Homepage copy`, `received Photos`, …"""

import re
from collections.abc import Sequence
from typing import Any

from bot.language.inputs import read_input_phrase
from bot.language.targets import by_words
from bot.services import inputs as service
from bot.services import plan
from bot.services.finding import Choice
from bot.services.inputs import Needed
from bot.views import inputs as views
from bot.views import questions
from bot.views.answers import saved
from bot.views.blocks import Message
from handlers.call import Call, Wanted
from handlers.commands.choosing import Step, choose, one_of_several
from handlers.inputs import chase_text
from handlers.opening import open_form

_WAITS = re.compile(r"\s(?:for|before)\s+(?:the\s+)?([^,;]{1,150}?)\s*[.!]?$", re.IGNORECASE)


async def inputs(call: Call) -> Message | None:
    """List, add, receive, edit, remove, chase. Raises Refused, NotFound, Invalid, Conflict."""
    word, _, rest = call.text.partition(" ")
    step = STEPS.get(word.lower())
    text = rest.strip() if step is not None else call.text
    if step is _add and not text and call.project_id is None:
        return await open_form(call, Wanted("input"))
    chosen = await choose(call, f"inputs {word}" if step is not None else "inputs", text)
    if isinstance(chosen, Message):
        return chosen
    choice, text = chosen
    if step is None:
        step = _add if text else _list
    if word.lower() in NAMING and not text:
        step = _list  # it has a button for each
    return await step(call, choice, text)


async def _list(call: Call, choice: Choice, text: str) -> Message | None:
    if text and not text.isdecimal():
        return questions.unclear("inputs", text)
    found = await call.read(service.list_needed, project_id=choice.project_id, now=call.now, **call.reader)
    return views.needed_list(choice.name, choice.project_id, found, int(text[:6] or 1))


async def _add(call: Call, choice: Choice, text: str) -> Message | None:
    """What was not typed is asked for in the form, filled in as far as it was understood."""
    dates = await call.read(plan.read_dates, project_id=choice.project_id, now=call.now, **call.reader)
    names = [each.name for each in dates.targets]
    phrase = read_input_phrase(text, dates.today, names, day_first=dates.day_first)
    given: dict[str, Any] = {"what": phrase.what, "whom": phrase.whom}
    if phrase.waits:
        given["waits"] = dates.target(phrase.waits).key
    if _could_wait(text, names) and not phrase.waits:
        # Several could be meant: the form asks which.
        given |= {"waits": "", "due": phrase.reading.date} if phrase.reading.date else {"waits": ""}
        return await open_form(call, Wanted("input", choice.project_id, None, given))
    if not (phrase.what and phrase.whom and (phrase.reading.date or phrase.reading.candidates)):
        if phrase.reading.date:
            given["due"] = phrase.reading.date
        return await open_form(call, Wanted("input", choice.project_id, None, given))
    given["due"] = plan.resolve(phrase.reading, None, dates.today, text, dates.working)
    found = await call.do(service.note, project_id=choice.project_id, given=given, **call.actor)
    return views.input_noted(found, again=False) if found is not None else None


def _could_wait(text: str, names: Sequence[str]) -> bool:
    """Whether its end names what waits, in words that several dates have."""
    found = _WAITS.search(text)
    return found is not None and len(by_words(found[1].casefold().split(), names)) > 1


async def _received(call: Call, choice: Choice, text: str) -> Message | None:
    found = await _find(call, choice, text)
    came = await call.do(service.receive, input_id=found.id, **call.actor)
    return views.input_received(came) if came is not None else None


async def _edit(call: Call, choice: Choice, text: str) -> Message | None:
    found = await _find(call, choice, text)
    return await open_form(call, Wanted("input", choice.project_id, str(found.id)))


async def _remove(call: Call, choice: Choice, text: str) -> Message | None:
    found = await _find(call, choice, text)
    gone = await call.do(service.remove, input_id=found.id, **call.actor)
    return saved(f"{gone} is not needed any more.") if gone is not None else None


async def _chase(call: Call, choice: Choice, text: str) -> Message | None:
    return await chase_text(call, (await _find(call, choice, text)).id)


async def _find(call: Call, choice: Choice, text: str) -> Needed:
    return await call.read(service.find_needed, project_id=choice.project_id, text=text, now=call.now, **call.reader)


#: What is done to one thing, by its name.
NAMING: dict[str, Step] = {"received": _received, "edit": _edit, "remove": _remove, "chase": _chase}
STEPS: dict[str, Step] = {
    "list": _list,
    "page": _list,
    "add": _add,
    "new": _add,
    **{name: one_of_several(f"inputs {name}", step) for name, step in NAMING.items()},
}
