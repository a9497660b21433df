"""The policy's page and its forms: one modal that shows the matrix, a row to change, and the matrix again."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.services import policies
from bot.services.policies import PolicyPage, Scope
from bot.switchboard import Switchboard
from bot.views import ids
from bot.views import policy as views
from handlers.answering import call_of
from handlers.call import Call
from handlers.deps import Deps
from handlers.opening import domain_of
from handlers.payloads import Payload, filled, pressed
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.action(ids.OPEN_POLICY)(open_policy)
    on.action(ids.PICK_POLICY)(pick_policy)
    on.action(ids.EDIT_RULE)(edit_rule)
    on.action(ids.EDIT_LIMITS)(edit_limits)
    on.view(ids.RULE_FORM)(save_rule)
    on.view(ids.LIMITS_FORM)(save_limits)


async def read_page(call: Call, project_id: int | None) -> PolicyPage:
    """The policy as this person may read it. Raises Refused, NotFound."""
    return await call.read(policies.read_policy, project_id=project_id, channel_id=call.place.channel_id, **call.reader)


async def open_policy(body: Payload, deps: Deps) -> None:
    """From Home or an answer."""
    call = call_of(body, deps)
    await meet(deps, call.team_id, call.user_id)
    page = await read_page(call, _project(ids.unpack(pressed(body)[1])))
    await deps.client.views_open(trigger_id=call.place.trigger_id or "", view=views.policy_page(page))


async def pick_policy(body: Payload, deps: Deps) -> None:
    """Another project's, or the whole workspace's."""
    call = call_of(body, deps)
    await meet(deps, call.team_id, call.user_id)
    page = await read_page(call, ids.number(pressed(body)[1]) or None)
    await _show(body, deps, views.policy_page(page))


async def edit_rule(body: Payload, deps: Deps) -> None:
    page = await _page_of_form(body, deps)
    await _show(body, deps, views.rule_form(page, domain_of(pressed(body)[1])))


async def edit_limits(body: Payload, deps: Deps) -> None:
    page = await _page_of_form(body, deps)
    await _show(body, deps, views.limits_form(page))


async def _page_of_form(body: Payload, deps: Deps) -> PolicyPage:
    call = call_of(body, deps)
    await meet(deps, call.team_id, call.user_id)
    return await read_page(call, _project(_meta(body)))


async def _show(body: Payload, deps: Deps, view: dict[str, Any]) -> None:
    """In the place of what the modal showed."""
    await deps.client.views_update(view_id=body["view"]["id"], hash=body["view"].get("hash"), view=view)


async def save_rule(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, scope = await _sent(body, deps)
    domain = domain_of(_meta(body).get("domain"))
    cells = None if given.get("underneath") else views.cells_of(given, domain)
    await call.do(policies.save_rule, scope, domain, cells)
    await ack(response_action="update", view=views.policy_page(await read_page(call, scope.project_id)))


async def save_limits(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, scope = await _sent(body, deps)
    await call.do(policies.save_limits, scope, None if given.get("underneath") else given)
    await ack(response_action="update", view=views.policy_page(await read_page(call, scope.project_id)))


async def _sent(body: Payload, deps: Deps) -> tuple[Call, dict[str, Any], Scope]:
    view, meta = body["view"], _meta(body)
    call = call_of(body, deps, receipt=f"form:{view['id']}:{view.get('hash', '')}")
    await meet(deps, call.team_id, call.user_id)
    given = filled(view)
    why = str(given.get("why") or "")
    return call, given, Scope(call.team_id, call.user_id, _project(meta), ids.number(meta.get("base")), why, call.now)


def _meta(body: Payload) -> dict[str, Any]:
    return ids.unpack(body["view"].get("private_metadata") or "")


def _project(found: dict[str, Any]) -> int | None:
    given = found.get("project")
    return ids.number(given) if given is not None else None
