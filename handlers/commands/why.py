"""`/why deadline`: the chain of decisions behind a value; alone: which values there are."""

from bot.services import why as service
from bot.services.finding import Choice
from bot.views import why as views
from bot.views.blocks import Message
from handlers.call import Call
from handlers.commands.choosing import choose, one_of_several


async def why(call: Call) -> Message | None:
    """Tell how a value came to be. Raises Refused, NotFound."""
    chosen = await choose(call, "why", call.text)
    if isinstance(chosen, Message):
        return chosen
    project, text = chosen
    if text:
        return await one_of_several("why", _chain)(call, project, text)
    known = await call.read(service.list_values, project_id=project.project_id, **call.reader)
    return views.which_value(project.name, project.project_id, known)


async def _chain(call: Call, project: Choice, text: str) -> Message:
    return views.chain(await call.read(service.read_chain, project_id=project.project_id, text=text, **call.reader))
