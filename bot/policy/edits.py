"""What a workspace or one project writes over the default policy, as JSON. Pure.

    {"rules": {"deadline": {"am": {"client_date": "approval", "otherwise": "approval"}, "pm": {…}}},
     "limits": {"budget_percent": 20}}

A domain that is named is written whole, for both roles; what is not named stays as it is underneath.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.policy.change import Condition, Limits
from bot.policy.table import DEFAULT_POLICY, Clause, Policy, Row
from models.enums import Domain, Mode, Role

RULES, LIMITS, OTHERWISE = "rules", "limits", "otherwise"
BOTH = (Role.AM, Role.PM)
#: Condition (or "otherwise") → what a change needs then.
Cell = dict[str, str]


def conditions_of(domain: Domain) -> tuple[Condition, ...]:
    """The conditions that a domain's rules may tell apart, in the order in which they are looked at."""
    row = DEFAULT_POLICY[domain]
    return tuple(dict.fromkeys(each.when for each in (*row.am, *row.pm) if each.when is not None))


def cell_of(policy: Policy, domain: Domain, role: Role) -> Cell:
    """One role's rule in full: what holds under each condition alone, and otherwise."""
    clauses = policy[domain].clauses(role)
    return {
        str(when or OTHERWISE): next(str(each.mode) for each in clauses if each.when in (when, None))
        for when in (*conditions_of(domain), None)
    }


def written_over(policy: Policy, edits: Mapping[str, Any], version: int) -> Policy:
    """The policy with these edits. Raises ValueError or KeyError for what no edit of ours says."""
    rows = dict(policy.rows)
    for name, cells in edits.get(RULES, {}).items():
        domain = Domain(name)
        rows[domain] = Row(rows[domain].steward, *(_clauses(domain, cells[str(role)]) for role in BOTH))
    limits = replace(policy.limits, **edits.get(LIMITS, {}))
    return Policy(rows, limits, max(policy.version, version))


def with_rule(edits: Mapping[str, Any], domain: Domain, cells: Mapping[Role, Cell] | None) -> dict[str, Any]:
    """The edits with another rule for a domain; None: none any more, as it is underneath."""
    rules = {name: each for name, each in edits.get(RULES, {}).items() if name != domain}
    if cells is not None:
        rules[str(domain)] = {str(role): dict(cell) for role, cell in cells.items()}
    return {**edits, RULES: rules}


def with_limits(edits: Mapping[str, Any], limits: Limits | None) -> dict[str, Any]:
    """The edits with other limits; None: none any more."""
    kept = {key: each for key, each in edits.items() if key != LIMITS}
    if limits is None:
        return kept
    return {**kept, LIMITS: {key: getattr(limits, key) for key in Limits.__dataclass_fields__}}


def _clauses(domain: Domain, cell: Mapping[str, str]) -> tuple[Clause, ...]:
    found = [Clause(Mode(cell[when]), when) for when in conditions_of(domain)] + [Clause(Mode(cell[OTHERWISE]))]
    # A condition that changes nothing is no reason to be told.
    while len(found) > 1 and found[-2].mode is found[-1].mode:
        del found[-2]
    return tuple(found)
