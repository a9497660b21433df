"""`/project link` and `unlink`: the further channels that a project is talked about in."""

from bot.services import homes
from bot.services.finding import Choice
from bot.views import answers, offers
from bot.views.blocks import Message
from handlers.call import Call
from handlers.channels import look_shared, read_guests


async def link(call: Call, choice: Choice) -> Message | None:
    """This channel, too. Whoever links it is asked to sort its guests."""
    channel = call.place.channel_id
    if channel.startswith(("C", "G")):
        await look_shared(call.deps, channel)
        await read_guests(call.deps, channel)
    found = await call.do(homes.link, project_id=choice.project_id, channel_id=channel, **call.actor)
    return offers.linked(found) if found is not None else None


async def unlink(call: Call, choice: Choice) -> Message | None:
    project = await call.do(homes.unlink, project_id=choice.project_id, channel_id=call.place.channel_id, **call.actor)
    return answers.saved(f"{project.name} is not linked to this channel any more.") if project is not None else None
