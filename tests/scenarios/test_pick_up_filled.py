"""What a message says in plain words stands in the form that opens for it, and is kept no longer than that."""

from models import PickUp, Project
from models.enums import PickUpState
from sandbox.person import Person
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage


async def opened(stage: Stage, who: Person, text: str, button: str) -> View:
    """The form that a button of the offer about these words opens."""
    await who.says(text, channel=SITE)
    await stage.told()
    offered = [each for each in who.messages(SITE) if each.ephemeral and "Not a request" in each.buttons]
    form = (await who.press(button, on=offered[-1])).view
    assert form is not None
    return form


async def test_words_and_amounts_that_were_plainly_said_stand_in_the_form(stage: Stage) -> None:
    await stage.project(Budget="10,000", Currency="EUR")
    form = await opened(
        stage, stage.ada, 'Can we change the tone in the brief to "Warm & simple" please?', "Send to Petra"
    )
    assert form.value("Tone") == "Warm & simple"
    assert not form.value("Message")
    form = await opened(stage, stage.ada, "Could we switch the strategy to “Aim at schools first”?", "Edit first")
    assert form.value("Strategy") == "Aim at schools first"
    assert (await stage.ada.submit(form, {"Why": "They said so"})).closed
    await stage.told()
    kept = {each.state: each.understood.get("given") for each in stage.rows(PickUp)}
    assert kept == {PickUpState.OFFERED: {"tone": "Warm & simple"}, PickUpState.SENT: None}

    # Of money it has to be said whose it is; then it is reckoned from today's.
    raised = "Can we raise the budget to 12k for the photos please?"
    for text, button, label, value in (
        (raised, "We spend", "Budget", "12000"),
        (raised, "The client pays", "Price", "12000"),
        ("Can we get another €2,000 in the budget for the photo shoot?", "We spend", "Budget", "12000"),
        ("Can we get another €2,000 in the budget for the photo shoot?", "The client pays", "Price", None),
        ("Could we cut the budget by €1.5k please?", "We spend", "Budget", "8500"),
        ("Could we cut the budget by £1.5k please?", "We spend", "Budget", "10000"),
        ("Could we cut the budget by £15k please?", "We spend", "Budget", "10000"),
        ("Can we get budget for a photo shoot and an illustrator?", "We spend", "Budget", "10000"),
    ):
        form = await opened(stage, stage.ada, text, button)
        assert form.value(label) == value, text
    # Who does not see money is told no figure by what is filled in.
    text = "Please can we get another €2,000 of budget for a photo shoot and an illustrator?"
    form = await opened(stage, stage.sam, text, "We spend")
    assert not form.value("Budget")
    assert stage.row(Project, name="Acme site").budget_minor == 1_000_000


async def test_money_asks_who_pays(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says(
        "Could we add another £5k to the budget for the Acme site? We need it for the photo shoot.", channel=SITE
    )
    await stage.told()
    (offered,) = [each for each in stage.ada.messages(SITE) if each.ephemeral and "Not a request" in each.buttons]
    assert "the client pays, or we spend?" in offered.plain
    assert offered.buttons == ["The client pays", "We spend", "Not a request"]
    form = (await stage.ada.press("We spend", on=offered)).view
    assert form is not None
    assert form.title == "Change the budget"


async def test_a_forged_side_of_money_opens_nothing(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says("Can we raise the budget to 12k for the photos please?", channel=SITE)
    await stage.told()
    (offered,) = [each for each in stage.ada.messages(SITE) if each.ephemeral]
    for form in ("deadline", "nonsense", "brief"):
        value = f'{{"offer":"{stage.row(PickUp).id}.1","form":"{form}"}}'
        answer = await stage.ada.press_raw("money_side:price", value, on=offered)
        await stage.told()
        assert answer.view is None
        assert "out of date" in stage.whispers(stage.ada)[-1]
