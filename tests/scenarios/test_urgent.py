"""What cannot wait: an answer within two working hours, or done first and answered afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models import AuditEntry, ChangeRequest, Project
from models.enums import RequestState
from models.enums import Stage as Step
from sandbox.person import Person
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import asks, opened

URGENT = "Urgent: an answer within 2 working hours"
DONE = "Done already, needs their word"
OLD, NEW = date(2027, 11, 30), date(2027, 12, 14)


async def moves(stage: Stage, who: Person, how: str = DONE, when: date = NEW, **more: Any) -> Answer:
    """The form of a date, sent."""
    form = (await who.command("/deadline", channel=SITE)).view
    answer = await who.submit(form, {"New date": when, "Why": "The printer closes", "How soon": how, **more})
    await stage.told()
    return answer


async def test_urgent_in_the_form_is_due_in_two_working_hours(stage: Stage) -> None:
    await stage.project()
    assert (await moves(stage, stage.ada, URGENT)).closed
    request = stage.request()
    assert request.urgent
    assert request.due_at - request.asked_at == timedelta(hours=2)
    card = stage.card("CR-1")
    assert "Urgent." in card.plain
    assert stage.deadline() == OLD
    for _ in range(2):
        await stage.passes(hours=1, minutes=1)
    assert stage.request().stage is Step.DEPUTY


@pytest.mark.parametrize("text", ["14 Dec 2027 urgent because the printer closes", "urgent 14 Dec 2027: it closes"])
async def test_urgent_can_be_typed(stage: Stage, text: str) -> None:
    await stage.project()
    await stage.ada.command("/deadline", text, channel=SITE)
    await stage.told()
    request = stage.request()
    assert (request.urgent, request.after["date"]) == (True, "2027-12-14")
    assert "closes" in request.reason


async def test_urgent_without_a_reason_asks_for_one(stage: Stage) -> None:
    await stage.project()
    form = (await stage.ada.command("/deadline", "14 Dec 2027 urgent", channel=SITE)).view
    assert form.value("How soon") == URGENT
    assert (await stage.ada.submit(form, {"Why": "The printer closes"})).closed
    assert stage.request().urgent


async def test_what_was_asked_can_be_made_urgent_and_usual_again(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because of tea", channel=SITE)
    for how, urgent in ((URGENT, True), ("As usual: an answer within 8 working hours", False)):
        form = (await stage.ada.command("/deadline", channel=SITE)).view
        assert DONE not in form.plain
        answer = await stage.ada.submit(form, {"New date": date(2027, 12, 15 + urgent), "How soon": how})
        assert answer.closed, answer.errors
        assert stage.request().urgent is urgent


async def test_done_first_is_so_at_once_and_marked_until_it_is_decided(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    assert stage.deadline() == NEW
    assert stage.request().state is RequestState.PENDING
    card = stage.card("CR-1")
    assert "done already" in card.plain
    assert "Done already, needs your word." in card.plain
    assert card.mentions == ["Petra"]
    assert "Deadline, done already" in (await stage.ada.command("/project", channel=SITE)).plain
    assert "Ada asks (done already)" in (await stage.home(stage.petra)).plain
    assert "Deadline, done already" in (await stage.home(stage.ada)).plain
    assert "done already" in (await stage.ada.command("/request", "list", channel=SITE)).plain
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == NEW
    assert stage.request().state is RequestState.APPROVED
    assert "done already" not in stage.card("CR-1").plain
    assert "done already" not in (await stage.home(stage.ada)).plain


async def test_a_no_puts_the_old_value_back(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    await stage.presses(stage.petra, "Decline", "CR-1", why="The printer does not close")
    assert stage.deadline() == OLD
    assert "@Ada Petra declined CR-1" in stage.replies("CR-1")[-1]
    assert "The old value is back." in stage.replies("CR-1")[-1]
    # Taken back, it waits like any other request: it is not done any more.
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert "done already" not in stage.card("CR-1").plain
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == NEW


async def test_a_yes_that_is_taken_back_leaves_it_done_and_marked(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    await stage.presses(stage.petra, "Approve", "CR-1")
    await stage.presses(stage.petra, "Take back", "CR-1")
    assert stage.deadline() == NEW
    assert "Done already, needs your word." in stage.card("CR-1").plain
    await stage.presses(stage.petra, "Decline", "CR-1", why="After all not")
    assert stage.deadline() == OLD


async def test_who_did_it_may_put_it_back_and_not_change_it(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    answer = await moves(stage, stage.ada, URGENT, date(2027, 12, 20))
    assert "CR-1 is done already and waits for an answer." in answer.view.plain
    await stage.presses(stage.ada, "Withdraw", "CR-1")
    assert stage.deadline() == OLD
    assert "Ada withdrew CR-1; the old value is back." in stage.replies("CR-1")[-1]


async def test_another_offer_takes_its_place_when_it_is_accepted(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    form = (await stage.petra.press("Suggest another", on=stage.card("CR-1"))).view
    assert "How soon" not in form.labels
    await stage.petra.submit(form, {"New date": date(2027, 12, 10), "Why": "In between"})
    await stage.told()
    assert stage.deadline() == NEW
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 10)


async def test_an_offer_that_is_declined_puts_the_old_value_back(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    form = (await stage.petra.press("Suggest another", on=stage.card("CR-1"))).view
    await stage.petra.submit(form, {"New date": date(2027, 12, 10), "Why": "In between"})
    await stage.told()
    await stage.presses(stage.ada, "Decline", "CR-1", why="Neither")
    assert stage.deadline() == OLD


async def test_silence_comes_up_to_the_ops_leads_and_never_unmarks_it(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    for day in (5, 6, 7, 8, 11, 12, 13):
        moment = datetime(2027, 1, day, 16, tzinfo=UTC)
        await stage.passes(seconds=(moment - stage.clock.now()).total_seconds())
    request = stage.request()
    assert (request.state, request.stage) == (RequestState.PENDING, Step.OPS)
    assert "@Oona" in stage.replies("CR-1 Acme site")[-1]
    assert "CR-1 still waits for you." in stage.replies("CR-1 Acme site")[-1]
    assert "Done already, needs your word." in stage.card("CR-1 Acme site").plain
    assert stage.rows(AuditEntry, action="silence_done")
    await stage.presses(stage.oona, "Decline", "CR-1 Acme site", why="Nobody wanted it")
    assert stage.deadline() == OLD


async def test_what_ends_with_its_project_keeps_the_mark(stage: Stage) -> None:
    await stage.project()
    await moves(stage, stage.ada)
    await stage.closes(stage.ada)
    await stage.told()
    assert "Done already, and nobody said yes to it." in stage.card("CR-1").plain
    assert stage.row(Project).deadline == NEW


async def test_only_who_acts_for_a_role_does_it_first(stage: Stage) -> None:
    await stage.project()
    answer = await moves(stage, stage.sam)
    assert answer.errors == {"How soon": "Only who acts for one of the project's roles does it first. Ask as urgent."}
    assert stage.rows(ChangeRequest) == []


async def test_the_price_is_never_done_first(stage: Stage) -> None:
    await stage.project(Budget="10000", Currency="EUR")
    form = await opened(stage.ada, "Change the price")
    assert DONE not in form.plain
    assert URGENT in form.plain
    await asks(stage, stage.ada, "Change the price", Price="5000", How_soon=URGENT)
    assert stage.request().urgent


async def test_money_that_was_spent_first_says_so_without_a_figure(stage: Stage) -> None:
    await stage.project(Budget="10000", Currency="EUR")
    await asks(stage, stage.ada, "Change the budget", Budget="12000", How_soon=DONE)
    assert stage.row(Project).budget_minor == 1_200_000
    assert "CR-1 (budget): done already" in stage.card("CR-1").plain
    assert "12,000" not in stage.card("CR-1").plain
    private = next(each for each in stage.petra.direct_messages(stage.ada) if "CR-1" in each.plain)
    await stage.petra.press("Decline", on=private)
    [form] = stage.petra.views
    await stage.petra.submit(form, {"Why": "Too much"})
    await stage.told()
    assert stage.row(Project).budget_minor == 1_000_000


async def test_what_needs_nobodys_yes_is_just_done(stage: Stage) -> None:
    await stage.project()
    await asks(stage, stage.petra, "Change a supplier", What_for="Photos", Supplier="Ansel", How_soon=DONE)
    assert stage.request().state is RequestState.APPROVED
    assert stage.request().done is None


async def test_before_the_start_there_is_nothing_to_hurry(stage: Stage) -> None:
    await stage.project(started=False)
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    assert "How soon" not in form.labels
