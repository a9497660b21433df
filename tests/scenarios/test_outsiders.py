"""Nothing internal where outsiders read: guests are sorted, a home that is opened falls silent and moves."""

from datetime import date, timedelta

import pytest

from models import Channel, ChannelGuest, Person, Post, Project, ProjectValue
from models.enums import Domain, Guest, PostState
from sandbox.cast import BOT_USER_ID
from sandbox.sights import Answer
from tests.scenarios.conftest import SITE, Stage

CLIENT, STUDIO = "acme-client", "studio"
OURS = "They work with us"


async def _form_sent(stage: Stage, channel: str, **given: object) -> Answer:
    form = (await stage.ada.command("/project", "new", channel=channel)).view
    filled = {"Name": "Acme site", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.petra}
    answer = await stage.ada.submit(form, {**filled, "Deadline": date(2027, 11, 30)} | given)
    await stage.told()
    return answer


def _said(stage: Stage, channel: str) -> list[str]:
    """What the bot has in a channel that everybody there reads."""
    posts = stage.slack.channel(channel).posts
    return [str(each.message["text"]) for each in posts if each.message.get("bot_id") and each.viewer is None]


def _direct(stage: Stage, name: str) -> list[str]:
    return [each.plain for each in getattr(stage, name).direct_messages()]


async def test_guests_of_a_new_projects_channel_are_sorted_by_whoever_makes_it(stage: Stage) -> None:
    answer = await _form_sent(stage, CLIENT)
    assert not answer.closed
    assert "Cleo is a guest there" in answer.view.plain
    assert answer.view.value("Name") == "Acme site"
    refused = await stage.ada.submit(answer.view, {"Cleo is a guest there": "The client"})
    said = "Cleo reads that channel from the client's side. Pick one of your own; cards are internal."
    assert refused.errors == {"Channel": said}
    assert stage.rows(Project) == []
    assert _said(stage, CLIENT) == []
    taken = await stage.ada.submit(answer.view, {"Cleo is a guest there": "A freelancer who works with us"})
    await stage.told()
    assert taken.closed, taken.errors
    assert stage.row(Person, name="Cleo").guest is Guest.FREELANCER
    assert any("Acme site" in each for each in _said(stage, CLIENT))


async def test_nobody_has_to_tell_us_who_we_are_ourselves(stage: Stage) -> None:
    # Where it cannot be told, we would count as outside in every channel, and no project could be made.
    await stage.project()
    asked = {each.arguments["user"] for each in stage.slack.calls if each.method == "users.info"}
    assert stage.petra.id in asked
    assert BOT_USER_ID in stage.slack.channel(SITE).members
    assert BOT_USER_ID not in asked


async def test_a_client_guest_who_joins_a_home_stops_it_at_once_and_its_owners_move_it(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    before = _said(stage, SITE)
    await stage.slack.add_to_channel("Cleo", SITE)
    await stage.petra.press_raw("approve", "1.1", on=stage.card("CR-1"))
    await stage.told()
    assert _said(stage, SITE) == before
    for name in ("ada", "petra"):
        told = _direct(stage, name)[-1]
        assert "where Acme site lives, is read by Cleo. I have stopped posting there." in told
    assert _direct(stage, "cleo") == []
    note = stage.petra.direct_messages()[-1]
    assert note.buttons == ["Pick a place", OURS]
    form = (await stage.petra.press("Pick a place", on=note)).view
    refused = await stage.petra.submit(form, {"Channel": CLIENT})
    assert "Cleo reads that channel" in refused.errors["Channel"]
    assert (await stage.petra.submit(form, {"Channel": STUDIO})).closed
    await stage.told()
    assert _said(stage, SITE) == []
    assert "Approved by Petra" in stage.card("CR-1", STUDIO).plain
    assert stage.row(Project).home_channel == stage.slack.channel(STUDIO).id


async def test_a_guest_who_turns_out_to_work_with_us_lets_it_go_on(stage: Stage) -> None:
    await stage.project()
    await stage.slack.add_to_channel("Cleo", SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert stage.cards("CR-1") == []
    form = (await stage.ada.press(OURS, on=stage.ada.direct_messages()[-1])).view
    assert (await stage.ada.submit(form, {"Cleo is a guest there": "A freelancer who works with us"})).closed
    await stage.told()
    assert stage.card("CR-1").buttons[0] == "Approve"
    assert stage.row(Channel, channel_id=stage.slack.channel(SITE).id).outside_since is None


async def test_a_home_that_is_shared_falls_silent_until_it_is_ours_again(stage: Stage) -> None:
    await stage.project()
    before = _said(stage, SITE)
    await stage.slack.share(SITE)
    answer = await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert "CR-1" in answer.plain
    assert _said(stage, SITE) == before
    assert "is shared with another organisation" in _direct(stage, "petra")[-1]
    assert [each.state for each in stage.rows(Post, picture="request")] == [PostState.HELD]
    await stage.slack.share(SITE, now=False)
    await stage.told()
    assert "CR-1" in stage.card("CR-1").plain


async def test_what_no_event_told_is_asked_before_anything_is_posted(stage: Stage) -> None:
    await stage.project()
    before = _said(stage, SITE)
    stage.slack.channel(SITE).is_ext_shared = True
    stage.clock.advance(timedelta(minutes=11))
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert _said(stage, SITE) == before
    assert "is shared with another organisation" in _direct(stage, "ada")[-1]


async def test_a_member_who_becomes_a_guest_is_outside_from_then_on(stage: Stage) -> None:
    await stage.project()
    await stage.sam.command("/countersign", "help", channel=SITE)
    await stage.slack.set_guest("Sam", True)
    refused = await stage.sam.command("/project", "list", channel=SITE)
    assert "for members of this workspace" in refused.text
    await stage.slack.set_guest("Sam", False)
    assert "Acme site" in (await stage.sam.command("/project", "list", channel=SITE)).plain


async def test_a_stranger_in_a_home_counts_and_leaving_ends_it(stage: Stage) -> None:
    await stage.project()
    stranger = stage.slack.meet("Zoe", stranger=True)
    await stage.slack.add_to_channel(stranger, SITE)
    await stage.told()
    assert "I have stopped posting there" in _direct(stage, "ada")[-1]
    assert [each.user_id for each in stage.rows(ChannelGuest)] == [stranger]
    await stage.slack.remove_from_channel(stranger, SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert stage.card("CR-1").buttons[0] == "Approve"


@pytest.fixture
async def freelance(stage: Stage) -> Stage:
    """Cleo is a freelancer."""
    await stage.project()
    await stage.slack.add_to_channel("Cleo", SITE)
    await stage.told()
    form = (await stage.ada.press(OURS, on=stage.ada.direct_messages()[-1])).view
    await stage.ada.submit(form, {"Cleo is a guest there": "A freelancer who works with us"})
    await stage.told()
    return stage


async def test_a_freelancer_is_booked_and_never_decides(freelance: Stage) -> None:
    stage = freelance
    picker = (await stage.petra.command("/request", channel=SITE)).view
    form = (await stage.petra.choose("What is it about?", "Change who works on it", picker)).view
    assert (await stage.petra.submit(form, {"Who": stage.cleo, "Hours in total": 20, "Why": "Peak"})).closed
    await stage.told()
    assert stage.row(ProjectValue, domain=Domain.RESOURCING).target == stage.cleo.id
    assert "booked on: Acme site" in (await stage.home(stage.cleo)).plain
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    name = stage.rows(Post, picture="request")[-1].request_id
    await stage.cleo.press_raw("approve", f"{name}.1", on=stage.card("CR-2"))
    await stage.told()
    assert "As a freelancer you can be booked" in stage.whispers(stage.cleo)[-1]
    assert stage.deadline() == date(2027, 11, 30)
    refused = await stage.cleo.command("/deadline", "14 Dec 2027 because I say so", channel=SITE)
    assert "As a freelancer you can be booked" in refused.text
    form = (await stage.oona.command("/project", "edit", channel=SITE)).view
    answer = await stage.oona.submit(form, {"Account manager's deputies": [stage.cleo]})
    assert "they can be booked, but never decide or see money" in answer.errors["Account manager's deputies"]


async def test_a_channel_that_gets_another_id_keeps_its_project(stage: Stage) -> None:
    await stage.project()
    new = await stage.slack.change_id(SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert stage.card("CR-1").channel == new
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "Approved by Petra" in stage.card("CR-1").plain


async def test_a_channel_that_is_archived_is_told_of_at_once(stage: Stage) -> None:
    await stage.project()
    await stage.slack.archive(SITE)
    await stage.told()
    assert "I cannot post in #acme-site (is_archived)" in _direct(stage, "ada")[-1]
    await stage.slack.unarchive(SITE)
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    assert stage.card("CR-1").buttons[0] == "Approve"


async def test_without_reading_channels_everything_else_works(stage: Stage) -> None:
    stage.slack.scopes -= {"channels:read", "groups:read"}
    await stage.project()
    await stage.ada.command("/deadline", "14 Dec 2027 because the client's event moved", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)
    refused = {each.method for each in stage.slack.rejected}
    assert refused == {"conversations.info", "conversations.members"}
    stage.slack.calls.clear()
