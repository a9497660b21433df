"""What the clock proposes because the client, or what comes before, is late: `Agree`, or `Absorb` with a reason."""

from bot.services.cards import RequestCard
from bot.views import ids
from bot.views.blocks import Block, Raw, actions, button
from bot.views.inputs import chase_button
from bot.views.words import ENDED, mentions
from models.enums import RequestState

#: How it ended, after "is" or "was".
_ENDED = {RequestState.APPROVED: "agreed", RequestState.DECLINED: "absorbed"}


def is_proposal(card: RequestCard) -> bool:
    return card.input_id is not None or card.follow_on


def why_proposed(card: RequestCard) -> Raw:
    if card.follow_on:
        return Raw("What it comes after was done late, so it could move as many working days. Or it stays, and you "
                   "absorb it:")  # fmt: skip
    return Raw("The client is late, so this could move as many working days. Or it stays, and you absorb it:")


def proposal_buttons(card: RequestCard) -> Block:
    value = str(ids.Versioned(card.request_id, card.version))
    return actions(
        button("Agree", ids.APPROVE, value, style="primary", about=f"Agree to {card.name}"),
        button("Absorb", ids.DECLINE, value, about=f"Absorb {card.name}: no date moves"),
        *([chase_button(card.input_id, card.reason)] if card.input_id is not None else []),
        button("Not me", ids.NOT_ME, value, about=f"{card.name} is not for me"),
    )


def ended(card: RequestCard) -> str:
    """`approved`, or `agreed` where the clock had proposed it."""
    return (_ENDED if is_proposal(card) else ENDED).get(card.state) or ENDED[card.state]


def to_askers(card: RequestCard, by: str | None) -> Raw:
    """The mentions of who waits to hear it, with a space behind them: whoever asked, and whoever suggested what is
    asked for now; not who did it, and nobody where the clock asked."""
    suggested = [card.author_id] if card.countered else []
    people = [each for each in (card.requester_id, *suggested) if each != by]
    return Raw("") if is_proposal(card) or not people else Raw(f"{mentions(people)} ")
