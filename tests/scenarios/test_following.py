"""Milestones that follow others: what moves along, in working days, and what cannot follow what."""

from datetime import date

import pytest

from models import ChangeRequest, Milestone
from models.enums import Mode
from tests.scenarios.conftest import SITE, Stage


async def _types(stage: Stage, who: str, text: str) -> str:
    answer = await getattr(stage, who).command("/project", text, channel=SITE)
    await stage.told()
    return answer.plain


async def _plan(stage: Stage, *, client: bool = False, started: bool = True) -> None:
    """Copy on Fri 5 Nov, then Look (Wed 10 Nov), then Proof (Mon 15 Nov, perhaps told to the client)."""
    await stage.project(started=False)
    await _types(stage, "petra", "milestone Copy 5 Nov 2027")
    await _types(stage, "petra", "milestone Look 10 Nov 2027 after Copy")
    await _types(stage, "petra", f"milestone Proof 15 Nov 2027 {'client' if client else ''}")
    await _types(stage, "petra", "after Look: Proof")
    if started:
        for person in (stage.petra, stage.ada):
            card = stage.card("Acme site")
            if "Agree to start" in card.buttons:
                await person.press("Agree to start", on=card)
                await stage.told()


def _dates(stage: Stage) -> dict[str, str]:
    return {each.name: each.date.isoformat() for each in stage.rows(Milestone)}


def _order(stage: Stage) -> dict[str, str | None]:
    names = {each.id: each.name for each in stage.rows(Milestone)}
    return {each.name: names.get(each.follows_id) for each in stage.rows(Milestone)}


PLANNED = {"Copy": "2027-11-05", "Look": "2027-11-10", "Proof": "2027-11-15"}
#: Two working days later than planned.
LATER = {"Copy": "2027-11-09", "Look": "2027-11-12", "Proof": "2027-11-17"}


@pytest.mark.parametrize(
    "typed",
    [
        "milestone Look after Copy",
        "Look after Copy",
        "after Copy Look",
        "after Copy: look",
        "after Copy comes Look",
        "after Look after Copy",
        "Acme site Look after Copy",
    ],
)
async def test_there_are_many_ways_to_say_what_comes_after_what(stage: Stage, typed: str) -> None:
    await stage.project(started=False)
    await _types(stage, "petra", "milestone Copy 5 Nov 2027")
    await _types(stage, "petra", "milestone Look 10 Nov 2027")
    said = await _types(stage, "petra", typed)
    assert "Look of Acme site is changed in the proposals." in said
    assert _order(stage) == {"Copy": None, "Look": "Copy"}
    await _types(stage, "petra", "Look after nothing")
    assert _order(stage) == {"Copy": None, "Look": None}


async def test_what_follows_moves_by_as_many_working_days_and_the_card_says_so(stage: Stage) -> None:
    await _plan(stage)
    answer = await stage.petra.command("/deadline", "Copy 9 Nov 2027 because of the photos", channel=SITE)
    await stage.told()
    assert "Moves along:\nLook: Wed 10 Nov 2027 → Fri 12 Nov 2027\nProof: Mon 15 Nov 2027 → Wed 17 Nov 2027" in (
        answer.plain
    )
    assert _dates(stage) == LATER
    card = stage.card("CR-1").plain
    assert "Copy   Fri 5 Nov 2027 → Tue 9 Nov 2027" in card
    assert "Proof: Mon 15 Nov 2027 → Wed 17 Nov 2027" in card
    assert stage.request().mode is Mode.HEADS_UP


async def test_earlier_moves_them_earlier_and_what_is_done_stays(stage: Stage) -> None:
    await _plan(stage)
    await _types(stage, "petra", "done Look")
    await stage.petra.command("/deadline", "Copy 3 Nov 2027 because it is ready", channel=SITE)
    await stage.told()
    assert _dates(stage) == {"Copy": "2027-11-03", "Look": "2027-11-10", "Proof": "2027-11-15"}


async def test_a_client_date_that_would_move_along_needs_the_account_manager(stage: Stage) -> None:
    await _plan(stage, client=True)
    await stage.petra.command("/deadline", "Copy 9 Nov 2027 because of the photos", channel=SITE)
    await stage.told()
    assert (stage.request().mode, stage.request().needs) == (Mode.APPROVAL, "am")
    assert _dates(stage) == PLANNED
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert _dates(stage) == LATER
    assert (
        "@Petra Ada approved CR-1: Copy: Fri 5 Nov 2027 → Tue 9 Nov 2027; 2 more move along"
        in (stage.replies("CR-1")[-1])
    )
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert _dates(stage) == PLANNED


async def test_an_objection_by_who_answers_for_dates_brings_all_of_them_back(stage: Stage) -> None:
    await _plan(stage)
    await stage.petra.command("/deadline", "Copy 9 Nov 2027 because of the photos", channel=SITE)
    await stage.told()
    await stage.presses(stage.ada, "Object", "CR-1", why="They wait for it")
    await stage.presses(stage.petra, "Approve", "CR-2")
    assert _dates(stage) == PLANNED


async def test_what_moved_on_its_own_since_is_not_put_back(stage: Stage) -> None:
    await _plan(stage, client=True)
    await stage.petra.command("/deadline", "Copy 9 Nov 2027 because of the photos", channel=SITE)
    await stage.told()
    await stage.presses(stage.ada, "Approve", "CR-1")
    await stage.petra.command("/deadline", "Look 15 Nov 2027 because of the studio", channel=SITE)
    await stage.told()
    await stage.presses(stage.ada, "Approve", "CR-2")
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert "Look was changed again since" in stage.whispers(stage.ada)[-1]
    assert _dates(stage)["Copy"] == "2027-11-09"


async def test_a_circle_is_told_in_a_sentence(stage: Stage) -> None:
    await _plan(stage)
    for typed in ("Copy after Proof", "Copy after Look", "Copy after Copy"):
        assert "Copy cannot come after" in await _types(stage, "petra", typed), typed
    assert _order(stage) == {"Copy": None, "Look": "Copy", "Proof": "Look"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Look after Copy", "Look comes after Copy already."),
        ("Look after Layout", "Which comes after which in “Look after Layout”?"),
        ("milestone Draft 4 Nov 2027 after Copy", "Draft cannot be earlier than Copy (Fri 5 Nov 2027)"),
        ("after Copy", "Which comes after which in “Copy”?"),
    ],
)
async def test_what_cannot_be_is_told_why(stage: Stage, typed: str, said: str) -> None:
    await _plan(stage)
    assert said in await _types(stage, "petra", typed)
    assert stage.rows(ChangeRequest) == []


async def test_a_milestone_cannot_be_moved_before_the_one_it_comes_after(stage: Stage) -> None:
    await _plan(stage)
    answer = await stage.petra.command("/deadline", "Look 4 Nov 2027 because I can", channel=SITE)
    assert "Look cannot be earlier than Copy (Fri 5 Nov 2027), which it comes after." in answer.plain


async def test_a_new_one_can_be_dated_from_the_one_it_comes_after(stage: Stage) -> None:
    await _plan(stage)
    await _types(stage, "petra", "milestone Draft +3 days after Copy because of the printer")
    assert _dates(stage)["Draft"] == "2027-11-08"
    assert _order(stage)["Draft"] == "Copy"
    assert stage.request().reason == "of the printer"


async def test_the_form_asks_what_comes_after_what(stage: Stage) -> None:
    await _plan(stage)
    form = (await stage.ada.command("/project", "after", channel=SITE)).view
    assert form.labels == ["Milestone", "Comes after", "Why"]
    wrong = await stage.ada.submit(
        form,
        {"Milestone": "Copy (Fri 5 Nov 2027)", "Comes after": "Proof (Mon 15 Nov 2027)", "Why": "x"},
    )
    assert wrong.errors == {
        "Comes after": "Copy cannot come after Proof: Proof comes after Copy already, or is the same one."
    }
    sent = await stage.ada.submit(
        form, {"Milestone": "Proof (Mon 15 Nov 2027)", "Comes after": "Nothing", "Why": "It is ready on its own"}
    )
    assert sent.closed
    await stage.told()
    assert "Proof   after Look → after nothing" in stage.card("CR-1").plain
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert _order(stage)["Proof"] is None


async def test_a_project_put_on_hold_while_the_form_was_open_is_told_so(stage: Stage) -> None:
    await _plan(stage)
    form = (await stage.ada.command("/project", "after", channel=SITE)).view
    await _types(stage, "petra", "hold")
    values = {"Milestone": "Proof (Mon 15 Nov 2027)", "Comes after": "Nothing", "Why": "It is ready"}
    answer = await stage.ada.submit(form, values)
    assert "Acme site is on hold." in answer.view.plain
    assert stage.rows(ChangeRequest) == []


async def test_one_that_others_follow_cannot_be_taken_out_again(stage: Stage) -> None:
    await stage.project()
    await _types(stage, "petra", "milestone Copy 5 Nov 2027 client")
    await stage.presses(stage.ada, "Approve", "CR-1")
    await _types(stage, "petra", "milestone Look 10 Nov 2027 after Copy")
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert "Look depends on Copy by now" in stage.whispers(stage.ada)[-1]
    assert date.fromisoformat(_dates(stage)["Copy"]) == date(2027, 11, 5)
