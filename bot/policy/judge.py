"""Facts of a change and who acts → whose word it needs, with the reasons. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.policy.change import THRESHOLDS, Change, Condition
from bot.policy.table import DEFAULT_POLICY, Clause, Policy
from models.enums import Domain, Mode, Role

BOTH = (Role.AM, Role.PM)
#: From the loosest to the strictest.
STRICTNESS = (Mode.FREE, Mode.HEADS_UP, Mode.APPROVAL, Mode.JOINT)


class Because(StrEnum):
    """The kinds of reason a verdict may carry."""

    #: The other role answers for this, or this rule asks for the other's word.
    RULE = "rule"
    #: Somebody without a role asked: judged as if the one who answers for it had.
    ON_BEHALF = "on_behalf"
    #: One person holds both roles; it goes to the second.
    SECOND = "second"
    #: One person holds both roles; recorded as "roles not separated".
    NOT_SEPARATED = "not_separated"
    #: What the client had to send is late: both roles say what follows from it.
    LATE_INPUT = "late_input"
    #: What it comes after was done late: both say what follows.
    DONE_LATE = "done_late"
    #: Whoever asked could have done it alone, and asked instead.
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the kind, whose rule it was, who answers for the domain (None: both), and the condition that decided."""

    because: Because
    acting: Role | None
    steward: Role | None
    mode: Mode
    condition: Condition | None = None
    #: The limit that the condition was measured by, in per cent, where it has one.
    limit: int | None = None
    #: What it is about, where that is something else than what was asked for.
    domain: Domain | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change needs. `needs` are the roles whose word is asked; empty when nobody's is."""

    mode: Mode
    needs: tuple[Role, ...]
    reasons: tuple[Reason, ...]


def judge(change: Change, acting: frozenset[Role], policy: Policy = DEFAULT_POLICY, *, hybrid: bool = False) -> Verdict:
    """Whose word `change` needs when it is raised by somebody who holds the roles in `acting`.

    One role: that role's clauses. Neither: as if the one who answers for it had raised it, whose own word is then
    needed too. Both (a hybrid): price, client dates and whatever is over a threshold go to the second, the rest is
    recorded. `hybrid` says that one person holds both roles, whoever asks.
    """
    own = acting & {Role.AM, Role.PM}
    if len(own) == 2:
        return _judge_hybrid(change, policy)
    if len(own) == 1:
        verdict = _judge_role(change, next(iter(own)), policy)
        return _asking_the_second(verdict, next(iter(own))) if hybrid else verdict
    return _judge_on_behalf(change, policy, hybrid=hybrid)


def _clause(change: Change, role: Role, policy: Policy) -> Clause:
    for clause in policy[change.domain].clauses(role):
        if clause.when is None or change.holds(clause.when, policy.limits):
            return clause
    # A row that can run out is a mistake in the table; the strictest answer is the safe one.
    return Clause(Mode.APPROVAL)


def _judge_role(change: Change, role: Role, policy: Policy) -> Verdict:
    clause = _clause(change, role, policy)
    needs: tuple[Role, ...] = {
        Mode.FREE: (),
        Mode.HEADS_UP: (role.counterpart,),
        Mode.APPROVAL: (role.counterpart,),
        Mode.JOINT: BOTH,
    }[clause.mode]
    steward = policy[change.domain].steward
    reason = Reason(Because.RULE, role, steward, clause.mode, clause.when, policy.limits.of(clause.when))
    return Verdict(clause.mode, needs, (reason,))


def _asking_the_second(verdict: Verdict, role: Role) -> Verdict:
    """Who stands in for one role of somebody who holds both asks the second, not the person they stand in for."""
    needs = tuple(Role.SECOND if each is role.counterpart else each for each in verdict.needs)
    reasons = tuple(
        replace(each, because=Because.SECOND, acting=None) if verdict.mode is Mode.APPROVAL else each
        for each in verdict.reasons
    )
    return replace(verdict, needs=needs, reasons=reasons)


def _judge_on_behalf(change: Change, policy: Policy, *, hybrid: bool) -> Verdict:
    steward = policy[change.domain].steward
    if hybrid:
        # The same person would sign twice: where they would need a second themselves, the second is the other word.
        own = _judge_hybrid(change, policy)
        reason = replace(own.reasons[0], because=Because.ON_BEHALF, mode=own.mode)
        return Verdict(Mode.APPROVAL, (steward or Role.PM, *own.needs), (reason,))
    if steward is None:
        return Verdict(Mode.JOINT, BOTH, (Reason(Because.ON_BEHALF, None, None, Mode.JOINT),))
    clause = _clause(change, steward, policy)
    needs = BOTH if clause.mode in (Mode.APPROVAL, Mode.JOINT) else (steward,)
    limit = policy.limits.of(clause.when)
    return Verdict(Mode.APPROVAL, needs, (Reason(Because.ON_BEHALF, None, steward, clause.mode, clause.when, limit),))


def _judge_hybrid(change: Change, policy: Policy) -> Verdict:
    row = policy[change.domain]
    clauses = [_clause(change, role, policy) for role in BOTH]
    over = next((clause.when for clause in clauses if clause.when in THRESHOLDS), None)
    # The AM's deadline rule has no condition (it always asks), so a client date is looked at by itself.
    if change.started and change.holds(Condition.CLIENT_DATE):
        over = Condition.CLIENT_DATE
    # What the client pays is never one person's alone, whatever a workspace writes into its policy.
    if over is not None or change.domain is Domain.PRICE or any(clause.mode is Mode.JOINT for clause in clauses):
        reason = Reason(Because.SECOND, None, row.steward, Mode.APPROVAL, over, policy.limits.of(over))
        return Verdict(Mode.APPROVAL, (Role.SECOND,), (reason,))
    return Verdict(Mode.FREE, (), (Reason(Because.NOT_SEPARATED, None, row.steward, Mode.FREE),))


def insisted(verdict: Verdict, acting: frozenset[Role]) -> Verdict:
    """The same, but asked for: what could be done alone needs the word of the other role (of the second, for one who
    is both)."""
    if verdict.mode not in (Mode.FREE, Mode.HEADS_UP):
        return verdict
    own = next(iter(sorted(acting & set(BOTH))), Role.AM)
    needs = Role.SECOND if set(BOTH) <= acting else own.counterpart
    first = verdict.reasons[0]
    return Verdict(Mode.APPROVAL, (needs,), (Reason(Because.ASKED, own, first.steward, Mode.APPROVAL),))


def strictest(own: Domain, verdicts: Sequence[tuple[Domain, Verdict]]) -> Verdict:
    """What several values need that are decided as one: the strictest of their rules holds, and everybody whose yes
    one of them needs is asked. `own`: what it is about in the first place."""
    mode = max((each.mode for _, each in verdicts), key=STRICTNESS.index)
    binding = [each for _, each in verdicts if each.mode in (Mode.APPROVAL, Mode.JOINT)]
    needs = dict.fromkeys(role for each in binding or [each for _, each in verdicts] for role in each.needs)
    reasons = [
        replace(reason, domain=None if domain is own else domain)
        for domain, each in verdicts
        for reason in each.reasons
    ]
    return Verdict(mode, tuple(needs), tuple(dict.fromkeys(reasons)))


def in_offer(verdict: Verdict) -> Verdict:
    """The same as the reasons of an offer: what could be done alone is put to the others with the rest."""
    alone = (Mode.FREE, Mode.HEADS_UP)
    reasons = [
        replace(each, because=Because.ASKED, mode=Mode.APPROVAL) if each.mode in alone else each
        for each in verdict.reasons
    ]
    return replace(verdict, reasons=tuple(reasons))
