"""What forms cannot use, whichever form it is: who left or is outside, and a project that closed while it was open."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

from models import AuditEntry, ChangeRequest, ClientInput, Deputy, Leave, Milestone, Project, ProjectValue
from sandbox.person import Person as Somebody
from sandbox.sights import View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import opened

LEFT = "This person is not in the workspace any more."
OUTSIDE = "Cleo is a guest, a bot or from another organisation, and cannot be picked here."
#: What is picked in `/request` → a good answer to its form.
GOOD: dict[str, dict[str, Any]] = {
    "Move a date": {"New date": date(2027, 12, 14)},
    "Change who works on it": {"Who": "Oona", "Hours in total": 8},
    "Change the budget": {"Budget": "20000", "Currency": "EUR"},
    "Change the price": {"Price": "20000", "Currency": "EUR"},
    "Change the scope": {"What changes": "Add a deliverable", "Deliverable": "Film", "An addition is": "Goodwill"},
    "Change the brief": {"Tone": "Warm"},
    "Change the strategy": {"Strategy": "Aim"},
    "Change a supplier": {"What for": "Photos", "Supplier": "Ansel"},
    "Release to the client": {"Deliverable": "Film", "May it go?": "may go to the client"},
    "Who talks to the client": {"Who": "Oona", "May talk to the client about": "Prices"},
    "Change how it is run": {"How it is run": "Daily"},
}


def _rows(stage: Stage) -> list[object]:
    tables = (ChangeRequest, ProjectValue, Milestone, ClientInput, Deputy, Project)
    return [*(each.model_dump() for table in tables for each in stage.rows(table)), len(stage.rows(AuditEntry))]


async def _typed(who: Somebody, command: str, text: str = "") -> View:
    view = (await who.command(command, text, channel=SITE)).view
    assert view is not None, (command, text)
    return view


async def test_a_project_that_closed_while_any_of_its_forms_was_open_stays_as_it_was(stage: Stage) -> None:
    await stage.project()
    forms: list[tuple[Callable[[], Awaitable[View]], dict[str, Any]]] = [
        (partial(opened, stage.petra, title), given | {"Why": "Tea"}) for title, given in titles(stage).items()
    ]
    forms += [
        (partial(_on_card, stage, "Decline"), {"Why": "No"}),
        (partial(_on_card, stage, "Suggest another"), {"New date": date(2027, 12, 1), "Why": "No"}),
        (partial(_on_card, stage, "Ask a question"), {"Question": "Why?"}),
        (partial(_on_card, stage, "Not me"), {"Who answers instead": stage.oona, "Why": "Away"}),
        (partial(_typed, stage.petra, "/project", "handover"), {"Who takes it over": stage.oona, "Why": "Away"}),
        (partial(_typed, stage.petra, "/inputs", "add Photos"), {"From whom": "Carla", "By when": date(2027, 10, 1)}),
    ]
    for opening, given in forms:
        form = await opening()
        await stage.closes(stage.ada)
        before = _rows(stage)
        answer = await stage.petra.submit(form, given)
        await stage.told()
        said = answer.view.plain if answer.view is not None else ""
        assert "Acme site is closed." in said or "expired" in said, (form.title, said, answer.errors)
        assert "Nothing was changed." in said
        assert _rows(stage) == before, form.title
        await stage.oona.command("/project", "reopen Acme site", channel=SITE)
        await stage.told()


async def _on_card(stage: Stage, label: str) -> View:
    """The form behind a button of a new request of Ada's."""
    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    view = (await stage.petra.press(label, on=stage.card("CR-"))).view
    assert view is not None
    return view


def titles(stage: Stage) -> dict[str, dict[str, Any]]:
    return {
        title: {label: stage.oona if value == "Oona" else value for label, value in given.items()}
        for title, given in GOOD.items()
    }


async def test_who_left_or_is_outside_is_refused_beside_every_picker(stage: Stage) -> None:
    await stage.project()
    stage.slack.workspace.members[stage.sam.id].deleted = True
    new = {"Name": "New", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.petra,
           "Deadline": date(2027, 11, 30)}  # fmt: skip
    why = {"Why": "Tea"}
    pickers: list[tuple[Somebody, Callable[[], Awaitable[View]], str, dict[str, Any]]] = [
        (stage.ada, partial(_typed, stage.ada, "/project", "new"), "Account manager", new),
        (stage.ada, partial(_typed, stage.ada, "/project", "new"), "Project manager", new),
        (stage.ada, partial(_typed, stage.ada, "/project", "edit"), "Account manager's deputies", {}),
        (stage.ada, partial(_typed, stage.ada, "/project", "edit"), "Project manager's deputies", {}),
        (stage.petra, partial(_typed, stage.petra, "/project", "handover"), "Who takes it over", why),
        (stage.petra, partial(_on_card, stage, "Not me"), "Who answers instead", why),
        (stage.petra, partial(opened, stage.petra, "Change who works on it"), "Who", {"Hours in total": 8} | why),
        (stage.petra, partial(opened, stage.petra, "Who talks to the client"), "Who",
         {"May talk to the client about": "Prices"} | why),
        (stage.petra, partial(_typed, stage.petra, "/countersign", "away"), "Who answers meanwhile",
         {"First day away": date(2027, 2, 1), "Last day away": date(2027, 2, 2)}),
        (stage.oona, partial(_typed, stage.oona, "/countersign", "ops"), "Ops leads", {}),
    ]  # fmt: skip
    for who, opening, label, given in pickers:
        form = await opening()
        before = _rows(stage)
        for person, said in ((stage.sam, LEFT), (stage.cleo, OUTSIDE)):
            several = label.endswith("deputies") or label == "Ops leads"
            answer = await who.submit(form, given | {label: [person] if several else person})
            assert answer.errors == {label: said}, (form.title, label)
        assert _rows(stage) == before, form.title
    assert stage.rows(Leave) == []
