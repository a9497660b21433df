"""The form that hands a role of a project over."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Invalid
from bot.services import handover
from bot.services.handover import Handover
from bot.switchboard import Switchboard
from bot.views import handing, ids
from handlers.arriving import sent
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet
from models.enums import Role


def register(on: Switchboard) -> None:
    on.view(ids.HANDOVER_FORM)(hand_over)


async def hand_over(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """One that would make one person both asks for a second first."""
    call, given, meta = sent(body, deps)
    if given.get("role") not in (Role.AM, Role.PM, Role.SECOND):
        raise Invalid("choice_missing", "role")
    if not given.get("to"):
        raise Invalid("person_missing", "to")
    picked = [str(given[key]) for key in ("to", "second") if given.get(key)]
    await meet(deps, call.team_id, call.user_id, *picked)
    project_id, role, to_id = ids.number(meta.get("project")), Role(given["role"]), str(given["to"])
    both = await call.read(handover.needs_second, team_id=call.team_id, project_id=project_id, role=role, to_id=to_id)
    if both and "second" not in given:
        form = await call.read(handover.open_handover_form, project_id=project_id, **call.reader)
        await ack(response_action="update", view=handing.handover_form(form, second=True, given=given))
        return
    wanted = Handover(role, to_id, str(given.get("why") or ""), given.get("second"))
    await call.do(handover.hand_over, project_id=project_id, given=wanted, **call.actor)
    await ack()
