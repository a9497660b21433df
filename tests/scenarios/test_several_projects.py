"""Several projects in one channel: a typed command names one, or is asked which, the last used first."""

from datetime import date

import pytest

from models import BriefVersion, Project
from models.enums import ProjectStatus
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"


async def _two(stage: Stage) -> None:
    await stage.project("Acme site")
    await stage.project("Acme shop")


async def test_it_is_asked_which_and_a_button_does_what_was_typed(stage: Stage) -> None:
    await _two(stage)
    answer = await stage.ada.command("/deadline", ASK, channel=SITE)
    assert "Which project?" in answer.plain
    assert sorted(answer.message.buttons) == ["Acme shop", "Acme site"]
    chosen = await stage.ada.press("Acme shop", on=answer.message)
    await stage.told()
    assert "CR-1: @Petra answers" in stage.whispers(stage.ada)[-1]
    assert chosen.view is None
    assert "Acme shop" in stage.card("CR-1").plain
    assert stage.request().reason == "the client's event moved"


async def test_the_last_used_is_offered_first(stage: Stage) -> None:
    await _two(stage)
    for name, other in (("Acme site", "Acme shop"), ("Acme shop", "Acme site")):
        await stage.passes(minutes=1)
        assert name in (await stage.ada.command("/project", f"show {name}", channel=SITE)).plain
        answer = await stage.ada.command("/brief", "show", channel=SITE)
        assert answer.message.buttons == [name, other]


@pytest.mark.parametrize("typed", ["Acme shop {}", "acme SHOP: {}", "Acme shop, {}", "Acme   shop {}"])
async def test_a_name_in_front_settles_it(stage: Stage, typed: str) -> None:
    await _two(stage)
    answer = await stage.ada.command("/deadline", typed.format(ASK), channel=SITE)
    await stage.told()
    assert "CR-1: @Petra answers" in answer.plain
    assert "Acme shop" in stage.card("CR-1").plain


async def test_the_longest_name_that_fits_is_meant(stage: Stage) -> None:
    await stage.project("Acme")
    await stage.project("Acme shop")
    await stage.ada.command("/deadline", f"Acme shop {ASK}", channel=SITE)
    await stage.told()
    assert "Acme shop" in stage.card("CR-1").plain


async def test_ones_own_project_is_named_from_anywhere(stage: Stage) -> None:
    await _two(stage)
    answer = await stage.ada.command("/deadline", f"Acme site {ASK}")
    await stage.told()
    assert "the card is in #acme-site" in answer.plain
    assert "Acme site" in stage.card("CR-1").plain


@pytest.mark.parametrize("step", ["hold", "close"])
async def test_a_status_is_changed_only_of_the_one_that_was_picked(stage: Stage, step: str) -> None:
    await _two(stage)
    answer = await stage.ada.command("/project", step, channel=SITE)
    assert stage.row(Project, name="Acme shop").status is ProjectStatus.LIVE
    await stage.ada.press("Acme shop", on=answer.message)
    await stage.told()
    goal = {"hold": ProjectStatus.ON_HOLD, "close": ProjectStatus.CLOSED}[step]
    assert stage.row(Project, name="Acme shop").status is goal
    assert stage.row(Project, name="Acme site").status is ProjectStatus.LIVE


async def test_a_button_opens_the_form_of_the_one_that_was_picked(stage: Stage) -> None:
    await _two(stage)
    answer = await stage.petra.command("/brief", "because", channel=SITE)
    assert "Which project?" in answer.plain
    asked = await stage.petra.command("/deadline", "14 Dec 2027", channel=SITE)
    form = (await stage.petra.press("Acme site", on=asked.message)).view
    assert form.title == "Move a date"
    assert form.value("New date") == "2027-12-14"
    assert form.value("Project") == "Acme site"


async def test_in_the_form_another_project_is_picked_and_shows_its_own_dates(stage: Stage) -> None:
    await _two(stage)
    await stage.petra.command("/project", "milestone Acme shop Homepage copy 12 Nov 2027", channel=SITE)
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    first = form.value("Project")
    assert first in ("Acme site", "Acme shop")
    await stage.ada.fill(form, {"Project": "Acme shop"})
    [now] = stage.ada.views
    await stage.ada.fill(now, {"What moves": "Homepage copy (Fri 12 Nov 2027)", "New date": date(2027, 11, 19)})
    answer = await stage.ada.submit(now, {"Why": "They are away"})
    assert answer.closed, answer.errors
    await stage.told()
    assert "Acme shop" in stage.card("CR-2").plain
    assert "Fri 12 Nov 2027 → Fri 19 Nov 2027" in stage.card("CR-2").plain


async def test_the_form_of_the_brief_shows_the_text_of_the_project_picked(stage: Stage) -> None:
    await _two(stage)
    for name in ("Acme shop", "Acme site"):
        form = (await stage.ada.command("/brief", name, channel=SITE)).view
        assert form.value("Project") == name
        await stage.ada.submit(form, {"Tone": f"Tone of {name}", "Why": "First words"})
    form = (await stage.ada.command("/brief", "Acme shop", channel=SITE)).view
    await stage.ada.fill(form, {"Project": "Acme site"})
    [now] = stage.ada.views
    assert now.value("Tone") == "Tone of Acme site"
    assert len(stage.rows(BriefVersion)) == 2


async def test_a_closed_project_is_not_offered(stage: Stage) -> None:
    await _two(stage)
    await stage.ada.command("/project", "close Acme shop", channel=SITE)
    answer = await stage.ada.command("/project", channel=SITE)
    assert "Acme site" in answer.plain
    assert "Which project?" not in answer.plain
