"""How long silence may last: as the product comes, and as a workspace set it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot.errors import Invalid
from bot.prepared import Prepared
from models import Workspace

#: At which part of the time until an answer is due whoever is asked is reminded, in percent.
NUDGES = (25, 50, 75)
#: Less is no time to answer in; more is no answer.
SHORTEST, LONGEST = 0.25, 60


@dataclass(frozen=True, slots=True)
class Patience:
    """Working hours of whoever is asked, and when they are reminded."""

    #: Until an answer is due, and the deputy asked.
    answer: float = 8
    #: The same for what is urgent.
    urgent: float = 2
    #: Percent of either.
    nudge: int = 50
    #: From due to the ops leads.
    ops: float = 4
    #: From there to the end.
    lapse: float = 8

    def until_due(self, *, urgent: bool) -> float:
        return self.urgent if urgent else self.answer

    def until_nudge(self, *, urgent: bool) -> float:
        return self.until_due(urgent=urgent) * self.nudge / 100


USUAL = Patience()
HOURS = ("answer", "urgent", "ops", "lapse")

_SET = Prepared(
    select(
        col(Workspace.answer_minutes),
        col(Workspace.urgent_minutes),
        col(Workspace.nudge_percent),
        col(Workspace.ops_minutes),
        col(Workspace.lapse_minutes),
    ).where(col(Workspace.team_id) == bindparam("team_id"))
)


def patience_of(session: Session, team_id: str) -> Patience:
    """What is in force in a workspace."""
    found = _SET.first(session, team_id=team_id) or (None,) * len(fields(Patience))
    given = zip((each.name for each in fields(Patience)), found, strict=True)
    return Patience(
        **{
            name: getattr(USUAL, name) if value is None else value if name == "nudge" else value / 60
            for name, value in given
        }
    )


def read_patience(given: Mapping[str, Any]) -> Patience:
    """What was filled in. Raises Invalid with the field of what cannot be."""
    hours = {name: _hours(name, given.get(name)) for name in HOURS}
    nudge = str(given.get("nudge") or "")
    if nudge not in {str(each) for each in NUDGES}:
        raise Invalid("choice_missing", "nudge")
    if hours["urgent"] > hours["answer"]:
        raise Invalid("urgent_slow", "urgent", hours=f"{hours['answer']:g}")
    return Patience(**hours, nudge=int(nudge))


def set_patience(workspace: Workspace, wanted: Patience) -> None:
    """From now on this is in force, for what is asked and for what silence does next."""
    for name in HOURS:
        setattr(workspace, f"{name}_minutes", round(getattr(wanted, name) * 60))
    workspace.nudge_percent = wanted.nudge


def _hours(name: str, given: object) -> float:
    text = str(given if given is not None else "").strip()
    if not text:
        raise Invalid("empty", name)
    try:
        hours = Decimal(text[:40])
    except InvalidOperation:
        raise Invalid("number_unclear", name, text=text[:40]) from None
    if not hours.is_finite() or not SHORTEST <= hours <= LONGEST:
        raise Invalid("silence_outside", name, least="a quarter of an hour", most=LONGEST)
    return round(float(hours) * 60) / 60
