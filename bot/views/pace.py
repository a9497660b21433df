"""How soon a change is wanted: the question in the forms, and the marks on what cannot wait or was done already."""

from bot.services import clocks
from bot.services.cards import RequestCard
from bot.services.forms import ChangeForm
from bot.views.blocks import Block, Raw, question, section, select
from bot.views.fields import VALUE
from models.enums import Domain, Pace, ProjectStatus, RequestState

WORDS = {
    Pace.USUAL: f"As usual: an answer within {clocks.ANSWER_HOURS} working hours",
    Pace.URGENT: f"Urgent: an answer within {clocks.URGENT_HOURS} working hours",
    Pace.DONE: "Done already, needs their word",
}
MARK = "done already"


def pace_input(form: ChangeForm) -> list[Block]:
    """The question; not before the start, when nobody waits. What is asked for already cannot be done first."""
    if form.choice is None or form.choice.status is ProjectStatus.PLANNING:
        return []
    first = not form.name and form.domain is not Domain.PRICE
    offered = [(words, str(pace)) for pace, words in WORDS.items() if first or pace is not Pace.DONE]
    chosen = select(VALUE, offered, str(form.pace))
    return [question("pace", "How soon", chosen, optional=True)]


def pace_mark(card: RequestCard) -> list[Block]:
    """What stands above the buttons of a request that is urgent or was done first."""
    if card.done:
        return [section(Raw("*Done already, needs your word.* A no puts the old value back."))]
    return [section(Raw("*Urgent.*"))] if card.urgent else []


def ended_mark(card: RequestCard) -> list[Block]:
    """What was done first and ended without an answer keeps its mark."""
    if card.done and card.state is RequestState.LAPSED:
        return [section(Raw("*Done already*, and nobody said yes to it."))]
    return []
