"""views.*: modals and homes."""

from sandbox.blockkit import check_view
from sandbox.caller import Caller, Method
from sandbox.handles import STACK, OpenView, Trigger
from sandbox.refusals import Json, SlackRefusal, invalid_arguments
from sandbox.workspace import Change


def open_view(caller: Caller) -> Json:
    """views.open: a modal, by a trigger that is young and unused; modals open before are replaced."""
    trigger, body = _triggered(caller)
    trigger.used = True
    made = caller.handles.make_view(trigger.user, body)
    caller.handles.stacks[trigger.user] = [made]
    caller.workspace.changed(Change("view", user=trigger.user))
    return {"view": made.as_slack()}


def push(caller: Caller) -> Json:
    """views.push: a modal over the one that the trigger came from."""
    trigger, body = _triggered(caller)
    stack = caller.handles.stack(trigger.user)
    if not stack or trigger.view is None:
        raise SlackRefusal("not_found")
    if len(stack) >= STACK:
        raise SlackRefusal("push_limit_reached")
    trigger.used = True
    made = caller.handles.make_view(trigger.user, body, under=stack[-1])
    stack.append(made)
    caller.workspace.changed(Change("view", user=trigger.user))
    return {"view": made.as_slack()}


def update(caller: Caller) -> Json:
    """views.update, by `view_id` or `external_id`, if nobody changed it since `hash`."""
    given = caller.arguments
    body = _body(caller)
    if not given.text("view_id") and not given.text("external_id"):
        raise invalid_arguments("missing required field: view_id")
    view = (
        caller.handles.view(given.text("view_id"))
        if given.text("view_id")
        else caller.handles.by_external_id(given.text("external_id"))
    )
    if view is None:
        raise SlackRefusal("not_found")
    _check_hash(caller, view)
    if view.kind != body["type"]:
        raise invalid_arguments("view type cannot be changed [json-pointer:/view/type]")
    _check_external_id(caller, body, besides=view)
    caller.handles.replace(view, body)
    caller.workspace.changed(Change("view", user=view.user))
    return {"view": view.as_slack()}


def publish(caller: Caller) -> Json:
    """views.publish: somebody's home."""
    user = caller.workspace.member(caller.arguments.need("user_id"))
    body = _body(caller)
    if user is None or user.is_bot or user.deleted:
        raise SlackRefusal("user_not_found")
    if body["type"] != "home":
        raise invalid_arguments("must be a home view [json-pointer:/view/type]")
    home = caller.handles.homes.get(user.id)
    _check_external_id(caller, body, besides=home)
    if home is None:
        home = caller.handles.make_view(user.id, body)
        caller.handles.homes[user.id] = home
    else:
        _check_hash(caller, home)
        caller.handles.replace(home, body)
    caller.workspace.changed(Change("home", user=user.id))
    return {"view": home.as_slack()}


def _triggered(caller: Caller) -> tuple[Trigger, Json]:
    name = caller.arguments.need("trigger_id")
    body = _body(caller)
    trigger = caller.handles.redeem(name)
    if body["type"] != "modal":
        raise invalid_arguments("must be a modal view [json-pointer:/view/type]")
    _check_external_id(caller, body)
    return trigger, body


def _body(caller: Caller) -> Json:
    if "view" not in caller.arguments.given:
        raise invalid_arguments("missing required field: view")
    body = caller.arguments.structure("view")
    if not isinstance(body, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    check_view(body)
    return body


def _check_external_id(caller: Caller, body: Json, besides: OpenView | None = None) -> None:
    name = body.get("external_id")
    taken = caller.handles.by_external_id(name) if name else None
    if taken is not None and taken is not besides:
        raise SlackRefusal("duplicate_external_id")


def _check_hash(caller: Caller, view: OpenView) -> None:
    known = caller.arguments.text("hash")
    if known and known != view.hash:
        raise SlackRefusal("hash_conflict")


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
