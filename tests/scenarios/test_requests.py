"""`/request`: the open ones, one of them, withdrawing one's own; and one open request for one value."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import ChangeRequest, RequestVersion
from models.enums import RequestState
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"


async def _asked(stage: Stage, text: str = ASK, who: str = "ada") -> str:
    answer = await getattr(stage, who).command("/deadline", text, channel=SITE)
    await stage.told()
    return answer.plain


async def test_the_list_says_what_who_and_who_answers(stage: Stage) -> None:
    await stage.project()
    empty = "No open requests here. `/deadline` moves a date, `/request` asks for any other change."
    assert empty in (await stage.ada.command("/request", "list", channel=SITE)).text
    await _asked(stage)
    for text in ("list", "LIST"):
        listed = (await stage.sam.command("/request", text, channel=SITE)).plain
        assert "CR-1  Acme site: Deadline to Tue 14 Dec 2027  ·  Ada  ·  waiting for Petra" in listed
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert empty in (await stage.ada.command("/request", "list", channel=SITE)).text


async def test_who_has_nothing_to_do_with_it_does_not_see_it(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    assert "No open requests here." in (await stage.olaf.command("/request", "list", channel="studio")).text
    assert "There is no CR-1" in (await stage.olaf.command("/request", "CR-1", channel="studio")).text


@pytest.mark.parametrize("typed", ["CR-1", "cr1", "CR 1", "1", "#1", "show CR-1"])
async def test_one_request_is_shown_with_its_buttons(stage: Stage, typed: str) -> None:
    await stage.project()
    await _asked(stage)
    shown = await stage.petra.command("/request", typed, channel=SITE)
    assert "Tue 30 Nov 2027 → Tue 14 Dec 2027" in shown.plain
    assert "Its card is in #acme-site." in shown.plain
    await stage.petra.press("Approve", on=shown.message)
    await stage.told()
    assert stage.deadline() == date(2027, 12, 14)
    assert "Approved by Petra" in stage.card("CR-1").plain


@pytest.mark.parametrize("typed", ["CR-9", "withdraw CR-9", "CR-999999999", "withdraw 0"])
async def test_a_number_that_is_not_there_is_said_so(stage: Stage, typed: str) -> None:
    await stage.project()
    answer = await stage.ada.command("/request", typed, channel=SITE)
    assert f"There is no CR-{int(typed.split('-')[-1].split()[-1])} in this workspace." in answer.plain


async def test_withdrawing_by_word(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    refused = await stage.petra.command("/request", "withdraw CR-1", channel=SITE)
    assert "CR-1 was asked by @Ada; only they can do that." in refused.plain
    answer = await stage.ada.command("/request", "withdraw CR-1", channel=SITE)
    await stage.told()
    assert "CR-1 is withdrawn. Nothing was changed." in answer.plain
    assert "Withdrawn by Ada" in stage.card("CR-1").plain
    assert stage.replies("CR-1") == ["Ada withdrew CR-1; nothing was changed.\nAda withdrew CR-1; nothing was changed."]
    again = await stage.ada.command("/request", "withdraw CR-1", channel=SITE)
    await stage.told()
    assert "CR-1 is withdrawn. Nothing was changed." in again.plain
    assert len(stage.replies("CR-1")) == 1


async def test_what_was_decided_cannot_be_withdrawn(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    await stage.presses(stage.petra, "Approve", "CR-1")
    answer = await stage.ada.command("/request", "withdraw CR-1", channel=SITE)
    assert "CR-1 was already approved by @Petra, Mon 4 Jan 2027" in answer.plain
    assert stage.request().state is RequestState.APPROVED


async def test_asking_again_opens_ones_own_request_to_be_put_anew(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    form = (await stage.ada.command("/deadline", "16 Dec 2027 because it moved again", channel=SITE)).view
    assert form.title == "Change CR-1"
    assert "CR-1 is still open. What you send here replaces it, and it is asked again." in form.plain
    assert (form.value("New date"), form.value("Why")) == ("2027-12-16", "it moved again")
    assert (await stage.ada.submit(form)).closed
    await stage.told()
    card = stage.card("CR-1")
    assert "Tue 30 Nov 2027 → Thu 16 Dec 2027" in card.plain
    assert "it moved again" in card.plain
    assert "@Petra CR-1 was changed: Deadline: Tue 30 Nov 2027 → Thu 16 Dec 2027" in stage.replies("CR-1")[-1]
    assert (stage.request().version, len(stage.rows(ChangeRequest))) == (2, 1)
    assert [each.version for each in stage.rows(RequestVersion)] == [1, 2]

    await stage.petra.press_raw("approve", "1.1", on=card)
    await stage.told()
    assert "CR-1 was changed in the meantime." in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == date(2027, 11, 30)
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 16)


async def test_the_form_of_ones_own_open_request_shows_it(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    assert form.title == "Change CR-1"
    assert (form.value("New date"), form.value("Why")) == ("2027-12-14", "the client's event moved")


async def test_decided_while_the_form_was_open_it_is_not_changed(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    form = (await stage.ada.command("/deadline", "16 Dec 2027 because it moved again", channel=SITE)).view
    await stage.presses(stage.petra, "Approve", "CR-1")
    answer = await stage.ada.submit(form)
    assert "CR-1 was changed in the meantime." in answer.view.plain
    assert stage.deadline() == date(2027, 12, 14)


async def test_what_somebody_else_asks_has_to_be_answered_first(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    told = await _asked(stage, "16 Dec 2027 because it moved again", "sam")
    assert "@Ada already asked for this: CR-1 is still open. It has to be answered first." in told
    assert len(stage.rows(ChangeRequest)) == 1
    await stage.presses(stage.petra, "Decline", "CR-1", why="No")
    assert "CR-2" in await _asked(stage, "16 Dec 2027 because it moved again", "sam")


async def test_whoever_answers_it_suggests_another_instead_of_asking_twice(stage: Stage) -> None:
    await stage.project()
    early = (await stage.petra.command("/deadline", channel=SITE)).view
    await _asked(stage)
    form = (await stage.petra.submit(early, {"New date": date(2027, 12, 17), "Why": "No later"})).view
    assert (form.title, form.value("New date"), form.value("Why")) == ("Another for CR-1", "2027-12-17", "No later")
    form = (await stage.petra.command("/deadline", "16 Dec 2027 because it moved again", channel=SITE)).view
    assert (form.value("New date"), form.value("Why")) == ("2027-12-16", "it moved again")
    assert (await stage.petra.submit(form)).closed
    await stage.told()
    assert (stage.request().version, stage.request().author_id) == (2, stage.petra.id)
    await stage.petra.says("@Countersign deadline 18 Dec 2027 because of tea", channel=SITE)
    await stage.told()
    told = [each for each in stage.petra.messages(SITE) if each.ephemeral][-1]
    assert told.buttons == ["Suggest another"]
    await stage.petra.press("Suggest another", on=told)
    await stage.told()
    assert "You wrote this yourself" in stage.whispers(stage.petra)[-1]


async def test_another_value_of_the_same_project_is_free(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    form = (await stage.petra.command("/brief", channel=SITE)).view
    await stage.petra.submit(form, {"Tone": "Warm", "Why": "Tea"})
    assert [each.number for each in stage.rows(ChangeRequest)] == [1, 2, 3]


async def test_the_answer_is_due_in_the_working_time_of_who_is_asked(stage: Stage) -> None:
    """8 working hours from Monday 11:00 in Prague: 6.5 until 17:30, the rest from Tuesday 09:00."""
    await stage.project()
    assert "@Petra answers by Tue 5 Jan 2027 09:30" in await _asked(stage)
    # What was sent before has moved the clock by a second or so.
    assert abs(stage.request().due_at - datetime(2027, 1, 5, 9, 30, tzinfo=UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("why", ["   ", "\n\t"])
async def test_declining_takes_a_reason(stage: Stage, why: str) -> None:
    await stage.project()
    await _asked(stage)
    form = (await stage.petra.press("Decline", on=stage.card("CR-1"))).view
    assert form.title == "Decline CR-1"
    assert "Tue 30 Nov 2027 → Tue 14 Dec 2027" in form.plain
    answer = await stage.petra.submit(form, {"Why": why})
    assert answer.errors == {"Why": "Say why; it is kept with the decision."}
    assert stage.request().state is RequestState.PENDING


@pytest.mark.parametrize("who", ["ada", "sam", "oona"])
async def test_the_form_for_a_reason_opens_only_for_who_may_decline(stage: Stage, who: str) -> None:
    await stage.project()
    await _asked(stage)
    answer = await stage.presses(getattr(stage, who), "Decline", "CR-1")
    assert answer.view is None
    assert "CR-1 is for @Petra to answer" in stage.whispers(getattr(stage, who))[-1]
