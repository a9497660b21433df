"""Asking for a date, and suggesting another with more than a date beside it."""

from datetime import date
from typing import Any

from models import Milestone
from models.enums import Domain
from sandbox.person import Person
from sandbox.sights import Answer, Message, View
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import kept

#: The plan as `asked` makes it.
BEFORE: tuple[date, dict[str, str], dict[str, Any]] = (date(2027, 11, 30), {"Copy": "2027-11-05"}, {})
DATE, DELIVERABLE, BUDGET, PEOPLE = "A date", "A deliverable, in or out", "The budget", "Who works on it"
FILM = {"What changes": "Add a deliverable", "Deliverable": "Film", "An addition is": "Goodwill"}
SAM_WORKS = {"Hours in total": 20}


async def asked(stage: Stage) -> None:
    """Ada asks for 14 December; there are a budget and a milestone."""
    await stage.project(Budget="10,000", Currency="EUR", started=False)
    await stage.petra.command("/project", "milestone Copy 5 Nov 2027", channel=SITE)
    await stage.told()
    for person in (stage.ada, stage.petra):
        card = stage.card("Acme site")
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()


async def opens(who: Person, on: Message, *together: str) -> View:
    form = (await who.press("Suggest another", on=on)).view
    assert form is not None
    if together:
        await who.fill(form, {"Offer with it": list(together)})
    return form


async def offers(
    stage: Stage, who: Person, *together: str, on: Message | None = None, why: str = "All of it works", **values: Any
) -> Answer:
    form = await opens(who, on or stage.card("CR-1"), *together)
    given = {label.replace("_", " "): value for label, value in values.items()}
    answer = await who.submit(form, {**given, "Why": why})
    await stage.told()
    return answer


def dates(stage: Stage) -> dict[str, str]:
    return {each.name: each.date.isoformat() for each in stage.rows(Milestone)}


def plan(stage: Stage) -> tuple[date, dict[str, str], dict[str, Any]]:
    """The deadline, the milestones and the scope."""
    return stage.deadline(), dates(stage), kept(stage, Domain.SCOPE)
