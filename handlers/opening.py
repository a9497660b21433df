"""Opening forms: one way in, whoever asks (a command, a button, a shortcut, Home)."""

from collections.abc import Awaitable, Callable

from bot.domains import KINDS
from bot.errors import NotFound
from bot.services import finding, forms, handover, ops, people, undoing
from bot.views import forms as views
from bot.views import handing, talks
from bot.views.blocks import Message
from bot.views.picker import picker
from handlers.answering import page
from handlers.calendars import TITLE as CALENDARS
from handlers.calendars import calendars
from handlers.call import Call, Wanted
from handlers.channels import open_guests, open_move
from handlers.checkins import open_checkin, open_plan, open_questions
from handlers.inputs import open_input
from handlers.leave import open_leave
from handlers.planning import open_milestone, open_order
from handlers.settings import open_defaults, open_settings
from models.enums import Domain, Pace

Opener = Callable[[Call, Wanted], Awaitable[Message | None]]


async def open_form(call: Call, wanted: Wanted) -> Message | None:
    """Open the form that is wanted, filled in; None when it opened. Raises Refused, NotFound."""
    require = people.require_colleague if wanted.form in ("away", "settings") else people.require_insider
    await call.read(require, call.team_id, call.user_id)
    return await OPENERS.get(wanted.form, _open_change)(call, wanted)


async def _open_change(call: Call, wanted: Wanted) -> Message | None:
    """A domain's form; of an open request, its own."""
    if wanted.request_id is not None:
        form = await call.read(forms.open_edit_form, request_id=wanted.request_id, now=call.now, **call.reader)
        return await call.open(views.change_form(form, channel_id=call.place.channel_id), wanted)
    form = await call.read(
        forms.open_change_form,
        channel_id=call.place.channel_id,
        domain=domain_of(wanted.form),
        project_id=wanted.project_id,
        target=wanted.target,
        given=wanted.given,
        why=wanted.why,
        pace=wanted.pace,
        now=call.now,
        **call.reader,
    )
    return await call.open(views.change_form(form, channel_id=call.place.channel_id, source=wanted.source), wanted)


async def _open_picker(call: Call, wanted: Wanted) -> Message | None:
    await call.read(finding.in_question, channel_id=call.place.channel_id, **call.reader)
    return await call.open(picker(channel_id=call.place.channel_id, source=wanted.source), wanted)


async def _open_undo(call: Call, wanted: Wanted) -> Message | None:
    number, where = wanted.request_id or 0, call.place.channel_id
    form = await call.read(undoing.open_undo_form, number=number, channel_id=where, now=call.now, **call.reader)
    return await call.open(talks.undo_form(form), wanted)


async def _open_project(call: Call, wanted: Wanted) -> Message | None:
    form = await call.read(forms.open_project_form, channel_id=call.place.channel_id, **call.reader)
    return await call.open(views.project_form(form, given=wanted.given), wanted)


async def _open_project_edit(call: Call, wanted: Wanted) -> Message | None:
    form = await call.read(forms.open_project_edit_form, project_id=wanted.project, **call.reader)
    return await call.open(views.project_edit_form(form), wanted)


async def _open_handover(call: Call, wanted: Wanted) -> Message | None:
    form = await call.read(handover.open_handover_form, project_id=wanted.project, **call.reader)
    return await call.open(handing.handover_form(form), wanted)


async def _open_ops_leads(call: Call, wanted: Wanted) -> Message | None:
    form = await call.read(ops.open_ops_form, **call.reader)
    return await call.open(views.ops_form(form), wanted)


async def _open_calendars(call: Call, wanted: Wanted) -> Message | None:
    return await call.open(page(await calendars(call), CALENDARS), wanted)


#: Every other name is that of a domain, whose form asks for a change.
OPENERS: dict[str, Opener] = {
    "request": _open_picker,
    "undo": _open_undo,
    "project": _open_project,
    "project_edit": _open_project_edit,
    "handover": _open_handover,
    "ops_leads": _open_ops_leads,
    "calendar": _open_calendars,
    "away": open_leave,
    "order": open_order,
    "milestone": open_milestone,
    "move": open_move,
    "guests": open_guests,
    "input": open_input,
    "settings": open_settings,
    "defaults": open_defaults,
    "checkin": open_checkin,
    "checkin_plan": open_plan,
    "checkin_questions": open_questions,
}


def pace_of(name: object) -> Pace:
    """What was picked; as usual where nothing was. Raises NotFound for what we did not offer."""
    if name in (None, ""):
        return Pace.USUAL
    if name not in set(Pace):
        raise NotFound("button_unknown")
    return Pace(str(name))


def domain_of(name: object) -> Domain:
    """Raises NotFound for what cannot be proposed."""
    found = next((each for each in KINDS if each == name), None)
    if found is None:
        raise NotFound("button_unknown")
    return found
