"""Why a change needs whose word, in plain words; from the reasons that the policy gave."""

from collections.abc import Mapping

from bot.policy.change import Condition
from bot.policy.judge import Because
from bot.views.blocks import Raw, md
from bot.views.words import DOMAINS, role
from models.enums import Domain, Mode, Role

CONDITIONS = {
    Condition.BEFORE_START: "it has not started yet",
    Condition.CLIENT_DATE: "the client was told this date",
    Condition.BOOKED_ELSEWHERE: "they are booked elsewhere then",
    Condition.OVER_TENTH_OF_BUDGET: "it is more than a tenth of the budget",
    Condition.OVER_HALF_OF_CONTINGENCY: "it is more than half of the contingency that is left",
    Condition.BINDING_BRIEF_PARTS: "Deliverables, Mandatories or Timing change",
}
#: What a change by one of the two roles needs; `other` is who holds the other role.
MODES = {
    Mode.FREE: "Nobody else is asked",
    Mode.HEADS_UP: "It is done at once, and {other} is told",
    Mode.APPROVAL: "It needs a yes from {other}",
    Mode.JOINT: "It needs a yes from both",
}


def explain(domain: Domain, reason: Mapping[str, object], holders: Mapping[Role, Raw]) -> Raw:
    """A sentence or two for one stored reason; `holders` are names, as mrkdwn."""
    steward = Role(str(reason["steward"])) if reason.get("steward") else None
    answers = _answers(domain, steward, holders)
    condition = reason.get("condition")
    why = f", because {CONDITIONS[Condition(str(condition))]}" if condition else ""
    facts = {"answers": answers, "why": why}
    because, mode = Because(str(reason["because"])), Mode(str(reason["mode"]))
    if because is Because.SECOND:
        second = _named(Role.SECOND, holders)
        return md("{answers}, in both roles. It needs a yes from {second} as second{why}.", second=second, **facts)
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
