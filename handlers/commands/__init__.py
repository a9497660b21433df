"""The command language: `/name …` = `/countersign name …` = `@Countersign name …` = the same in a direct message."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.services import people
from bot.views.blocks import Message
from handlers.call import Call
from handlers.commands.brief import brief
from handlers.commands.checkin import checkin
from handlers.commands.countersign import WORDS, countersign
from handlers.commands.deadline import deadline
from handlers.commands.inputs import inputs
from handlers.commands.project import project
from handlers.commands.request import request
from handlers.commands.why import why

Command = Callable[[Call], Awaitable[Message | None]]

COMMANDS: dict[str, Command] = {
    "project": project,
    "deadline": deadline,
    "brief": brief,
    "request": request,
    "inputs": inputs,
    "checkin": checkin,
    "why": why,
    "countersign": countersign,
}


async def run(name: str, call: Call) -> Message | None:
    """Run a command; `/countersign deadline …` is `/deadline …`. Raises Refused for outsiders, whatever they typed."""
    first, _, rest = call.text.strip().partition(" ")
    if name == "countersign" and first.lower().lstrip("/") in COMMANDS:
        return await run(first.lower().lstrip("/"), replace(call, text=rest.strip()))
    await call.read(people.require_colleague, call.team_id, call.user_id)
    return await COMMANDS[name](replace(call, text=call.text.strip()))


def is_typed(text: str) -> bool:
    """Whether words behind a mention or in a direct message begin like a command, rather than like talk."""
    first = text.strip().partition(" ")[0].lower().lstrip("/")
    return not first or first in COMMANDS or first in WORDS
