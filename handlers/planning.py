"""The forms of a project's plan: which milestone comes after which."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.services import asking, ordering
from bot.services.asking import Ask
from bot.switchboard import Switchboard
from bot.views import ids, planning
from bot.views.blocks import Message
from handlers.arriving import sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet
from models.enums import Domain


def register(on: Switchboard) -> None:
    on.view(ids.ORDER_FORM)(send_order)


async def open_order(call: Call, wanted: Wanted) -> Message | None:
    """The form for the order of milestones. Raises NotFound, Refused."""
    form = await call.read(ordering.open_order_form, project_id=wanted.project, **call.reader)
    return await call.open(planning.order_form(form, call.place.channel_id), wanted)


async def send_order(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    asked = Ask(
        ids.number(meta.get("project")),
        Domain.DEADLINE,
        str(given.get("target") or ""),
        {"follows": given.get("follows")},
        str(given.get("why") or ""),
        str(meta.get("channel") or ""),
    )
    await call.do(asking.ask, asked=asked, **call.actor)
    await ack()
