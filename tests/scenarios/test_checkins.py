"""Check-ins: asked once a week in the thread of one card, answered in a form, summed up with blockers first."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import Blocker, Checkin, CheckinRound, Rule
from models.enums import Colour
from sandbox.person import Person
from sandbox.sights import Answer, Message
from tests.scenarios.conftest import SITE, Stage

MONDAY = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2027, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CARD = "Check-in of Mon 11 Jan 2027"
CLIENT, ASKS, PROMISED = "How does the client feel?", "New asks from the client", "Anything promised to the client"
TRACK, BLOCKERS = "Are we on track for the next milestone?", "Blockers"
RISKS, NEEDED = "People and budget risks", "What is needed from the client"
GREEN, AMBER, RED = "🟢 green", "🟠 amber", "🔴 red"


async def asked(stage: Stage) -> Message:
    """It is Monday at ten, and the week's card is there."""
    await stage.project()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY)
    return stage.card(CARD)


async def answers(stage: Stage, who: Person, **given: object) -> Answer:
    """Press `Check in`, fill in, send."""
    form = (await who.press("Check in", on=stage.card(CARD))).view
    assert form is not None
    named = {"colour": CLIENT if who is stage.ada else TRACK, "asks": ASKS, "promised": PROMISED, "blockers": BLOCKERS,
             "risks": RISKS, "needed": NEEDED, "owner": "Who takes care of it", "due": "By when",
             "solved": "Out of the way by now"}  # fmt: skip
    answer = await who.submit(form, {named[key]: value for key, value in given.items()})
    await stage.told()
    return answer


def thread(stage: Stage, card: str = CARD) -> list[Message]:
    return stage.petra.thread(stage.card(card))


def summary(stage: Stage) -> str:
    return next(each.plain for each in thread(stage) if "Summary of the check-in" in each.plain)


async def test_both_are_asked_on_monday_at_ten_in_one_thread(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY - timedelta(minutes=61))
    assert stage.cards("Check-in of") == []
    await stage.comes(MONDAY - HOUR)
    assert [each.mentions for each in thread(stage)] == [["Petra"]], "ten o'clock in Prague is earlier"
    await stage.comes(MONDAY)
    card = stage.card(CARD)
    assert card.buttons == ["Check in", "Skip"]
    assert "Ada, account manager: answers by" in card.plain
    assert [each.mentions for each in thread(stage)] == [["Petra"], ["Ada"]]
    assert "12:00" in thread(stage)[0].text
    await stage.passes(hours=1)
    assert len(thread(stage)) == 2, "asked once"
    home = await stage.home(stage.ada)
    assert "Check-in  Acme site, by" in home.plain
    form = (await stage.ada.press("Check in", on=home)).view
    assert form.labels == [CLIENT, ASKS, PROMISED]


async def test_answers_are_summed_up_in_the_thread_blockers_first(stage: Stage) -> None:
    await asked(stage)
    assert (await answers(stage, stage.ada, colour=GREEN, asks="A <blog>")).closed
    assert "Ada, account manager: checked in" in stage.card(CARD).plain
    assert not any("Summary" in each.plain for each in thread(stage))
    answer = await answers(stage, stage.petra, colour=GREEN, blockers="The logo is missing", needed="The logo",
                           owner=stage.sam, due=date(2027, 1, 13))  # fmt: skip
    assert answer.closed, answer.errors
    told = summary(stage)
    order = ["In the way", "The logo is missing: Sam, by Wed 13 Jan 2027", "Ada, account manager: 🟢 green", "A <blog>",
             "Petra, project manager: 🟢 green", NEEDED]  # fmt: skip
    assert sorted(order, key=told.index) == order, told
    assert stage.card(CARD).buttons == []
    blocker = next(each for each in thread(stage) if "Done" in each.buttons)
    assert blocker.mentions == ["Sam"]


async def test_what_may_hold_figures_is_told_to_the_two_alone(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.petra, colour=GREEN, risks="We are 4,000 over")
    await answers(stage, stage.ada, colour=GREEN)
    assert "People and budget risks: told privately" in summary(stage)
    assert "4,000" not in str([each.json for each in stage.petra.messages(SITE)])
    assert "4,000" not in summary(stage)
    found = [post.message for channel in stage.slack.workspace.channels.values() for post in channel.posts
             if "4,000" in str(post.message)]  # fmt: skip
    assert len(found) == 1


async def test_who_sees_it_differently_is_told_first_and_the_channel_the_next_working_day(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.ada, colour=RED, asks="They are angry")
    await answers(stage, stage.petra, colour=GREEN)
    assert not any("Summary" in each.plain for each in thread(stage))
    both = [post.message for channel in stage.slack.workspace.channels.values() for post in channel.posts
            if "you see Acme site differently" in str(post.message)]  # fmt: skip
    assert len(both) == 1
    await stage.comes(TUESDAY + 8 * HOUR)
    assert not any("Summary" in each.plain for each in thread(stage))
    await stage.comes(TUESDAY + 9 * HOUR)
    told = summary(stage)
    assert told.index("They see it differently: Ada says 🔴 red, Petra says 🟢 green") < told.index("Nothing stands")


async def test_who_has_not_answered_is_reminded_once_and_the_summary_does_not_wait(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.ada, colour=AMBER)
    await stage.comes(TUESDAY + 9 * HOUR)
    reminders = [each for each in thread(stage) if "still missing" in each.plain]
    assert [each.mentions for each in reminders] == [["Petra"]]
    await stage.comes(TUESDAY + 12 * HOUR)
    assert "Petra, project manager: answers" in summary(stage)
    assert len([each for each in thread(stage) if "still missing" in each.plain]) == 1
    await answers(stage, stage.petra, colour=AMBER, needed="Texts")
    assert "Petra, project manager: 🟠 amber (late)" in summary(stage)
    assert len([each for each in thread(stage) if "Summary" in each.plain]) == 1, "one summary, drawn again"


async def test_a_late_answer_that_differs_is_told_to_the_two_first(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.ada, colour=GREEN)
    await stage.comes(TUESDAY + 12 * HOUR)
    await answers(stage, stage.petra, colour=RED)
    assert "red" not in summary(stage)
    await stage.comes(TUESDAY + 33 * HOUR)
    assert "They see it differently: Ada says 🟢 green, Petra says 🔴 red" in summary(stage)


async def test_an_answer_can_be_changed_and_last_weeks_is_at_hand(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.ada, colour=GREEN, asks="A blog")
    form = (await stage.ada.command("/checkin", channel=SITE)).view
    assert form.value(ASKS) == "A blog"
    assert (await stage.ada.submit(form, {ASKS: "A blog and a shop"})).closed
    await stage.comes(TUESDAY + 12 * HOUR)
    assert "A blog and a shop" in summary(stage)
    assert "(edited)" in summary(stage)
    await stage.comes(MONDAY + timedelta(days=7))
    form = (await stage.ada.press("Check in", on=stage.card("Check-in of Mon 18 Jan 2027"))).view
    assert "Last time (Mon 11 Jan 2027): A blog and a shop" in form.plain
    assert "Last time (Mon 11 Jan 2027): green" in form.plain
    assert not form.value(ASKS)
    assert stage.cards(CARD)[-1].buttons == [], "last week's card has no buttons any more"


async def test_an_early_answer_is_not_asked_for_again(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY - timedelta(days=2, hours=22))
    form = (await stage.ada.command("/checkin", channel=SITE)).view
    assert "check-in of Mon 11 Jan 2027 (early)" in form.plain
    assert (await stage.ada.submit(form, {CLIENT: GREEN})).closed
    await stage.told()
    assert stage.cards("Check-in of") == []
    await stage.comes(MONDAY)
    assert "Ada, account manager: checked in" in stage.card(CARD).plain
    assert [each.mentions for each in thread(stage)] == [["Petra"]]


async def test_when_all_answered_early_monday_brings_the_summary(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY - timedelta(days=2, hours=22))
    for person, colour in ((stage.ada, CLIENT), (stage.petra, TRACK)):
        form = (await person.command("/checkin", channel=SITE)).view
        assert (await person.submit(form, {colour: GREEN})).closed
    await stage.comes(MONDAY)
    await stage.passes(seconds=30)
    assert "Ada, account manager: 🟢 green" in summary(stage)
    assert not any("time to check in" in each.plain for each in thread(stage))


async def test_skipping_counts_and_is_answered_once(stage: Stage) -> None:
    card = await asked(stage)
    await stage.ada.press("Skip", on=card)
    await stage.told()
    assert "Ada, account manager: skipped" in stage.card(CARD).plain
    again = await stage.ada.command("/checkin", "skip", channel=SITE)
    assert "You skipped this check-in on Acme site already." in again.plain
    await answers(stage, stage.petra, colour=GREEN)
    assert "Ada, account manager: skipped" in summary(stage)
    await stage.comes(TUESDAY + 9 * HOUR)
    assert not any("still missing" in each.plain for each in thread(stage))


async def test_it_is_for_the_two_and_who_is_booked_and_says_whose(stage: Stage) -> None:
    card = await asked(stage)
    for label in ("Check in", "Skip"):
        await stage.olaf.press(label, on=card)
        await stage.told()
        assert "Check-ins of Acme site are for @Ada and @Petra" in stage.whispers(stage.olaf)[-1]
    assert "You have no project to check in on." in (await stage.olaf.command("/checkin", channel=SITE)).plain
    assert [each for each in stage.rows(Checkin) if each.answered_at or each.skipped_at] == []


async def test_who_is_away_is_left_alone_and_the_deputy_answers(stage: Stage) -> None:
    await stage.project()
    await stage.passes(minutes=2)
    await stage.petra.command("/countersign", "away 9 Jan - 20 Jan", channel=SITE)
    await stage.comes(MONDAY)
    card = stage.card(CARD)
    assert "Petra, project manager: away, nobody stands in" in card.plain
    assert [each.mentions for each in thread(stage)] == [["Ada"]]
    await answers(stage, stage.ada, colour=GREEN)
    assert "away, nobody stands in" in summary(stage)


async def test_a_blocker_is_chased_until_it_is_closed(stage: Stage) -> None:
    await asked(stage)
    await answers(stage, stage.petra, colour=RED, blockers="The logo is missing\nNo access to the shop",
                  owner=stage.sam, due=date(2027, 1, 13))  # fmt: skip
    assert [each.what for each in stage.rows(Blocker)] == ["The logo is missing", "No access to the shop"]
    await stage.comes(TUESDAY + 33 * HOUR)
    due = [each for each in thread(stage) if "is due today" in each.plain]
    assert [each.mentions for each in due] == [["Sam"], ["Sam"]]
    await stage.olaf.press("Done", on=due[0])
    await stage.told()
    assert "That is for @Ada and @Petra and @Sam to say." in stage.whispers(stage.olaf)[-1]
    await stage.sam.press("Done", on=due[0])
    await stage.told()
    assert stage.row(Blocker, what="The logo is missing").closed_by == stage.sam.id
    assert any("is out of the way; Sam said so." in each.plain for each in thread(stage))
    await stage.comes(TUESDAY + 57 * HOUR)
    late = [each for each in thread(stage) if "was due Wed 13 Jan 2027" in each.plain]
    assert ["No access to the shop" in each.plain for each in late] == [True]
    form = (await stage.petra.press("Change", on=late[0])).view
    assert (await stage.petra.submit(form, {"By when": date(2027, 1, 11)})).errors == {
        "By when": "Mon 11 Jan 2027 is in the past. Pick a date from today on."
    }
    assert (await stage.petra.submit(form, {"By when": date(2027, 1, 18), "Who takes care of it": stage.ada})).closed
    await stage.told()
    assert any("this is yours now, by Mon 18 Jan 2027" in each.plain for each in thread(stage))
    await stage.comes(TUESDAY + 81 * HOUR)
    assert len([each for each in thread(stage) if "was due" in each.plain]) == 1
    again = await stage.sam.press("Done", on=due[0])
    await stage.told()
    assert "That is out of the way already." in stage.whispers(stage.sam)[-1], again


async def test_a_blocker_needs_somebody_and_a_day_and_can_be_closed_in_the_form(stage: Stage) -> None:
    await asked(stage)
    for wrong, said in (
        (
            {"owner": stage.cleo},
            {"Who takes care of it": "Cleo is a guest or from another organisation, and cannot hold a role."},
        ),
        ({"due": date(2027, 1, 4)}, {"By when": "Mon 4 Jan 2027 is in the past. Pick a date from today on."}),
    ):
        answer = await answers(stage, stage.petra, colour=RED, blockers="The logo", **wrong)
        assert answer.errors == said
        await stage.petra.close(answer.view) if answer.view else None
        while stack := stage.slack.handles.stack(stage.petra.id):
            stack.clear()
    assert stage.rows(Blocker) == []
    await answers(stage, stage.petra, colour=RED, blockers="The logo")
    blocker = stage.row(Blocker)
    assert (blocker.owner_id, blocker.due) == (stage.petra.id, date(2027, 1, 13)), "oneself, in two working days"
    await answers(stage, stage.petra, colour=GREEN, solved=["The logo"])
    assert stage.row(Blocker).closed_by == stage.petra.id
    assert len(stage.rows(Blocker)) == 1, "changing an answer does not name it twice"


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


async def test_a_freelancer_who_is_booked_checks_in_and_does_nothing_else(stage: Stage) -> None:
    await asked(stage)
    from models import Person as Row
    from models import ProjectValue
    from models.enums import Domain, Guest

    def book(session: object) -> None:
        session.add(ProjectValue(project_id=1, domain=Domain.RESOURCING, target=stage.cleo.id,
                                 value={"person": stage.cleo.id, "hours": 8}, changed_at=MONDAY))  # fmt: skip
        person = session.get(Row, ("T0001", stage.cleo.id))
        person.guest = Guest.FREELANCER
        session.add(person)

    await stage.cleo.command("/checkin", channel="acme-client")
    stage.bot.db.run_now(book)
    form = (await stage.cleo.command("/checkin", channel="acme-client")).view
    assert form.labels == ["How is your part going?", "Blockers", "Who takes care of it", "By when"]
    assert (await stage.cleo.submit(form, {"How is your part going?": AMBER})).closed
    await answers(stage, stage.ada, colour=GREEN)
    await answers(stage, stage.petra, colour=GREEN)
    assert "Cleo: 🟠 amber" in summary(stage)
    refused = await stage.cleo.command("/checkin", "schedule Acme site", channel="acme-client")
    assert "As a freelancer you can be booked and can check in." in refused.plain


@pytest.mark.parametrize("late", [False, True])
async def test_one_who_is_both_answers_two_forms(stage: Stage, late: bool) -> None:
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Acme site", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.ada,
             "Deadline": date(2027, 11, 30)}  # fmt: skip
    second = await stage.ada.submit(form, given)
    assert (await stage.ada.submit(second.view, {"Second": stage.oona})).closed
    await stage.told()
    for person in (stage.oona, stage.ada):
        if "Agree to start" in stage.card("Acme site").buttons:
            await person.press("Agree to start", on=stage.card("Acme site"))
            await stage.told()
    await stage.passes(minutes=2)
    await stage.comes(MONDAY)
    assert [each.mentions for each in thread(stage)] == [["Ada"]], "asked once"
    if late:
        await stage.comes(TUESDAY + 13 * HOUR)
    form = (await stage.ada.press("Check in", on=stage.card(CARD))).view
    following = await stage.ada.submit(form, {CLIENT: GREEN})
    assert following.view.labels[0] == TRACK
    assert (await stage.ada.submit(following.view, {TRACK: RED})).closed
    await stage.told()
    assert "🔴 red" in summary(stage), "nobody else has to be told first"
