"""Every row of the policy, for everybody who may ask, as it comes and with every value a workspace can give it.

What is expected is read from `docs/policy.md`, which is generated from the table that the bot judges by.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.docs import ROOT
from bot.domains import KINDS
from models import AuditEntry, ChangeRequest, Project
from models.enums import Domain, Mode, RequestState, Role
from sandbox.person import Person
from sandbox.sights import Message, View
from tests.scenarios.conftest import SITE, Stage

STUDIO, GENERAL = "studio", "general"
DRAFT = "Draft"
NUMBERS = count(1)
ANY_TIME = "May answer at any time, not only when they are away or late"
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
    return {
        named[name]: Row(steward[who], {Role.AM: am, Role.PM: pm})
        for name, _, who, am, pm in rows
        if name in named
    }  # fmt: skip


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
#: Who asks, as what, and in which project.
ASKERS = [
    ("ada", Role.AM, "Acme site"),
    ("petra", Role.PM, "Acme site"),
    ("olaf", Role.PM, "Acme site"),
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


async def scene(stage: Stage) -> None:
    """Ada and Petra's site, where Olaf may answer for Petra at any time; a job that Ada does alone, with Oona as
    second; and Oona's shop, which has Olaf already."""
    money = {"Budget": "100000", "Currency": "EUR"}
    await stage.project(channel=STUDIO, **money)
    form = (await stage.ada.command("/project", "edit Acme site", channel=STUDIO)).view
    label = "Project manager's deputies"
    assert (await stage.ada.submit(form, {label: [stage.olaf], f"{label}: when": [ANY_TIME]})).closed
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Solo job", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.ada}
    second = await stage.ada.submit(form, {**given, "Deadline": stage.clock.now().date().replace(month=11), **money})
    assert (await stage.ada.submit(second.view, {"Second": stage.oona})).closed
    await stage.told()
    await stage.presses(stage.oona, "Agree to start", "Solo job")
    await stage.slack.add_to_channel("countersign", "general")
    await stage.project("Oona shop", channel="general", **{"Project manager": stage.oona}, started=False)
    for person in (stage.oona, stage.ada):
        card = stage.card("Oona shop", "general")
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()
    await fill(stage, stage.oona, "general", Domain.RESOURCING, {"Who": stage.olaf, "Hours in total": 40})
    stage.bot.db.run_now(_keep_contingency)


def _keep_contingency(session: Session) -> None:
    for project in session.exec(select(Project)).all():
        project.contingency_minor = 1_000 * 100
        session.add(project)


async def fill(stage: Stage, who: Person, channel: str, domain: Domain, fields: dict[str, Any]) -> None:
    picker = (await who.command("/request", channel=channel)).view
    form = (await who.choose("What is it about?", KINDS[domain].title, on=picker)).view
    answer = await who.submit(form, {**fields, "Why": "It is better"})
    assert answer.closed, answer.errors
    await stage.told()


async def ask(stage: Stage, who: Person, domain: Domain, project: str, fields: Fields) -> ChangeRequest:
    """The request that comes of it."""
    number = next(NUMBERS)
    channel = {"Solo job": SITE, DRAFT: GENERAL, "Oona shop": GENERAL}.get(project, STUDIO)
    given = fields(stage, number, stage.row(Project, name=project))
    if domain is Domain.DEADLINE:
        more = " client" if given else ""
        text = f"milestone {project} Step {number} 12 Nov 2027{more} because it is better"
        await who.command("/project", text, channel=channel)
        await stage.told()
    else:
        await fill(stage, who, channel, domain, given | ({"Project": DRAFT} if project == DRAFT else {}))
    return max(stage.rows(ChangeRequest), key=lambda each: each.number)


def holds(stage: Stage, request: ChangeRequest, value: dict[str, Any]) -> bool:
    """Whether the project says this value now."""

    def read(session: Session) -> bool:
        kind = KINDS[Domain(request.domain)]
        project = session.get_one(Project, request.project_id)
        if value == request.before and not value and request.target.startswith("new:"):
            return not [each for each in kind.targets(session, project) if each.name == request.after["name"]]
        key = kind.find(session, project, request.target, value)
        return not kind.lines(value, kind.read(session, project, key).value)

    return stage.bot.db.run_now(read)


def cards(stage: Stage, who: Person, request: ChangeRequest) -> Iterator[Message]:
    """What this person sees of a request, wherever it is, newest first."""
    for place in stage.slack.workspace.conversations_of(who.id):
        for each in reversed(who.messages(place.id)):
            if not each.ephemeral and not each.thread_ts and each.shown.startswith(f"{request.name} "):
                yield each
                break


async def check(stage: Stage, asker: Person, request: ChangeRequest, mode: Mode, people: set[str]) -> None:
    """What each person sees, and what the project says, until it is decided."""
    assert Mode(request.mode) is mode
    if mode is Mode.FREE:
        assert request.state is RequestState.APPROVED
        assert holds(stage, request, request.after)
        assert not [each for each in cards(stage, asker, request) if each.buttons]
        return
    asked = [getattr(stage, each) for each in sorted(people)]
    for person in asked:
        card = next(each for each in cards(stage, person, request) if each.buttons)
        assert set(card.mentions) == {each.name for each in asked}
    private = KINDS[Domain(request.domain)].private
    here = request.project_id == stage.row(Project, name="Acme site").id
    for person in (stage.sam, stage.olaf) if here else ():
        if person is asker:
            continue
        seen = [each.buttons for each in cards(stage, person, request) if each.buttons]
        # All see all buttons of a message in a channel; what is about money only the two read.
        assert seen == [] if private else card.buttons in seen, person.name
    answers = [stands_in(stage, asker, each, request) for each in asked]
    if mode is Mode.HEADS_UP:
        assert request.state is RequestState.TOLD
        assert holds(stage, request, request.after)
        await answers[0].press("Acknowledge", on=card)
        await stage.told()
        assert stage.request(request.number).state is RequestState.NOTED
        return
    assert holds(stage, request, request.before)
    for person in [asker, *answers]:
        found = [each for each in cards(stage, person, request) if each.buttons]
        if found:
            await person.press("Approve", on=found[0])
            await stage.told()
        still_open = person is not answers[-1]
        assert (stage.request(request.number).state is RequestState.PENDING) == still_open, person.name
    await check_approved(stage, asker, answers[-1], request.number)


async def check_approved(stage: Stage, asker: Person, by: Person, number: int) -> None:
    """It is so, its card says who said yes and has no such button any more, and whoever asked is told."""
    request = stage.request(number)
    assert (request.state, request.decided_by) == (RequestState.APPROVED, by.id)
    assert holds(stage, request, request.after)
    decided = [each for each in cards(stage, by, request) if f"Approved by {by.name}" in each.plain]
    assert decided
    assert not any("Approve" in each.buttons for each in decided)
    if not KINDS[Domain(request.domain)].private:
        home = next(each for each in cards(stage, asker, request))
        assert asker.name in stage.petra.thread(home)[-1].mentions


def stands_in(stage: Stage, asker: Person, asked: Person, request: ChangeRequest) -> Person:
    """Every other time Petra's deputy answers for her, where they read the card and did not ask."""
    here = request.project_id == stage.row(Project, name="Acme site").id
    may = here and asked is stage.petra and asker is not stage.olaf and not KINDS[Domain(request.domain)].private
    return stage.olaf if may and request.number % 2 else asked


async def every_cell(stage: Stage, rows: dict[Domain, Row], *, conditions: bool) -> int:
    checked = 0
    for domain, condition, fields in CASES:
        if condition and not conditions:
            continue
        for name, role, project in ASKERS:
            asker = getattr(stage, name)
            mode, people = expected(rows[domain], domain, condition, role)
            request = await ask(stage, asker, domain, project, fields)
            try:
                await check(stage, asker, request, mode, people)
            except AssertionError as error:
                raise AssertionError(f"{domain}, {condition or 'otherwise'}, {name} as {role}: {error}") from error
            checked += 1
    return checked


async def before_the_start(stage: Stage, rows: dict[Domain, Row]) -> None:
    """Both roles write the proposals freely; somebody else asks, and is judged as the document says."""
    given = {"Budget": "100000", "Currency": "EUR"}
    await stage.project(DRAFT, channel=GENERAL, started=False, **given)
    stage.bot.db.run_now(_keep_contingency)
    for domain, condition, fields in CASES:
        if condition:
            continue
        for asker in (stage.ada, stage.petra):
            asked = len(stage.rows(ChangeRequest))
            await ask(stage, asker, domain, DRAFT, fields)
            assert len(stage.rows(ChangeRequest)) == asked, f"{domain} needs nobody's word"
            written = stage.rows(AuditEntry, action="proposals_changed")[-1]
            assert (written.actor_id, written.facts["domain"]) == (asker.id, domain)
            assert proposed(stage, domain, written.facts), f"{domain} as {asker.name} wrote it"
            other = stage.petra if asker is stage.ada else stage.ada
            assert f"{other.name} still to agree" in stage.card("These are proposals", GENERAL).plain
        mode, people = expected(rows[domain], domain, "it has not started yet", None)
        request = await ask(stage, stage.sam, domain, DRAFT, fields)
        await check(stage, stage.sam, request, mode, people)


def proposed(stage: Stage, domain: Domain, facts: dict[str, Any]) -> bool:
    """Whether the proposals say what was written."""

    def read(session: Session) -> bool:
        project = session.exec(select(Project).where(Project.name == DRAFT)).one()
        key = KINDS[domain].find(session, project, facts["target"], facts["after"])
        return not KINDS[domain].lines(facts["after"], KINDS[domain].read(session, project, key).value)

    return stage.bot.db.run_now(read)


async def test_the_policy_as_it_comes_is_what_the_document_says(stage: Stage) -> None:
    await scene(stage)
    assert await every_cell(stage, table(), conditions=True) == len(CASES) * len(ASKERS)
    await before_the_start(stage, table())


@pytest.mark.parametrize("mode", Mode)
async def test_every_row_can_be_given_every_value(stage: Stage, mode: Mode) -> None:
    """Two of the values for the whole workspace, the other two as rules of the projects' own."""
    await scene(stage)
    own = mode in (Mode.FREE, Mode.APPROVAL)
    for where in ("Acme site", "Solo job") if own else ("workspace",):
        for domain in Domain:
            await write(stage, domain, mode, where)
    if own:
        # What is not theirs goes on as it was.
        request = await ask(stage, stage.ada, Domain.DEADLINE, "Oona shop", lambda stage, number, project: {})
        assert request.mode is Mode.APPROVAL
        assert request.policy_version == 1
    said = next(words for words, each in WORDS.items() if each is mode)
    rows = {domain: Row(row.steward, dict.fromkeys(row.cells, said)) for domain, row in table().items()}
    assert await every_cell(stage, rows, conditions=False) == len(Domain) * len(ASKERS)


async def write(stage: Stage, domain: Domain, mode: Mode, where: str) -> None:
    """Oona writes one value into both cells of a row, whatever the condition."""
    answer = await stage.oona.command("/countersign", f"policy {where}", channel=STUDIO)
    page = (await stage.oona.press("Change the policy", on=answer.message)).view
    action = f"edit_rule:{domain}"
    block = next(each for each in page.blocks if each.get("accessory", {}).get("action_id") == action)
    form: View | None = (await stage.oona.use(page, block["block_id"], action, {})).view
    assert form is not None
    labels = [each for each in form.labels if each.startswith(tuple(ROLES.values()))]
    answer = await stage.oona.submit(form, {**dict.fromkeys(labels, SAID[mode]), "Why": "To see what it does"})
    assert answer.errors == {} or "says that already" in str(answer.errors)
    await stage.told()
