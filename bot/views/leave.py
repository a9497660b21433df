"""Being away: the form, and the question after a status in Slack."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.views import ids
from bot.views.blocks import Block, Message, actions, button, md, modal, plain, question, section
from bot.views.fields import VALUE


def away_form(first: date | None = None, last: date | None = None) -> Block:
    """From when until when somebody is away, and who answers meanwhile."""
    person: Block = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    hint = "Your deputy in each project where you have none yet."
    blocks = [
        question("from", "First day away", _day(first)),
        question("until", "Last day away", _day(last)),
        question("deputy", "Who answers meanwhile", person, optional=True, hint=hint),
    ]
    return modal(ids.AWAY_FORM, "Away", blocks, submit="Save")


def status_away(facts: Mapping[str, Any]) -> Message:
    """Their Slack status says that they are off; here they are not."""
    text = md(
        "Your Slack status says “{status}”. Shall it be so here too? Then nothing comes to you by itself, and your "
        "deputies answer.",
        status=facts.get("status", ""),
    )
    form = button("Set when I am away", f"{ids.OPEN_FORM}:away", ids.pack(form="away", date=facts.get("until")))
    return Message(text, [section(text), actions(form)])


def _day(given: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    if given is not None:
        element["initial_date"] = given.isoformat()
    return element
