"""When a project checks in, what is asked, and that check-ins stop and come back with it."""

from datetime import UTC, datetime, timedelta

from models import Checkin, CheckinPlan, CheckinRound, Rule
from models.enums import Colour
from tests.scenarios.checking_in import CARD, CLIENT, GREEN, HOUR, MONDAY, asked
from tests.scenarios.conftest import SITE, Stage


async def test_a_project_has_a_schedule_of_its_own(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    form = (await stage.petra.command("/checkin", "schedule", channel=SITE)).view
    assert (form.value("On"), form.value("At"), form.value("How often")) == ("Monday", "10:00", "Every week")
    wrong = await stage.petra.submit(form, {"Answers are due": "The same day", "Until": "09:00"})
    assert list(wrong.errors) == ["Until"]
    given = {"On": "Wednesday", "At": "15:30", "How often": "Every 2 weeks", "Until": "17:00"}
    assert (await stage.petra.submit(form, given)).closed
    await stage.told()
    said = "Petra changed the check-ins of Acme site: every 2 weeks on Wednesday at 15:30."
    assert said in stage.replies("Account manager")[-1]
    rules = {each.subject: each.next_at for each in stage.rows(Rule, kind="checkin")}
    when = rules["1:am"]
    assert (when - rules["1:pm"], f"{when:%a %H:%M}") == (HOUR, "Wed 15:30"), "each by their own clock"
    await stage.comes(when)
    assert stage.cards("Check-in of Wed")
    refused = await stage.olaf.command("/checkin", "schedule Acme site", channel=SITE)
    assert "Only the account manager, the project manager or an ops lead of Acme site can do that." in refused.plain
    form = (await stage.ada.command("/checkin", "schedule", channel=SITE)).view
    assert (await stage.ada.submit(form, {"How often": "Never"})).closed
    assert [each.next_at for each in stage.rows(Rule, kind="checkin")] == [None, None]
    await stage.passes(minutes=2)
    assert [each.next_at for each in stage.rows(Rule, kind="checkin")] == [None, None], "and it stays so"


async def test_a_schedule_is_typed_and_done_at_once(stage: Stage) -> None:
    await stage.project()
    typed = "schedule Tuesday 9:30"
    answer = await stage.petra.command("/checkin", typed, channel=SITE)
    assert "Check-ins of Acme site from now on: every week on Tuesday at 09:30." in answer.plain
    await stage.told()
    said = "Petra changed the check-ins of Acme site: every week on Tuesday at 09:30."
    assert said in stage.replies("Account manager")[-1]
    assert {f"{each.next_at:%a %H:%M}" for each in stage.rows(Rule, kind="checkin")} == {"Tue 09:30", "Tue 08:30"}
    again = await stage.ada.command("/checkin", typed, channel=SITE)
    assert "Check-ins of Acme site are so already: every week on Tuesday at 09:30." in again.plain
    answer = await stage.ada.command("/checkin", "schedule Acme site every other Thu at 2pm", channel=SITE)
    assert answer.plain.endswith("every 2 weeks on Thursday at 14:00.")
    await stage.told()
    before = stage.row(CheckinPlan).model_dump()
    for text in ("schedule Tuesday 25:00", "schedule when the moon is full", "schedule Monday Tuesday", "schedule 9"):
        answer = await stage.petra.command("/checkin", text, channel=SITE)
        assert f"I did not understand “{text}”." in answer.plain
        assert "/checkin schedule Tuesday 9:30" in answer.plain
        assert answer.view.value("How often") == "Every 2 weeks", "the form is there"
    assert answer.view.value("On") == "Thursday"
    refused = await stage.olaf.command("/checkin", typed, channel=SITE)
    assert "Only the account manager, the project manager or an ops lead of Acme site can do that." in refused.plain
    assert stage.row(CheckinPlan).model_dump() == before, "what was not understood changed nothing"
    assert (await stage.petra.command("/checkin", "schedule never", channel=SITE)).plain.endswith(": never.")
    assert {each.next_at for each in stage.rows(Rule, kind="checkin")} == {None}


async def test_half_past_two_in_the_night_of_spring_arrives_when_people_work(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    form = (await stage.petra.command("/checkin", "schedule", channel=SITE)).view
    # Clocks go forward on Sunday 28 March 2027: in London from one to two o'clock, in Prague from two to three.
    assert (await stage.petra.submit(form, {"On": "Sunday", "At": "02:30"})).closed
    await stage.comes(datetime(2027, 3, 27, 12, tzinfo=UTC))
    due = {each.subject: each.next_at for each in stage.rows(Rule, kind="checkin")}
    nine = datetime(2027, 3, 29, 8, tzinfo=UTC)
    assert due == {"1:am": nine, "1:pm": nine - HOUR}, "on Monday at nine, by either's clock of that day"


async def test_check_ins_stop_with_the_project_and_come_back_with_it(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    await stage.petra.command("/project", "hold", channel=SITE)
    await stage.comes(MONDAY)
    assert stage.rows(CheckinRound) == []
    assert "is on hold" in (await stage.ada.command("/checkin", channel=SITE)).plain
    await stage.petra.command("/project", "resume", channel=SITE)
    await stage.comes(MONDAY + timedelta(days=7))
    assert stage.cards("Check-in of Mon 18 Jan 2027")
    await stage.petra.command("/project", "close", channel=SITE)
    await stage.passes(minutes=2)
    assert [each.next_at for each in stage.rows(Rule, kind="checkin")] == [None, None]
    await stage.oona.command("/project", "reopen Acme site", channel=SITE)
    await stage.passes(minutes=2)
    assert all(each.next_at is not None for each in stage.rows(Rule, kind="checkin"))


async def test_ops_leads_say_what_is_asked_and_an_empty_list_is_refused(stage: Stage) -> None:
    await asked(stage)
    refused = await stage.ada.command("/checkin", "questions", channel=SITE)
    assert "Only @Oona and the workspace's admins can do that." in refused.plain
    form = (await stage.oona.press("Check-in questions", on=await stage.home(stage.oona))).view
    assert form.value("Account managers").splitlines()[0] == f"{CLIENT} (green/amber/red)"
    for text, sentence in (
        ("", "Ask at least one question; a line for each."),
        (" \n (private) ", "Ask at least one question; a line for each."),
        ("One?\nONE?", "Two of these questions read the same."),
        (
            "A (green/amber/red)\nB (green/amber/red)",
            "Only one question can be (green/amber/red), and only one (blockers).",
        ),
        ("\n".join(f"Question {n}?" for n in range(11)), "At most 10 questions. People stop reading after a few."),
    ):
        answer = await stage.oona.submit(form, {"Account managers": text})
        assert answer.errors == {"Account managers": sentence}
    assert (await stage.oona.submit(form, {"Account managers": "Happy? (green/amber/red)\nWhy?"})).closed
    form = (await stage.ada.press("Check in", on=stage.card(CARD))).view
    assert form.labels == ["Happy?", "Why?"]
    missing = await stage.ada.submit(form, {"Why?": "They smile"})
    assert list(missing.errors) == ["Happy?"]
    assert (await stage.ada.submit(form, {"Happy?": GREEN})).closed
    assert stage.row(Checkin, seat="am").colour is Colour.GREEN
