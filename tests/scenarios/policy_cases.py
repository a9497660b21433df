"""Every row of the policy as cases: what is asked for, by whom, and what `docs/policy.md` says comes of it.

The document is generated from the table that the bot judges by.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.docs import ROOT
from models import Project
from models.enums import Domain, Mode, Role
from tests.scenarios.conftest import Stage

WORDS = {"free": Mode.FREE, "heads-up": Mode.HEADS_UP, "approval": Mode.APPROVAL, "both sign": Mode.JOINT}
SAID = {
    Mode.FREE: "Done, nobody is asked",
    Mode.HEADS_UP: "Done at once, the other is told",
    Mode.APPROVAL: "Needs a yes from the other",
    Mode.JOINT: "Both sign",
}
ROLES = {Role.AM: "Account manager", Role.PM: "Project manager"}


@dataclass(frozen=True)
class Row:
    """One row of the document."""

    steward: Role | None
    cells: dict[Role, str]

    def mode(self, role: Role, condition: str) -> Mode:
        """What the cell says under a condition, read from left to right."""
        for part in self.cells[role].split("; "):
            mode, _, conditions = part.removeprefix("otherwise ").partition(" if ")
            if not conditions or condition in conditions.split(" or ") or condition == conditions:
                return WORDS[mode]
        raise AssertionError(f"{self.cells[role]!r} says nothing of {condition!r}")


def table() -> dict[Domain, Row]:
    """The rows of docs/policy.md."""
    lines = (ROOT / "docs/policy.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    named = {str(domain).replace("_", " "): domain for domain in Domain}
    steward = {"AM": Role.AM, "PM": Role.PM, "both": None}
    found = [row for row in rows if row[0] in named]
    return {named[name]: Row(steward[who], {Role.AM: am, Role.PM: pm}) for name, _, who, am, pm in found}


def acting(who: str, when: str, role: Role) -> Role | None:
    """As what a holder or deputy (`who`) asks while the holder is there or away (`when`), by docs/policy.md."""
    lines = (ROOT / "docs/policy.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head = next(row for row in rows if "the holder is away" in row)
    said = dict(zip(head, next(row for row in rows if row[0] == who), strict=True))[f"the holder {when}"]
    return role if said.startswith("asks") else None


Fields = Callable[[Stage, int, Project], dict[str, Any]]


def budget(more: float = 0, over: int = 0) -> Fields:
    def fields(stage: Stage, number: int, project: Project) -> dict[str, Any]:
        whole, left = (project.budget_minor or 0) // 100, (project.contingency_minor or 0) // 100
        return {"Budget": str(int(whole * (1 + more)) + over + number % 2), "Contingency": str(left), "Currency": "EUR"}

    return fields


#: (domain, the condition that holds, the form's fields)
CASES: list[tuple[Domain, str, Fields]] = [
    (Domain.DEADLINE, "", lambda stage, number, project: {}),
    (Domain.DEADLINE, "the client was told this date", lambda stage, number, project: {"client": True}),
    (
        Domain.RESOURCING,
        "",
        lambda stage, number, project: {
            "Who": {"Acme site": stage.sam, "Solo job": stage.petra}.get(project.name, stage.oona),
            "Hours in total": number,
        },
    ),
    (
        Domain.RESOURCING,
        "they are booked elsewhere then",
        lambda stage, number, project: {"Who": stage.olaf, "Hours in total": number},
    ),
    (Domain.BUDGET, "", budget(over=1)),
    (Domain.BUDGET, "it is more than 10 % of the budget", budget(more=0.11)),
    (Domain.BUDGET, "it is more than 50 % of the contingency that is left", budget(over=600)),
    (Domain.PRICE, "", lambda stage, number, project: {"Price": str(1000 + number), "Currency": "EUR"}),
    (
        Domain.SCOPE,
        "",
        lambda stage, number, project: {
            "What changes": "Add a deliverable", "Deliverable": f"Film {number}", "An addition is": "Goodwill",
        },
    ),
    (Domain.BRIEF, "", lambda stage, number, project: {"Tone": f"Warm {number}"}),
    (
        Domain.BRIEF,
        "Deliverables, Mandatories or Timing change",
        lambda stage, number, project: {"Timing": f"Spring {number}"},
    ),
    (Domain.STRATEGY, "", lambda stage, number, project: {"Strategy": f"Aim {number}"}),
    (Domain.SUPPLIER, "", lambda stage, number, project: {"What for": f"Photos {number}", "Supplier": "Ansel"}),
    (
        Domain.QUALITY,
        "",
        lambda stage, number, project: {"Deliverable": f"Film {number}", "May it go?": "may go to the client"},
    ),
    (
        Domain.CLIENT_CONTACT,
        "",
        lambda stage, number, project: {"Who": stage.sam, "May talk to the client about": f"Step {number}"},
    ),
    (Domain.PROCESS, "", lambda stage, number, project: {"How it is run": f"Daily at {number}"}),
]  # fmt: skip
#: Who asks, as what, and in which project. Dora and Olaf stand in for Ada and Petra at any time.
Asker = tuple[str, Role | str | None, str]
ASKERS: list[Asker] = [
    ("ada", Role.AM, "Acme site"),
    ("petra", Role.PM, "Acme site"),
    ("dora", acting("deputy, any time", "is there", Role.AM), "Acme site"),
    ("olaf", acting("deputy, any time", "is there", Role.PM), "Acme site"),
    ("sam", None, "Acme site"),
    ("ada", "both", "Solo job"),
]


def expected(row: Row, domain: Domain, condition: str, role: Any) -> tuple[Mode, set[str]]:
    """What a change comes to, and whose word or ear it needs, as the document and the product say."""
    lent = condition == "they are booked elsewhere then"
    if role == "both":
        modes = [row.mode(each, condition) for each in ROLES]
        special = any(row.mode(each, condition) is not row.mode(each, "") for each in ROLES)
        asked = domain is Domain.PRICE or Mode.JOINT in modes or special or condition == "the client was told this date"
        return (Mode.APPROVAL, {"oona"}) if asked else (Mode.FREE, set())
    if role is None:
        own = row.mode(row.steward, condition) if row.steward else Mode.JOINT
        mode = Mode.JOINT if row.steward is None else Mode.APPROVAL
        people = {"ada", "petra"} if own in (Mode.APPROVAL, Mode.JOINT) else {{"am": "ada", "pm": "petra"}[row.steward]}
        return (mode, people - {"ada"} | {"oona"}) if lent and mode is Mode.APPROVAL else (mode, people)
    mode = row.mode(role, condition)
    other = {"petra"} if role is Role.AM else {"ada"}
    if lent and mode is Mode.APPROVAL:
        other = other - {"ada"} | {"oona"}
    return mode, other if mode is not Mode.FREE else set()
