"""Undo: long after a decision the former value is asked for again, by a new request like any other."""

from datetime import date

import pytest

from models import ChangeRequest, Milestone
from models.enums import Domain, RequestState
from sandbox.person import Person
from sandbox.sights import Answer, View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import asks, kept


async def moved(stage: Stage) -> None:
    """CR-1 moved the deadline, an hour ago."""
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    await stage.passes(hours=1)


async def form_of(who: Person, name: str = "CR-1") -> View:
    form = (await who.command("/request", f"undo {name}", channel=SITE)).view
    assert form is not None
    return form


async def undoes(stage: Stage, who: Person, name: str = "CR-1") -> Answer:
    answer = await who.submit(await form_of(who, name), {"Why": "It moved back"})
    await stage.told()
    return answer


async def test_the_former_value_is_asked_for_and_decided_like_any_other(stage: Stage) -> None:
    await moved(stage)
    form = await form_of(stage.ada)
    assert form.title == "Undo CR-1"
    assert "Deadline: Tue 14 Dec 2027 → Tue 30 Nov 2027" in form.plain
    assert (await undoes(stage, stage.ada)).closed
    assert stage.card("CR-2").mentions == ["Petra"]
    assert stage.deadline() == date(2027, 12, 14)
    await stage.presses(stage.petra, "Approve", "CR-2")
    assert stage.deadline() == date(2027, 11, 30)


async def test_a_look_at_a_decided_request_offers_it(stage: Stage) -> None:
    await moved(stage)
    assert stage.card("CR-1").buttons == []
    answer = await stage.petra.command("/request", "CR-1", channel=SITE)
    assert answer.message.buttons == ["Undo"]
    form = (await stage.petra.press("Undo", on=answer.message)).view
    assert form.title == "Undo CR-1"


async def test_within_five_minutes_it_is_taken_back_instead(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    answer = await stage.petra.command("/request", "CR-1", channel=SITE)
    assert answer.message.buttons == ["Take back"]


async def test_what_changed_again_since_cannot_be_undone(stage: Stage) -> None:
    await moved(stage)
    form = await form_of(stage.ada)
    await stage.ada.command("/deadline", "20 Dec 2027 because of tea", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-2")
    answer = await stage.ada.submit(form, {"Why": "It moved back"})
    assert "Deadline was changed again since, so this cannot be undone." in answer.view.plain
    answer = await stage.ada.command("/request", "undo CR-1", channel=SITE)
    assert "Deadline was changed again since" in answer.plain
    assert len(stage.rows(ChangeRequest)) == 2


async def test_what_is_asked_about_already_is_not_asked_twice(stage: Stage) -> None:
    await moved(stage)
    await undoes(stage, stage.ada)
    answer = await undoes(stage, stage.petra)
    assert "already asked for this: CR-2 is still open." in answer.view.plain
    assert len(stage.rows(ChangeRequest)) == 2


@pytest.mark.parametrize("ended", ["Decline", "Withdraw"])
async def test_what_changed_nothing_has_nothing_to_undo(stage: Stage, ended: str) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because of tea", channel=SITE)
    await stage.told()
    if ended == "Decline":
        await stage.presses(stage.petra, "Decline", "CR-1", why="No")
    else:
        await stage.presses(stage.ada, "Withdraw", "CR-1")
    answer = await stage.ada.command("/request", "undo CR-1", channel=SITE)
    assert "CR-1 changed nothing that could be undone." in answer.plain


async def test_what_was_new_is_taken_out_again(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    await stage.presses(stage.ada, "Acknowledge", "CR-1")
    await undoes(stage, stage.petra)
    assert stage.rows(Milestone) == []
    assert stage.request(2).state is RequestState.TOLD


async def test_texts_and_things_come_back_as_they_were(stage: Stage) -> None:
    await stage.project()
    await asks(stage, stage.petra, "Change a supplier", What_for="Photos", Supplier="Ansel")
    await asks(stage, stage.petra, "Change a supplier", What_for="Photos", Supplier="Vivian")
    await undoes(stage, stage.petra, "CR-2")
    assert kept(stage, Domain.SUPPLIER)["photos"]["who"] == "Ansel"
    await asks(stage, stage.ada, "Change the strategy", Strategy="Aim high")
    await asks(stage, stage.ada, "Change the strategy", Strategy="Aim low")
    await stage.presses(stage.petra, "Acknowledge", "CR-5")
    await undoes(stage, stage.ada, "CR-5")
    assert kept(stage, Domain.STRATEGY)["strategy"] == {"version": 3, "text": "Aim high"}


async def test_money_is_undone_only_by_who_sees_it(stage: Stage) -> None:
    await stage.project(Budget="10000", Currency="EUR")
    await asks(stage, stage.petra, "Change the budget", Budget="10500")
    answer = await stage.sam.command("/request", "undo CR-1", channel=SITE)
    assert "There is no CR-1 in this workspace." in answer.plain
    assert "10,500" not in answer.plain


async def test_a_stranger_to_the_project_undoes_nothing(stage: Stage) -> None:
    await moved(stage)
    answer = await stage.olaf.command("/request", "undo CR-1", channel="studio")
    assert "There is no CR-1 in this workspace." in answer.plain
