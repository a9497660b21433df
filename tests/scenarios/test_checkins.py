"""Check-ins: asked once a week in the thread of one card, answered in a form, summed up with blockers first."""

from datetime import date, timedelta

import pytest

from models import Checkin
from tests.scenarios.checking_in import (
    AMBER,
    ASKS,
    CARD,
    CLIENT,
    GREEN,
    HOUR,
    MONDAY,
    NEEDED,
    PROMISED,
    RED,
    TRACK,
    TUESDAY,
    answers,
    asked,
    summary,
    thread,
)
from tests.scenarios.conftest import SITE, Stage


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
