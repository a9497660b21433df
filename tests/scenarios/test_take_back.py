"""For five minutes whoever decided may take the decision back; later, or once something moved, it is a new request."""

from datetime import date

from models import BriefVersion, Decision
from models.enums import RequestState
from tests.scenarios.conftest import SITE, Stage

OLD, NEW = date(2027, 11, 30), date(2027, 12, 14)


async def _asked(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()


async def _approved(stage: Stage) -> None:
    await _asked(stage)
    await stage.presses(stage.petra, "Approve", "CR-1")


async def test_a_yes_is_taken_back_and_the_old_date_is_there_again(stage: Stage) -> None:
    await _approved(stage)
    assert stage.deadline() == NEW
    await stage.passes(minutes=4)
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert stage.deadline() == OLD
    card = stage.card("CR-1")
    assert {"Approve", "Decline", "Withdraw"} <= set(card.buttons)
    assert card.mentions == ["Petra"]
    assert "@Ada Petra took the answer to CR-1 back; it waits again." in stage.replies("CR-1")[-1]
    request = stage.request()
    assert (request.state, request.version, request.decided_by) == (RequestState.PENDING, 2, None)
    assert stage.row(Decision, version=1).taken_back_at is not None


async def test_what_was_taken_back_can_be_decided_anew(stage: Stage) -> None:
    await _approved(stage)
    await stage.presses(stage.petra, "Take back", "CR-1")
    await stage.presses(stage.petra, "Decline", "CR-1", why="I looked again")
    assert "Declined by Petra" in stage.card("CR-1").plain
    assert stage.deadline() == OLD
    assert [each.state for each in stage.rows(Decision)] == [RequestState.APPROVED, RequestState.DECLINED]


async def test_an_answer_given_with_a_question_still_open_is_taken_back_and_silence_counts_again(stage: Stage) -> None:
    await _asked(stage)
    form = (await stage.petra.press("Ask a question", on=stage.card("CR-1"))).view
    await stage.petra.submit(form, {"Question": "Which event?"})
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert "Which event?" not in stage.card("CR-1").plain
    await stage.passes(hours=4)
    assert "@Petra CR-1 still waits for you" in stage.replies("CR-1")[-1]


async def test_a_no_is_taken_back(stage: Stage) -> None:
    await _asked(stage)
    await stage.presses(stage.petra, "Decline", "CR-1", why="No")
    await stage.presses(stage.petra, "Take back", "CR-1")
    card = stage.card("CR-1")
    assert {"Approve", "Decline", "Withdraw"} <= set(card.buttons)
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == NEW


async def test_after_five_minutes_the_button_is_gone_and_would_be_refused(stage: Stage) -> None:
    await _approved(stage)
    await stage.passes(minutes=5)
    card = stage.card("CR-1")
    assert card.buttons == []
    await stage.petra.press_raw("take_back", "1.1", on=card)
    await stage.told()
    assert "Taking back was possible for five minutes" in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == NEW


async def test_only_who_decided_takes_it_back(stage: Stage) -> None:
    await _approved(stage)
    for person in (stage.ada, stage.sam, stage.oona):
        await stage.presses(person, "Take back", "CR-1")
        assert "@Petra decided CR-1; only they can take it back." in stage.whispers(person)[-1]
    assert stage.request().state is RequestState.APPROVED


async def test_nothing_is_taken_back_once_the_date_moved_again(stage: Stage) -> None:
    await _approved(stage)
    await stage.ada.command("/deadline", "16 Dec 2027 because of one thing more", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert "CR-2 asks about the same thing now" in stage.whispers(stage.petra)[-1]
    assert stage.request(1).state is RequestState.APPROVED

    await stage.presses(stage.petra, "Approve", "CR-2")
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert "changed again since" in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == date(2027, 12, 16)
    assert stage.request(1).state is RequestState.APPROVED


async def test_a_brief_comes_back_as_a_new_version(stage: Stage) -> None:
    await stage.project()
    for text in ("Sell tea", "Sell more tea"):
        form = (await stage.petra.command("/brief", channel=SITE)).view
        assert (await stage.petra.submit(form, {"Objective": text, "Why": "They said so"})).closed
        await stage.told()
        await stage.presses(stage.ada, "Approve", "They said so")
    await stage.presses(stage.ada, "Take back", "CR-2")
    assert [each.text for each in stage.rows(BriefVersion)] == [
        {"objective": "Sell tea"},
        {"objective": "Sell more tea"},
        {"objective": "Sell tea"},
    ]
    await stage.presses(stage.ada, "Approve", "CR-2")
    shown = await stage.sam.command("/brief", "show", channel=SITE)
    assert "Sell more tea" in shown.plain
    assert "version 4" in shown.plain


async def test_the_requester_may_withdraw_what_was_taken_back(stage: Stage) -> None:
    await _approved(stage)
    await stage.presses(stage.petra, "Take back", "CR-1")
    await stage.presses(stage.ada, "Withdraw", "CR-1")
    assert "Withdrawn by Ada" in stage.card("CR-1").plain
    assert stage.deadline() == OLD


async def test_a_yes_that_was_taken_back_can_be_said_again_at_once(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    for label in ("Approve", "Take back", "Approve"):
        answer = await stage.presses(stage.petra, label, "CR-1")
        assert answer.view is None, "nothing moved but what was taken back"
    assert "Approved by Petra" in stage.card("CR-1").plain
