"""Starting a change request: `/request`, the global shortcut, and the shortcut on a message."""

import pytest

from bot.domains import KINDS
from models import AuditEntry, ChangeRequest, Post
from models.enums import Domain, RequestState
from sandbox import surface
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import WHY, opened

START, RAISE = "Start a change request", "Raise as change request"
SUPPLIER = {"What for": "Photography", "Supplier": "Lumen", "Why": WHY}


async def test_alone_it_offers_everything_that_can_be_changed_in_words_for_people(stage: Stage) -> None:
    await stage.project()
    picker = (await stage.ada.command("/request", channel=SITE)).view
    assert picker.title == "Start a change request"
    control = surface.find_control(picker.blocks, "What is it about?", lambda user: user)
    assert [each["text"]["text"] for each in control.options] == [
        "Move a date",
        "Change who works on it",
        "Change the scope",
        "Change the price",
        "Change the budget",
        "Change the brief",
        "Change the strategy",
        "Change a supplier",
        "Release to the client",
        "Who talks to the client",
        "Change how it is run",
    ]


@pytest.mark.parametrize("domain", list(Domain))
async def test_the_form_takes_the_pickers_place(stage: Stage, domain: Domain) -> None:
    await stage.project()
    form = await opened(stage.ada, KINDS[domain].title)
    assert form.title == KINDS[domain].title
    assert len(stage.ada.views) == 1
    labels = [each.label for each in KINDS[domain].fields]
    assert [each for each in form.labels if each != "Project"] == [*labels, "How soon"]
    required = [each.label for each in KINDS[domain].fields if each.required]
    assert form.required == required


async def test_the_button_below_does_the_same(stage: Stage) -> None:
    await stage.project()
    picker = (await stage.ada.command("/request", channel=SITE)).view
    await stage.ada.fill(picker, {"What is it about?": "Change a supplier"})
    answer = await stage.ada.submit(picker)
    assert answer.view.title == "Change a supplier"
    assert (await stage.ada.submit(answer.view, SUPPLIER)).closed


async def test_what_is_not_understood_is_said_and_the_picker_opens(stage: Stage) -> None:
    await stage.project()
    answer = await stage.ada.command("/request", "purple monkeys", channel=SITE)
    assert "I did not understand “purple monkeys”" in answer.text
    assert answer.view.title == "Start a change request"


async def test_a_mention_offers_the_picker_by_a_button(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says("@Countersign request", channel=SITE)
    await stage.told()
    whisper = [each for each in stage.ada.messages(SITE) if each.ephemeral][-1]
    assert (await stage.ada.press("Open the form", on=whisper)).view.title == "Start a change request"


async def test_the_global_shortcut_asks_about_ones_own_projects(stage: Stage) -> None:
    await stage.project()
    await stage.project("Beta", channel="studio")
    picker = (await stage.ada.shortcut(START)).view
    form = (await stage.ada.choose("What is it about?", "Change a supplier", on=picker)).view
    form = (await stage.ada.choose("Project", "Beta", on=form)).view
    assert (await stage.ada.submit(form, SUPPLIER)).closed
    await stage.told()
    assert "Photography" in stage.card("CR-1", "studio").plain


async def test_a_message_is_raised_with_a_link_and_without_its_words(stage: Stage) -> None:
    await stage.project()
    said = await stage.sam.says("Could Lumen do the pictures instead? Ask marmalade", channel=SITE)
    picker = (await stage.ada.message_shortcut(RAISE, said)).view
    assert "The message that it is raised from" in picker.plain
    form = (await stage.ada.choose("What is it about?", "Change a supplier", on=picker)).view
    assert (await stage.ada.submit(form, SUPPLIER)).closed
    await stage.told()
    link = f"https://northlight-studio.slack.com/archives/{said.channel}/p{said.ts.replace('.', '')}"
    card = stage.card("CR-1")
    assert f"<{link}|The message that it was raised from>" in str(card.json)
    [asked] = stage.rows(AuditEntry, action="asked")
    assert asked.facts["source"] == link
    stored = [*stage.rows(AuditEntry), *stage.rows(ChangeRequest), *stage.rows(Post)]
    assert not [each for each in stored if "marmalade" in str(each.model_dump())]
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.request().state is RequestState.APPROVED
    assert link in str(stage.card("CR-1").json)


@pytest.mark.parametrize("name", [START, RAISE])
async def test_a_guest_is_told_what_this_is(stage: Stage, name: str) -> None:
    await stage.project()
    if name == START:
        answer = await stage.cleo.shortcut(START)
    else:
        answer = await stage.cleo.message_shortcut(RAISE, stage.cleo.messages("acme-client")[0])
    assert "Countersign is for members of this workspace." in answer.view.plain
    assert answer.view.labels == []


async def test_who_has_no_project_is_told_how_to_make_one(stage: Stage) -> None:
    await stage.project()
    assert "There is no project here yet." in (await stage.olaf.shortcut(START)).view.plain
    answer = await stage.olaf.command("/request", channel="studio")
    assert "There is no project here yet." in answer.plain
    assert (await stage.olaf.press("Create one", on=answer.message)).view.title == "New project"


async def test_a_project_on_hold_is_said_in_the_pickers_place(stage: Stage) -> None:
    await stage.project()
    picker = (await stage.ada.command("/request", channel=SITE)).view
    await stage.petra.command("/project", "hold", channel=SITE)
    answer = await stage.ada.choose("What is it about?", "Change a supplier", on=picker)
    assert "Acme site is on hold." in answer.view.plain


@pytest.mark.parametrize("value", ["nonsense", "", "{}", "deadline:1"])
async def test_what_we_did_not_offer_is_refused(stage: Stage, value: str) -> None:
    await stage.project()
    picker = (await stage.ada.command("/request", channel=SITE)).view
    answer = await stage.ada.press_raw("pick_change", value, on=picker)
    assert answer.status == 200
    assert "That is out of date." in answer.view.plain
    assert stage.rows(ChangeRequest) == []
