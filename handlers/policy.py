"""The policy's page and its forms: one modal that shows the matrix, a row to change, and the matrix again."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.services import policies
from bot.services.policies import PolicyPage, Scope
from bot.switchboard import Switchboard
from bot.views import ids
from bot.views import policy as views
from handlers.answering import show_instead
from handlers.arriving import met_call, pressed_with, sent
from handlers.call import Call
from handlers.deps import Deps
from handlers.opening import domain_of
from handlers.payloads import Payload, carried, pressed
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
    call, found = await pressed_with(body, deps)
    page = await read_page(call, _project(found))
    await call.show(views.policy_page(page))


async def pick_policy(body: Payload, deps: Deps) -> None:
    """Another project's, or the whole workspace's."""
    call = await met_call(body, deps)
    page = await read_page(call, ids.number(pressed(body)[1]) or None)
    await show_instead(deps, body["view"], views.policy_page(page))


async def edit_rule(body: Payload, deps: Deps) -> None:
    page = await _page_of_form(body, deps)
    await show_instead(deps, body["view"], views.rule_form(page, domain_of(pressed(body)[1])))


async def edit_limits(body: Payload, deps: Deps) -> None:
    page = await _page_of_form(body, deps)
    await show_instead(deps, body["view"], views.limits_form(page))


async def _page_of_form(body: Payload, deps: Deps) -> PolicyPage:
    call = await met_call(body, deps)
    return await read_page(call, _project(carried(body["view"])))


async def save_rule(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    scope, domain = _scope(call, given, meta), domain_of(meta.get("domain"))
    cells = None if given.get("underneath") else views.cells_of(given, domain)
    await call.do(policies.save_rule, scope, domain, cells)
    await ack(response_action="update", view=views.policy_page(await read_page(call, scope.project_id)))


async def save_limits(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    scope = _scope(call, given, meta)
    await call.do(policies.save_limits, scope, None if given.get("underneath") else given)
    await ack(response_action="update", view=views.policy_page(await read_page(call, scope.project_id)))


def _scope(call: Call, given: dict[str, Any], meta: dict[str, Any]) -> Scope:
    why = str(given.get("why") or "")
    return Scope(call.team_id, call.user_id, _project(meta), ids.number(meta.get("base")), why, call.now)


def _project(found: dict[str, Any]) -> int | None:
    given = found.get("project")
    return ids.number(given) if given is not None else None
