"""Why a change needs whose word, in plain words; from the reasons that the policy gave."""

from collections.abc import Mapping

from bot.policy.change import Condition
from bot.policy.judge import Because
from bot.views.blocks import Raw, md
from bot.views.words import DOMAINS, role
from models.enums import Domain, Mode

CONDITIONS = {
    Condition.BEFORE_START: "before the start",
    Condition.CLIENT_DATE: "the client was told this date",
    Condition.BOOKED_ELSEWHERE: "they are booked elsewhere then",
    Condition.OVER_TENTH_OF_BUDGET: "it is more than a tenth of the budget",
    Condition.OVER_HALF_OF_CONTINGENCY: "it is more than half of the contingency that is left",
    Condition.BINDING_BRIEF_PARTS: "Deliverables, Mandatories or Timing change",
}
MODES = {
    Mode.FREE: "may change it freely",
    Mode.HEADS_UP: "may change it and tells the other",
    Mode.APPROVAL: "needs the other's yes",
    Mode.JOINT: "needs both to sign",
}


def explain(domain: Domain, reason: Mapping[str, object]) -> Raw:
    """One sentence for one stored reason."""
    steward = reason.get("steward")
    answers = f"The {role(str(steward))} answers for {DOMAINS[domain]}" if steward else f"Both sign {DOMAINS[domain]}"
    condition = reason.get("condition")
    why = f", because {CONDITIONS[Condition(str(condition))]}" if condition else ""
    because = Because(str(reason["because"]))
    if because is Because.SECOND:
        return md("{answers}. One person holds both roles, so a second has to say yes{why}.", answers=answers, why=why)
    if because is Because.NOT_SEPARATED:
        return md("{answers}. One person holds both roles: recorded as roles not separated.", answers=answers)
    if because is Because.ON_BEHALF:
        both = reason.get("mode") in (Mode.APPROVAL, Mode.JOINT)
        needs = "both roles have to say yes" if both else "their yes is enough"
        return md("{answers}. Asked by somebody else, {needs}{why}.", answers=answers, needs=needs, why=why)
    acting = role(str(reason.get("acting")))
    mode = MODES[Mode(str(reason["mode"]))]
    return md("{answers}. Here the {acting} {mode}{why}.", answers=answers, acting=acting, mode=mode, why=why)
