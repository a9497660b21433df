"""`Suggest another` with more than another value: dates, deliverables, the budget and people, agreed to as one."""

from datetime import date

from models import AuditEntry, Baseline, ChangeRequest, RequestVersion
from models.enums import Domain, RequestState
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.money import between, budget
from tests.scenarios.offering import (
    BEFORE,
    BUDGET,
    DATE,
    DELIVERABLE,
    FILM,
    PEOPLE,
    SAM_WORKS,
    asked,
    dates,
    offers,
    opens,
    plan,
)
from tests.scenarios.picking import asks, kept


async def test_a_date_a_deliverable_and_people_are_offered_and_agreed_to_as_one(stage: Stage) -> None:
    await asked(stage)
    form = await opens(stage.petra, stage.card("CR-1"))
    assert "Deliverable" not in form.labels
    await stage.petra.fill(form, {"Offer with it": [DATE, DELIVERABLE, PEOPLE]})
    assert {"Also: what moves", "Also: new date", "Deliverable", "Who"} <= set(form.labels)
    given = {"New date": date(2027, 12, 7), "Also: new date": date(2027, 11, 8), **FILM, "Who": stage.sam, **SAM_WORKS}
    await stage.petra.fill(form, given)
    assert "If it is Mon 8 Nov 2027" in form.plain
    assert form.value("Deliverable") == "Film", "what was typed stays while the form is drawn again"
    answer = await stage.petra.submit(form, {"Why": "With a film it works"})
    assert answer.closed, answer.errors
    await stage.told()

    card = stage.card("CR-1")
    for line in (
        "Deadline   Tue 30 Nov 2027 → Tue 7 Dec 2027",
        "Copy   Fri 5 Nov 2027 → Mon 8 Nov 2027",
        "Film   not included → included, as goodwill",
        "Sam hours   nothing yet → 20",
    ):
        assert line in card.plain
    assert "Move a date, change the scope, change who works on it" in card.plain
    assert "Ada answers for the scope. It needs a yes from Ada." in card.plain
    assert card.mentions == ["Ada"]
    reply = stage.replies("CR-1")[-1]
    assert "Petra suggests another for CR-1 (1 of 3)" in reply
    assert reply.index("Tue 30 Nov 2027 → Tue 14 Dec 2027") < reply.rindex("Copy: Fri 5 Nov 2027 → Mon 8 Nov 2027")
    written = stage.rows(AuditEntry, action="countered")[-1]
    assert [each["domain"] for each in written.facts["also"]] == ["deadline", "scope", "resourcing"]
    assert [bool(each.also) for each in stage.rows(RequestVersion)] == [False, True]

    # Nothing of it holds before the yes, and none of it is asked about twice.
    assert plan(stage) == BEFORE
    said = (await stage.petra.command("/deadline", "Copy 9 Nov 2027 because of tea", channel=SITE)).plain
    assert "CR-1 asks about this too, together with other things." in said
    before = len(stage.rows(Baseline))
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert (stage.deadline(), dates(stage)) == (date(2027, 12, 7), {"Copy": "2027-11-08"})
    assert kept(stage, Domain.SCOPE)["film"]["how"] == "goodwill"
    assert kept(stage, Domain.RESOURCING)[stage.sam.id]["hours"] == 20
    baselines = stage.rows(Baseline)
    assert len(baselines) == before + 1, "one yes, one baseline"
    assert baselines[-1].dates == {"project": "2027-12-07", "1": "2027-11-08"}
    shown = (await stage.ada.command("/request", "CR-1", channel=SITE)).plain
    assert "Film   not included → included, as goodwill" in shown
    assert "Film" in (await stage.ada.command("/project", channel=SITE)).plain


async def test_what_was_agreed_to_together_is_taken_back_and_undone_as_one(stage: Stage) -> None:
    await asked(stage)
    dated = {"New date": date(2027, 12, 7), "Also: new date": date(2027, 11, 8)}
    assert (await offers(stage, stage.petra, DATE, DELIVERABLE, **dated, **FILM)).closed
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert plan(stage)[:2] == (date(2027, 12, 7), {"Copy": "2027-11-08"})
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert plan(stage) == BEFORE
    await stage.presses(stage.ada, "Approve", "CR-1")
    await stage.passes(hours=1)
    undo = (await stage.petra.command("/request", "undo CR-1", channel=SITE)).view
    assert "Copy: Mon 8 Nov 2027 → Fri 5 Nov 2027" in undo.plain
    assert (await stage.petra.submit(undo, {"Why": "No film"})).closed
    await stage.told()
    assert "Ada answers for the scope" in stage.card("CR-2").plain
    assert stage.card("CR-2").mentions == ["Ada"]
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert plan(stage) == BEFORE


async def test_money_in_an_offer_takes_it_to_the_few_who_see_it(stage: Stage) -> None:
    await asked(stage)
    sent = await offers(stage, stage.petra, BUDGET, New_date=date(2027, 12, 14), Budget="12,345")
    assert sent.closed, sent.errors
    public = stage.card("CR-1")
    assert "CR-1 (deadline): asked" in public.plain
    assert public.buttons == []
    card = next(each for each in reversed(between(stage)) if "Approve" in each.buttons)
    assert "EUR 10,000 → EUR 12,345" in card.plain
    assert card.mentions == ["Ada"]
    assert "Ada" in next(each for each in stage.ada.thread(card)).mentions, "the table is said there"
    seen = [each.plain for each in stage.petra.messages(SITE)] + [(await stage.home(stage.sam)).plain]
    seen += [(await stage.sam.command("/request", text, channel=SITE)).plain for text in ("CR-1", "list")]
    assert not [each for each in seen if "12,345" in each]
    # The next offer has no money in it any more; what was said before stays between few.
    form = await opens(stage.ada, card)
    assert form.value("Budget") == "12345", "the last offer is filled in"
    await stage.ada.fill(form, {"Offer with it": []})
    assert "Budget" not in form.labels
    assert (await stage.ada.submit(form, {"New date": date(2027, 12, 10), "Why": "No money"})).closed
    await stage.told()
    card = next(each for each in reversed(between(stage)) if "Approve" in each.buttons)
    assert card.mentions == ["Petra"]
    await stage.petra.press("Approve", on=card)
    await stage.told()
    assert (stage.deadline(), budget(stage)) == (date(2027, 12, 10), 1_000_000)
    assert "CR-1 (deadline): decided" in stage.card("CR-1").plain


async def test_what_was_asked_for_may_stay_as_it_is_where_something_else_is_offered(stage: Stage) -> None:
    await asked(stage)
    form = await opens(stage.petra, stage.card("CR-1"), DELIVERABLE, DATE)
    paid = {**FILM, "An addition is": "The client pays for it"}
    given = {"New date": date(2027, 11, 30), "Also: new date": date(2027, 11, 9), **paid, "Why": "Not later"}
    assert (await stage.petra.submit(form, given)).closed
    await stage.told()
    card = stage.card("CR-1")
    assert "Deadline " not in card.plain.split("suggests this instead")[0].replace("CR-1", "")
    # The plan moves around one part of it: that is shown before the yes.
    await stage.petra.command("/project", "milestone Proof 15 Nov 2027 after Copy", channel=SITE)
    await stage.told()
    answer = await stage.presses(stage.ada, "Approve", "CR-1")
    assert "Proof would move along too: Mon 15 Nov 2027 → Wed 17 Nov 2027." in answer.view.plain
    assert (await stage.ada.submit(answer.view)).closed
    await stage.told()
    assert (stage.deadline(), dates(stage)) == (date(2027, 11, 30), {"Copy": "2027-11-09", "Proof": "2027-11-17"})
    assert "Quote it as an extra" in stage.petra.thread(stage.card("CR-1"))[-1].buttons
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert (stage.deadline(), dates(stage)) == (date(2027, 11, 30), {"Copy": "2027-11-05", "Proof": "2027-11-15"})
    # Once something is asked for that it would change, it stays decided.
    await stage.presses(stage.ada, "Decline", "CR-1", why="No")
    assert stage.request().state is RequestState.DECLINED
    await asks(stage, stage.ada, "Change the scope", **{key.replace(" ", "_"): each for key, each in FILM.items()})
    await stage.ada.press_raw("take_back", "1.3", on=stage.card("CR-1"))
    await stage.told()
    assert "CR-3 asks about the same thing now, so CR-1 cannot be taken back." in stage.whispers(stage.ada)[-1]


async def test_everybody_whose_word_one_part_needs_is_asked(stage: Stage) -> None:
    """Sam, who has no role, asks; Olaf works for Oona's shop then."""
    await stage.project(Budget="10,000", Currency="EUR")
    await stage.slack.add_to_channel("countersign", "general")
    await stage.project("Oona shop", channel="general", started=False, **{"Project manager": stage.oona})
    for person in (stage.oona, stage.ada):
        card = stage.card("Oona shop", "general")
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()
    picker = (await stage.oona.command("/request", channel="general")).view
    form = (await stage.oona.choose("What is it about?", "Change who works on it", on=picker)).view
    given = {"Project": "Oona shop"} if "Project" in form.labels else {}
    assert (await stage.oona.submit(form, {**given, "Who": stage.olaf, "Hours in total": 40, "Why": "Shop"})).closed
    await stage.told()
    await stage.sam.command("/deadline", "Acme site 14 Dec 2027 because of the fair", channel=SITE)
    await stage.told()
    number = max(each.number for each in stage.rows(ChangeRequest))
    name = f"CR-{number}"
    olaf = {"Who": stage.olaf, "Hours_in_total": 8}
    wrong = await offers(stage, stage.petra, PEOPLE, BUDGET, on=stage.card(name), Budget="11,000", **olaf)
    assert "does not see money" in wrong.errors["Who"]
    assert (await offers(stage, stage.petra, PEOPLE, on=stage.card(name), **olaf)).closed
    assert stage.request(number).needs == "requester,am,lender"
    card = stage.card(name)
    assert set(card.mentions) == {"Sam", "Ada", "Oona"}
    await stage.sam.press("Approve", on=card)
    await stage.told()
    # Ada puts money in place of Olaf: Sam, who does not see it, is not asked, and nobody is lent.
    form = await opens(stage.ada, stage.card(name))
    await stage.ada.fill(form, {"Offer with it": [BUDGET]})
    assert (await stage.ada.submit(form, {"Budget": "11,000", "Why": "We hire"})).closed
    await stage.told()
    assert (stage.request(number).needs, stage.request(number).lender_project_id) == ("pm", None)
    assert f"{name} (deadline): asked" in stage.card(name).plain
    assert not [each for each in stage.sam.direct_messages() if "11,000" in each.plain]
    card = next(each for each in reversed(between(stage)) if "Approve" in each.buttons)
    await stage.petra.press("Approve", on=card)
    await stage.told()
    assert (stage.deadline(), budget(stage)) == (date(2027, 12, 14), 1_100_000)
    # Each value tells what was decided about it, and only who sees money reads the rest.
    why = (await stage.sam.command("/why", "deadline", channel=SITE)).plain
    assert "Deadline: Tue 30 Nov 2027 → Tue 14 Dec 2027" in why
    assert "among the few who see money" in why
    assert not [each for each in ("11,000", "We hire") if each in why]
    why = (await stage.petra.command("/why", "budget", channel=SITE)).plain
    assert "Budget: EUR 10,000 → EUR 11,000" in why
    assert "We hire" in why
