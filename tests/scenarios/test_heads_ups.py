"""A heads-up is done at once; the other one is told, and may acknowledge it or object within two working days."""

from datetime import date

import pytest

from models import BriefVersion, ChangeRequest, Milestone
from models.enums import Mode, RequestState
from sandbox.person import Person
from tests.scenarios.conftest import SITE, Stage

COPY = "Homepage copy"


async def _milestone(stage: Stage, text: str = "Homepage copy 12 Nov 2027") -> str:
    answer = await stage.petra.command("/project", f"milestone {text}", channel=SITE)
    await stage.told()
    return answer.plain


async def _tone(stage: Stage, tone: str) -> None:
    form = (await stage.ada.command("/brief", channel=SITE)).view
    answer = await stage.ada.submit(form, {"Tone": tone, "Why": "They sound stiff today"})
    assert answer.closed, answer.errors
    await stage.told()


def _dates(stage: Stage) -> dict[str, date]:
    return {each.name: each.date for each in stage.rows(Milestone)}


async def test_an_internal_date_of_the_project_manager_moves_at_once_and_the_other_is_told(stage: Stage) -> None:
    await stage.project()
    answer = await _milestone(stage)
    assert "Done: Homepage copy of Acme site. @Ada was told in #acme-site and may object (CR-1)." in answer
    assert _dates(stage) == {COPY: date(2027, 11, 12)}
    card = stage.card("CR-1")
    assert card.mentions == ["Ada"]
    assert card.buttons == ["Acknowledge", "Object"]
    assert "nothing yet → Fri 12 Nov 2027" in card.plain
    assert "Petra answers for dates" in card.plain
    request = stage.request()
    assert (request.mode, request.state, request.needs) == (Mode.HEADS_UP, RequestState.TOLD, "am")


async def test_acknowledging_ends_it_without_another_ping(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await stage.presses(stage.ada, "Acknowledge", "CR-1")
    card = stage.card("CR-1")
    assert "Noted by Ada (account manager)" in card.plain
    assert card.buttons == []
    assert stage.replies("CR-1") == []
    assert (stage.request().state, stage.request().decided_by) == (RequestState.NOTED, stage.ada.id)


async def test_an_objection_of_the_account_manager_asks_to_put_the_date_back(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await _milestone(stage, "Homepage copy 19 Nov 2027")
    await stage.presses(stage.ada, "Object", "CR-2", why="They are on holiday then")
    card = stage.card("CR-2")
    assert "Objected to by Ada (account manager)" in card.plain
    assert "They are on holiday then" in card.plain
    assert card.buttons == []
    [reply] = stage.replies("CR-2")
    assert "@Petra Ada objected to CR-2. CR-3 asks to put it back." in reply
    assert _dates(stage) == {COPY: date(2027, 11, 19)}

    assert "Fri 19 Nov 2027 → Fri 12 Nov 2027" in stage.card("CR-3").plain
    assert stage.card("CR-3").mentions == ["Petra"]
    await stage.presses(stage.petra, "Approve", "CR-3")
    assert _dates(stage) == {COPY: date(2027, 11, 12)}


async def test_an_objection_to_a_new_milestone_asks_to_take_it_out(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await stage.presses(stage.ada, "Object", "CR-1", why="There will be no copy")
    assert "Fri 12 Nov 2027 → removed" in stage.card("CR-2").plain
    await stage.presses(stage.petra, "Approve", "CR-2")
    assert _dates(stage) == {}


async def test_words_of_the_brief_change_at_once_and_an_objection_asks_for_the_old_ones(stage: Stage) -> None:
    await stage.project()
    await _tone(stage, "Warm and plain")
    await _tone(stage, "Loud")
    card = stage.card("CR-2")
    assert card.mentions == ["Petra"]
    assert "Ada answers for the brief" in card.plain
    assert stage.row(BriefVersion, version=2).text == {"tone": "Loud"}
    await stage.presses(stage.petra, "Object", "CR-2", why="The designs are warm")
    assert stage.card("CR-3").mentions == ["Ada"]
    await stage.presses(stage.ada, "Approve", "CR-3")
    newest = stage.row(BriefVersion, version=3)
    assert newest.text == {"tone": "Warm and plain"}


async def test_after_two_working_days_of_silence_it_is_noted(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await stage.passes(hours=47, minutes=50)
    assert stage.request().state is RequestState.TOLD
    await stage.passes(minutes=10)
    card = stage.card("CR-1")
    assert "nobody objected in time" in card.plain
    assert card.buttons == []
    assert stage.replies("CR-1") == []
    assert (stage.request().state, stage.request().decided_by) == (RequestState.NOTED, None)
    await stage.ada.press_raw("object", "1.1", on=card)
    await stage.told()
    assert "CR-1 was already noted" in stage.whispers(stage.ada)[-1]


async def test_a_weekend_is_no_working_day(stage: Stage) -> None:
    await stage.project()
    await stage.passes(days=4)
    await _milestone(stage)
    await stage.passes(days=3, hours=23)
    assert stage.request().state is RequestState.TOLD
    await stage.passes(hours=1)
    assert stage.request().state is RequestState.NOTED


async def test_on_hold_nothing_is_noted_and_the_time_left_is_kept(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await stage.passes(days=1)
    await stage.petra.command("/project", "hold", channel=SITE)
    await stage.passes(days=7)
    assert stage.request().state is RequestState.TOLD
    await stage.petra.command("/project", "resume", channel=SITE)
    await stage.passes(hours=23)
    assert stage.request().state is RequestState.TOLD
    await stage.passes(hours=1)
    assert stage.request().state is RequestState.NOTED


@pytest.mark.parametrize("label", ["Acknowledge", "Object"])
@pytest.mark.parametrize("who", ["petra", "sam", "oona"])
async def test_only_the_one_who_was_told_can_answer(stage: Stage, who: str, label: str) -> None:
    await stage.project()
    await _milestone(stage)
    person: Person = getattr(stage, who)
    answer = await stage.presses(person, label, "CR-1")
    assert answer.view is None
    assert "CR-1 is for @Ada to answer" in stage.whispers(person)[-1]
    assert stage.request().state is RequestState.TOLD


async def test_an_objection_needs_a_reason(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    form = (await stage.ada.press("Object", on=stage.card("CR-1"))).view
    assert "Why" in (await stage.ada.submit(form)).errors
    answer = await stage.ada.submit(form, {"Why": "   "})
    assert answer.errors == {"Why": "Say why; it is kept with the decision."}
    assert stage.request().state is RequestState.TOLD


async def test_what_was_moved_again_cannot_be_objected_to(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    await _milestone(stage, "Homepage copy 19 Nov 2027")
    form = (await stage.ada.press("Object", on=stage.card("CR-1"))).view
    answer = await stage.ada.submit(form, {"Why": "Too late"})
    assert "Homepage copy was changed again since" in answer.view.plain
    assert len(stage.rows(ChangeRequest)) == 2
    assert stage.request(1).state is RequestState.TOLD


async def test_what_is_done_cannot_be_withdrawn(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    answer = await stage.petra.command("/request", "withdraw CR-1", channel=SITE)
    assert "CR-1 was done at once" in answer.plain
    assert stage.request().state is RequestState.TOLD


async def test_a_second_press_says_so_and_does_nothing(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage)
    card = stage.card("CR-1")
    await stage.presses(stage.ada, "Acknowledge", "CR-1")
    await stage.ada.press_raw("acknowledge", "1.1", on=card)
    await stage.told()
    assert "CR-1 is noted already; nothing more was done." in stage.whispers(stage.ada)[-1]
