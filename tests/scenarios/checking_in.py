"""Checking in as people do: the week's card, its form and its thread."""

from datetime import UTC, datetime, timedelta

from sandbox.person import Person
from sandbox.sights import Answer, Message
from tests.scenarios.conftest import Stage

MONDAY = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CARD = "Check-in of Mon 11 Jan 2027"
CLIENT, ASKS, PROMISED = "How does the client feel?", "New asks from the client", "Anything promised to the client"
TRACK, BLOCKERS = "Are we on track for the next milestone?", "Blockers"
RISKS, NEEDED = "People and budget risks", "What is needed from the client"
GREEN, AMBER, RED = "🟢 green", "🟠 amber", "🔴 red"


async def asked(stage: Stage) -> Message:
    """It is Monday at ten, and the week's card is there."""
    await stage.project()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY)
    return stage.card(CARD)


async def answers(stage: Stage, who: Person, **given: object) -> Answer:
    """Press `Check in`, fill in, send."""
    form = (await who.press("Check in", on=stage.card(CARD))).view
    assert form is not None
    named = {"colour": CLIENT if who is stage.ada else TRACK, "asks": ASKS, "promised": PROMISED, "blockers": BLOCKERS,
             "risks": RISKS, "needed": NEEDED, "owner": "Who takes care of it", "due": "By when",
             "solved": "Out of the way by now"}  # fmt: skip
    answer = await who.submit(form, {named[key]: value for key, value in given.items()})
    await stage.told()
    return answer


def thread(stage: Stage, card: str = CARD) -> list[Message]:
    return stage.petra.thread(stage.card(card))


def summary(stage: Stage) -> str:
    return next(each.plain for each in thread(stage) if "Summary of the check-in" in each.plain)
