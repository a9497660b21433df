"""Asking about money as people do, and what few read of it."""

from models import Project
from sandbox.person import Person
from sandbox.sights import Message
from tests.scenarios.conftest import Stage

BUDGET, PRICE = "Change the budget", "Change the price"


def between(stage: Stage, *people: Person) -> list[Message]:
    """What the bot wrote to these people together, replies left out."""
    first, *others = people or (stage.ada, stage.petra)
    return [each for each in first.direct_messages(*others) if not each.thread_ts and not each.ephemeral]


async def presses(stage: Stage, who: Person, label: str, why: str | None = None, name: str = "CR-") -> None:
    answer = await who.press(label, on=[each for each in between(stage) if name in each.plain][-1])
    if why is not None:
        assert answer.view is not None, answer
        await who.submit(answer.view, {"Why": why})
    await stage.told()


async def live(stage: Stage) -> None:
    await stage.project(Budget="10,000", Currency="EUR")


def budget(stage: Stage) -> int | None:
    return stage.row(Project, name="Acme site").budget_minor
