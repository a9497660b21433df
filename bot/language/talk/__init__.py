"""Requests in talk: is a message a live ask for a change, of which kind, about what, and to which day.

`worth_reading` drops most of what is said within microseconds; `read` weighs the rest by words, their classes and
forms of asking. Pure, deterministic, and the same on every machine; figures of how well it does are in docs/reading.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.language.dates import read_date
from bot.language.talk.about import target_of
from bot.language.talk.cues import worth_reading
from bot.language.talk.details import details_of
from bot.language.talk.said import HEAD, TAIL, sentences
from bot.language.talk.signs import signs
from bot.language.talk.weights import KINDS, Weights, shipped

__all__ = ["KINDS", "Understood", "read", "worth_reading"]

_MONEY_CLASSES = frozenset({"MONEY", "MONEYV", "PERCENT"})
#: below this confidence nothing is asked, and nothing more is read
_IDLE = 0.01
#: from this share on a deadline is meant, perhaps
_DATED = 0.06


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of one message.

    `kind` is the likeliest of `KINDS`, also below the bar of a request, so that a direct message can be answered;
    None where nothing in the message says any. The day and the shifts are read only where a deadline may be
    meant; `candidates` are the days it may have meant where that must be asked.
    """

    is_request: bool
    confidence: float
    kind: str | None = None
    proposed_date: date | None = None
    shift_days: int | None = None
    shift_workdays: int | None = None
    target: str | None = None
    #: amounts or money words: whether the client pays or the agency spends may have to be asked
    money: bool = False
    candidates: tuple[date, ...] = ()
    #: how likely `kind` is, against the other kinds
    share: float = 0.0
    #: the day is so many working days ahead, counted from Monday to Friday
    workdays: int | None = None
    #: what else was plainly said, by the keys of that kind's form; see `details.py`
    details: Mapping[str, str] = field(default_factory=dict)


def read(
    text: str,
    *,
    sent_on: date,
    author_role: str | None,
    day_first: bool | None,
    targets: Sequence[str] = (),
    weights: Weights | None = None,
) -> Understood:
    """Read one message, in Slack's raw form, as said on the local day `sent_on`. Never raises.

    `author_role` is `am`, `pm`, `other` or None where it is not known; `day_first` the order of 3/4 where the
    author's locale tells it; `targets` the names of the project's milestones.
    """
    weights = weights or shipped()
    text = text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]
    said = sentences(text)
    day = read_date(text, sent_on, day_first=day_first, asked_within=0)
    confidence, kinds = weights.weigh(signs(said, author_role, day, weights.known))
    money = any(each in _MONEY_CLASSES for sentence in said for each in sentence.classes)
    if confidence < _IDLE:
        return Understood(False, confidence, money=money)
    kind = max(kinds, key=lambda each: kinds[each])
    target = target_of(text, said, kind, targets)
    asked = confidence >= weights.threshold and kinds[kind] >= weights.kind_bar
    details = details_of(text, kind)
    understood = Understood(asked, confidence, kind, target=target, money=money, share=kinds[kind], details=details)
    if kinds["deadline"] < _DATED:
        return understood
    return replace(
        understood,
        proposed_date=day.date,
        shift_days=day.shift_days,
        shift_workdays=day.shift_workdays,
        candidates=day.candidates,
        workdays=day.workdays,
    )
