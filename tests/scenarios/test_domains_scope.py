"""What is delivered: in, out, rounds; an addition is paid for, in exchange or goodwill."""

from typing import Any

import pytest

from models import ChangeRequest
from models.enums import Domain, RequestState
from sandbox.person import Person
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import kept, opened

TITLE = "Change the scope"
ADD = {"What changes": "Add a deliverable", "Deliverable": "Explainer video", "Rounds": 2}
GOODWILL = {**ADD, "An addition is": "Goodwill"}
PAID = {**ADD, "An addition is": "The client pays for it"}
SWAP = {**ADD, "An addition is": "Something else goes instead", "What goes instead": "Logo  ANIMATION"}
LOGO = {**GOODWILL, "Deliverable": "Logo animation", "Rounds": None}
OUT = {"What changes": "Take one out", "Deliverable": "explainer  video"}
ROUNDS = {"What changes": "Change its rounds", "Deliverable": "Explainer video", "Rounds": 3}


async def _sends(stage: Stage, who: Person, filled: dict[str, Any], **more: Any) -> Answer:
    form = await opened(who, TITLE)
    answer = await who.submit(form, {**filled, "Why": "The client asked for it", **more})
    await stage.told()
    return answer


async def _has(stage: Stage, *additions: dict[str, Any]) -> None:
    """A live project with these deliverables."""
    await stage.project(started=False)
    for each in additions:
        assert (await _sends(stage, stage.ada, each)).closed
    for who in (stage.petra, stage.ada):
        if "Agree to start" in stage.card("Acme site").buttons:
            await stage.presses(who, "Agree to start", "Acme site")


def _scope(stage: Stage) -> list[str]:
    return sorted(each["name"] for each in kept(stage, Domain.SCOPE).values())


@pytest.mark.parametrize(("who", "asked"), [("ada", ["petra"]), ("petra", ["ada"]), ("sam", ["ada", "petra"])])
async def test_an_addition_is_asked_for_and_included(stage: Stage, who: str, asked: list[str]) -> None:
    await stage.project()
    assert (await _sends(stage, getattr(stage, who), GOODWILL)).closed
    card = stage.card("CR-1").plain
    assert "Explainer video   not included → included, 2 rounds, as goodwill" in card
    assert _scope(stage) == []
    for each in asked:
        await stage.presses(getattr(stage, each), "Approve", "CR-1")
    assert kept(stage, Domain.SCOPE) == {"explainer video": {"name": "Explainer video", "how": "goodwill", "rounds": 2}}
    shown = (await stage.sam.command("/project", channel=SITE)).plain
    assert "Explainer video: included, 2 rounds, as goodwill" in shown
    await stage.presses(getattr(stage, asked[-1]), "Take back", "CR-1")
    assert _scope(stage) == []


async def test_an_exchange_names_what_goes_and_takes_it_out(stage: Stage) -> None:
    await _has(stage, LOGO)
    assert (await _sends(stage, stage.ada, SWAP)).closed
    card = stage.card("CR-1").plain
    assert "included, 2 rounds, in exchange" in card
    assert "Logo animation   included, as goodwill → not included" in card
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert _scope(stage) == ["Explainer video"]
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert _scope(stage) == ["Logo animation"]
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert _scope(stage) == ["Explainer video"]


async def test_what_came_in_exchange_and_is_taken_out_later_brings_nothing_back(stage: Stage) -> None:
    await _has(stage, LOGO, SWAP)
    assert (await _sends(stage, stage.ada, OUT)).closed
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert _scope(stage) == []


async def test_it_is_taken_out_and_its_rounds_are_changed(stage: Stage) -> None:
    await _has(stage, GOODWILL)
    assert (await _sends(stage, stage.petra, ROUNDS)).closed
    assert "included, 2 rounds, as goodwill → included, 3 rounds, as goodwill" in stage.card("CR-1").plain
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert kept(stage, Domain.SCOPE)["explainer video"]["rounds"] == 3
    assert (await _sends(stage, stage.petra, OUT)).closed
    assert "included, 3 rounds, as goodwill → not included" in stage.card("CR-2").plain
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert _scope(stage) == []
    await stage.presses(stage.ada, "Take back", "CR-2")
    assert kept(stage, Domain.SCOPE)["explainer video"]["rounds"] == 3


async def test_what_is_paid_for_leads_on_to_its_price(stage: Stage) -> None:
    await stage.project()
    answer = await _sends(stage, stage.ada, PAID)
    assert answer.view is not None
    assert answer.view.title == "Change the price"
    assert "CR-1: Explainer video is sent. What does the client pay for it?" in answer.view.plain
    assert answer.view.value("Why") == "CR-1: Explainer video"
    assert (await stage.ada.submit(answer.view, {"Price": "4,500", "Currency": "EUR"})).closed
    await stage.told()
    assert [each.domain for each in stage.rows(ChangeRequest)] == [Domain.SCOPE, Domain.PRICE]
    assert "included, 2 rounds, paid for" in stage.card("CR-1").plain


@pytest.mark.parametrize(("filled", "offered"), [(GOODWILL, False), (PAID, True)])
async def test_approved_and_paid_for_offers_to_quote_it(stage: Stage, filled: dict[str, Any], offered: bool) -> None:
    await stage.project()
    await _sends(stage, stage.ada, filled)
    await stage.presses(stage.petra, "Approve", "CR-1")
    reply = stage.petra.thread(stage.card("CR-1"))[-1]
    assert ("Quote it as an extra" in reply.buttons) is offered


async def test_declined_it_can_be_quoted_as_an_extra(stage: Stage) -> None:
    await stage.project()
    await _sends(stage, stage.ada, GOODWILL)
    await stage.presses(stage.petra, "Decline", "CR-1", why="We have given enough away")
    reply = stage.ada.thread(stage.card("CR-1"))[-1]
    assert reply.buttons == ["Quote it as an extra"]
    form = (await stage.ada.press("Quote it as an extra", on=reply)).view
    assert form.title == "Change the price"
    assert form.value("Why") == "CR-1: Explainer video"
    assert (await stage.ada.submit(form, {"Price": "4,500", "Currency": "EUR"})).closed
    await stage.told()
    assert stage.request(2).state is RequestState.PENDING


@pytest.mark.parametrize(
    ("filled", "errors"),
    [
        (ADD, {"An addition is": "Pick one."}),
        ({**GOODWILL, "Rounds": -1}, {"Rounds": "Rounds must be between 0 and 100000."}),
        ({**GOODWILL, "Rounds": 1.5}, {"Rounds": "Rounds are a whole number up to 100."}),
        ({**GOODWILL, "Rounds": 101}, {"Rounds": "Rounds are a whole number up to 100."}),
        ({**GOODWILL, "Rounds": 10**30}, {"Rounds": "Rounds must be between 0 and 100000."}),
        ({**SWAP, "What goes instead": None}, {"What goes instead": "This cannot be empty."}),
        (SWAP, {"What goes instead": "There is no deliverable “Logo ANIMATION” in the scope. It has nothing yet."}),
        (OUT, {"Deliverable": "There is no deliverable “explainer video” in the scope. It has nothing yet."}),
        ({**ROUNDS, "Rounds": None}, {"Deliverable": "There is no deliverable “Explainer video” in the scope. "
                                                     "It has nothing yet."}),
        ({**GOODWILL, "Deliverable": "x" * 10_000}, {"Deliverable": "Please enter no more than 80 characters."}),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_said_by_its_field(
    stage: Stage, filled: dict[str, Any], errors: dict[str, str]
) -> None:
    await stage.project()
    answer = await _sends(stage, stage.ada, filled)
    assert answer.errors == errors
    assert stage.rows(ChangeRequest) == []


async def test_what_is_there_is_not_added_again(stage: Stage) -> None:
    await _has(stage, GOODWILL)
    again = await _sends(stage, stage.ada, PAID)
    assert again.errors == {
        "Deliverable": "Explainer video is in the scope already. Change its rounds, or take it out."
    }
    same = await _sends(stage, stage.ada, ROUNDS, Rounds=2)
    assert same.errors == {"What changes": "Explainer video is like that already."}
