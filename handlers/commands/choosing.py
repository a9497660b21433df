"""Which project a typed command is about."""

from collections.abc import Callable

from bot.errors import NotFound
from bot.services import finding
from bot.services.finding import Choice, Meant
from bot.views import answers
from bot.views.blocks import Message
from handlers.call import Call


async def choose(
    call: Call,
    command: str,
    text: str,
    find: Callable[..., Meant] = finding.which_project,
    nothing: NotFound | None = None,
) -> tuple[Choice, str] | Message:
    """The project and the text without its name, or the question which one it is.

    Raises Refused (outsiders), and `nothing` (else NotFound) when there is none to choose from.
    """
    meant = await call.read(
        find,
        channel_id=call.place.channel_id,
        text=text,
        project_id=call.project_id,
        now=call.now,
        **call.reader,
    )
    if meant.choice is not None:
        return meant.choice, meant.rest
    if not meant.choices:
        raise nothing or finding.no_project(meant.closed)
    return answers.which_project(meant.choices, command, text)
