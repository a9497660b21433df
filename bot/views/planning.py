"""The forms of a project's plan."""

from bot.domains.deadline import NOTHING
from bot.services.ordering import OrderForm
from bot.views import ids
from bot.views.blocks import Block, clip, context, md, modal, question, select
from bot.views.fields import VALUE
from bot.views.words import day


def order_form(form: OrderForm, channel_id: str) -> Block:
    """Which milestone comes after which."""
    options = [(clip(f"{each.name} ({day(each.value['date'])})", 75), each.key) for each in form.milestones[:99]]
    lines = {"type": "plain_text_input", "action_id": VALUE, "multiline": True, "max_length": 1000}
    hint = "When that one moves, this one moves by as many working days."
    blocks = [
        context(md("{project}", project=form.project)),
        question("target", "Milestone", select(VALUE, options)),
        question("follows", "Comes after", select(VALUE, [("Nothing", NOTHING), *options]), hint=hint),
        question("why", "Why", lines),
    ]
    metadata = ids.pack(project=form.project_id, channel=channel_id or None)
    return modal(ids.ORDER_FORM, "Order of milestones", blocks, submit="Send", metadata=metadata)
