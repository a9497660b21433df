"""Making a project, editing it, and where it is talked about: its home, and the guests who read there."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Invalid
from bot.services import forms as form_service
from bot.services import homes, making, outsiders, upkeep
from bot.services.making import Proposal
from bot.services.outsiders import Sorting
from bot.switchboard import Switchboard
from bot.views import forms, ids
from handlers.arriving import sent
from handlers.call import Call
from handlers.channels import read_guests, require_internal
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet
from models.enums import Role


def register(on: Switchboard) -> None:
    on.view(ids.PROJECT_FORM)(make_project)
    on.view(ids.PROJECT_EDIT_FORM)(edit_project)
    on.view(ids.MOVE_FORM)(move_home)
    on.view(ids.GUESTS_FORM)(sort_guests)


async def make_project(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """The form comes back with one question more where one person would be both, or guests read the channel."""
    call, given, meta = sent(body, deps)
    for field in ("am", "pm"):
        if not given.get(field):
            raise Invalid("person_missing", field)
    picked = [str(given[key]) for key in ("am", "pm", "second") if given.get(key)]
    await meet(deps, call.team_id, call.user_id, *picked)
    channel = given.get("channel") or str(meta.get("channel", ""))
    if given["am"] == given["pm"] and "second" not in given:
        await _ask_more(ack, call, given, channel, second=True)
        return
    guests: tuple[Sorting, ...] = ()
    if channel:
        await require_internal(deps, channel, "channel")
        guests = await read_guests(deps, channel)
    marks = _marks(given)
    if any(each.guest is None and each.user_id not in marks for each in guests):
        await _ask_more(ack, call, given, channel, second="second" in given, guests=guests)
        return
    await call.do(making.make_project, proposal=_proposal(given, channel, marks), **call.actor)
    await ack()


def _proposal(given: Mapping[str, Any], channel: str, marks: Mapping[str, str]) -> Proposal:
    return Proposal(
        name=given.get("name") or "",
        client=given.get("client") or "",
        am_id=given["am"],
        pm_id=given["pm"],
        second_id=given.get("second"),
        deadline=given.get("deadline"),
        budget=given.get("budget") or "",
        currency=given.get("currency"),
        channel_id=channel,
        reads=bool(given.get("reads", True)),
        guests=marks,
    )


async def _ask_more(
    ack: AsyncAck,
    call: Call,
    given: Mapping[str, Any],
    channel: str,
    *,
    second: bool,
    guests: tuple[Sorting, ...] = (),
) -> None:
    form = await call.read(form_service.open_project_form, channel_id=channel, **call.reader)
    await ack(response_action="update", view=forms.project_form(form, second=second, guests=guests, given=given))


async def edit_project(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, meta = sent(body, deps)
    deputies = {role: list(given.get(f"{role}_deputies") or []) for role in (Role.AM, Role.PM)}
    await meet(deps, call.team_id, call.user_id, *deputies[Role.AM], *deputies[Role.PM])
    if given.get("channel"):
        await require_internal(deps, given["channel"], "channel")
        await read_guests(deps, given["channel"])
    await call.do(
        upkeep.edit_project,
        project_id=ids.number(meta.get("project")),
        name=given.get("name") or "",
        channel_id=given.get("channel") or "",
        deputies=deputies,
        any_time={role: bool(given.get(f"{role}_any_time")) for role in deputies},
        offsets=str(given["offsets"] or "none") if "offsets" in given else None,
        **call.actor,
    )
    await ack()


async def move_home(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """Outsiders came to read where a project lives: it moves to a place of its owners' choice."""
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    channel = str(given.get("channel") or "")
    if channel:
        await require_internal(deps, channel, "channel")
        await read_guests(deps, channel)
    await call.do(homes.move_home, project_id=ids.number(meta.get("project")), channel_id=channel, **call.actor)
    await ack()


async def sort_guests(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """Who of a channel's guests works with us, and who is the client."""
    call, given, meta = sent(body, deps)
    await meet(deps, call.team_id, call.user_id)
    await call.do(outsiders.sort_guests, channel_id=str(meta.get("channel") or ""), marks=_marks(given), **call.actor)
    await ack()


def _marks(given: Mapping[str, Any]) -> dict[str, str]:
    """Guest → what was picked for them."""
    return {key.removeprefix("guest:"): str(mark) for key, mark in given.items() if key.startswith("guest:") and mark}
