"""The forms of a project's plan: a new milestone, and which comes after which."""

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

#: What is recorded as the reason when none was given.
NEW_MILESTONE = "New milestone"


def register(on: Switchboard) -> None:
    on.view(ids.ORDER_FORM)(send_order)
    on.view(ids.MILESTONE_FORM)(send_milestone)


async def open_order(call: Call, wanted: Wanted) -> Message | None:
    """The form for the order of milestones. Raises NotFound, Refused."""
    form = await call.read(ordering.open_order_form, project_id=wanted.project, **call.reader)
    return await call.open(planning.order_form(form, call.place.channel_id), wanted)


async def open_milestone(call: Call, wanted: Wanted) -> Message | None:
    """The form for a new milestone. Raises NotFound, Refused."""
    form = await call.read(ordering.open_milestone_form, project_id=wanted.project, **call.reader)
    return await call.open(planning.milestone_form(form, call.place.channel_id, wanted.given, wanted.why), wanted)


async def send_milestone(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    said = {"name": given.get("name"), "date": given.get("date"), "client": bool(given.get("client"))}
    if given.get("follows"):
        said["follows"] = given["follows"]
    await call.do(
        ordering.add_milestone,
        project_id=ids.number(meta.get("project")),
        given=said,
        reason=str(given.get("why") or "") or NEW_MILESTONE,
        channel_id=str(meta.get("channel") or ""),
        **call.actor,
    )
    await ack()


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
