"""App Home: each person's desk, useful to any viewer, and only what they may see."""

from datetime import date

from sqlmodel import Session, select

from models import Project
from models.enums import RequestState
from tests.scenarios.conftest import SITE, Stage

ASK = "14 Dec 2027 because the client's event moved"


async def _asked(stage: Stage) -> None:
    await stage.project()
    await stage.ada.command("/deadline", ASK, channel=SITE)
    await stage.told()


async def test_an_empty_desk_says_what_to_do_next(stage: Stage) -> None:
    stage.slack.switches.fault("users.info", "drop_after", times=2)
    unknown = (await stage.home(stage.sam)).plain
    assert unknown == "Slack did not tell me in time who you are. Please open this page again in a moment."
    home = await stage.home(stage.olaf)
    assert "Nothing waits for you." in home.plain
    assert "No projects here yet." in home.plain
    assert home.buttons == ["Move a date", "Change the brief", "Ask for a change", "New project", "Create one",
                            "Calendars", "Settings", "Away", "Policy"]  # fmt: skip
    form = (await stage.olaf.press("Create one", on=home)).view
    assert form.title == "New project"
    given = {"Name": "Beta", "Client": "Beta Ltd", "Account manager": stage.ada, "Project manager": stage.petra}
    missing = await stage.olaf.submit(form, given | {"Deadline": date(2027, 11, 30)})
    assert missing.errors == {"Channel": "Pick the channel in which this project is talked about."}
    assert (await stage.olaf.submit(form, {"Channel": stage.slack.channel("studio")})).closed
    await stage.told()
    assert "Beta" in stage.olaf.home.plain


async def test_a_button_without_any_project_says_so(stage: Stage) -> None:
    home = await stage.home(stage.olaf)
    for label in ("Move a date", "Change the brief", "Ask for a change"):
        await stage.olaf.press(label, on=home)
        await stage.told()
        assert "There is no project here yet. `/project new` makes one." in stage.olaf.direct_messages()[-1].text


async def test_any_change_can_be_asked_for_from_there(stage: Stage) -> None:
    await stage.project()
    picker = (await stage.ada.press("Ask for a change", on=await stage.home(stage.ada))).view
    assert picker.title == "Start a change request"
    form = (await stage.ada.choose("What is it about?", "Change the strategy", on=picker)).view
    text = "Win the mornings first"
    assert (await stage.ada.submit(form, {"Strategy": text, "Why": "The research says so"})).closed
    await stage.told()
    assert text in stage.card("CR-1").plain


async def test_what_waits_for_me_is_decided_there(stage: Stage) -> None:
    await _asked(stage)
    home = await stage.home(stage.petra)
    assert "CR-1 Acme site: Deadline to Tue 14 Dec 2027  ·  Ada asks" in home.plain
    await stage.petra.press("Approve", on=home)
    await stage.told()
    assert stage.deadline() == date(2027, 12, 14)
    assert "Nothing waits for you." in stage.petra.home.plain
    assert "deadline Tue 14 Dec 2027" in stage.petra.home.plain
    assert "Approved by Petra" in stage.card("CR-1").plain


async def test_each_project_says_what_comes_next(stage: Stage) -> None:
    await stage.project()
    for milestone in ("Build 1 Mar", "Copy 5 Feb", "Tests 1 Apr", "Look 12 Feb"):
        await stage.petra.command("/project", f"milestone {milestone} 2027", channel=SITE)
    home = (await stage.home(stage.ada)).plain
    assert "deadline Tue 30 Nov 2027\nCopy Fri 5 Feb 2027 → Look Fri 12 Feb 2027 → Build Mon 1 Mar 2027" in home
    assert "Build to Mon 1 Mar 2027  ·  Petra changed, object until Wed 6 Jan 2027 10:00 London" in home
    await stage.petra.command("/project", "done Copy", channel=SITE)
    assert "\nLook Fri 12 Feb 2027 → Build Mon 1 Mar 2027 → Tests Thu 1 Apr 2027" in (await stage.home(stage.ada)).plain


async def test_declining_there_asks_why(stage: Stage) -> None:
    await _asked(stage)
    form = (await stage.petra.press("Decline", on=await stage.home(stage.petra))).view
    assert (await stage.petra.submit(form, {"Why": "It does not fit"})).closed
    await stage.told()
    assert "Nothing waits for you." in stage.petra.home.plain
    assert "It does not fit" in stage.card("CR-1").plain


async def test_what_waits_on_others_can_be_withdrawn_there(stage: Stage) -> None:
    await _asked(stage)
    home = await stage.home(stage.ada)
    assert "Waiting on others" in home.plain
    assert "CR-1 Acme site: Deadline  ·  Petra answers" in home.plain
    await stage.ada.press("Withdraw", on=home)
    await stage.told()
    assert "CR-1" not in stage.ada.home.plain
    assert stage.request().state is RequestState.WITHDRAWN


async def test_a_start_is_agreed_to_there(stage: Stage) -> None:
    await stage.project(started=False)
    ada = await stage.home(stage.ada)
    assert "Acme site: Petra still to agree to start" in ada.plain
    petra = await stage.home(stage.petra)
    assert "Acme site: proposed, deadline Tue 30 Nov 2027" in petra.plain
    await stage.petra.press("Agree to start", on=petra)
    await stage.told()
    assert "Acme site  ·  Acme  ·  live  ·  deadline Tue 30 Nov 2027" in stage.petra.home.plain
    assert "still to agree" not in stage.ada.home.plain


async def test_a_heads_up_is_acknowledged_there(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/project", "milestone Homepage copy 12 Nov 2027", channel=SITE)
    await stage.told()
    home = await stage.home(stage.ada)
    assert "CR-1 Acme site: Homepage copy to Fri 12 Nov 2027  ·  Petra changed" in home.plain
    other = await stage.home(stage.petra)
    assert "CR-1 Acme site: Homepage copy  ·  Ada may object" in other.plain
    await stage.ada.press("Acknowledge", on=home)
    await stage.told()
    assert "CR-1" not in stage.ada.home.plain
    assert "CR-1" not in stage.petra.home.plain


async def test_due_soon_lists_two_weeks_and_what_is_late(stage: Stage) -> None:
    await stage.project()
    for text in ("Homepage copy 12 Jan 2027", "First look 8 Jan 2027", "Launch party 12 Nov 2027"):
        await stage.petra.command("/project", f"milestone {text}", channel=SITE)
    await stage.passes(days=6)
    due = (await stage.home(stage.petra)).plain.partition("Due soon")[2].partition("Your projects")[0]
    assert due.index("Fri 8 Jan 2027 (late)  ·  Acme site: First look") < due.index("Tue 12 Jan 2027  ·  Acme site")
    assert "Launch party" not in due


async def test_a_project_is_shown_as_a_page_with_money_for_those_who_may_see_it(stage: Stage) -> None:
    await stage.project(Budget="12500")
    page = (await stage.ada.press("Show", on=await stage.home(stage.ada))).view
    assert "Deadline: Tue 30 Nov 2027 (client date)" in page.plain
    assert "Budget: GBP 12,500" in page.plain
    assert "Acme site" not in (await stage.home(stage.sam)).plain
    assert "Acme site" in (await stage.home(stage.oona)).plain, "an ops lead sees every project"


async def test_home_of_somebody_who_asked_without_a_role(stage: Stage) -> None:
    await stage.project()
    await stage.sam.command("/deadline", ASK, channel=SITE)
    await stage.told()
    home = await stage.home(stage.sam)
    assert "CR-1 Acme site: Deadline  ·  Ada and Petra answer" in home.plain


async def test_while_away_home_says_so(stage: Stage) -> None:
    await stage.project()
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    assert "You are away until Fri 8 Jan 2027" in (await stage.home(stage.petra)).plain


async def test_a_page_of_a_project_before_its_start_agrees_too(stage: Stage) -> None:
    await stage.project(started=False)
    page = (await stage.petra.press("Show", on=await stage.home(stage.petra))).view
    await stage.petra.press("Agree to start", on=page)
    await stage.told()
    assert stage.card("Acme site").buttons == []


async def test_buttons_of_an_old_home_change_nothing_twice(stage: Stage) -> None:
    await _asked(stage)
    home = await stage.home(stage.petra)
    await stage.petra.press("Approve", on=home)
    await stage.told()
    answer = await stage.petra.press_raw("approve", "1.1", on=stage.petra.home)
    await stage.told()
    assert "CR-1 is approved already" in answer.view.plain
    assert len([each for each in stage.replies("CR-1") if "approved" in each]) == 1


async def test_somebody_with_many_projects_turns_the_page(stage: Stage) -> None:
    await stage.project("Project 0")

    def add(session: Session) -> None:
        first = session.exec(select(Project)).one().model_dump(exclude={"id", "name", "name_key"})
        for number in range(1, 30):
            session.add(Project(**first, name=f"Project {number}", name_key=f"project {number:02}"))

    stage.bot.db.run_now(add)
    home = await stage.home(stage.petra)
    assert "1 to 20 of 30" in home.plain
    assert "Earlier projects" not in home.buttons
    await stage.petra.press("More projects", on=home)
    await stage.told()
    home = stage.petra.home
    assert "21 to 30 of 30" in home.plain
    assert "More projects" not in home.buttons
    await stage.petra.press_raw("home_page", '{"page":999999999999}', on=home)
    await stage.told()
    assert "21 to 30 of 30" in stage.petra.home.plain
    assert "1 to 20 of 30" in (await stage.home(stage.petra)).plain, "opened again, it starts at the beginning"
