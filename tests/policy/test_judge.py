"""The default policy, row for row: domain × condition × who acts → whose word it needs."""

from itertools import combinations

import pytest

from bot.policy.change import BINDING_PARTS, Change
from bot.policy.judge import Because, Verdict, judge
from bot.policy.table import DEFAULT_POLICY
from models.enums import Domain, Mode, Role

#: What a cell says: the mode, and whose word is asked. For somebody without a role the one who answers for it says
#: yes, and the counterpart as well wherever that one would have needed them.
CELLS = {
    # The PM of the project that has booked the person; roles are of one project, so the domain will have to name them.
    "asks": (Mode.APPROVAL, None),
    "free": (Mode.FREE, ()),
    "tells am": (Mode.HEADS_UP, (Role.AM,)),
    "tells pm": (Mode.HEADS_UP, (Role.PM,)),
    "asks am": (Mode.APPROVAL, (Role.AM,)),
    "asks pm": (Mode.APPROVAL, (Role.PM,)),
    "asks both": (Mode.APPROVAL, (Role.AM, Role.PM)),
    "asks 2nd": (Mode.APPROVAL, (Role.SECOND,)),
    "sign": (Mode.JOINT, (Role.AM, Role.PM)),
}
#: domain, condition → AM acts, PM acts, somebody else asks, one person is both
TABLE = """
deadline        internal date           asks pm    tells am    asks pm    free
deadline        client date             asks pm    asks am     asks both  asks 2nd
resourcing      -                       asks pm    free        asks pm    free
resourcing      booked elsewhere        asks pm    asks        asks both  asks 2nd
budget          -                       asks pm    tells am    asks pm    free
budget          a tenth                 asks pm    tells am    asks pm    free
budget          over a tenth            asks pm    asks am     asks both  asks 2nd
budget          a tenth less            asks pm    tells am    asks pm    free
budget          over a tenth less       asks pm    asks am     asks both  asks 2nd
budget          half the contingency    asks pm    tells am    asks pm    free
budget          over half               asks pm    asks am     asks both  asks 2nd
price           -                       sign       sign        sign       asks 2nd
scope           -                       asks pm    asks am     asks both  free
brief           planning                free       free        asks am    free
brief           planning, deliverables  free       free        asks am    free
brief           tone                    tells pm   asks am     asks am    free
brief           deliverables            asks pm    asks am     asks both  asks 2nd
brief           mandatories             asks pm    asks am     asks both  asks 2nd
brief           timing                  asks pm    asks am     asks both  asks 2nd
brief           tone and timing         asks pm    asks am     asks both  asks 2nd
strategy        -                       tells pm   asks am     asks am    free
supplier        -                       asks pm    free        asks pm    free
quality         -                       asks pm    tells am    asks pm    free
client_contact  -                       free       asks am     asks am    free
process         -                       asks pm    asks am     asks both  free
"""
CONDITIONS = {
    "-": {},
    "internal date": {"client_date": False},
    "client date": {"client_date": True},
    "booked elsewhere": {"booked_elsewhere": True},
    "a tenth": {"share_of_budget": 0.1},
    "over a tenth": {"share_of_budget": 0.1001},
    "a tenth less": {"share_of_budget": -0.1},
    "over a tenth less": {"share_of_budget": -0.11},
    "half the contingency": {"share_of_contingency": 0.5},
    "over half": {"share_of_contingency": 0.51},
    "planning": {"started": False, "brief_parts": frozenset({"tone"})},
    "planning, deliverables": {"started": False, "brief_parts": frozenset({"deliverables"})},
    "tone": {"brief_parts": frozenset({"tone"})},
    "deliverables": {"brief_parts": frozenset({"deliverables"})},
    "mandatories": {"brief_parts": frozenset({"mandatories"})},
    "timing": {"brief_parts": frozenset({"timing"})},
    "tone and timing": {"brief_parts": frozenset({"tone", "timing"})},
}
ACTING = {
    "AM": frozenset({Role.AM}),
    "PM": frozenset({Role.PM}),
    "somebody else": frozenset(),
    "both in one": frozenset({Role.AM, Role.PM}),
}


def _cells() -> list[tuple[str, str, str, str]]:
    found = []
    for line in TABLE.strip().splitlines():
        domain, condition, *cells = [part.strip() for part in line.split("  ") if part.strip()]
        found += [(domain, condition, who, cell) for who, cell in zip(ACTING, cells, strict=True)]
    return found


def _verdict(domain: str, condition: str, who: str) -> Verdict:
    return judge(Change(Domain(domain), **CONDITIONS[condition]), ACTING[who])


@pytest.mark.parametrize(("domain", "condition", "who", "cell"), _cells())
def test_whose_word_a_change_needs(domain: str, condition: str, who: str, cell: str) -> None:
    verdict = _verdict(domain, condition, who)
    mode, needs = CELLS[cell]
    assert verdict.mode is mode
    assert needs is None or verdict.needs == needs


@pytest.mark.parametrize(("domain", "condition", "who", "cell"), _cells())
def test_every_verdict_says_why(domain: str, condition: str, who: str, cell: str) -> None:
    verdict = _verdict(domain, condition, who)
    assert verdict.reasons
    assert all(each.steward is DEFAULT_POLICY[Domain(domain)].steward for each in verdict.reasons)
    assert (verdict.mode is Mode.FREE) == (verdict.needs == ())
    kinds = {"AM": {Because.RULE}, "PM": {Because.RULE}, "somebody else": {Because.ON_BEHALF}}
    assert {each.because for each in verdict.reasons} <= kinds.get(who, {Because.SECOND, Because.NOT_SEPARATED})


def test_the_table_above_names_every_domain() -> None:
    assert {domain for domain, _, _, _ in _cells()} == set(Domain)


ANSWERS = """
deadline pm · resourcing pm · budget pm · price both · scope am · brief am · strategy am · supplier pm · quality pm
· client_contact am · process pm
"""


@pytest.mark.parametrize("row", ANSWERS.replace("\n", " ").split("·"))
def test_who_answers_for_it(row: str) -> None:
    domain, role = row.split()
    assert DEFAULT_POLICY[Domain(domain)].steward == (None if role == "both" else Role(role))


def test_nobody_can_be_asked_for_their_own_word() -> None:
    for domain in Domain:
        for role in (Role.AM, Role.PM):
            verdict = judge(Change(domain), frozenset({role}))
            assert verdict.mode is Mode.JOINT or role not in verdict.needs


#: One person is both, and somebody else asks: that person says yes, and the second wherever they would be asked.
ON_BEHALF_OF_BOTH = [
    ("deadline", "internal date", (Role.PM,)),
    ("deadline", "client date", (Role.PM, Role.SECOND)),
    ("budget", "over a tenth", (Role.PM, Role.SECOND)),
    ("price", "-", (Role.PM, Role.SECOND)),
    ("brief", "tone", (Role.AM,)),
    ("brief", "timing", (Role.AM, Role.SECOND)),
    ("scope", "-", (Role.AM,)),
]


@pytest.mark.parametrize(("domain", "condition", "needs"), ON_BEHALF_OF_BOTH)
def test_somebody_else_asks_one_person_who_is_both(domain: str, condition: str, needs: tuple[Role, ...]) -> None:
    verdict = judge(Change(Domain(domain), **CONDITIONS[condition]), frozenset(), hybrid=True)
    assert (verdict.mode, verdict.needs) == (Mode.APPROVAL, needs)
    assert verdict.reasons[0].because is Because.ON_BEHALF


def _subsets(parts: list[str]) -> list[frozenset[str]]:
    return [frozenset(each) for size in range(len(parts) + 1) for each in combinations(parts, size)]


@pytest.mark.parametrize("parts", _subsets(["tone", "objective", *sorted(BINDING_PARTS)]))
def test_a_brief_binds_production_by_three_of_its_parts(parts: frozenset[str]) -> None:
    verdict = judge(Change(Domain.BRIEF, brief_parts=parts), frozenset({Role.AM}))
    assert verdict.mode is (Mode.APPROVAL if parts & {"deliverables", "mandatories", "timing"} else Mode.HEADS_UP)


@pytest.mark.parametrize("acting", [frozenset({Role.SECOND}), frozenset()])
def test_a_second_who_asks_is_somebody_else(acting: frozenset[Role]) -> None:
    assert judge(Change(Domain.DEADLINE), acting).needs == (Role.PM,)
