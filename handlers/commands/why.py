"""`/why deadline`: the chain of decisions behind a value; alone: which values there are."""

from bot.services import why as service
from bot.views import why as views
from bot.views.blocks import Message
from handlers.call import Call
from handlers.commands.choosing import choose


async def why(call: Call) -> Message | None:
    """Tell how a value came to be. Raises Refused, NotFound."""
    chosen = await choose(call, "why", call.text)
    if isinstance(chosen, Message):
        return chosen
    project, text = chosen
    if text:
        found = await call.read(service.read_chain, project_id=project.project_id, text=text, **call.reader)
        return views.chain(found)
    known = await call.read(service.list_values, project_id=project.project_id, **call.reader)
    return views.which_value(project.name, project.project_id, known)
