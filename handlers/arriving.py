"""What arrives from Slack, as a call: a press with what its button carries, a form with what was filled in."""

from dataclasses import replace
from typing import Any

from bot.views import ids
from bot.views.ids import Versioned
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload, carried, filled, place_of, pressed
from handlers.people import meet


def call_of(body: Payload, deps: Deps, text: str = "", **more: Any) -> Call:
    """The call that a payload makes, whoever it is by."""
    return Call(deps, replace(place_of(body), team_id=deps.team_id), text, deps.clock.now(), **more)


async def met_call(body: Payload, deps: Deps) -> Call:
    """The same, by somebody whom we know by now. Raises Refused where Slack does not say who it is."""
    call = call_of(body, deps)
    await meet(deps, call.team_id, call.user_id)
    return call


async def pressed_with(body: Payload, deps: Deps) -> tuple[Call, dict[str, Any]]:
    """A button, and the identifiers it carries. Raises Refused, NotFound."""
    return await met_call(body, deps), ids.unpack(pressed(body)[1])


async def pressed_on(body: Payload, deps: Deps) -> tuple[Call, Versioned]:
    """A button, and the thing it is on, at the version it shows. Raises Refused, NotFound."""
    return await met_call(body, deps), Versioned.read(pressed(body)[1])


def sent(body: Payload, deps: Deps) -> tuple[Call, dict[str, Any], dict[str, Any]]:
    """The call, what was filled in, and the identifiers that travelled with the form. Sent twice, it acts once.

    A form that takes another's place has its id, but not its hash. Whoever sent it, and whom they picked, is yet to be
    met. Raises NotFound.
    """
    view = body["view"]
    return call_of(body, deps, receipt=f"form:{view['id']}:{view.get('hash', '')}"), filled(view), carried(view)
