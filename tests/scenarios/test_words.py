"""One language: `/name …` = `/countersign name …` = `@Countersign name …` = the same said to the bot directly."""

from datetime import date

import pytest

from models import ChangeRequest, Leave, Project
from tests.scenarios.conftest import SITE, Stage

WORDS = "deadline 14 Dec 2027 because the client's event moved"
COMMANDS = ["/project", "/deadline", "/brief", "/request", "/countersign"]


async def test_countersign_and_the_name_is_the_command(stage: Stage) -> None:
    await stage.project()
    answer = await stage.ada.command("/countersign", WORDS, channel=SITE)
    await stage.told()
    assert "CR-1: @Petra answers" in answer.plain
    assert "Tue 30 Nov 2027 → Tue 14 Dec 2027" in stage.card("CR-1").plain


@pytest.mark.parametrize("said", ["@Countersign {}", "@Countersign: {}", "@Countersign  /{}"])
async def test_a_mention_is_the_command_and_is_answered_to_the_person_alone(stage: Stage, said: str) -> None:
    await stage.project()
    await stage.ada.says(said.format(WORDS), channel=SITE)
    await stage.told()
    assert "CR-1: @Petra answers" in stage.whispers(stage.ada)[-1]
    assert stage.whispers(stage.sam) == []
    assert stage.request().reason == "the client's event moved"


async def test_a_mention_in_a_thread_is_answered_in_the_thread(stage: Stage) -> None:
    await stage.project()
    root = await stage.ada.says("They moved the event", channel=SITE)
    await stage.ada.says(f"@Countersign {WORDS}", thread=root)
    await stage.told()
    [whisper] = [each for each in stage.ada.thread(root) if each.ephemeral]
    assert "CR-1: @Petra answers" in whisper.plain


async def test_a_direct_message_is_the_command(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says("deadline Acme site 14 Dec 2027 because the client's event moved")
    await stage.told()
    answer = stage.ada.direct_messages()[-1]
    assert "CR-1: @Petra answers" in answer.plain
    assert not answer.ephemeral, "it is there when she looks again"
    assert stage.card("CR-1")
    await stage.ada.says("away purple")
    await stage.told()
    answer = stage.ada.direct_messages()[-1]
    assert "I did not understand “away purple”." in answer.plain
    form = (await stage.ada.press("Open the form", on=answer)).view
    days = {"First day away": date(2027, 2, 10), "Last day away": date(2027, 2, 12)}
    assert (await stage.ada.submit(form, days)).closed
    assert stage.row(Leave).user_id == stage.ada.id
    await stage.ada.says("purple tea, @Countersign!", channel=SITE)
    await stage.told()
    assert "I did not understand “purple tea,!”." in stage.whispers(stage.ada)[-1], "no id of Slack's"
    await stage.cleo.says("deadline 14 Dec 2027")
    await stage.told()
    answer = stage.cleo.direct_messages()[-1]
    assert (answer.author, answer.ephemeral) == ("Countersign", False)
    assert "deadline" not in answer.plain


async def test_other_talk_is_left_alone(stage: Stage) -> None:
    await stage.project()
    before = len(stage.petra.messages(SITE))
    await stage.sam.says("deadline 14 Dec 2027 because I say so", channel=SITE)
    await stage.told()
    assert len(stage.petra.messages(SITE)) == before + 1
    assert stage.rows(ChangeRequest) == []


@pytest.mark.parametrize("where", ["mention", "direct"])
async def test_an_event_that_is_delivered_three_times_acts_once(stage: Stage, where: str) -> None:
    await stage.project()
    before = len(_said(stage, where))
    stage.slack.deliveries = 3
    if where == "mention":
        await stage.ada.says(f"@Countersign {WORDS}", channel=SITE)
    else:
        await stage.ada.says(WORDS.replace("deadline", "deadline Acme site"))
    await stage.told()
    [request] = stage.rows(ChangeRequest)
    assert request.number == 1
    [answer] = _said(stage, where)[before:]
    assert "CR-1: @Petra answers" in answer


def _said(stage: Stage, where: str) -> list[str]:
    """What the bot said to Ada alone, there."""
    if where == "mention":
        return stage.whispers(stage.ada)
    return [each.plain for each in stage.ada.direct_messages() if each.author == "Countersign"]


async def test_where_no_form_can_open_a_button_opens_it(stage: Stage) -> None:
    await stage.project()
    await stage.ada.says("@Countersign deadline 14 Dec 2027", channel=SITE)
    await stage.told()
    offer = [each for each in stage.ada.messages(SITE) if each.ephemeral][-1]
    assert offer.buttons == ["Open the form"]
    form = (await stage.ada.press("Open the form", on=offer)).view
    assert form.title == "Move a date"
    assert form.value("New date") == "2027-12-14"
    assert (await stage.ada.submit(form, {"Why": "It moved"})).closed
    assert stage.request().reason == "It moved"


async def test_help_lists_every_command_with_an_example(stage: Stage) -> None:
    for typed in ("", "help", "HELP", "?"):
        answer = await stage.ada.command("/countersign", typed, channel="general")
        for command in COMMANDS:
            assert command in answer.plain, typed
        assert "/deadline 14 Dec because the client's event moved" in answer.plain
        assert "/countersign away 24 Dec - 2 Jan" in answer.plain


async def test_what_is_typed_is_kept_as_it_was_meant(stage: Stage) -> None:
    """Slack writes `&`, `<` and `>` out in commands and messages; what is pasted holds signs that nobody sees."""
    await stage.project()
    typed = "\u202e\u200b14 Dec 2027 because R&D <said> so\u2066"
    await stage.ada.command("/deadline", typed, channel=SITE)
    assert stage.request().reason == "R&D <said> so"
    await stage.told()
    assert "R&D <said> so" in stage.card("CR-1").plain
    await stage.ada.command("/request", "withdraw CR-1", channel=SITE)
    await stage.ada.says("@Countersign deadline 15 Dec 2027 because R&D moved", channel=SITE)
    assert stage.request(2).reason == "R&D moved"
    form = (await stage.ada.command("/project", "new Tea & Söhne", channel=SITE)).view
    assert form.value("Name") == "Tea & Söhne"
    filled = {"Client": "Acme\x00", "Account manager": stage.ada, "Project manager": stage.petra}
    answer = await stage.ada.submit(form, {**filled, "Name": "\u202eTea", "Deadline": date(2027, 11, 30)})
    assert answer.closed, answer.errors
    assert stage.row(Project, name="Tea").client == "Acme"


async def test_nonsense_gets_a_sentence_with_an_example(stage: Stage) -> None:
    await stage.project()
    for command in COMMANDS:
        for typed in ("purple monkeys", "💥 ' OR 1=1 --", "<@U123> <!channel> *x* `y`", "x" * 2000):
            answer = await stage.ada.command(command, typed, channel=SITE)
            said = (command, typed[:20], answer.plain)
            assert answer.status == 200, said
            assert "I did not understand “" in answer.plain or "No project named “" in answer.plain, said
            assert "`/" in answer.text, said
            assert "<!channel>" not in answer.text, said
            assert stage.rows(ChangeRequest) == [], said


async def test_every_command_answers_somebody_without_projects(stage: Stage) -> None:
    for command in COMMANDS:
        answer = await stage.olaf.command(command, channel="general")
        assert answer.plain or answer.view, command
        assert answer.problem is None, command


REFUSED = {
    "14 Dec 2020 because of tea": "Mon 14 Dec 2020 is in the past.",
    "2 Jan because of tea": "Past. Did you mean 2 Jan 2028?",
    "3/4 because of tea": "Write the month as a word",
    "31 Feb because of tea": "There is no such date: 31 Feb.",
    "30 Nov 2027 because of tea": "Deadline is Tue 30 Nov 2027 already.",
    "Homepage 14 Dec 2027 because of tea": "There is no date named “Homepage” in Acme site. Which one?",
}


async def test_a_date_that_cannot_be_is_told_why(stage: Stage) -> None:
    stage.ada.member.locale = None
    await stage.project()
    for typed, said in REFUSED.items():
        answer = await stage.ada.command("/deadline", typed, channel=SITE)
        assert said in answer.plain, typed
        assert stage.rows(ChangeRequest) == [], typed


async def test_a_day_that_was_meant_is_one_press_away(stage: Stage) -> None:
    await stage.project()
    answer = await stage.ada.command("/deadline", "2 Jan because of tea", channel=SITE)
    assert answer.message.buttons == ["Sun 2 Jan 2028"]
    await stage.ada.press("Sun 2 Jan 2028", on=answer.message)
    await stage.told()
    card = stage.card("CR-1")
    assert "Sun 2 Jan 2028 is a weekend." in card.plain
    assert stage.request().reason == "tea"


DAYS = {
    "14 Mar": "2027-03-14",
    "Mar 14": "2027-03-14",
    "2027-12-14": "2027-12-14",
    "tomorrow": "2027-01-05",
    "next Friday": "2027-01-15",
    "Friday": "2027-01-08",
    "+3 days": "2027-12-03",
}


async def test_dates_in_words(stage: Stage) -> None:
    await stage.project()
    for number, (typed, day) in enumerate(DAYS.items(), start=1):
        await stage.ada.command("/deadline", f"{typed} because the event moved", channel=SITE)
        assert stage.request(number).after["date"] == day, typed
        await stage.ada.command("/request", f"withdraw CR-{number}", channel=SITE)
        await stage.told()
