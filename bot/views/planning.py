"""The forms of a project's plan."""

from collections.abc import Mapping
from typing import Any

from bot.domains.deadline import NAME_LENGTH, NOTHING
from bot.services.ordering import OrderForm
from bot.views import ids
from bot.views.blocks import Block, clip, context, md, modal, option, question, select, text_input
from bot.views.fields import VALUE
from bot.views.words import day


def order_form(form: OrderForm, channel_id: str) -> Block:
    """Which milestone comes after which."""
    blocks = [
        context(md("{project}", project=form.project)),
        question("target", "Milestone", select(VALUE, _milestones(form))),
        _follows(form),
        question("why", "Why", text_input(VALUE, 1000, multiline=True)),
    ]
    return modal(ids.ORDER_FORM, "Order of milestones", blocks, submit="Send", metadata=_metadata(form, channel_id))


def milestone_form(form: OrderForm, channel_id: str, given: Mapping[str, Any], why: str = "") -> Block:
    """A new milestone, filled in as far as was understood."""
    told = option("The client is told this date", "yes")
    boxes: Block = {"type": "checkboxes", "action_id": VALUE, "options": [told]}
    if given.get("client"):
        boxes["initial_options"] = [told]
    picker: Block = {"type": "datepicker", "action_id": VALUE}
    if given.get("date"):
        picker["initial_date"] = given["date"].isoformat()
    blocks = [
        context(md("{project}", project=form.project)),
        question("name", "Name", text_input(VALUE, NAME_LENGTH, given.get("name"))),
        question("date", "Date", picker),
        question("client", "Client date", boxes, optional=True),
        *([_follows(form, str(given.get("follows") or NOTHING), optional=True)] if form.milestones else []),
        question("why", "Why", text_input(VALUE, 1000, why, multiline=True), optional=True),
    ]
    return modal(ids.MILESTONE_FORM, "New milestone", blocks, submit="Send", metadata=_metadata(form, channel_id))


def _milestones(form: OrderForm) -> list[tuple[str, str]]:
    return [(clip(f"{each.name} ({day(each.value['date'])})", 75), each.key) for each in form.milestones[:99]]


def _follows(form: OrderForm, chosen: str | None = None, *, optional: bool = False) -> Block:
    hint = "When that one moves, this one moves by as many working days."
    options = [("Nothing", NOTHING), *_milestones(form)]
    return question("follows", "Comes after", select(VALUE, options, chosen), optional=optional, hint=hint)


def _metadata(form: OrderForm, channel_id: str) -> str:
    return ids.pack(project=form.project_id, channel=channel_id or None)
