"""Asks in talk are picked up: offered to their author alone, once, sent only when pressed."""

from datetime import date

import pytest

from models import ChangeRequest, Person, PickUp, Post, Receipt
from models.enums import Domain, PickUpState, RequestState
from sandbox.sights import Message
from tests.scenarios.conftest import SITE, Stage

ASK = "Any chance we could move the Acme site deadline to 14 December? The client's event moved."
TALK = "Lovely weather for a walk along the river with the dogs today"


async def _says(stage: Stage, person: str, text: str, **where: object) -> Message:
    said = await getattr(stage, person).says(text, **({"channel": SITE} | where))
    await stage.told()
    return said


def _offers(stage: Stage, person: str, channel: str = SITE) -> list[Message]:
    there = getattr(stage, person).messages(channel)
    return [each for each in there if each.ephemeral and "Not a request" in each.buttons]


async def test_an_ask_is_offered_to_its_author_alone_and_sent_when_pressed(stage: Stage) -> None:
    await stage.project()
    said = await _says(stage, "ada", ASK)
    (offered,) = _offers(stage, "ada")
    assert "Acme site, Deadline: Tue 30 Nov 2027 → Tue 14 Dec 2027" in offered.plain
    assert offered.buttons == ["Send to Petra", "Edit first", "Not a request"]
    assert _offers(stage, "petra") == []
    assert stage.rows(ChangeRequest) == []
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    request = stage.request()
    assert (request.domain, request.state, request.after["date"]) == (
        Domain.DEADLINE,
        RequestState.PENDING,
        "2027-12-14",
    )
    assert f"p{said.ts.replace('.', '')}" in str(stage.card("CR-1").json)
    assert _offers(stage, "ada") == []
    assert stage.deadline() == date(2027, 11, 30)


async def test_what_is_said_is_not_kept(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK)
    found = stage.row(PickUp)
    kept = str([found.understood, *(each.facts for each in stage.rows(Post))])
    assert "event" not in kept
    assert "chance" not in kept


@pytest.mark.parametrize("text", [TALK, "Thanks, the deadline of 14 December is agreed.", "ok", "see you tomorrow!"])
async def test_other_talk_leaves_no_row(stage: Stage, text: str) -> None:
    await stage.project()
    before = len(stage.rows(Receipt))
    await _says(stage, "ada", text)
    assert _offers(stage, "ada") == []
    assert stage.rows(PickUp) == []
    assert len(stage.rows(Receipt)) == before


async def test_send_to_asks_even_where_the_author_could_act_alone(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    await _says(stage, "petra", "Can we move the Homepage copy to 19 November please?")
    (offered,) = _offers(stage, "petra")
    assert offered.buttons[0] == "Send to Ada"
    await stage.petra.press("Send to Ada", on=offered)
    await stage.told()
    card = stage.card("CR-2")
    assert "Approve" in card.buttons
    assert "It could have been done at once, and was asked for instead." in card.plain
    assert card.mentions == ["Ada"]


async def test_edit_first_opens_the_form_filled_in(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK)
    form = (await stage.ada.press("Edit first", on=_offers(stage, "ada")[0])).view
    assert form.value("New date") == "2027-12-14"
    assert (await stage.ada.submit(form, {"New date": date(2027, 12, 15), "Why": "The event moved"})).closed
    await stage.told()
    assert stage.request().after["date"] == "2027-12-15"
    assert "The message that it was raised from" in stage.card("CR-1").plain
    assert stage.row(PickUp).state is PickUpState.SENT
    assert "Shall I send this?" not in (await stage.home(stage.ada)).plain


async def test_not_a_request_makes_it_shyer_for_that_person(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK)
    await stage.ada.press("Not a request", on=_offers(stage, "ada")[0])
    await stage.told()
    assert stage.row(Person, name="Ada").shyness == 1
    assert stage.row(PickUp).state is PickUpState.DISMISSED
    assert _offers(stage, "ada") == []
    assert stage.rows(ChangeRequest) == []


async def test_never_twice_about_one_message_however_often_slack_delivers_it(stage: Stage) -> None:
    await stage.project()
    stage.slack.deliveries = 3
    await _says(stage, "ada", ASK)
    assert len(_offers(stage, "ada")) == 1
    assert len(stage.rows(PickUp)) == 1


async def test_never_about_a_message_that_was_turned_into_a_request(stage: Stage) -> None:
    await stage.project()
    said = await _says(stage, "ada", ASK)
    offered = _offers(stage, "ada")[0]
    picker = (await stage.petra.message_shortcut("Raise as change request", said)).view
    form = (await stage.petra.choose("What is it about?", "Move a date", picker)).view
    await stage.petra.submit(form, {"New date": date(2027, 12, 14), "Why": "Ada asked"})
    await stage.told()
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    assert "Something came of that message already." in stage.whispers(stage.ada)[-1]
    assert len(stage.rows(ChangeRequest)) == 1


async def test_an_edit_changes_what_is_offered_and_a_deletion_withdraws_it(stage: Stage) -> None:
    await stage.project()
    said = await _says(stage, "ada", ASK)
    offered = _offers(stage, "ada")[0]
    await stage.ada.edits(said, ASK.replace("14 December", "17 December"))
    await stage.told()
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    assert stage.rows(ChangeRequest) == []
    anew = _offers(stage, "ada")[-1]
    assert "You changed your message. This is what I understand now" in anew.plain
    assert "Fri 17 Dec 2027" in anew.plain
    await stage.ada.deletes(said)
    await stage.told()
    await stage.ada.press("Send to Petra", on=anew)
    await stage.told()
    assert "was deleted or changed" in stage.whispers(stage.ada)[-1]
    assert stage.rows(ChangeRequest) == []


async def test_the_card_says_that_the_message_was_changed_since(stage: Stage) -> None:
    await stage.project()
    said = await _says(stage, "ada", ASK)
    await stage.ada.press("Send to Petra", on=_offers(stage, "ada")[0])
    await stage.told()
    await stage.ada.edits(said, "Never mind.")
    await stage.told()
    assert "(edited since)" in stage.card("CR-1").plain
    await stage.ada.deletes(said)
    await stage.told()
    assert "(deleted since)" in stage.card("CR-1").plain


async def test_in_a_thread_and_between_projects_the_ask_is_offered_where_it_stands_and_edits_are_noticed(
    stage: Stage,
) -> None:
    await stage.project()
    await stage.project("Beta app", Client="Beta")
    root = await _says(stage, "petra", "Morning, this is where we talk about both of them")
    # Which project is meant is not said: nothing is sent blindly, the form asks.
    await _says(stage, "ada", "Any chance we could move the deadline to 20 December please?", thread=root)
    (unsure,) = [each for each in stage.ada.thread(root) if "Not a request" in each.buttons]
    form = (await stage.ada.press("Send to Petra", on=unsure)).view
    assert form.value("New date") == "2027-12-20"
    assert "Project" in form.labels
    assert stage.rows(ChangeRequest) == []
    said = await _says(stage, "ada", "Can we move the Beta app deadline to 14 December please?", thread=root)
    offered = [each for each in stage.ada.thread(root) if "Not a request" in each.buttons][-1]
    assert "Beta app, Deadline" in offered.plain
    assert not [each for each in stage.petra.thread(root) if "Not a request" in each.buttons]
    await stage.ada.edits(said, "Can we move the Beta app deadline to 16 December please?")
    await stage.told()
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    assert stage.rows(ChangeRequest) == []
    anew = [each for each in stage.ada.thread(root) if "Not a request" in each.buttons][-1]
    await stage.ada.press("Send to Petra", on=anew)
    await stage.told()
    assert stage.request().after["date"] == "2027-12-16"
    await stage.ada.deletes(said)
    await stage.told()
    assert "(deleted since)" in stage.card("CR-1").plain


async def test_an_offer_can_be_found_on_home(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK)
    home = await stage.home(stage.ada)
    assert "Shall I send this?" in home.plain
    await stage.ada.press("Send to Petra", on=home)
    await stage.told()
    assert stage.request().requester_id == stage.ada.id
    assert "Shall I send this?" not in (await stage.home(stage.ada)).plain


async def test_a_person_or_a_deliverable_that_is_plainly_said_goes_at_once_and_what_is_not_opens_the_form(
    stage: Stage,
) -> None:
    await stage.project()
    await _says(stage, "petra", f"Could we take <@{stage.sam.id}> off the team please? We have too many people on it.")
    (offered,) = _offers(stage, "petra")
    assert "Acme site: take Sam off the project" in offered.plain
    # Nothing is booked yet, so there is nobody to take off, and the form says so.
    form = (await stage.petra.press("Send to Ada", on=offered)).view
    assert (form.title, form.value("Who")) == ("Change who works on it", stage.sam.id)
    await _says(stage, "ada", f"Can we have <@{stage.sam.id}> on the team for 20 hours to help with the design?")
    offered = _offers(stage, "ada")[-1]
    assert "Acme site: Sam for 20 hours" in offered.plain
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    request = stage.request()
    assert (request.domain, request.after["hours"], request.state) == (Domain.RESOURCING, 20, RequestState.PENDING)
    await _says(stage, "ada", "Could we add a Spanish version of the landing page as goodwill? They asked so nicely.")
    offered = _offers(stage, "ada")[-1]
    assert "Acme site: add Spanish version of the landing page, as goodwill" in offered.plain
    await stage.ada.press("Send to Petra", on=offered)
    await stage.told()
    assert stage.rows(ChangeRequest)[-1].after["how"] == "goodwill"
    await _says(stage, "ada", "Could we add a Polish version of the landing page?")
    form = (await stage.ada.press("Send to Petra", on=_offers(stage, "ada")[-1])).view
    assert form.title == "Change the scope"
    assert form.value("Deliverable") == "Polish version of the landing page"


async def test_reading_is_a_switch_on_the_card_and_in_the_form(stage: Stage) -> None:
    await stage.project(Messages=[])
    await _says(stage, "ada", ASK)
    assert _offers(stage, "ada") == []
    card = stage.cards("Acme site")[0]
    await stage.sam.choose("Read messages here for requests", ["Read messages here for requests"], card)
    await stage.told()
    assert "Only the account manager" in stage.whispers(stage.sam)[-1]
    await stage.petra.choose("Read messages here for requests", ["Read messages here for requests"], card)
    await stage.told()
    assert "has me read the messages" in stage.petra.thread(card)[-1].plain
    await _says(stage, "ada", ASK)
    assert len(_offers(stage, "ada")) == 1


@pytest.mark.parametrize("step", ["hold", "close"])
async def test_where_nothing_can_be_asked_nothing_is_offered(stage: Stage, step: str) -> None:
    await stage.project()
    await stage.petra.command("/project", step, channel=SITE)
    await _says(stage, "ada", ASK)
    assert _offers(stage, "ada") == []


async def test_others_channels_are_not_read(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK, channel="studio")
    assert _offers(stage, "ada", "studio") == []


async def test_only_the_author_may_answer_the_offer(stage: Stage) -> None:
    await stage.project()
    await _says(stage, "ada", ASK)
    for action in ("send_offer", "edit_offer", "not_a_request"):
        await stage.sam.press_raw(action, f"{stage.row(PickUp).id}.1", on=stage.card("Acme site"))
        await stage.told()
        assert "That was offered to whoever wrote the message." in stage.whispers(stage.sam)[-1]
    assert stage.row(PickUp).state is PickUpState.OFFERED


async def test_a_direct_message_and_a_mention_are_read_with_a_lower_bar_and_answered(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says(ASK)
    await stage.told()
    direct = stage.ada.direct_messages()[-1]
    assert "Send to Petra" in direct.buttons
    await stage.ada.press("Send to Petra", on=direct)
    await stage.told()
    assert stage.request().after["date"] == "2027-12-14"
    await stage.sam.says("@Countersign could we have one more round on the brief for the landing page?", channel=SITE)
    await stage.told()
    offered = stage.whispers(stage.sam)[-1]
    assert "This sounds like a request. Acme site: change the brief (landing page)" in offered
    assert "Send to Ada" in offered
    await stage.sam.says("@Countersign flurbl", channel=SITE)
    await stage.told()
    assert "I did not understand" in stage.whispers(stage.sam)[-1]


async def test_without_the_history_scopes_everything_else_works(stage: Stage) -> None:
    stage.slack.scopes -= {"channels:history", "groups:history"}
    await stage.project()
    await _says(stage, "ada", ASK)
    assert _offers(stage, "ada") == []
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert stage.card("CR-1").buttons[0] == "Approve"
