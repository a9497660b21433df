"""Which project a typed command is about."""

from collections.abc import Awaitable, Callable

from bot.errors import NotFound
from bot.services import finding
from bot.services.finding import Choice, Meant
from bot.views import answers, questions
from bot.views.blocks import Message
from handlers.call import Call

Step = Callable[[Call, Choice, str], Awaitable[Message | None]]


def one_of_several(command: str, step: Step) -> Step:
    """`step`, which finds something of a project by its name; where several fit, it is asked which one."""

    async def asking(call: Call, choice: Choice, text: str) -> Message | None:
        try:
            return await step(call, choice, text)
        except NotFound as problem:
            alike = problem.facts.get("alike")
            if not alike:
                raise
            return questions.which_named(choice.name, choice.project_id, alike, command)

    return asking


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
