"""One person is both account manager and project manager: a second says yes where the other role would."""

from datetime import date

import pytest

from models import AuditEntry, ChangeRequest, Milestone, Project
from models.enums import ProjectStatus, RequestState
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage


async def _form(stage: Stage) -> View:
    """The form that asks for a second, as Ada sees it once she put herself into both places."""
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Acme site", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.ada}
    answer = await stage.ada.submit(form, {**given, "Deadline": date(2027, 11, 30), "Budget": "12k"})
    assert not answer.closed
    assert answer.view is not None
    return answer.view


async def _live(stage: Stage) -> None:
    assert (await stage.ada.submit(await _form(stage), {"Second": stage.oona})).closed
    await stage.told()
    await stage.presses(stage.oona, "Agree to start", "Acme site")


async def test_the_form_asks_for_a_second_and_keeps_what_was_filled_in(stage: Stage) -> None:
    form = await _form(stage)
    assert form.labels[:5] == ["Name", "Client", "Account manager", "Project manager", "Second"]
    assert "One person would be both." in form.plain
    kept = {label: form.value(label) for label in ("Name", "Client", "Deadline", "Budget", "Channel")}
    assert kept == {
        "Name": "Acme site",
        "Client": "Acme",
        "Deadline": "2027-11-30",
        "Budget": "12k",
        "Channel": stage.slack.channel(SITE).id,
    }


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ada", "The second has to be somebody else."),
        ("cleo", "Cleo is a guest, a bot or from another organisation, and cannot be picked here."),
    ],
)
async def test_the_second_is_somebody_else_of_the_house(stage: Stage, who: str, said: str) -> None:
    answer = await stage.ada.submit(await _form(stage), {"Second": getattr(stage, who)})
    assert answer.errors == {"Second": said}
    assert stage.rows(Project) == []


async def test_with_two_people_after_all_there_is_no_second(stage: Stage) -> None:
    answer = await stage.ada.submit(await _form(stage), {"Project manager": stage.petra, "Second": stage.oona})
    assert answer.closed, answer.errors
    assert stage.row(Project).second_id is None


async def test_the_second_agrees_to_the_start(stage: Stage) -> None:
    assert (await stage.ada.submit(await _form(stage), {"Second": stage.oona})).closed
    await stage.told()
    card = stage.card("Acme site")
    assert "@Oona still to agree" in card.plain
    assert "Second: Oona" in card.plain
    await stage.presses(stage.petra, "Agree to start", "Acme site")
    assert "@Oona must agree to start" in stage.whispers(stage.petra)[-1]
    await stage.presses(stage.oona, "Agree to start", "Acme site")
    assert stage.row(Project).status is ProjectStatus.LIVE


async def test_a_client_date_goes_to_the_second(stage: Stage) -> None:
    await _live(stage)
    answer = await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    assert "@Oona answers by" in answer.plain
    card = stage.card("CR-1")
    assert card.mentions == ["Oona"]
    assert "Ada answers for dates, in both roles. It needs a yes from Oona as second" in card.plain
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert "You wrote this yourself" in stage.whispers(stage.ada)[-1]
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert "Approved by Oona (second)" in stage.card("CR-1").plain
    assert stage.row(Project).deadline == date(2027, 12, 14)


async def test_the_rest_is_done_and_recorded(stage: Stage) -> None:
    await _live(stage)
    answer = await stage.ada.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    assert "Done: Homepage copy of Acme site, recorded as CR-1." in answer.plain
    assert stage.row(Milestone).date == date(2027, 11, 12)
    request = stage.request()
    assert (request.state, request.needs, request.decided_by) == (RequestState.APPROVED, "", stage.ada.id)
    assert request.rule[0]["because"] == "not_separated"
    assert [each.action for each in stage.rows(AuditEntry, request_id=request.id)] == ["done"]
    assert stage.cards("CR-1") == []
    shown = await stage.sam.command("/request", "CR-1", channel=SITE)
    assert "Ada answers for dates, in both roles: recorded as roles not separated." in shown.plain


async def test_binding_parts_of_the_brief_go_to_the_second_and_words_do_not(stage: Stage) -> None:
    await _live(stage)
    form = (await stage.ada.command("/brief", channel=SITE)).view
    await stage.ada.submit(form, {"Tone": "Warm", "Why": "They said so"})
    form = (await stage.ada.command("/brief", channel=SITE)).view
    await stage.ada.submit(form, {"Timing": "Before Easter", "Why": "They said so"})
    assert [(each.needs, each.state) for each in stage.rows(ChangeRequest)] == [
        ("", RequestState.APPROVED),
        ("second", RequestState.PENDING),
    ]


async def test_somebody_elses_client_date_needs_the_one_and_the_second(stage: Stage) -> None:
    await _live(stage)
    answer = await stage.sam.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    assert "@Ada and @Oona answer by" in answer.plain
    assert "it needs a yes from Ada and Oona" in stage.card("CR-1").plain
    await stage.presses(stage.ada, "Approve", "CR-1")
    assert stage.request().state is RequestState.PENDING
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.row(Project).deadline == date(2027, 12, 14)


async def test_a_deputy_for_one_role_of_somebody_absent_asks_the_second(stage: Stage) -> None:
    await _live(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    assert (await stage.ada.submit(form, {"Account manager's deputies": [stage.sam]})).closed
    await stage.ada.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    answer = await stage.sam.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    assert "@Oona answers by" in answer.plain
    assert "It needs a yes from Oona as second" in stage.card("CR-1").plain
    await stage.presses(stage.oona, "Approve", "CR-1")
    assert stage.row(Project).deadline == date(2027, 12, 14)
