"""`Suggest another`: what cannot be offered together gets a sentence, and nothing is changed."""

from datetime import date
from typing import Any

from sandbox.sights import Answer, View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.offering import BUDGET, DATE, DELIVERABLE, FILM, PEOPLE, asked, opens


def forge(form: View, block: str, **held: Any) -> None:
    """What a forged form would carry."""
    action = next(iter(form.open.values.get(block, {})), "forged")
    form.open.values[block] = {action: held}


def picked(*values: str) -> dict[str, Any]:
    return {"type": "checkboxes", "selected_options": [{"value": each} for each in values]}


async def test_what_cannot_be_offered_gets_a_sentence_and_changes_nothing(stage: Stage) -> None:
    await asked(stage)
    await stage.ada.command("/deadline", "Copy 9 Nov 2027 because of tea", channel=SITE)
    await stage.told()
    card = stage.card("CR-1")

    async def refused(form: View, **values: Any) -> Answer:
        given = {label.replace("_", " "): value for label, value in values.items()}
        answer = await stage.petra.submit(form, {**given, "Why": "Tea"})
        await stage.told()
        assert not answer.closed
        assert stage.request().version == 1
        return answer

    form = await opens(stage.petra, card)
    assert "That is what is asked for already" in str((await refused(form)).errors)
    await stage.petra.fill(form, {"Offer with it": [DATE]})
    wrong = await refused(form, **{"Also: new date": date(2026, 11, 8)})
    assert "in the past" in wrong.errors["Also: new date"]
    wrong = await refused(form, **{"Also: new date": date(2027, 11, 8)})
    assert wrong.errors == {"Also: what moves": "CR-2 asks about Copy already. It has to be answered first."}
    forge(form, "deadline.target", type="static_select", selected_option={"value": "project"})
    wrong = await refused(form, New_date=date(2027, 12, 7))
    assert wrong.errors == {"Also: what moves": "Deadline is changed by this offer already. Say it once."}
    for target in ("milestone:999", "x" * 300):
        forge(form, "deadline.target", type="static_select", selected_option={"value": target})
        assert "not in the plan any more" in (await refused(form, **{"Also: new date": date(2027, 11, 8)})).view.plain
        form = await opens(stage.petra, card, DATE)

    form = await opens(stage.petra, card, DELIVERABLE, PEOPLE)
    wrong = await refused(form)
    assert set(wrong.errors) == {"What changes", "Deliverable", "Who"}, "Slack itself asks for what is required"
    wrong = await refused(form, **FILM, Who=stage.cleo, **{"Hours in total": 4})
    assert "guest" in wrong.errors["Who"]
    wrong = await refused(form, **{"Who": stage.sam, "Hours in total": 4, "What changes": "Take one out"})
    assert "There is no deliverable “Film” in the scope." in wrong.errors["Deliverable"]
    form = await opens(stage.petra, card, BUDGET)
    for amount in ("-5", "much", "1" * 20):
        assert set((await refused(form, Budget=amount)).errors) == {"Budget"}
    for domain in ("price", "brief", "nonsense"):
        form = await opens(stage.petra, card)
        forge(form, "also", **picked(domain))
        assert "out of date" in (await refused(form)).view.plain

    # Who answers in somebody's place and sees no money can offer none, whatever the form says.
    form = (await stage.petra.press("Not me", on=card)).view
    assert (await stage.petra.submit(form, {"Who answers instead": stage.sam, "Why": "Sam knows"})).closed
    await stage.told()
    form = await opens(stage.sam, stage.card("CR-1"))
    boxes = next(each for each in form.blocks if each.get("block_id") == "also")
    assert "The budget" not in str(boxes)
    forge(form, "also", **picked("budget"))
    forge(form, "budget.amount", type="plain_text_input", value="12,345")
    answer = await stage.sam.submit(form, {"New date": date(2027, 12, 7), "Why": "Tea"})
    assert "Only who sees the money of a project can offer some of it for CR-1." in answer.view.plain
    assert (stage.request().version, stage.request().also) == (1, None)
