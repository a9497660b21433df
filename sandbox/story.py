"""The deadline story, played with the real bot: who asks, who may decide, and what each person saw."""

from collections.abc import AsyncIterator
from datetime import date
from typing import TYPE_CHECKING

from sandbox.seed import HOME, make_project, with_button
from sandbox.sights import Answer, Message

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.server import Sandbox

DEADLINE = date(2027, 11, 30)
ASKED = "14 Dec 2027 because the client's event moved"


async def play(slack: "Sandbox") -> AsyncIterator[str]:
    """Play it, line by line. Raises AssertionError where the bot does not do what the story says."""
    ada, petra, olaf = slack.person("Ada"), slack.person("Petra"), slack.person("Olaf")
    yield "Ada makes the project with /project new; Petra presses Agree to start."
    project = await make_project(slack, "Acme site", DEADLINE)
    yield _seen("everyone in #acme-site", project)

    yield f"\nAda types /deadline {ASKED}"
    answer = await ada.command("/deadline", ASKED, channel=HOME)
    if answer.whispers:
        yield _whispered(ada, answer)
    await slack.wait_for(lambda: with_button(petra, HOME, "Approve"), "for the request's card")
    card = with_button(petra, HOME, "Approve")[-1]
    yield _seen("everyone in #acme-site", card)

    for who, why in ((ada, "her own request"), (olaf, "a request that is not his")):
        yield f"\n{who.name} presses Approve on {why}."
        yield await _refused(slack, who, card)
        assert "Approve" in card.buttons, "the request was decided by somebody who may not"

    yield "\nPetra presses Approve."
    approved = await petra.press("Approve", on=card)
    await slack.wait_for(lambda: "Approve" not in card.buttons, "for the card to show the decision")
    if approved.whispers:
        yield _whispered(petra, approved)
    yield _seen("everyone in #acme-site", card)
    await slack.wait_for(lambda: ada.thread(card), "for the word to Ada in the card's thread")
    for reply in ada.thread(card):
        yield _seen("in its thread", reply)

    yield "\nAda types /project"
    status = await ada.command("/project", channel=HOME)
    await slack.wait_for(lambda: "14 Dec 2027" in _last_whisper(ada), "for the new date in /project")
    yield _whispered(ada, status) if status.whispers else _last_whisper(ada)
    yield "\nThe new date stands, and only Petra could make it stand."


async def _refused(slack: "Sandbox", who: "Person", card: Message) -> str:
    before = len(_told(who))
    await who.press("Approve", on=card)
    await slack.wait_for(lambda: len(_told(who)) > before, f"for {who.name} to be told why not")
    return _seen(f"only {who.name}", _told(who)[-1])


def _told(person: "Person") -> list[Message]:
    return [each for each in person.messages(HOME) if each.ephemeral]


def _last_whisper(person: "Person") -> str:
    told = _told(person)
    return told[-1].plain if told else ""


def _seen(who: str, message: Message) -> str:
    buttons = "   ".join(f"[{each}]" for each in message.buttons)
    words = message.shown
    for each in message.buttons:
        words = words.replace(f"\n{each}", "", 1)
    return "\n".join(f"  {who} | {line}" for line in [*words.splitlines(), *([buttons] if buttons else [])])


def _whispered(person: "Person", answer: Answer) -> str:
    return "\n".join(_seen(f"only {person.name}", each) for each in answer.whispers)
