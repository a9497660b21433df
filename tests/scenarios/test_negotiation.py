"""Between yes and no: other offers, questions, and "not me"."""

from datetime import date, timedelta

from models import ChangeRequest, RequestVersion
from models.enums import RequestState, Stage
from sandbox.person import Person
from tests.scenarios.conftest import SITE
from tests.scenarios.conftest import Stage as Scene


async def asked(stage: Scene) -> None:
    """Ada asks for 14 December."""
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()


async def suggests(stage: Scene, person: Person, when: date, why: str = "Halfway works") -> None:
    form = (await person.press("Suggest another", on=stage.card("CR-1"))).view
    answer = await person.submit(form, {"New date": when, "Why": why})
    assert answer.closed, answer.errors
    await stage.told()


async def test_another_date_is_suggested_and_the_asker_accepts_it(stage: Scene) -> None:
    await asked(stage)
    await suggests(stage, stage.petra, date(2027, 12, 7))
    card = stage.card("CR-1")
    assert "Tue 30 Nov 2027 → Tue 7 Dec 2027" in card.plain
    assert "Ada asked for a change; Petra suggests this instead" in card.plain
    assert "@Ada answers" in card.plain
    reply = stage.replies("CR-1")[-1]
    assert "@Ada Petra suggests another for CR-1 (1 of 3)" in reply
    assert "Tue 14 Dec 2027" in reply, "the table shows what was asked for first"
    assert "It needs a yes from Ada" in card.plain, "Petra said hers by suggesting it"
    assert "CR-1 Acme site: Petra suggests Deadline" in card.plain
    assert "Petra suggests this" in (await stage.home(stage.ada)).plain
    assert "Waiting on others\nCR-1 Acme site: Deadline  ·  Ada answers" in (await stage.home(stage.petra)).plain
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "You wrote this yourself" in stage.whispers(stage.petra)[-1]
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 7)
    assert "@Petra Ada approved CR-1" in stage.replies("CR-1")[-1], "whose offer it was is told, not who decided"
    why = (await stage.sam.command("/why", "deadline", channel=SITE)).plain
    assert "Ada (account manager) asked: the client's event moved\nPetra suggested this instead: Halfway works" in why
    assert [each.author_id for each in stage.rows(RequestVersion)] == [stage.ada.id, stage.petra.id]


async def test_after_three_offers_nobody_makes_another_and_an_ops_lead_decides(stage: Scene) -> None:
    await asked(stage)
    await suggests(stage, stage.petra, date(2027, 12, 6))
    await suggests(stage, stage.ada, date(2027, 12, 10))
    await suggests(stage, stage.petra, date(2027, 12, 8))
    assert "@Oona" in stage.card("CR-1").plain
    await stage.presses(stage.ada, "Suggest another", "CR-1")
    assert "Three other values were suggested for CR-1" in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert "Approved by Oona (ops lead)" in stage.card("CR-1").plain
    assert stage.deadline() == date(2027, 12, 8)


async def test_an_offer_has_to_differ_and_to_be_possible(stage: Scene) -> None:
    await asked(stage)
    form = (await stage.petra.press("Suggest another", on=stage.card("CR-1"))).view
    same = await stage.petra.submit(form, {"New date": date(2027, 12, 14), "Why": "x"})
    assert not same.closed
    past = await stage.petra.submit(same.view or form, {"New date": date(2026, 12, 14), "Why": "x"})
    assert "in the past" in past.errors["New date"]
    assert stage.request().version == 1


async def test_what_is_put_anew_or_offered_closes_the_question_that_went_before_it(stage: Scene) -> None:
    await asked(stage)

    async def wonder() -> None:
        form = (await stage.petra.press("Ask a question", on=stage.card("CR-1"))).view
        await stage.petra.submit(form, {"Question": "Which event?"})
        await stage.told()
        assert "Which event?" in stage.card("CR-1").plain

    await wonder()
    form = (await stage.ada.command("/deadline", "13 Dec 2027 because it moved again", channel=SITE)).view
    assert (await stage.ada.submit(form)).closed
    await stage.told()
    assert stage.request().state is RequestState.PENDING
    assert "Which event?" not in stage.card("CR-1").plain
    await wonder()
    await suggests(stage, stage.petra, date(2027, 12, 7))
    assert stage.request().state is RequestState.PENDING
    assert "Which event?" not in stage.card("CR-1").plain
    # Its clock runs: silence carries it on.
    await stage.passes(days=7)
    assert stage.request().stage is not Stage.ASKED


async def test_a_question_stops_the_clock_until_it_is_answered(stage: Scene) -> None:
    await asked(stage)
    due = stage.request().due_at
    assert due is not None
    form = (await stage.petra.press("Ask a question", on=stage.card("CR-1"))).view
    await stage.petra.submit(form, {"Question": "Which event?"})
    await stage.told()
    assert "Which event?" in stage.card("CR-1").plain
    assert "@Ada Petra asks about CR-1" in "".join(stage.replies("CR-1"))
    assert "@Ada can answer it. Then @Petra decides." in stage.card("CR-1").plain
    assert "answers by" not in stage.card("CR-1").plain, "the clock stands still"
    assert "Ada can answer the question" in (await stage.home(stage.petra)).plain
    home = await stage.home(stage.ada)
    assert "Petra has a question" in home.plain
    await stage.passes(days=7)
    assert stage.request().state is RequestState.QUESTIONED
    assert stage.request().stage is Stage.ASKED

    form = (await stage.ada.press("Answer", on=home)).view
    await stage.ada.submit(form, {"Answer": "The trade fair"})
    await stage.told()
    assert stage.request().state is RequestState.PENDING
    assert abs(stage.request().due_at - due - timedelta(days=7)) < timedelta(minutes=1)
    assert "@Petra Ada answered about CR-1" in "".join(stage.replies("CR-1"))
    assert "Which event?" not in stage.card("CR-1").plain
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)


async def test_not_me_passes_it_to_somebody_else_with_a_reason(stage: Scene) -> None:
    await asked(stage)
    form = (await stage.petra.press("Not me", on=stage.card("CR-1"))).view
    wrong = await stage.petra.submit(form, {"Who answers instead": stage.ada, "Why": "She knows"})
    assert "Ada cannot answer this" in wrong.errors["Who answers instead"]
    guest = await stage.petra.submit(wrong.view or form, {"Who answers instead": stage.cleo, "Why": "She knows"})
    assert "guest" in guest.errors["Who answers instead"]
    answer = await stage.petra.submit(guest.view or form, {"Who answers instead": stage.sam, "Why": "Sam plans it"})
    assert answer.closed, answer.errors
    await stage.told()
    assert "@Sam Petra passed CR-1 to you" in "".join(stage.replies("CR-1"))
    assert "@Sam answers" in stage.card("CR-1").plain
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)
    assert stage.row(ChangeRequest, number=1).decided_by == stage.sam.id


async def test_only_whoever_is_asked_may_suggest_ask_or_pass_on(stage: Scene) -> None:
    await asked(stage)
    for label in ("Suggest another", "Ask a question", "Not me"):
        answer = await stage.sam.press(label, on=stage.card("CR-1"))
        assert answer.view is None
        await stage.told()
        assert "@Petra" in stage.whispers(stage.sam)[-1]
