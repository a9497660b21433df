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
    #: More than a tenth of the whole budget.
    OVER_TENTH_OF_BUDGET = "over_tenth_of_budget"
    #: More than half of what is left of the contingency.
    OVER_HALF_OF_CONTINGENCY = "over_half_of_contingency"
    #: Deliverables, Mandatories or Timing of the brief change.
    BINDING_BRIEF_PARTS = "binding_brief_parts"


#: The parts of a brief that bind production (PRODUCT section 3).
BINDING_PARTS = frozenset({"deliverables", "mandatories", "timing"})
#: Conditions that are thresholds: over them, a change is never one person's alone (hybrids ask their second).
THRESHOLDS = frozenset(
    {
        Condition.CLIENT_DATE,
        Condition.BOOKED_ELSEWHERE,
        Condition.OVER_TENTH_OF_BUDGET,
        Condition.OVER_HALF_OF_CONTINGENCY,
        Condition.BINDING_BRIEF_PARTS,
    }
)


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

    def holds(self, condition: Condition) -> bool:
        """Whether `condition` is true of this change."""
        return {
            Condition.BEFORE_START: not self.started,
            Condition.CLIENT_DATE: self.client_date,
            Condition.BOOKED_ELSEWHERE: self.booked_elsewhere,
            Condition.OVER_TENTH_OF_BUDGET: abs(self.share_of_budget) > 0.1,
            Condition.OVER_HALF_OF_CONTINGENCY: abs(self.share_of_contingency) > 0.5,
            Condition.BINDING_BRIEF_PARTS: bool(self.brief_parts & BINDING_PARTS),
        }[condition]
