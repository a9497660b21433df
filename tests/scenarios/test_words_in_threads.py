"""Words in the thread of a card decide nothing: who could decide is offered the buttons; a question is answered."""

import pytest

from models import AuditEntry, Post, Receipt
from models.enums import RequestState
from sandbox.person import Person
from tests.scenarios.conftest import SITE, Stage

OFFER = "Words here decide nothing. CR-1 is yours to answer: Deadline"


def offers(stage: Stage, who: Person) -> list[str]:
    return [each for each in stage.whispers(who) if "Words here decide nothing." in each]


async def asked(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()


async def says(stage: Stage, who: str, text: str) -> None:
    await getattr(stage, who).says(text, thread=stage.card("CR-1"))
    await stage.told()


async def test_a_yes_in_words_is_none_and_the_buttons_are_offered_once(stage: Stage) -> None:
    await asked(stage)
    await says(stage, "petra", "fine by me")
    assert stage.request().state is RequestState.PENDING
    [offer] = [each for each in stage.petra.messages(SITE) if each.ephemeral and "Words here" in each.plain]
    assert OFFER in offer.plain
    assert offer.thread_ts == stage.card("CR-1").ts
    assert {"Approve", "Decline", "Suggest another", "Ask a question"} <= set(offer.buttons)
    await says(stage, "petra", "really, it is")
    assert len(offers(stage, stage.petra)) == 1
    await stage.petra.press("Approve", on=offer)
    await stage.told()
    assert stage.request().state is RequestState.APPROVED


@pytest.mark.parametrize("who", ["ada", "sam", "oona"])
async def test_who_cannot_answer_it_is_offered_nothing(stage: Stage, who: str) -> None:
    await asked(stage)
    await says(stage, who, "fine by me")
    assert offers(stage, getattr(stage, who)) == []
    assert stage.request().state is RequestState.PENDING


async def test_a_new_version_is_offered_again(stage: Stage) -> None:
    await asked(stage)
    await says(stage, "petra", "fine by me")
    form = (await stage.ada.command("/deadline", "15 Dec 2027", channel=SITE)).view
    await stage.ada.submit(form)
    await stage.told()
    await says(stage, "petra", "fine by me")
    assert len(offers(stage, stage.petra)) == 2


async def test_a_question_is_answered_in_the_thread(stage: Stage) -> None:
    await asked(stage)
    form = (await stage.petra.press("Ask a question", on=stage.card("CR-1"))).view
    await stage.petra.submit(form, {"Question": "Which event?"})
    await stage.told()
    assert stage.request().state is RequestState.QUESTIONED
    await says(stage, "petra", "I mean the one in May")
    await says(stage, "sam", "The launch, I think")
    assert stage.request().state is RequestState.QUESTIONED
    await says(stage, "ada", "The launch party in Leeds")
    assert stage.request().state is RequestState.PENDING
    assert stage.request().next_at is not None
    assert "@Petra Ada answered about CR-1 above; the clock goes on." in stage.replies("CR-1")[-1]
    kept = [str(each.facts) for each in (*stage.rows(AuditEntry), *stage.rows(Post))]
    assert not any("Leeds" in each for each in kept), "what was written is not kept"


async def test_the_same_words_delivered_twice_answer_once(stage: Stage) -> None:
    await asked(stage)
    form = (await stage.petra.press("Ask a question", on=stage.card("CR-1"))).view
    await stage.petra.submit(form, {"Question": "Which event?"})
    await stage.told()
    await says(stage, "ada", "The launch party")
    assert len([each for each in stage.replies("CR-1") if "answered about" in each]) == 1


async def test_talk_elsewhere_costs_no_row(stage: Stage) -> None:
    await asked(stage)
    before = len(stage.rows(Receipt))
    hello = await stage.petra.says("Good morning", channel=SITE)
    await stage.petra.says("fine by me", thread=hello)
    await stage.told()
    assert offers(stage, stage.petra) == []
    assert len(stage.rows(Receipt)) == before


async def test_a_command_in_the_thread_is_a_command(stage: Stage) -> None:
    await asked(stage)
    await says(stage, "petra", "@Countersign request CR-1")
    assert offers(stage, stage.petra) == []
    assert "CR-1 Acme site" in stage.whispers(stage.petra)[-1]


async def test_what_is_decided_is_talked_about_in_peace(stage: Stage) -> None:
    await asked(stage)
    await stage.presses(stage.petra, "Approve", "CR-1")
    await says(stage, "petra", "done!")
    assert offers(stage, stage.petra) == []


async def test_without_the_scope_everything_else_works(stage: Stage) -> None:
    await asked(stage)
    stage.slack.scopes.discard("channels:history")
    await says(stage, "petra", "fine by me")
    assert offers(stage, stage.petra) == []
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.request().state is RequestState.APPROVED
