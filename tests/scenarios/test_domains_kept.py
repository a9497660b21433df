"""Suppliers, strategy, quality, who talks to the client, how it is run: from asking to applied, for each who acts."""

from dataclasses import dataclass
from typing import Any

import pytest

from models import ChangeRequest
from models.enums import Domain, Mode, RequestState
from sandbox.person import Person
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import asks, kept, opened

AM, PM = "ada", "petra"


@dataclass(frozen=True)
class Case:
    """What somebody fills in, what the card says of it, and what the project holds once it is applied."""

    title: str
    domain: Domain
    filled: dict[str, Any]
    line: str
    value: dict[str, dict[str, Any]]
    #: Who acts → how, and who is asked.
    policy: dict[str, tuple[Mode, tuple[str, ...]]]
    #: What `/project` says of it.
    said: str


TEXT = "Win the mothers, not the children"
SUPPLIER = Case(
    "Change a supplier", Domain.SUPPLIER, {"What for": "Photography", "Supplier": "Lumen"},
    "Photography nothing yet → Lumen", {"photography": {"name": "Photography", "who": "Lumen"}},
    {"ada": (Mode.APPROVAL, (PM,)), "petra": (Mode.FREE, ()), "sam": (Mode.APPROVAL, (PM,))},
    "Photography: Lumen",
)  # fmt: skip
STRATEGY = Case(
    "Change the strategy", Domain.STRATEGY, {"Strategy": TEXT},
    TEXT, {"strategy": {"version": 1, "text": TEXT}},
    {"ada": (Mode.HEADS_UP, (PM,)), "petra": (Mode.APPROVAL, (AM,)), "sam": (Mode.APPROVAL, (AM,))},
    TEXT,
)  # fmt: skip
QUALITY = Case(
    "Release to the client", Domain.QUALITY, {"Deliverable": "Homepage  design", "May it go?": "may go to the client"},
    "Homepage design not to the client yet → may go to the client",
    {"homepage design": {"name": "Homepage design", "goes": "yes"}},
    {"ada": (Mode.APPROVAL, (PM,)), "petra": (Mode.HEADS_UP, (AM,)), "sam": (Mode.APPROVAL, (PM,))},
    "Homepage design: may go to the client",
)  # fmt: skip
CONTACT = Case(
    "Who talks to the client", Domain.CLIENT_CONTACT,
    {"Who": "Petra", "May talk to the client about": "production questions"},
    "Petra may talk to the client about nothing yet → production questions",
    {"U07PETRANOVA": {"person": "U07PETRANOVA", "remit": "production questions"}},
    {"ada": (Mode.FREE, ()), "petra": (Mode.APPROVAL, (AM,)), "sam": (Mode.APPROVAL, (AM,))},
    "Petra may talk to the client about: production questions",
)  # fmt: skip
PROCESS = Case(
    "Change how it is run", Domain.PROCESS, {"How it is run": "Copy is final three days ahead"},
    "Copy is final three days ahead", {"process": {"version": 1, "text": "Copy is final three days ahead"}},
    {"ada": (Mode.APPROVAL, (PM,)), "petra": (Mode.APPROVAL, (AM,)), "sam": (Mode.APPROVAL, (AM, PM))},
    "Copy is final three days ahead",
)  # fmt: skip
CASES = [SUPPLIER, STRATEGY, QUALITY, CONTACT, PROCESS]


def _words(text: str) -> str:
    return " ".join(text.split())


async def _fill(stage: Stage, who: Person, case: Case, why: str = "It is better", **more: Any) -> Answer:
    form = await opened(who, case.title)
    answer = await who.submit(form, {**case.filled, "Why": why, **more})
    await stage.told()
    return answer


@pytest.mark.parametrize("who", ["ada", "petra", "sam"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.domain))
async def test_it_is_asked_for_and_applied_as_the_policy_says(stage: Stage, case: Case, who: str) -> None:
    await stage.project()
    person = getattr(stage, who)
    answer = await _fill(stage, person, case)
    assert answer.closed, answer.errors
    request, (mode, asked) = stage.request(), case.policy[who]
    assert (request.domain, request.mode) == (case.domain, mode)
    if mode is Mode.FREE:
        assert stage.cards("CR-1") == []
        assert kept(stage, case.domain) == case.value
        return
    card = stage.card("CR-1")
    assert case.line in _words(card.plain)
    assert "It is better" in card.plain
    assert f"{person.name}" in card.plain
    if mode is Mode.HEADS_UP:
        assert card.mentions == [each.capitalize() for each in asked]
        assert card.buttons == ["Acknowledge", "Object"]
        assert kept(stage, case.domain) == case.value
        return
    assert kept(stage, case.domain) == {}
    for each in asked:
        assert each.capitalize() in stage.card("CR-1").mentions
        await stage.presses(getattr(stage, each), "Approve", "CR-1")
    assert stage.request().state is RequestState.APPROVED
    assert kept(stage, case.domain) == case.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.domain))
async def test_what_is_taken_back_is_as_it_was_before(stage: Stage, case: Case) -> None:
    await stage.project()
    who, asked = next((who, asked) for who, (mode, asked) in case.policy.items() if mode is Mode.APPROVAL)
    await _fill(stage, getattr(stage, who), case)
    for each in asked:
        await stage.presses(getattr(stage, each), "Approve", "CR-1")
    await stage.presses(getattr(stage, asked[-1]), "Take back", "CR-1")
    assert stage.request().state is RequestState.PENDING
    left = kept(stage, case.domain)
    assert left == {} or [each["text"] for each in left.values()] == [""]
    assert case.said not in (await stage.sam.command("/project", channel=SITE)).plain


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.domain))
async def test_before_the_start_both_write_it_freely_and_the_project_says_it(stage: Stage, case: Case) -> None:
    await stage.project(started=False)
    assert (await _fill(stage, stage.petra, case)).closed
    assert stage.rows(ChangeRequest) == []
    assert kept(stage, case.domain) == case.value
    assert "@Ada still to agree" in stage.card("Acme site").plain
    assert case.said in _words((await stage.sam.command("/project", channel=SITE)).plain)
    assert case.said not in stage.card("Acme site").plain


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.domain))
async def test_the_same_again_is_said_so_by_the_field(stage: Stage, case: Case) -> None:
    await stage.project(started=False)
    await _fill(stage, stage.petra, case)
    again = await _fill(stage, stage.ada, case)
    assert [each for each in again.errors.values() if each.endswith("is like that already.")]
    assert kept(stage, case.domain) == case.value


async def test_a_text_counts_its_versions_and_the_form_holds_todays(stage: Stage) -> None:
    await stage.project()
    await _fill(stage, stage.ada, STRATEGY)
    form = await opened(stage.petra, STRATEGY.title)
    assert form.value("Strategy") == TEXT
    await asks(stage, stage.ada, STRATEGY.title, Strategy="Win everybody")
    assert kept(stage, Domain.STRATEGY)["strategy"] == {"version": 2, "text": "Win everybody"}
    sent = await stage.petra.submit(form, {"Strategy": "Win the fathers", "Why": "Because"})
    assert "was changed in the meantime" in sent.errors["Strategy"]
    assert kept(stage, Domain.STRATEGY)["strategy"]["version"] == 2


async def test_an_objection_to_a_strategy_asks_to_put_it_back(stage: Stage) -> None:
    await stage.project()
    await _fill(stage, stage.ada, STRATEGY)
    await stage.presses(stage.petra, "Object", "CR-1", why="Nobody can build that")
    assert stage.request(2).state is RequestState.PENDING
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert kept(stage, Domain.STRATEGY)["strategy"] == {"version": 2, "text": ""}


@pytest.mark.parametrize(
    ("title", "emptied", "start"),
    [
        ("Change a supplier", "Supplier", SUPPLIER),
        ("Who talks to the client", "May talk to the client about", CONTACT),
    ],
)
async def test_what_is_emptied_goes(stage: Stage, title: str, emptied: str, start: Case) -> None:
    await stage.project(started=False)
    await _fill(stage, stage.ada, start)
    assert (await _fill(stage, stage.ada, start, **{emptied: None})).closed
    assert kept(stage, start.domain) == {}
    nothing = await _fill(stage, stage.ada, start, **{emptied: None})
    assert list(nothing.errors) == [emptied]


WRONG: list[tuple[Case, dict[str, str], str, str]] = [
    (SUPPLIER, {"What for": "x" * 10_000}, "What for", "Please enter no more than 80 characters."),
    (SUPPLIER, {"What for": "   "}, "What for", "This cannot be empty."),
    (STRATEGY, {"Strategy": "x" * 10_000}, "Strategy", "Please enter no more than 3000 characters."),
    (QUALITY, {"Deliverable": "\n "}, "Deliverable", "This cannot be empty."),
    (
        CONTACT,
        {"Who": "Cleo"},
        "Who",
        "Cleo is a guest, a bot or from another organisation, and cannot be picked here.",
    ),
    (SUPPLIER, {"Why": "   "}, "Why", "Say why; it is kept with the decision."),
]


async def test_what_cannot_be_used_is_said_by_its_field(stage: Stage) -> None:
    await stage.project()
    for case, wrong, by, says in WRONG:
        answer = await _fill(stage, stage.ada, case, **wrong)
        assert answer.errors == {by: says}, (case.domain, by)
        assert stage.rows(ChangeRequest) == []
        assert kept(stage, case.domain) == {}


async def test_who_left_cannot_be_named_but_can_be_taken_off(stage: Stage) -> None:
    await stage.project()
    await _fill(stage, stage.ada, CONTACT, Who="Sam")
    stage.slack.workspace.members[stage.sam.id].deleted = True
    await stage.passes(days=2)
    answer = await _fill(stage, stage.ada, CONTACT, Who=stage.sam, **{"May talk to the client about": "prices"})
    assert answer.errors == {"Who": "This person is not in the workspace any more."}
    gone = await _fill(stage, stage.ada, CONTACT, Who=stage.sam, **{"May talk to the client about": None})
    assert gone.closed, gone.errors
    assert kept(stage, Domain.CLIENT_CONTACT) == {}


@pytest.mark.parametrize("step", ["close", "hold"])
async def test_a_project_that_ended_while_the_form_was_open_is_said_and_nothing_is_changed(
    stage: Stage, step: str
) -> None:
    await stage.project()
    form = await opened(stage.petra, SUPPLIER.title)
    await stage.ada.command("/project", step, channel=SITE)
    answer = await stage.petra.submit(form, {**SUPPLIER.filled, "Why": "It is better"})
    assert answer.view is not None
    assert f"Acme site is {'closed' if step == 'close' else 'on hold'}." in answer.view.plain
    assert kept(stage, Domain.SUPPLIER) == {}


async def test_one_open_request_for_one_value(stage: Stage) -> None:
    await stage.project()
    await _fill(stage, stage.ada, SUPPLIER)
    again = await _fill(stage, stage.sam, SUPPLIER, Supplier="Optik", **{"What for": "PHOTOGRAPHY"})
    assert "@Ada already asked for this: CR-1 is still open." in again.view.plain
    other = await _fill(stage, stage.ada, SUPPLIER, **{"What for": "Print"})
    assert other.closed
    assert len(stage.rows(ChangeRequest)) == 2
