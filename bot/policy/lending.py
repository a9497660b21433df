"""Whose word a change needs, the manager of another project included who has the person booked already. Pure."""

from dataclasses import replace

from bot.policy.change import Change
from bot.policy.judge import Verdict, judge
from bot.policy.table import DEFAULT_POLICY, Policy
from models.enums import Mode, Role


def whose_word(
    change: Change, acting: frozenset[Role], policy: Policy = DEFAULT_POLICY, *, hybrid: bool = False
) -> Verdict:
    """As `judge`; where somebody is booked elsewhere, the manager of that project is asked for them.

    Their word stands in for the account manager's, who neither answers for people nor lends them. Who is both roles
    asks their second, as for anything over a threshold.
    """
    verdict = judge(change, acting, policy, hybrid=hybrid)
    if not change.booked_elsewhere or verdict.mode is not Mode.APPROVAL or hybrid or {Role.AM, Role.PM} <= acting:
        return verdict
    return replace(verdict, needs=(*(each for each in verdict.needs if each is not Role.AM), Role.LENDER))
