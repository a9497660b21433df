"""A request in running words: for notifications, notices, tables, and forms about it."""

from collections.abc import Sequence

from bot.domains.kind import FieldKind, Line
from bot.services.cards import RequestCard
from bot.services.lines import asked_of
from bot.views.proposals import ended, is_proposal
from bot.views.words import DOMAINS, STATES, shown, spoken, spoken_moment
from models.enums import Domain, Mode, RequestState


def how_it_ended(card: RequestCard) -> str:
    """`approved`, `withdrawn`, …; of what the clock asked, what was agreed to."""
    return ended(card) if is_proposal(card) else STATES[card.state]


def spoken_request(card: RequestCard) -> str:
    """What notifications and screen readers say of a request's card."""
    asker = spoken(card.names, card.author_id if card.countered else card.requester_id)
    start = f"{card.name} {card.project}: {asker} {_spoken_verb(card)} {in_words(card)}"
    if card.is_open:
        due = f", answer by {spoken_moment(card.due_at, card.zone)}" if card.due_at and card.question is None else ""
        due = ", on hold" if card.on_hold else due
        return f"{'Urgent: ' if card.urgent else ''}{start} ({card.reason}){due}"
    end = how_it_ended(card)
    if card.decided_by and card.state not in (RequestState.TOLD,):
        end += f" by {spoken(card.names, card.decided_by)}"
    reason = f": {card.decision_reason}" if card.decision_reason else ""
    return f"{start}: {end}{reason}"


def _spoken_verb(card: RequestCard) -> str:
    if card.done and card.is_open:
        return "did this already and asks for your word:"
    if card.mode is Mode.HEADS_UP:
        return "changed"
    if card.countered:
        return "suggests" if card.is_open else "suggested"
    return "asks" if card.is_open else "asked"


def in_words(card: RequestCard) -> str:
    """`Deadline: Fri 15 Jan 2027 → Tue 14 Dec 2027`, or which parts of the brief differ."""
    texts = [each for each in card.lines if each.kind is FieldKind.LONG_TEXT]
    others = [each for each in card.lines if each.kind is not FieldKind.LONG_TEXT]
    if card.domain is Domain.BRIEF and texts:
        said = "the brief: " + ", ".join(line.label for line in texts)
    elif card.domain in (Domain.STRATEGY, Domain.PROCESS) and texts:
        said = DOMAINS[card.domain]
    else:
        return in_short(card.lines)
    return "; ".join([said, *([in_short(others)] if others else [])])


def all_of(lines: Sequence[Line]) -> list[str]:
    """The words of each line that was asked for, and of how much moves along."""
    along = sum(each.along for each in lines)
    said = [line_words(each) for each in asked_of(lines)]
    return [*said, f"{along} more {'moves' if along == 1 else 'move'} along"] if along else said


def in_short(lines: Sequence[Line]) -> str:
    """What was asked for in full, and how much moves along."""
    return "; ".join(all_of(lines))


def line_words(line: Line) -> str:
    """`Deadline: Fri 15 Jan 2027 → Tue 14 Dec 2027`."""
    return f"{line.label}: {shown(line.kind, line.old)} → {shown(line.kind, line.new, 'removed')}"
