"""The facts of a change that rules may look at. Nothing here knows where they came from."""

from dataclasses import dataclass, field
from enum import StrEnum

from models.enums import Domain


class Condition(StrEnum):
    """What a rule may ask of a change, each with what it means."""

    #: Before both roles agreed to start.
    BEFORE_START = "before_start"
    #: The client was told the date that moves (or would be told the new one).
    CLIENT_DATE = "client_date"
    #: The person is already booked on another project for that time.
    BOOKED_ELSEWHERE = "booked_elsewhere"
    #: More than a share of the whole budget; how much is one of the policy's limits.
    OVER_BUDGET_SHARE = "over_budget_share"
    #: More than a share of what is left of the contingency, likewise.
    OVER_CONTINGENCY_SHARE = "over_contingency_share"
    #: Deliverables, Mandatories or Timing of the brief change.
    BINDING_BRIEF_PARTS = "binding_brief_parts"


#: The parts of a brief that bind production.
BINDING_PARTS = frozenset({"deliverables", "mandatories", "timing"})
#: Conditions that are thresholds: over them, a change is never one person's alone (hybrids ask their second).
THRESHOLDS = frozenset(
    {
        Condition.CLIENT_DATE,
        Condition.BOOKED_ELSEWHERE,
        Condition.OVER_BUDGET_SHARE,
        Condition.OVER_CONTINGENCY_SHARE,
        Condition.BINDING_BRIEF_PARTS,
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a change is over a threshold, in whole per cent."""

    budget_percent: int = 10
    contingency_percent: int = 50

    def of(self, condition: Condition | None) -> int | None:
        """The number that a condition is about; None where it is about none."""
        return (
            {
                Condition.OVER_BUDGET_SHARE: self.budget_percent,
                Condition.OVER_CONTINGENCY_SHARE: self.contingency_percent,
            }.get(condition)
            if condition is not None
            else None
        )


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Change:
    """What is known of one proposed change."""

    domain: Domain
    started: bool = True
    client_date: bool = False
    booked_elsewhere: bool = False
    #: Change of the budget as a share of its total, 0.1 = a tenth; sign does not matter.
    share_of_budget: float = 0.0
    #: Change of the budget as a share of the contingency that is left.
    share_of_contingency: float = 0.0
    brief_parts: frozenset[str] = field(default_factory=frozenset)

    def holds(self, condition: Condition, limits: Limits = DEFAULT_LIMITS) -> bool:
        """Whether `condition` is true of this change."""
        return {
            Condition.BEFORE_START: not self.started,
            Condition.CLIENT_DATE: self.client_date,
            Condition.BOOKED_ELSEWHERE: self.booked_elsewhere,
            Condition.OVER_BUDGET_SHARE: abs(self.share_of_budget) * 100 > limits.budget_percent,
            Condition.OVER_CONTINGENCY_SHARE: abs(self.share_of_contingency) * 100 > limits.contingency_percent,
            Condition.BINDING_BRIEF_PARTS: bool(self.brief_parts & BINDING_PARTS),
        }[condition]
