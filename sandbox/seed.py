"""The project a newcomer finds: made the way people make one, by form, by button and by typing."""

import logging
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sandbox.sights import Message

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.server import Sandbox

logger = logging.getLogger(__name__)

HOME = "acme-site"


async def seed(slack: "Sandbox") -> None:
    """Acme's new site, agreed to by both roles, with two milestones ahead.

    What does not work is logged and left out: an empty workspace is still one to practise in.
    """
    try:
        today = slack.clock.now().date()
        ada, petra = slack.person("Ada"), slack.person("Petra")
        await make_project(slack, "Acme site", today + timedelta(days=120))
        for milestone, days in (("Homepage copy", 35), ("Design sign-off", 56)):
            day = _weekday(today + timedelta(days=days))
            await petra.command("/project", f"milestone {milestone} {day.day} {day:%b %Y}", channel=HOME)
        logger.info("seeded for %s and %s", ada.name, petra.name)
    except (LookupError, AssertionError, ValueError) as problem:
        logger.warning("the example project could not be made: %s", problem)


async def make_project(slack: "Sandbox", name: str, deadline: date, channel: str = HOME) -> Message:
    """Ada fills in the form and Petra agrees to start. Returns the project's card."""
    ada, petra = slack.person("Ada"), slack.person("Petra")
    opened = await ada.command("/project", "new", channel=channel)
    await slack.wait_for(lambda: ada.views, "for the project form")
    form = opened.view or ada.views[-1]
    given = {
        "Name": name,
        "Client": "Acme",
        "Account manager": ada,
        "Project manager": petra,
        "Deadline": _weekday(deadline),
        "Channel": channel,
    }
    answer = await ada.submit(form, {label: value for label, value in given.items() if label in form.labels})
    if not answer.closed:
        raise ValueError(f"the form stayed open: {answer.plain}")
    await slack.wait_for(lambda: with_button(petra, channel, "Agree to start"), "for the project's card")
    card = with_button(petra, channel, "Agree to start")[-1]
    await petra.press("Agree to start", on=card)
    await slack.wait_for(lambda: "Agree to start" not in card.buttons, "for the start")
    return card


def with_button(person: "Person", channel: str, label: str) -> list[Message]:
    """The messages in a channel on which that person sees such a button, oldest first."""
    return [each for each in person.messages(channel) if label in each.buttons]


def _weekday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
