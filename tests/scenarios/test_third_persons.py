"""Who has no role may ask; it is judged as if the one who answers for it had raised it. Outsiders may do nothing."""

from datetime import date

import pytest

from models import ChangeRequest, Milestone, Signature
from models.enums import RequestState, Role
from sandbox.cast import Member
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"
CLIENT = "acme-client"
OUTSIDER = "Countersign is for members of this workspace."


async def _asked(stage: Stage) -> str:
    answer = await stage.sam.command("/deadline", ASK, channel=SITE)
    await stage.told()
    return answer.plain


async def test_a_client_date_needs_both(stage: Stage) -> None:
    await stage.project()
    assert "@Ada and @Petra answer by" in await _asked(stage)
    card = stage.card("CR-1")
    assert card.mentions == ["Ada", "Petra"]
    assert "Sam asks:" in card.plain
    assert "it needs a yes from Ada and Petra, because the client was told this date" in card.plain
    assert stage.request().needs == "am,pm"

    await stage.presses(stage.ada, "Approve", "CR-1")
    assert "You said yes to CR-1. It still needs a yes from @Petra." in stage.whispers(stage.ada)[-1]
    card = stage.card("CR-1")
    assert "@Petra answers" in card.plain
    assert "Ada said yes" in card.plain
    assert {"Approve", "Decline", "Withdraw"} <= set(card.buttons)
    assert "Ada said yes to CR-1; it still needs a yes from @Petra." in stage.replies("CR-1")[-1]
    assert stage.deadline() == date(2027, 11, 30)

    await stage.presses(stage.ada, "Approve", "CR-1")
    assert "You said yes to CR-1 already; it still needs a yes from @Petra." in stage.whispers(stage.ada)[-1]

    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 12, 14)
    assert "Approved by Petra (project manager)" in stage.card("CR-1").plain
    assert {each.role for each in stage.rows(Signature)} == {Role.AM, Role.PM}
    assert "@Sam Petra approved CR-1" in stage.replies("CR-1")[-1]


@pytest.mark.parametrize(("first", "second"), [("ada", "petra"), ("petra", "ada")])
async def test_either_may_say_no_after_the_other_said_yes(stage: Stage, first: str, second: str) -> None:
    await stage.project()
    await _asked(stage)
    await stage.presses(getattr(stage, first), "Approve", "CR-1")
    await stage.presses(getattr(stage, second), "Decline", "CR-1", why="It does not fit")
    assert stage.request().state is RequestState.DECLINED
    assert stage.deadline() == date(2027, 11, 30)


async def test_a_changed_request_needs_both_again(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    await stage.presses(stage.ada, "Approve", "CR-1")
    form = (await stage.sam.command("/deadline", "16 Dec 2027 because it moved once more", channel=SITE)).view
    assert (await stage.sam.submit(form)).closed
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "It still needs a yes from @Ada." in stage.whispers(stage.petra)[-1]
    assert stage.deadline() == date(2027, 11, 30)


async def test_an_internal_date_needs_only_the_one_who_answers_for_it(stage: Stage) -> None:
    await stage.project()
    answer = await stage.sam.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    assert "@Petra answers by" in answer.plain
    assert stage.card("CR-1").mentions == ["Petra"]
    assert "Asked by somebody else, that yes is enough" in stage.card("CR-1").plain
    assert stage.rows(Milestone) == []
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.row(Milestone).date == date(2027, 11, 12)


async def test_nobody_says_yes_to_their_own(stage: Stage) -> None:
    await stage.project()
    await _asked(stage)
    await stage.presses(stage.sam, "Approve", "CR-1")
    assert "You wrote this yourself" in stage.whispers(stage.sam)[-1]
    assert "@Ada and @Petra" in stage.whispers(stage.sam)[-1]


async def test_before_the_start_a_yes_asks_everybody_to_agree_again(stage: Stage) -> None:
    await stage.project(started=False)
    await stage.sam.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert "@Ada and @Petra still to agree" in stage.card("These are proposals").plain


async def test_somebody_who_is_not_in_the_channel_finds_no_project(stage: Stage) -> None:
    await stage.project()
    for text in (ASK, f"Acme site {ASK}"):
        answer = await stage.olaf.command("/deadline", text, channel="studio")
        assert "There is no project here yet." in answer.plain
    card = stage.card("CR-1") if stage.cards("CR-1") else stage.card("Acme site")
    await stage.olaf.press_raw("approve", "1.1", on=card)
    await stage.told()
    assert stage.rows(ChangeRequest) == []


COMMANDS = ["/project", "/deadline", "/brief", "/request", "/countersign"]


async def test_a_guest_may_type_nothing(stage: Stage) -> None:
    await stage.project()
    for text in ("", "help", "new", "list", "show", ASK, "away", "CR-1", "ops", "health"):
        for command in COMMANDS:
            answer = await stage.cleo.command(command, text, channel=CLIENT)
            assert OUTSIDER in answer.plain, (command, text, answer)
            assert answer.view is None, (command, text)
    assert stage.rows(ChangeRequest) == []


PRESSES = [
    *((each, "1.1") for each in ("approve", "decline", "withdraw", "take_back", "acknowledge", "object")),
    ("agree_to_start", "1.1"),
    ("open_form", '{"form":"project"}'),
    ("open_form", '{"form":"away"}'),
    ("open_form", '{"form":"deadline"}'),
    ("open_form", '{"form":"ops_leads"}'),
    ("open_form", '{"form":"deadline","request":1}'),
    ("open_form", '{"form":"project_edit","project":1}'),
    ("show_project", '{"project":1}'),
    ("command_choice", '{"command":"deadline","project":1,"text":"14 Dec 2027 because I say so"}'),
    ("mend_channel", '{"channel":"C07ACMESITE0"}'),
]


async def test_a_guest_may_press_nothing(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()
    await stage.slack.add_to_channel("Cleo", SITE)
    for number, (action, value) in enumerate(PRESSES, start=1):
        answer = await stage.cleo.press_raw(action, value, on=stage.card("CR-1"))
        await stage.told()
        assert answer.view is None, action
        assert len(stage.whispers(stage.cleo)) == number, action
        assert OUTSIDER in stage.whispers(stage.cleo)[-1], action
        assert stage.request().state is RequestState.PENDING, action


async def test_a_guest_who_speaks_to_the_bot_is_told_so(stage: Stage) -> None:
    await stage.project()
    await stage.cleo.says("@Countersign deadline 14 Dec 2027 because I say so", channel=CLIENT)
    await stage.told()
    assert OUTSIDER in stage.whispers(stage.cleo, CLIENT)[-1]
    assert stage.rows(ChangeRequest) == []


@pytest.mark.parametrize("label", ["Account manager", "Project manager"])
async def test_a_guest_cannot_be_picked(stage: Stage, label: str) -> None:
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "New", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.petra}
    answer = await stage.ada.submit(form, {**given, "Deadline": date(2027, 11, 30), label: stage.cleo})
    assert answer.errors == {label: "Cleo is a guest, a bot or from another organisation, and cannot be picked here."}


async def test_a_guests_home_says_what_this_is_and_nothing_more(stage: Stage) -> None:
    await stage.project()
    home = (await stage.home(stage.cleo)).plain
    assert OUTSIDER in home
    assert "Acme" not in home


@pytest.mark.parametrize(
    "more", [{"is_stranger": True}, {"team_id": "T0ACME"}, {"is_ultra_restricted": True}, {"deleted": True}]
)
async def test_somebody_of_another_organisation_or_who_left_may_do_nothing(stage: Stage, more: dict) -> None:
    await stage.project()
    member = Member("U07STRANGER0", "zoe", "Zoe Quinn", "Somebody else", **more)
    stage.slack.workspace.members[member.id] = member
    stage.slack.channel(SITE).members.append(member.id)
    zoe = stage.slack.person("Zoe")
    assert OUTSIDER in (await zoe.command("/deadline", ASK, channel=SITE)).plain
    await zoe.press_raw("agree_to_start", "1.1", on=stage.card("Acme site"))
    await stage.told()
    assert OUTSIDER in stage.whispers(zoe)[-1]
    assert stage.rows(ChangeRequest) == []
