"""What travels with buttons and forms is never believed: a clear sentence, nothing changed, no failure on our side."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from models import AuditEntry, ChangeRequest, Project, Workspace
from models.enums import Domain, Mode, ProjectStatus, RequestState
from sandbox.sights import Answer, View
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"
GONE = ("That is out of date.", "does not exist any more", "I did not understand", "no project here yet")
DECISIONS = ("approve", "decline", "withdraw", "take_back", "acknowledge", "object", "agree_to_start")
THEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def asked(stage: Stage) -> Stage:
    await stage.project()
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    return stage


def _rows(stage: Stage) -> list[object]:
    requests = [(each.id, each.state, each.version, each.after) for each in stage.rows(ChangeRequest)]
    projects = [(each.id, each.status, each.deadline, each.name, each.pm_id) for each in stage.rows(Project)]
    return [*requests, *projects, len(stage.rows(AuditEntry))]


async def _pressed(stage: Stage, action: str, value: str | None) -> str:
    """What Petra is told for a forged press; nothing is changed by it."""
    before = _rows(stage)
    seen = len(stage.whispers(stage.petra))
    answer = await stage.petra.press_raw(action, value, on=stage.card("CR-1"))
    await stage.told()
    assert (answer.status, answer.problem) == (200, None)
    assert _rows(stage) == before
    assert answer.view is None
    return "\n".join(stage.whispers(stage.petra)[seen:])


def _is_clear(told: str) -> bool:
    return any(each in told for each in GONE) and "went wrong" not in told


async def _each_is_clear(stage: Stage, presses: Iterable[tuple[str, str | None]]) -> None:
    # One stage for them all: none of them changes anything.
    for action, value in presses:
        told = await _pressed(stage, action, value)
        assert _is_clear(told), (action, value, told)


@pytest.mark.parametrize("action", DECISIONS)
async def test_a_decision_about_nothing_we_know(asked: Stage, action: str) -> None:
    values = [
        None,
        "",
        "x",
        "1",
        "1.",
        ".1",
        "1.x",
        "-1.1",
        "1.1.1",
        "１.１",
        '{"id":1}',
        "0.1",
        "9" * 40 + ".1",
        "77.1",
    ]
    await _each_is_clear(asked, [(action, value) for value in values])


@pytest.mark.parametrize("action", ["open_form", "show_project", "command_choice"])
async def test_a_button_that_says_nothing_we_know(asked: Stage, action: str) -> None:
    values = [None, "", "x", "[]", "7", "{}", '{"form":7}', '{"project":"x"}', '{"project":[1]}', "[" * 1500]
    await _each_is_clear(asked, [(action, value) for value in values])


async def test_a_button_for_what_is_not_there(asked: Stage) -> None:
    presses = [
        ("open_form", '{"form":"nothing"}'),
        ("open_form", '{"form":"deadline","request":77}'),
        ("open_form", '{"form":"project_edit","project":77}'),
        ("open_form", '{"form":"project_edit","project":"1 OR 1=1"}'),
        ("show_project", '{"project":77}'),
        ("command_choice", '{"command":"drop tables","project":1}'),
        ("command_choice", '{"command":"","project":1,"text":"14 Dec 2027 because of tea"}'),
        ("command_choice", '{"command":["deadline"],"project":1}'),
    ]
    await _each_is_clear(asked, presses)


async def test_a_stale_version_of_a_request(asked: Stage) -> None:
    await asked.presses(asked.petra, "Approve", "CR-1")
    await asked.presses(asked.petra, "Take back", "CR-1")
    assert "CR-1 was changed in the meantime." in await _pressed(asked, "approve", "1.1")
    assert "CR-1 was changed in the meantime." in await _pressed(asked, "decline", "1.1")
    assert "CR-1 was changed in the meantime." in await _pressed(asked, "approve", "1.999999999")


def _elsewhere(session: Session) -> tuple[int, int]:
    """A project and an open request of another workspace in which Petra would be the PM."""
    session.add(Workspace(team_id="T2", created_at=THEN))
    session.flush()
    people = {"made_by": "U07PETRANOVA", "am_id": "U07ADAADEYEM", "pm_id": "U07PETRANOVA"}
    project = Project(
        team_id="T2", name="Secret", client="Rival", status=ProjectStatus.LIVE, deadline=date(2027, 5, 1),
        home_channel="C2", created_at=THEN, **people,
    )  # fmt: skip
    session.add(project)
    session.flush()
    request = ChangeRequest(
        team_id="T2", number=1, project_id=project.id, domain=Domain.DEADLINE, target="project", mode=Mode.APPROVAL,
        state=RequestState.PENDING, requester_id="U07ADAADEYEM", author_id="U07ADAADEYEM", needs="pm", reason="x",
        before={"name": "Deadline", "date": "2027-05-01", "client": True},
        after={"name": "Deadline", "date": "2027-06-01", "client": True}, rule=[], channel_id="C2", asked_at=THEN,
    )  # fmt: skip
    session.add(request)
    session.flush()
    return project.id or 0, request.id or 0


async def test_another_workspaces_ids_are_nobodys(asked: Stage) -> None:
    project, request = asked.bot.db.run_now(_elsewhere)
    values = dict.fromkeys(DECISIONS, f"{request}.1") | {
        "agree_to_start": f"{project}.1",
        "show_project": f'{{"project":{project}}}',
        "open_form": f'{{"form":"project_edit","project":{project}}}',
    }
    for action, value in values.items():
        told = await _pressed(asked, action, value)
        assert _is_clear(told), (action, told)
        assert "Secret" not in told
    assert "There is no CR-2" in (await asked.petra.command("/request", "CR-2", channel=SITE)).plain
    assert "Secret" not in (await asked.petra.command("/project", "list", channel=SITE)).plain
    assert "Secret" not in (await asked.home(asked.petra)).plain
    form = (await asked.petra.command("/brief", channel=SITE)).view
    told = await _sent(asked, form, f'{{"domain":"brief","project":{project}}}', {"Tone": "x", "Why": "x"})
    assert "does not exist any more" in told.view.plain


async def _sent(stage: Stage, form: View, metadata: str, given: dict[str, object]) -> Answer:
    """Petra sends a form whose hidden part was changed on its way."""
    form.open.body["private_metadata"] = metadata
    before = _rows(stage)
    answer = await stage.petra.submit(form, given)
    await stage.told()
    assert (answer.status, answer.problem) == (200, None)
    assert _rows(stage) == before
    assert not answer.closed
    assert "went wrong" not in answer.plain + (answer.view.plain if answer.view else "")
    return answer


@pytest.mark.parametrize(
    "metadata",
    [
        "x",
        "[]",
        "{}",
        '{"domain":"nothing","project":1}',
        '{"domain":"price","project":1}',
        '{"domain":"brief"}',
        '{"domain":"brief","project":"x"}',
        '{"domain":"brief","project":77}',
        '{"domain":"brief","project":1,"request":"x"}',
        '{"domain":"brief","project":1,"request":77,"version":1}',
        '{"domain":"brief","project":1,"request":1,"version":"x"}',
        '{"domain":["brief"],"project":{"a":1}}',
        '{"domain":"brief","project":1' + "0" * 30 + "}",
    ],
)
async def test_a_changed_form_changes_nothing(asked: Stage, metadata: str) -> None:
    form = (await asked.petra.command("/brief", channel=SITE)).view
    await _sent(asked, form, metadata, {"Tone": "Warm", "Why": "Tea"})


@pytest.mark.parametrize("metadata", ["x", "[]", "{}", '{"request":"x"}', '{"request":77,"version":1}'])
async def test_a_changed_refusal_changes_nothing(asked: Stage, metadata: str) -> None:
    form = (await asked.petra.press("Decline", on=asked.card("CR-1"))).view
    await _sent(asked, form, metadata, {"Why": "No"})


@pytest.mark.parametrize("metadata", ["x", "[]", "{}", '{"project":"x"}', '{"project":77}'])
async def test_a_changed_edit_changes_nothing(asked: Stage, metadata: str) -> None:
    form = (await asked.petra.command("/project", "edit", channel=SITE)).view
    await _sent(asked, form, metadata, {"Name": "Mine"})


async def test_a_refusal_of_what_was_decided_meanwhile_changes_nothing(asked: Stage) -> None:
    form = (await asked.petra.press("Decline", on=asked.card("CR-1"))).view
    await asked.presses(asked.ada, "Withdraw", "CR-1")
    answer = await _sent(asked, form, form.open.body["private_metadata"], {"Why": "No"})
    assert "CR-1 was already withdrawn by @Ada" in answer.view.plain


async def test_a_form_that_was_open_while_the_project_was_closed_changes_nothing(asked: Stage) -> None:
    form = (await asked.petra.command("/brief", channel=SITE)).view
    await asked.closes(asked.ada)
    answer = await _sent(asked, form, form.open.body["private_metadata"], {"Tone": "Warm", "Why": "Tea"})
    assert "Acme site is closed. Nothing was changed." in answer.view.plain


async def test_a_date_that_is_none_is_told_beside_the_field(asked: Stage) -> None:
    form = (await asked.petra.command("/project", "new", channel=SITE)).view
    given = {"Name": "B", "Client": "B", "Account manager": asked.ada, "Project manager": asked.petra}
    await asked.petra.fill(form, given | {"Deadline": date(2027, 5, 1)})
    form.open.values["deadline"]["value"]["selected_date"] = "yesterday"
    answer = await asked.petra.submit(form)
    assert answer.errors == {"Deadline": "Pick a date."}
