"""In a channel shared with a client: asks of outsiders go to the account manager alone, promises are guarded."""

from datetime import UTC, date, datetime

import pytest

from models import PickUp, Post, ProjectChannel, Promise, SmallExtra
from models.enums import PickUpState, PostKind, PromiseState
from sandbox.sights import Message
from tests.scenarios.conftest import SITE, Stage

CLIENT = "acme-client"
ASK = "Could we move the launch of the Acme site to 14 December? Our event moved."
PROMISE = "No problem, you will have the whole site live by Thursday 14 January."


@pytest.fixture
async def linked(stage: Stage) -> Stage:
    """Acme site lives in #acme-site, and is linked to #acme-client, where Cleo is."""
    await stage.project()
    answer = await stage.ada.command("/project", "link Acme site", channel=CLIENT)
    await stage.told()
    assert "Cleo reads it, so I post nothing here; what is asked for here goes to @Ada alone." in answer.plain
    return stage


def _direct(stage: Stage, name: str) -> list[Message]:
    return getattr(stage, name).direct_messages()


def _bots(stage: Stage) -> list[str]:
    """What the bot has said in the client's channel, whispers included."""
    return [str(each.message["text"]) for each in stage.slack.channel(CLIENT).posts if each.message.get("bot_id")]


async def _says(stage: Stage, name: str, text: str) -> Message:
    said = await getattr(stage, name).says(text, channel=CLIENT)
    await stage.told()
    return said


async def test_an_outsiders_ask_goes_to_the_account_manager_alone(linked: Stage) -> None:
    stage = linked
    await _says(stage, "cleo", ASK)
    note = _direct(stage, "ada")[-1]
    assert "Cleo asked for something in #acme-client." in note.plain
    assert "Tue 14 Dec 2027" in note.plain
    assert note.buttons == ["Raise as change request", "Log as small extra", "Holding reply", "Not a request"]
    assert [_direct(stage, name) for name in ("cleo", "petra")] == [[], []]
    assert not [each for each in _bots(stage) if "link" not in each]


async def test_it_is_raised_as_a_change_request_with_a_link_to_the_message(linked: Stage) -> None:
    stage = linked
    said = await _says(stage, "cleo", ASK)
    form = (await stage.ada.press("Raise as change request", on=_direct(stage, "ada")[-1])).view
    assert form.value("New date") == "2027-12-14"
    assert (await stage.ada.submit(form, {"Why": "Their event moved"})).closed
    await stage.told()
    assert said.ts.replace(".", "") in str(stage.card("CR-1").json)
    assert "A change request was made of what was asked." in _direct(stage, "ada")[-1].plain
    assert stage.row(PickUp).state is PickUpState.SENT


async def test_it_is_logged_as_a_small_extra_and_shown_with_the_project(linked: Stage) -> None:
    stage = linked
    await _says(stage, "cleo", ASK)
    note = _direct(stage, "ada")[-1]
    form = (await stage.ada.press("Log as small extra", on=note)).view
    assert (await stage.ada.submit(form, {"What": "A second banner", "Hours": "1.5"})).closed
    await stage.told()
    assert stage.row(SmallExtra).hours == 1.5
    assert (
        "Small extras: 1, 1.5 h. A second banner (1.5 h)" in (await stage.ada.command("/project", channel=SITE)).plain
    )
    assert "logged as a small extra" in _direct(stage, "ada")[-1].plain
    await stage.ada.press_raw("log_extra", f"{stage.row(PickUp).id}.1", on=note)
    await stage.told()
    assert len(stage.rows(SmallExtra)) == 1


async def test_a_holding_reply_is_a_text_to_copy_and_the_client_reads_nothing_of_ours(linked: Stage) -> None:
    stage = linked
    await _says(stage, "cleo", ASK)
    page = (await stage.ada.press("Holding reply", on=_direct(stage, "ada")[-1])).view
    assert "Thanks for this. I am checking with the team" in page.plain
    public = [each for each in stage.slack.channel(CLIENT).posts if each.message.get("bot_id") and not each.viewer]
    assert public == []


async def test_not_a_request_ends_it(linked: Stage) -> None:
    stage = linked
    await _says(stage, "cleo", ASK)
    await stage.ada.press("Not a request", on=_direct(stage, "ada")[-1])
    await stage.told()
    assert stage.row(PickUp).state is PickUpState.DISMISSED
    assert "You said that it is no request." in [each for each in _direct(stage, "ada") if not each.ephemeral][-1].plain


async def test_nobody_else_may_answer_an_outsiders_ask(linked: Stage) -> None:
    stage = linked
    await _says(stage, "cleo", ASK)
    value = f"{stage.row(PickUp).id}.1"
    for action in ("raise_offer", "log_extra", "not_a_request"):
        await stage.petra.press_raw(action, value, on=stage.card("Acme site"))
        await stage.told()
        assert "That was offered to whoever wrote the message." in stage.whispers(stage.petra)[-1]
        await stage.cleo.press_raw(action, value, on=stage.cleo.messages(CLIENT)[-1])
        await stage.told()
        assert "for members of this workspace" in stage.whispers(stage.cleo, CLIENT)[-1]
    assert stage.row(PickUp).state is PickUpState.OFFERED


async def test_our_own_asks_there_are_offered_to_their_author_only(linked: Stage) -> None:
    stage = linked
    await _says(stage, "petra", "Any chance we could move the Acme site deadline to 14 December?")
    (offered,) = [each for each in stage.petra.messages(CLIENT) if "Not a request" in each.buttons]
    assert offered.ephemeral
    await stage.petra.press("Send to Ada", on=offered)
    await stage.told()
    assert "Approve" in stage.card("CR-1").buttons


async def test_a_promise_that_the_plan_does_not_hold_is_told_to_its_author_alone(linked: Stage) -> None:
    stage = linked
    await _says(stage, "ada", PROMISE)
    note = _direct(stage, "ada")[-1]
    assert "does not hold: Thu 14 Jan 2027" in note.plain
    assert "Petra will see the date, never your words." in note.plain
    assert note.buttons == ["Ask the PM", "Holding reply", "Already agreed", "Not a promise"]
    assert _direct(stage, "petra") == []
    assert "no problem" not in str([each.facts for each in stage.rows(Post)]).lower()


async def test_after_a_working_hour_the_other_role_is_told_the_date_and_it_stands(linked: Stage) -> None:
    stage = linked
    await _says(stage, "ada", PROMISE)
    await stage.passes(minutes=59)
    assert _direct(stage, "petra") == []
    await stage.passes(minutes=2)
    told = _direct(stage, "petra")[-1].plain
    assert "Ada told the client a date in #acme-client" in told
    assert "Thu 14 Jan 2027" in told
    assert "No problem" not in told
    assert stage.row(Promise).state is PromiseState.STANDS
    status = (await stage.petra.command("/project", channel=SITE)).plain
    assert "Said to the client, not in the plan: Thu 14 Jan 2027 by Ada" in status
    assert "Petra was told the date" in _direct(stage, "ada")[-1].plain
    for day, held in (("20 Jan 2027", "would not hold that"), ("14 Jan 2027", "would hold that")):
        form = (await stage.petra.command("/deadline", day, channel=SITE)).view
        assert f"Ada told the client Thu 14 Jan 2027; the plan {held}." in form.plain
    await stage.comes(datetime(2027, 1, 8, 14, 0, 1, tzinfo=UTC))
    week = stage.card("The week of Acme site").plain
    assert "Said to the client, not in the plan" in week
    assert "Thu 14 Jan 2027, by Ada" in week


async def test_asked_the_pm_the_clock_stops_and_the_plan_that_holds_it_ends_it(linked: Stage) -> None:
    stage = linked
    await _says(stage, "ada", PROMISE)
    form = (await stage.ada.press("Ask the PM", on=_direct(stage, "ada")[-1])).view
    assert form.value("New date") == "2027-01-14"
    assert (await stage.ada.submit(form, {"Why": "I told them so"})).closed
    await stage.passes(hours=2)
    assert [each.plain for each in _direct(stage, "petra") if "told the client" in each.plain] == []
    assert stage.row(Promise).state is PromiseState.ASKED
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 1, 14)


async def test_asked_about_is_what_was_promised_also_where_it_is_asked_about_already(linked: Stage) -> None:
    stage = linked
    for each in ("Homepage copy 12 Feb 2027", "Homepage design 19 Feb 2027"):
        await stage.petra.command("/project", f"milestone {each}", channel=SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the fair moved", channel=SITE)
    await stage.ada.command("/deadline", "Homepage copy 8 Feb 2027 because they ask", channel=SITE)
    await stage.told()
    await _says(stage, "ada", "Sure, you will have the homepage copy on 5 February.")
    note = _direct(stage, "ada")[-1]
    assert "The plan says Homepage copy: Fri 12 Feb 2027." in note.plain
    form = (await stage.ada.press("Ask the PM", on=note)).view
    assert form.title == "Change CR-4", "not the open request about the deadline"
    assert (await stage.ada.submit(form, {"Why": "I told them so"})).closed
    await stage.told()
    assert stage.row(Promise).state is PromiseState.ASKED
    assert "Homepage copy: Fri 12 Feb 2027 → Fri 5 Feb 2027" in stage.card("CR-4").plain
    await _says(stage, "sam", "The design will be with you by Friday 15 January!")
    form = (await stage.sam.press("Ask the PM", on=_direct(stage, "sam")[-1])).view
    assert form.value("What moves") == "Homepage design (Fri 19 Feb 2027)"


@pytest.mark.parametrize(
    ("label", "state"), [("Already agreed", PromiseState.AGREED), ("Not a promise", PromiseState.DISMISSED)]
)
async def test_the_author_answers(linked: Stage, label: str, state: PromiseState) -> None:
    stage = linked
    await _says(stage, "ada", PROMISE)
    await stage.ada.press(label, on=_direct(stage, "ada")[-1])
    await stage.passes(hours=2)
    assert stage.row(Promise).state is state
    assert _direct(stage, "petra") == []
    assert _direct(stage, "ada")[-1].buttons == []
    status = (await stage.petra.command("/project", channel=SITE)).plain
    assert ("Thu 14 Jan 2027 by Ada, agreed before" in status) == (state is PromiseState.AGREED)


@pytest.mark.parametrize(
    "text",
    [
        "You will have it by Tuesday 30 November.",
        "Shall we have a call on Thursday 14 January at three?",
        "Let's meet on Thursday 14 January.",
        "Could you send us the photos by Thursday 14 January, please?",
        "We were on holiday until 3 January.",
        "That looks great, thank you all!",
    ],
)
async def test_what_is_no_promise_of_ours_is_left_alone(linked: Stage, text: str) -> None:
    await _says(linked, "ada", text)
    assert linked.rows(Promise) == []


async def test_a_promise_that_is_deleted_or_put_right_is_forgotten(linked: Stage) -> None:
    stage = linked
    said = await _says(stage, "ada", PROMISE)
    await stage.ada.edits(said, "No problem, you will have the whole site live by Tuesday 30 November.")
    await stage.passes(hours=2)
    assert stage.row(Promise).state is PromiseState.DISMISSED
    assert _direct(stage, "petra") == []


async def test_in_our_own_channels_nothing_is_guarded(linked: Stage) -> None:
    await linked.ada.says(PROMISE, channel=SITE)
    await linked.told()
    assert linked.rows(Promise) == []


async def test_an_externally_shared_channel_can_be_linked_and_nothing_is_posted_there(stage: Stage) -> None:
    await stage.project()
    await stage.slack.share("studio")
    answer = await stage.ada.command("/project", "link Acme site", channel="studio")
    await stage.told()
    assert "Another organisation reads it, so I post nothing here" in answer.plain
    stranger = stage.slack.meet("Zoe", stranger=True)
    stage.slack.channel("studio").members.append(stranger)
    await stage.slack.person("Zoe").says(ASK, channel="studio")
    await stage.told()
    assert "asked for something in #studio" in _direct(stage, "ada")[-1].plain
    public = [each for each in stage.slack.channel("studio").posts if each.message.get("bot_id") and not each.viewer]
    assert public == []
    assert [
        each
        for each in stage.rows(Post)
        if each.address == stage.slack.channel("studio").id and each.kind is not PostKind.WHISPER
    ] == []


async def test_a_linked_channel_is_let_go_and_a_home_is_not(linked: Stage) -> None:
    stage = linked
    assert "lives here" in (await stage.ada.command("/project", "unlink Acme site", channel=SITE)).plain
    assert "not linked" in (await stage.ada.command("/project", "unlink Acme site", channel=CLIENT)).plain
    assert len(stage.rows(ProjectChannel)) == 1
    await _says(stage, "cleo", ASK)
    assert stage.rows(PickUp) == []
