"""Who works on it: hours, when, and whom to ask where somebody is booked already."""

from datetime import date
from typing import Any

import pytest

from models import ChangeRequest, Project
from models.enums import Domain, Mode, RequestState
from sandbox.person import Person
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import kept

TITLE = "Change who works on it"
STUDIO = "studio"


async def _books(
    stage: Stage, who: Person, channel: str = SITE, why: str = "They know the client", **filled: Any
) -> Answer:
    picker = (await who.command("/request", channel=channel)).view
    form = (await who.choose("What is it about?", TITLE, on=picker)).view
    given = {"Who": stage.sam, "Hours in total": 40} | {key.replace("_", " "): value for key, value in filled.items()}
    answer = await who.submit(form, {**given, "Why": why})
    await stage.told()
    return answer


def _booking(stage: Stage, who: str = "U07SAMOKORO0") -> dict[str, Any] | None:
    return kept(stage, Domain.RESOURCING).get(who)


@pytest.mark.parametrize(
    ("who", "mode", "asked"),
    [("ada", Mode.APPROVAL, ["petra"]), ("petra", Mode.FREE, []), ("sam", Mode.APPROVAL, ["petra"])],
)
async def test_somebody_is_booked_as_the_policy_says(stage: Stage, who: str, mode: Mode, asked: list[str]) -> None:
    await stage.project()
    span = {"From": date(2027, 3, 1), "Until": date(2027, 3, 12)}
    assert (await _books(stage, getattr(stage, who), **span)).closed
    assert stage.request().mode is mode
    if asked:
        card = stage.card("CR-1").plain
        assert "Sam hours   nothing yet → 40" in card
        assert "Sam from   nothing yet → Mon 1 Mar 2027" in card
        assert "Sam until   nothing yet → Fri 12 Mar 2027" in card
        assert _booking(stage) is None
        await stage.presses(getattr(stage, asked[0]), "Approve", "CR-1")
    assert _booking(stage) == {
        "person": stage.sam.id, "hours": 40, "from": "2027-03-01", "until": "2027-03-12",
    }  # fmt: skip
    shown = (await stage.olaf.command("/project", "Acme site", channel=STUDIO)).plain
    assert "Sam" not in shown
    shown = (await stage.oona.command("/project", channel=SITE)).plain
    assert "Who works on it  ·  Sam hours: 40, Sam from: Mon 1 Mar 2027, Sam until: Fri 12 Mar 2027" in shown


async def test_they_are_taken_off_and_put_back(stage: Stage) -> None:
    await stage.project()
    await _books(stage, stage.petra)
    assert (await _books(stage, stage.ada, Hours_in_total=None, Or="Take them off the project")).closed
    assert "Sam hours   40 → removed" in stage.card("CR-2").plain
    await stage.presses(stage.petra, "Approve", "CR-2")
    assert _booking(stage) is None
    await stage.presses(stage.petra, "Take back", "CR-2")
    assert _booking(stage) == {"person": stage.sam.id, "hours": 40}


async def _elsewhere(stage: Stage, **booked: Any) -> None:
    """Sam works on Beta, which Oona manages, and Petra manages Acme's site."""
    await stage.project()
    form = (await stage.ada.command("/project", "new", channel=STUDIO)).view
    given = {"Name": "Beta", "Client": "Beta", "Account manager": stage.ada, "Project manager": stage.oona,
             "Deadline": date(2027, 6, 30)}  # fmt: skip
    assert (await stage.ada.submit(form, given)).closed
    await stage.told()
    for who in (stage.oona, stage.ada):
        card = stage.card("Beta", STUDIO)
        if "Agree to start" in card.buttons:
            await who.press("Agree to start", on=card)
            await stage.told()
    assert (await _books(stage, stage.oona, STUDIO, **booked)).closed


async def test_where_somebody_is_booked_the_manager_of_that_project_is_asked(stage: Stage) -> None:
    await _elsewhere(stage, From=date(2027, 3, 1), Until=date(2027, 3, 12))
    assert (await _books(stage, stage.petra, From=date(2027, 3, 12), Until=date(2027, 3, 20))).closed
    request = stage.request(2)
    assert (request.mode, request.needs) == (Mode.APPROVAL, "lender")
    card = stage.card("CR-2")
    assert card.mentions == ["Oona"]
    assert "It needs a yes from Oona, because they are booked elsewhere then" in card.plain
    direct = stage.oona.direct_messages()[-1]
    assert "CR-2" in direct.plain
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert "CR-2 is for @Oona to answer" in stage.whispers(stage.ada)[-1]
    await stage.oona.press("Approve", on=direct)
    await stage.told()
    assert stage.request(2).state is RequestState.APPROVED
    assert "Approved by Oona" in stage.card("CR-2").plain
    assert "Approved by Oona" in stage.oona.direct_messages()[-1].plain
    assert len(stage.rows(ChangeRequest)) == 2


@pytest.mark.parametrize(
    ("booked", "asked"),
    [
        ({"From": date(2027, 3, 13), "Until": date(2027, 3, 20)}, False),
        ({"From": date(2027, 2, 1), "Until": date(2027, 3, 1)}, True),
        ({"From": date(2027, 2, 1), "Until": date(2027, 2, 28)}, False),
        ({}, True),
        ({"Until": date(2027, 2, 1)}, False),
        ({"From": date(2027, 3, 5)}, True),
    ],
)
async def test_only_for_days_that_overlap(stage: Stage, booked: dict[str, date], asked: bool) -> None:
    await _elsewhere(stage, From=date(2027, 3, 1), Until=date(2027, 3, 12))
    await _books(stage, stage.petra, **booked)
    assert stage.request(2).mode is (Mode.APPROVAL if asked else Mode.FREE)


@pytest.mark.parametrize("who", ["ada", "sam"])
async def test_whoever_asks_both_managers_say_yes(stage: Stage, who: str) -> None:
    await _elsewhere(stage)
    await _books(stage, getattr(stage, who))
    assert stage.request(2).needs == "pm,lender"
    for each in (stage.petra, stage.oona):
        await stage.presses(each, "Approve", "CR-2")
    assert stage.request(2).state is RequestState.APPROVED


async def test_a_project_that_is_over_lends_nobody(stage: Stage) -> None:
    await _elsewhere(stage)
    await stage.ada.command("/project", "close Beta", channel=STUDIO)
    await _books(stage, stage.petra)
    assert stage.request(2).mode is Mode.FREE


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        ({"Hours_in_total": None}, {"Hours in total": "Say how many hours, or take them off the project."}),
        ({"Hours_in_total": 0}, {"Hours in total": "Say how many hours, or take them off the project."}),
        ({"Hours_in_total": -1}, {"Hours in total": "Hours in total must be between 0 and 100000."}),
        ({"Hours_in_total": "9" * 30}, {"Hours in total": "Hours in total must be between 0 and 100000."}),
        ({"Hours_in_total": "nan"}, {"Hours in total": "Hours in total must be between 0 and 100000."}),
        ({"From": date(2026, 3, 1)}, {"From": "Sun 1 Mar 2026 is in the past. Pick a date from today on."}),
        ({"Until": date(2026, 3, 1)}, {"Until": "Sun 1 Mar 2026 is in the past. Pick a date from today on."}),
        ({"From": date(2027, 3, 2), "Until": date(2027, 3, 1)}, {"Until": "That ends before it begins."}),
        ({"Who": "Cleo"}, {"Who": "Cleo is a guest, a bot or from another organisation, and cannot be picked here."}),
        ({"Who": "Countersign"},
         {"Who": "Countersign is a guest, a bot or from another organisation, and cannot be picked here."}),
        ({"Hours_in_total": None, "Or": "Take them off the project"}, {"Hours in total": "Sam is like that already."}),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_said_by_its_field(
    stage: Stage, filled: dict[str, Any], errors: dict[str, str]
) -> None:
    await stage.project()
    assert (await _books(stage, stage.ada, **filled)).errors == errors
    assert stage.rows(ChangeRequest) == []
    assert _booking(stage) is None


async def _has_sam(stage: Stage, name: str, channel: str, manager: Person) -> None:
    """A project of another manager that has Sam booked."""
    await stage.project(name, channel=channel, started=False, **{"Project manager": manager})
    for person in (manager, stage.ada):
        card = stage.card(name, channel)
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()
    several = {"Project": name} if len(stage.rows(Project)) > 1 else {}
    await _books(stage, manager, channel, **several)


async def test_every_project_that_has_them_is_asked_one_after_the_other(stage: Stage) -> None:
    await _has_sam(stage, "Studio job", STUDIO, stage.oona)
    await _has_sam(stage, "Client job", STUDIO, stage.olaf)
    first = stage.rows(ChangeRequest)[-1].number
    for number in range(1, first + 1):
        if stage.request(number).state is RequestState.PENDING:
            await _answers(stage, stage.oona, number)
    await stage.project()
    await _books(stage, stage.petra)
    number = first + 1
    assert stage.request(number).state is RequestState.PENDING
    await _answers(stage, stage.oona, number)
    assert stage.request(number).state is RequestState.PENDING
    assert "@Olaf" in stage.card(f"CR-{number}").plain
    assert _booking(stage) is None or stage.request(number).decided_by is None
    await _answers(stage, stage.olaf, number)
    assert stage.request(number).state is RequestState.APPROVED
    assert stage.request(number).decided_by == stage.olaf.id


async def _answers(stage: Stage, who: Person, number: int) -> None:
    """They press Approve wherever they see the card."""
    for place in stage.slack.workspace.conversations_of(who.id):
        for each in who.messages(place.id):
            if each.text.startswith(f"CR-{number} ") and "Approve" in each.buttons:
                await who.press("Approve", on=each)
                await stage.told()
                return
    raise AssertionError(f"{who.name} does not see CR-{number}")


async def test_before_the_start_too_who_has_them_is_asked(stage: Stage) -> None:
    await _has_sam(stage, "Studio job", STUDIO, stage.oona)
    await stage.project(started=False)
    await _books(stage, stage.petra)
    number = stage.rows(ChangeRequest)[-1].number
    assert stage.request(number).needs == "lender"
    await _answers(stage, stage.oona, number)
    assert "still to agree" in stage.card("These are proposals").plain
