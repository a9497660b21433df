"""Milestones: a name, a date, and whether the client was told it."""

from datetime import date

import pytest

from models import ChangeRequest, Milestone
from models.enums import Mode, RequestState
from tests.scenarios.conftest import SITE, Stage


async def _milestone(stage: Stage, who: str, text: str) -> str:
    answer = await getattr(stage, who).command("/project", f"milestone {text}", channel=SITE)
    await stage.told()
    return answer.plain


def _plan(stage: Stage) -> dict[str, tuple[str, bool]]:
    return {each.name: (each.date.isoformat(), each.client_date) for each in stage.rows(Milestone)}


async def test_before_the_start_both_write_them_freely(stage: Stage) -> None:
    await stage.project(started=False)
    await _milestone(stage, "ada", "Homepage copy 12 Nov 2027")
    await _milestone(stage, "petra", "First look 5 Nov 2027 client")
    assert _plan(stage) == {"Homepage copy": ("2027-11-12", False), "First look": ("2027-11-05", True)}
    card = stage.card("Acme site").plain
    assert card.index("First look: Fri 5 Nov 2027 (client date)") < card.index("Homepage copy: Fri 12 Nov 2027")
    assert stage.rows(ChangeRequest) == []


async def test_without_a_date_its_form_opens_with_what_was_understood(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "petra", "Copy 12 Nov 2027")
    bare = (await stage.petra.command("/project", "milestone", channel=SITE)).view
    assert (bare.title, bare.required) == ("New milestone", ["Name", "Date"])
    moves = (await stage.petra.command("/project", "milestone copy because of tea", channel=SITE)).view
    assert (moves.title, moves.value("Why")) == ("Move a date", "of tea")
    dated = await stage.petra.command("/project", "milestone 12 Dec 2027", channel=SITE)
    assert "I did not understand “milestone 12 Dec 2027”." in dated.plain
    assert dated.view.value("Date") == "2027-12-12"
    await stage.petra.says("@Countersign project milestone First look client after Copy", SITE)
    await stage.told()
    offer = [each for each in stage.petra.messages(SITE) if each.ephemeral][-1]
    form = (await stage.petra.press("Open the form", on=offer)).view
    assert form.value("Name") == "First look"
    for wrong, said in (
        ({"Name": "COPY"}, {"Name": "Acme site has COPY already. `/deadline COPY 19 Nov` moves it."}),
        ({"Date": date(2027, 1, 3)}, {"Date": "Sun 3 Jan 2027 is in the past. Pick a date from today on."}),
        ({"Date": date(2027, 11, 1)}, {"Comes after": "First look cannot be earlier than Copy (Fri 12 Nov 2027), which "
                                                      "it comes after."}),
    ):  # fmt: skip
        answer = await stage.petra.submit(form, {"Name": "First look", "Date": date(2027, 11, 19)} | wrong)
        assert answer.errors == said
    assert (await stage.petra.submit(form, {"Date": date(2027, 11, 19)})).closed
    await stage.told()
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert _plan(stage) == {"Copy": ("2027-11-12", False), "First look": ("2027-11-19", True)}
    assert stage.request(2).after["follows"]["name"] == "Copy"


async def test_none_is_called_what_a_command_takes_for_something_else(stage: Stage) -> None:
    await stage.project(started=False)
    for name in ("Deadline", "because", "the  DEADLINE"):
        assert "means something else in commands. Give the milestone another name." in await _milestone(
            stage, "ada", f"{name} 12 Nov 2027"
        )
    assert _plan(stage) == {}


@pytest.mark.parametrize(
    ("who", "text", "mode", "needs"),
    [
        ("petra", "Homepage copy 12 Nov 2027", Mode.HEADS_UP, "am"),
        ("petra", "Homepage copy 12 Nov 2027 client", Mode.APPROVAL, "am"),
        ("ada", "Homepage copy 12 Nov 2027", Mode.APPROVAL, "pm"),
        ("ada", "Homepage copy 12 Nov 2027 client", Mode.APPROVAL, "pm"),
        ("sam", "Homepage copy 12 Nov 2027", Mode.APPROVAL, "pm"),
        ("sam", "Homepage copy 12 Nov 2027 client", Mode.APPROVAL, "am,pm"),
    ],
)
async def test_after_the_start_a_new_one_needs_a_word(
    stage: Stage, who: str, text: str, mode: Mode, needs: str
) -> None:
    await stage.project()
    await _milestone(stage, who, text)
    request = stage.request()
    assert (request.mode, request.needs) == (mode, needs)
    assert bool(stage.rows(Milestone)) == (mode is Mode.HEADS_UP)
    assert "Homepage copy" in stage.card("CR-1").plain


async def test_an_internal_date_becomes_a_client_date_by_a_yes_of_the_account_manager(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "petra", "Homepage copy 12 Nov 2027")
    await _milestone(stage, "petra", "Homepage copy 12 Nov 2027 client because I want to tell them")
    assert "Homepage copy   internal date → client date" in stage.card("CR-2").plain
    assert stage.request(2).reason == "I want to tell them"
    home = await stage.home(stage.ada)
    assert "CR-2 Acme site: Homepage copy" in home.plain
    await stage.presses(stage.ada, "Approve", "CR-2")
    assert _plan(stage) == {"Homepage copy": ("2027-11-12", True)}


async def test_a_milestone_is_moved_by_its_name_or_a_part_of_it(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "petra", "Homepage copy 12 Nov 2027")
    answer = await stage.petra.command("/deadline", "homepage +3 days because of the photos", channel=SITE)
    await stage.told()
    assert "Done: Homepage copy of Acme site." in answer.plain
    assert _plan(stage)["Homepage copy"][0] == "2027-11-15"


async def test_typed_working_days_leave_out_the_public_holidays(stage: Stage) -> None:
    """In Poland 6 January and Easter Monday, 29 March 2027, are public holidays."""
    await stage.project()
    form = (await stage.oona.command("/countersign", "settings workspace", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Public holidays of": "Poland"})).closed
    await _milestone(stage, "petra", "First look in 3 working days")
    await _milestone(stage, "petra", "Homepage copy 24 Mar 2027")
    await _milestone(stage, "petra", "Photos +4 working days after Homepage copy")
    assert {name: day for name, (day, _) in _plan(stage).items()} == {
        "First look": "2027-01-08", "Homepage copy": "2027-03-24", "Photos": "2027-03-31",
    }  # fmt: skip
    await _milestone(stage, "petra", "First look +2 working days because of the photos")
    assert _plan(stage)["First look"] == ("2027-01-12", False), "counted from where it stands"
    await stage.ada.says("Could we push Homepage copy by 4 working days? The client is ill.", channel=SITE)
    await stage.told()
    assert "Wed 24 Mar 2027 → Wed 31 Mar 2027" in stage.whispers(stage.ada)[-1]
    answer = await stage.petra.command("/countersign", "away from 5 Jan for 3 working days", channel=SITE)
    assert "from Tue 5 Jan 2027 to Fri 8 Jan 2027" in answer.plain


async def test_the_form_offers_the_deadline_and_every_milestone_that_is_not_done(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "petra", "Homepage copy 12 Nov 2027")
    await _milestone(stage, "petra", "First look 5 Nov 2027")
    await stage.petra.command("/project", "done first look", channel=SITE)
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    assert form.labels == ["What moves", "New date", "Why", "How soon"]
    assert form.required == ["What moves", "New date", "Why"]
    options = [each["text"]["text"] for each in form.blocks[1]["element"]["options"]]
    assert options == ["Deadline (Tue 30 Nov 2027)", "Homepage copy (Fri 12 Nov 2027)"]
    given = {"What moves": options[1], "New date": date(2027, 11, 19), "Why": "They are away"}
    assert (await stage.ada.submit(form, given)).closed
    await stage.told()
    assert "Fri 12 Nov 2027 → Fri 19 Nov 2027" in stage.card("CR-3").plain


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"New date": date(2027, 1, 3)}, {"New date": "Sun 3 Jan 2027 is in the past. Pick a date from today on."}),
        ({"New date": date(2027, 11, 30)}, {"New date": "Deadline is Tue 30 Nov 2027 already."}),
        ({"New date": date(2077, 1, 1)}, {"New date": "Fri 1 Jan 2077 is too far away. Is the year right?"}),
        ({"Why": "  "}, {"Why": "Say why; it is kept with the decision."}),
    ],
)
async def test_the_form_says_what_is_wrong_beside_the_field(
    stage: Stage, given: dict[str, object], said: dict[str, str]
) -> None:
    await stage.project()
    form = (await stage.ada.command("/deadline", channel=SITE)).view
    answer = await stage.ada.submit(form, {"New date": date(2027, 12, 14), "Why": "Tea"} | given)
    assert answer.errors == said
    assert stage.rows(ChangeRequest) == []


async def test_a_milestone_is_done_once(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "petra", "Homepage copy 12 Nov 2027")
    done = await stage.ada.command("/project", "done Homepage", channel=SITE)
    await stage.told()
    assert "Homepage copy of Acme site is done." in done.plain
    assert "Homepage copy: Fri 12 Nov 2027 (internal date, done Mon 4 Jan 2027)" in stage.card("Live since").plain
    again = await stage.ada.command("/project", "done Homepage copy", channel=SITE)
    assert "Homepage copy is done already." in again.plain
    unknown = await stage.ada.command("/project", "done Footer", channel=SITE)
    assert "There is no milestone like “Footer” in Acme site. It has Homepage copy." in unknown.plain
    refused = await stage.sam.command("/project", "done Homepage copy", channel=SITE)
    assert "Only the account manager, the project manager or an ops lead of Acme site" in refused.plain


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12 Nov 2027", "I did not understand “milestone 12 Nov 2027”."),
        ("Homepage copy 12 Nov 2020", "Thu 12 Nov 2020 is in the past."),
        ("Homepage copy 2 Jan", "Past. Did you mean 2 Jan 2028?"),
        (f"{'x' * 81} 12 Nov 2027", "The name needs 1 to 80 characters."),
    ],
)
async def test_a_milestone_that_cannot_be_is_told_why(stage: Stage, typed: str, said: str) -> None:
    await stage.project()
    assert said in await _milestone(stage, "petra", typed)
    assert stage.rows(Milestone) == []


async def test_two_ask_for_the_same_new_milestone_and_the_second_is_told(stage: Stage) -> None:
    await stage.project()
    await _milestone(stage, "ada", "Homepage copy 12 Nov 2027")
    assert "@Ada already asked for this: CR-1 is still open." in await _milestone(
        stage, "sam", "homepage  COPY 19 Nov 2027"
    )
    assert stage.request().state is RequestState.PENDING
    assert len(stage.rows(ChangeRequest)) == 1
