"""Deadline reminders: in working days, in the reader's morning, in the project's thread, only while true."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models import Milestone, Project, Rule
from models.schedule import Occurrence
from sandbox.sights import Message
from tests.scenarios.conftest import SITE, Stage


async def until(stage: Stage, day: date, hour: int, minute: int = 0) -> None:
    """The clock moves to that moment in UTC; what is due on the way happens."""
    moment = datetime.combine(day, time(hour, minute), UTC)
    await stage.passes_to(moment)


def reminded(stage: Stage, person: str = "Petra") -> list[str]:
    """What this person was reminded of in the thread of the project's card."""
    said = [each.partition(f"\n@{person} Acme site: ")[2] for each in stage.replies("Account manager")]
    return [each for each in said if each]


def last(stage: Stage, words: str = "") -> Message:
    """The newest reply that says these words."""
    return [each for each in stage.petra.thread(stage.card("Account manager")) if words in each.plain][-1]


async def presses(stage: Stage, person: str, label: str) -> str:
    """What somebody alone is told after pressing a button of the newest reminder."""
    who = getattr(stage, person)
    await who.press(label, on=last(stage))
    await stage.told()
    return stage.whispers(who)[-1]


async def planned(stage: Stage, deadline: date = date(2027, 1, 19)) -> None:
    await stage.project(Deadline=deadline)
    await stage.passes(minutes=1)


async def test_both_are_reminded_so_many_working_days_ahead_in_their_own_morning(stage: Stage) -> None:
    await planned(stage)
    # Ten working days ahead of Tuesday 19 January is Tuesday the 5th; nine in Prague is eight in UTC.
    await until(stage, date(2027, 1, 5), 7, 59)
    assert reminded(stage) == []
    await until(stage, date(2027, 1, 5), 8, 1)
    assert "Deadline is due in 10 working days (Tue 19 Jan 2027, client date)" in reminded(stage)[0]
    assert reminded(stage, "Ada") == []
    await until(stage, date(2027, 1, 5), 9, 1)
    assert len(reminded(stage, "Ada")) == 1
    await until(stage, date(2027, 1, 20), 12)
    assert [each.partition(" (")[0] for each in reminded(stage)] == [
        "Deadline is due in 10 working days",
        "Deadline is due in 5 working days",
        "Deadline is due in 2 working days",
        "Deadline is due in 1 working day",
        "Deadline is due today",
        "Deadline is overdue by 1 working day",
    ]
    assert last(stage).buttons == ["Done", "Snooze", "Ask to move it"]


async def test_several_dates_of_a_day_are_one_message(stage: Stage) -> None:
    await planned(stage)
    for name in ("Copy", "Look"):
        await stage.petra.command("/project", f"milestone {name} 12 Jan 2027", channel=SITE)
    await stage.passes(minutes=11)
    await until(stage, date(2027, 1, 5), 8, 30)
    assert len(reminded(stage)) == 1
    assert "Copy is due in 5 working days" in reminded(stage)[0]
    assert "Look is due in 5 working days" in reminded(stage)[0]
    assert "Deadline is due in 10 working days" in reminded(stage)[0]


async def test_what_is_done_is_not_reminded_of_any_more(stage: Stage) -> None:
    await planned(stage, date(2027, 3, 30))
    await stage.petra.command("/project", "milestone Copy 12 Jan 2027", channel=SITE)
    await until(stage, date(2027, 1, 5), 8, 30)
    assert "Copy of Acme site is done." in await presses(stage, "ada", "Done")
    assert stage.row(Milestone, name="Copy").done_at is not None
    assert "Copy is done already." in await presses(stage, "petra", "Done")
    await until(stage, date(2027, 1, 14), 12)
    assert len(reminded(stage)) == 1


async def test_only_the_projects_people_say_that_it_is_done(stage: Stage) -> None:
    await planned(stage)
    await until(stage, date(2027, 1, 5), 8, 30)
    told = await presses(stage, "sam", "Done")
    assert "Only the account manager, the project manager or an ops lead of Acme site can do that." in told
    assert stage.row(Project).delivered_at is None
    assert "Deadline of Acme site is done." in await presses(stage, "petra", "Done")
    assert stage.row(Project).delivered_at is not None
    await until(stage, date(2027, 1, 21), 12)
    assert len(reminded(stage)) == 1


async def test_a_reminder_opens_the_deadline_form_filled_in(stage: Stage) -> None:
    await planned(stage)
    await until(stage, date(2027, 1, 5), 9, 30)
    form = (await stage.ada.press("Ask to move it", on=last(stage))).view
    assert form is not None
    assert "Deadline" in str(form.value("What moves"))
    answer = await stage.ada.submit(form, {"New date": date(2027, 2, 2), "Why": "The client's event moved"})
    assert answer.closed, answer.errors
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    assert stage.deadline() == date(2027, 2, 2)
    await until(stage, date(2027, 1, 15), 12)
    assert len(reminded(stage)) == 1, "the new date is further away"


@pytest.mark.parametrize(("picked", "day"), [("Tomorrow morning", 6), ("Next week", 11)])
async def test_snoozed_it_comes_again_when_wanted_and_not_before(stage: Stage, picked: str, day: int) -> None:
    await planned(stage, date(2027, 1, 12))
    await until(stage, date(2027, 1, 5), 9, 30)
    first = len(reminded(stage))
    form = (await stage.petra.press("Snooze", on=last(stage, "@Petra"))).view
    assert form is not None
    assert (await stage.petra.submit(form, {"Until": picked})).closed
    await until(stage, date(2027, 1, day), 7, 30)
    assert len(reminded(stage)) == first
    await until(stage, date(2027, 1, day), 8, 30)
    assert len(reminded(stage)) == first + 1


async def test_a_day_to_snooze_until_is_checked(stage: Stage) -> None:
    await planned(stage)
    await until(stage, date(2027, 1, 5), 8, 30)
    form = (await stage.petra.press("Snooze", on=last(stage))).view
    assert form is not None
    answer = await stage.petra.submit(form, {"Until": "Pick a day"})
    assert answer.errors == {"Day": "Pick a date."}
    answer = await stage.petra.submit(form, {"Day": date(2027, 1, 5)})
    assert "is in the past" in answer.errors["Day"]
    assert [each for each in stage.rows(Rule) if each.subject.startswith("snooze:")] == []


async def test_somebody_elses_reminder_cannot_be_put_off(stage: Stage) -> None:
    await planned(stage)
    await until(stage, date(2027, 1, 5), 8, 30)
    told = await presses(stage, "sam", "Snooze")
    assert "This reminder is for @Petra; only they can put it off." in told
    assert stage.sam.views == []


async def test_who_is_away_is_not_reminded_and_the_deputy_is(stage: Stage) -> None:
    await planned(stage)
    form = (await stage.petra.command("/countersign", "away", channel=SITE)).view
    days = {"First day away": date(2027, 1, 4), "Last day away": date(2027, 1, 8)}
    assert (await stage.petra.submit(form, days | {"Who answers meanwhile": stage.sam})).closed
    await until(stage, date(2027, 1, 5), 12)
    assert reminded(stage) == []
    assert len(reminded(stage, "Sam")) == 1


async def test_a_holiday_is_no_day_for_reminders_and_no_working_day_ahead(stage: Stage) -> None:
    await stage.comes(datetime(2027, 3, 22, 10, tzinfo=UTC))
    await planned(stage, date(2027, 3, 30))
    form = (await stage.oona.command("/countersign", "settings workspace", channel=SITE)).view
    assert (await stage.oona.submit(form, {"Public holidays of": "United Kingdom"})).closed
    await until(stage, date(2027, 3, 25), 12)
    # Good Friday and Easter Monday do not count: Thursday is one working day ahead.
    assert "Deadline is due in 1 working day (" in reminded(stage)[-1]
    count = len(reminded(stage))
    await until(stage, date(2027, 3, 29), 12)
    assert len(reminded(stage)) == count
    await until(stage, date(2027, 3, 30), 12)
    assert "Deadline is due today" in reminded(stage)[-1]


async def test_a_project_on_hold_reminds_nobody(stage: Stage) -> None:
    await planned(stage)
    await stage.petra.command("/project", "hold", channel=SITE)
    await until(stage, date(2027, 1, 8), 12)
    assert reminded(stage) == []
    await stage.petra.command("/project", "resume", channel=SITE)
    await until(stage, date(2027, 1, 12), 12)
    assert len(reminded(stage)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10, 201", "At most 200 working days ahead."),
        ("ten", "I could not read “ten”."),
        ("-5", "I could not read “-5”."),
        (" ".join(str(each) for each in range(30)), "At most 20 reminders ahead of one date."),
    ],
)
async def test_offsets_that_cannot_be_are_refused(stage: Stage, typed: str, said: str) -> None:
    await planned(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    answer = await stage.ada.submit(form, {"Remind so many working days ahead": typed})
    assert said in answer.errors["Remind so many working days ahead"]
    assert stage.row(Project).reminder_offsets is None


async def test_each_project_says_itself_when_it_reminds(stage: Stage) -> None:
    await planned(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    assert form.value("Remind so many working days ahead") == "10, 5, 2, 1, 0"
    assert (await stage.ada.submit(form, {"Remind so many working days ahead": "3"})).closed
    await until(stage, date(2027, 1, 19), 12)
    assert len(reminded(stage)) == 1
    assert "in 3 working days" in reminded(stage)[0]


async def test_what_the_client_owes_is_reminded_of_to_the_account_manager(stage: Stage) -> None:
    await planned(stage, date(2027, 3, 30))
    await stage.petra.command("/inputs", "Photos from Carla by 12 Jan 2027", channel=SITE)
    await until(stage, date(2027, 1, 6), 12)
    assert reminded(stage) == []
    assert "Photos from Carla is due in 5 working days" in reminded(stage, "Ada")[-1]


async def test_after_an_outage_a_reminder_comes_up_to_a_day_late(stage: Stage) -> None:
    await planned(stage)
    moment = datetime(2027, 1, 6, 7, 30, tzinfo=UTC)
    stage.clock.advance(moment - stage.clock.now())
    await stage.passes(minutes=1)
    assert [each.reason for each in stage.rows(Occurrence) if each.reason not in (None, "superseded")] == []
    assert reminded(stage) == [], "half past eight in Prague is no working time yet"
    await until(stage, date(2027, 1, 6), 8, 1)
    assert "Deadline is due in 9 working days" in reminded(stage)[0]
    stage.clock.advance(timedelta(days=30))
    await stage.passes(minutes=1)
    assert "late" in {each.reason for each in stage.rows(Occurrence)}
