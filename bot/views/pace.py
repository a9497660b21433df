"""How soon a change is wanted: the question in the forms, and the marks on what cannot wait or was done already."""

from bot.services.cards import RequestCard
from bot.services.forms import ChangeForm
from bot.services.patience import Patience
from bot.views.blocks import Block, Raw, question, section, select
from bot.views.fields import VALUE
from models.enums import Domain, Pace, ProjectStatus, RequestState

MARK = "done already"


def words(patience: Patience) -> dict[Pace, str]:
    """What can be picked, with the hours that the workspace gives."""
    return {
        Pace.USUAL: f"As usual: an answer within {hours(patience.answer)}",
        Pace.URGENT: f"Urgent: an answer within {hours(patience.urgent)}",
        Pace.DONE: "Done already, needs their word",
    }


def hours(number: float) -> str:
    """`8 working hours`, `0.5 working hours`."""
    return f"{round(number, 2):g} working hour{'' if number == 1 else 's'}"


def pace_input(form: ChangeForm) -> list[Block]:
    """The question; not before the start, when nobody waits. What is asked for already cannot be done first."""
    if form.choice is None or form.choice.status is ProjectStatus.PLANNING:
        return []
    first = not form.name and form.domain is not Domain.PRICE
    offered = [(said, str(pace)) for pace, said in words(form.patience).items() if first or pace is not Pace.DONE]
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
