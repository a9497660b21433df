"""Why a change needs whose word, in plain words; from the reasons that the policy gave."""

from collections.abc import Mapping, Sequence

from bot.policy.change import Condition, Limits
from bot.policy.judge import Because
from bot.policy.table import Clause
from bot.views.blocks import Raw, md
from bot.views.words import DOMAINS, role
from models.enums import Domain, Mode, Role

#: `{limit}` is the policy's number for it.
CONDITIONS = {
    Condition.BEFORE_START: "it has not started yet",
    Condition.CLIENT_DATE: "the client was told this date",
    Condition.BOOKED_ELSEWHERE: "they are booked elsewhere then",
    Condition.OVER_BUDGET_SHARE: "it is more than {limit} % of the budget",
    Condition.OVER_CONTINGENCY_SHARE: "it is more than {limit} % of the contingency that is left",
    Condition.BINDING_BRIEF_PARTS: "Deliverables, Mandatories or Timing change",
}
#: What a change by one of the two roles needs; `other` is who holds the other role.
MODES = {
    Mode.FREE: "Nobody else is asked",
    Mode.HEADS_UP: "It is done at once, and {other} is told",
    Mode.APPROVAL: "It needs a yes from {other}",
    Mode.JOINT: "It needs a yes from both",
}


def condition_words(condition: Condition, limit: object) -> str:
    """When a clause holds, in words."""
    return CONDITIONS[condition].format(limit=limit)


def cell_words(clauses: Sequence[Clause], limits: Limits, modes: Mapping[Mode, str]) -> str:
    """`needs a yes if the client was told this date; otherwise done at once`, in the words of `modes`."""
    whens: dict[Mode, list[str]] = {}
    last = ""
    for clause in clauses:
        if clause.when is None:
            last = modes[clause.mode]
        else:
            whens.setdefault(clause.mode, []).append(condition_words(clause.when, limits.of(clause.when)))
    conditional = [f"{modes[mode]} if {' or '.join(each)}" for mode, each in whens.items()]
    return "; ".join([*conditional, f"otherwise {last}" if conditional else last])


def explain(domain: Domain, reason: Mapping[str, object], holders: Mapping[Role, Raw]) -> Raw:
    """A sentence or two for one stored reason; `holders` are names, as mrkdwn."""
    steward = Role(str(reason["steward"])) if reason.get("steward") else None
    answers = _answers(domain, steward, holders)
    condition = reason.get("condition")
    why = f", because {condition_words(Condition(str(condition)), reason.get('limit'))}" if condition else ""
    facts = {"answers": answers, "why": why}
    because, mode = Because(str(reason["because"])), Mode(str(reason["mode"]))
    if because is Because.SECOND:
        second = _named(Role.SECOND, holders)
        return md("{answers}, in both roles. It needs a yes from {second} as second{why}.", second=second, **facts)
    if because is Because.ASKED:
        return md("{answers}. It could have been done at once, and was asked for instead.", answers=answers)
    if because is Because.LATE_INPUT:
        return md("{answers}. What the client had to send is late, so both say what follows.", answers=answers)
    if because is Because.DONE_LATE:
        return md("{answers}. What it comes after was done late, so both say what follows.", answers=answers)
    if because is Because.NOT_SEPARATED:
        return md("{answers}, in both roles: recorded as roles not separated.", **facts)
    if because is Because.ON_BEHALF:
        if mode not in (Mode.APPROVAL, Mode.JOINT):
            return md("{answers}. Asked by somebody else, that yes is enough.", answers=answers)
        am, pm = (_named(each, holders) for each in (Role.AM, Role.PM))
        other = _named(Role.SECOND, holders) if am == pm else pm
        if condition == Condition.BOOKED_ELSEWHERE and am != pm:
            am, other = pm, _named(Role.LENDER, holders)
        return md("{answers}. Asked by somebody else, it needs a yes from {am} and {other}{why}.", am=am, other=other,
                  **facts)  # fmt: skip
    # Who has somebody booked already is asked for them, not the other role.
    lent = condition == Condition.BOOKED_ELSEWHERE
    other = _named(Role.LENDER if lent else Role(str(reason["acting"])).counterpart, holders)
    return md("{answers}. {needs}{why}.", needs=md(MODES[mode], other=other), **facts)


def _answers(domain: Domain, steward: Role | None, holders: Mapping[Role, Raw]) -> Raw:
    if steward is not None:
        return md("{who} answers for {what}", who=_named(steward, holders), what=DOMAINS[domain])
    am, pm = (_named(each, holders) for each in (Role.AM, Role.PM))
    if am == pm:
        return md("{who} answers for {what}", who=am, what=DOMAINS[domain])
    return md("{am} and {pm} both answer for {what}", am=am, pm=pm, what=DOMAINS[domain])


def _named(given: Role, holders: Mapping[Role, Raw]) -> Raw:
    return holders.get(given) or md("the {role}", role=role(given))
