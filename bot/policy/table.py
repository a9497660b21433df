"""The default policy: whose word each change needs, as rows of clauses.

For each domain and acting role the clauses are read in order; the first whose condition holds decides. Tests, the
judge and `docs/policy.md` all read this one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.policy.change import DEFAULT_LIMITS, Condition, Limits
from models.enums import Domain, Mode, Role

#: The number of the default table; what a workspace writes over it counts on from here.
DEFAULT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Clause:
    """`mode` holds when `when` does; without a condition, always."""

    mode: Mode
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One domain: who answers for it (None: both) and what each role's own changes need."""

    steward: Role | None
    am: tuple[Clause, ...]
    pm: tuple[Clause, ...]

    def clauses(self, role: Role) -> tuple[Clause, ...]:
        return self.am if role is Role.AM else self.pm


@dataclass(frozen=True, slots=True)
class Policy:
    """Every domain's row and the limits, as they hold for one project; `version` is what decisions store."""

    rows: Mapping[Domain, Row]
    limits: Limits = DEFAULT_LIMITS
    version: int = DEFAULT_VERSION

    def __getitem__(self, domain: Domain) -> Row:
        return self.rows[domain]


FREE = (Clause(Mode.FREE),)
HEADS_UP = (Clause(Mode.HEADS_UP),)
APPROVAL = (Clause(Mode.APPROVAL),)
JOINT = (Clause(Mode.JOINT),)

DEFAULT_POLICY = Policy(
    {
        Domain.DEADLINE: Row(
            steward=Role.PM,
            am=APPROVAL,
            pm=(Clause(Mode.APPROVAL, Condition.CLIENT_DATE), Clause(Mode.HEADS_UP)),
        ),
        Domain.RESOURCING: Row(
            steward=Role.PM,
            am=APPROVAL,
            pm=(Clause(Mode.APPROVAL, Condition.BOOKED_ELSEWHERE), Clause(Mode.FREE)),
        ),
        Domain.BUDGET: Row(
            steward=Role.PM,
            am=APPROVAL,
            pm=(
                Clause(Mode.APPROVAL, Condition.OVER_BUDGET_SHARE),
                Clause(Mode.APPROVAL, Condition.OVER_CONTINGENCY_SHARE),
                Clause(Mode.HEADS_UP),
            ),
        ),
        Domain.PRICE: Row(steward=None, am=JOINT, pm=JOINT),
        Domain.SCOPE: Row(steward=Role.AM, am=APPROVAL, pm=APPROVAL),
        Domain.BRIEF: Row(
            steward=Role.AM,
            am=(
                Clause(Mode.FREE, Condition.BEFORE_START),
                Clause(Mode.APPROVAL, Condition.BINDING_BRIEF_PARTS),
                Clause(Mode.HEADS_UP),
            ),
            pm=(Clause(Mode.FREE, Condition.BEFORE_START), Clause(Mode.APPROVAL)),
        ),
        Domain.STRATEGY: Row(steward=Role.AM, am=HEADS_UP, pm=APPROVAL),
        Domain.SUPPLIER: Row(steward=Role.PM, am=APPROVAL, pm=FREE),
        Domain.QUALITY: Row(steward=Role.PM, am=APPROVAL, pm=HEADS_UP),
        Domain.CLIENT_CONTACT: Row(steward=Role.AM, am=FREE, pm=APPROVAL),
        Domain.PROCESS: Row(steward=Role.PM, am=APPROVAL, pm=APPROVAL),
    }
)
