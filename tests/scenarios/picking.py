"""Asking for any change as people do: `/request`, pick what it is about, fill in the form."""

from typing import Any

from models import ProjectValue
from models.enums import Domain
from sandbox.person import Person
from sandbox.sights import Answer, View
from tests.scenarios.conftest import SITE, Stage

WHY = "The client said so"


async def opened(who: Person, title: str, channel: str | None = SITE) -> View:
    """The form of what is picked."""
    picker = (await who.command("/request", channel=channel)).view
    assert picker is not None
    form = (await who.choose("What is it about?", title, on=picker)).view
    assert form is not None
    return form


async def asks(stage: Stage, who: Person, title: str, why: str = WHY, **values: Any) -> Answer:
    """Fill in and send the form; labels with spaces are written with underscores."""
    form = await opened(who, title)
    given = {label.replace("_", " "): value for label, value in values.items()}
    answer = await who.submit(form, {**given, "Why": why})
    await stage.told()
    return answer


def kept(stage: Stage, domain: Domain) -> dict[str, dict[str, Any]]:
    """Target → value of what a domain says in the project."""
    return {each.target: each.value for each in stage.rows(ProjectValue, domain=domain)}
