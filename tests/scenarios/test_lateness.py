"""What the client sends late: a day for each day is proposed to both roles, who agree or absorb it."""

from datetime import UTC, date, datetime

from models import ChangeRequest, Milestone, Project
from models.enums import RequestState
from tests.scenarios.conftest import SITE, Stage


async def _types(stage: Stage, who: str, text: str, command: str = "/inputs") -> str:
    answer = await getattr(stage, who).command(command, text, channel=SITE)
    await stage.told()
    return answer.plain


async def _late(stage: Stage, *, day: date = date(2027, 1, 7)) -> None:
    """Photos for Copy were due on Tue 5 Jan 2027; it is 10:00 on `day`, a Thursday."""
    await stage.project()
    await _types(stage, "petra", "milestone Copy 20 Jan 2027", "/project")
    await stage.presses(stage.ada, "Acknowledge", "CR-1")
    await _types(stage, "petra", "Photos from Carla by 5 Jan 2027 for Copy")
    await _at(stage, day)


async def _at(stage: Stage, day: date) -> None:
    wait = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) - stage.clock.now()
    await stage.passes(seconds=wait.total_seconds())


def _copy(stage: Stage) -> str:
    return stage.row(Milestone, name="Copy").date.isoformat()


def _proposals(stage: Stage) -> list[ChangeRequest]:
    return [each for each in stage.rows(ChangeRequest) if each.domain == "deadline" and each.number > 1]


async def test_a_late_input_proposes_as_many_days_to_both(stage: Stage) -> None:
    await _late(stage)
    card = stage.card("CR-2")
    assert "Copy   Wed 20 Jan 2027 → Fri 22 Jan 2027" in card.plain
    assert "Photos from Carla: 2 working days late" in card.plain
    assert sorted(card.mentions) == ["Ada", "Petra"]
    assert card.buttons == ["Agree", "Absorb", "Chase text", "Not me"]
    await stage.presses(stage.ada, "Agree", "CR-2")
    assert _copy(stage) == "2027-01-20", "both have to agree"
    await stage.presses(stage.petra, "Agree", "CR-2")
    assert _copy(stage) == "2027-01-22"
    assert "Agreed by Petra" in stage.card("CR-2").plain
    assert "Petra agreed to CR-2: Copy: Wed 20 Jan 2027 → Fri 22 Jan 2027" in stage.replies("CR-2")[-1]


async def test_a_milestone_done_late_proposes_to_both_to_move_what_follows(stage: Stage) -> None:
    """Copy is done on Fri 22 Jan, two working days late; Look and Proof come after it, Print after Look."""
    await stage.project()
    for text in ("Copy 20 Jan 2027", "Look 27 Jan 2027 after Copy", "Proof 28 Jan 2027 after Copy",
                 "Print 1 Feb 2027 after Look", "Launch 5 Feb 2027"):  # fmt: skip
        await _types(stage, "petra", f"milestone {text}", "/project")
    await _at(stage, date(2027, 1, 22))
    before = len(stage.rows(ChangeRequest))
    await _types(stage, "petra", "done Launch", "/project")
    assert len(stage.rows(ChangeRequest)) == before, "what is done early moves nothing"
    await _types(stage, "petra", "done Copy", "/project")
    look, proof = stage.rows(ChangeRequest)[before:]
    card = stage.card(look.name)
    assert "Look   Wed 27 Jan 2027 → Fri 29 Jan 2027" in card.plain
    assert "Print: Mon 1 Feb 2027 → Wed 3 Feb 2027" in card.plain
    assert "Copy was done 2 working days late" in card.plain
    assert "What it comes after was done late, so both say what follows." in card.plain
    assert sorted(card.mentions) == ["Ada", "Petra"]
    assert card.buttons == ["Agree", "Absorb", "Not me"]
    for who in (stage.ada, stage.petra):
        await stage.presses(who, "Agree", look.name)
    dates = {each.name: each.date.isoformat() for each in stage.rows(Milestone)}
    assert (dates["Look"], dates["Print"], dates["Proof"]) == ("2027-01-29", "2027-02-03", "2027-01-28")
    form = (await stage.ada.press("Absorb", on=stage.card(proof.name))).view
    assert (await stage.ada.submit(form, {"Why": "There is time"})).closed
    await stage.told()
    assert stage.request(proof.number).state is RequestState.DECLINED
    assert stage.row(Milestone, name="Proof").date == date(2027, 1, 28)


async def test_what_is_asked_about_when_one_is_done_late_is_looked_at_once_that_is_settled(stage: Stage) -> None:
    """Look and Proof come after Copy; Sam asks about both. Look's date is agreed on then, Proof's request withdrawn."""
    await stage.project()
    for text in ("Copy 20 Jan 2027", "Look 27 Jan 2027 after Copy", "Proof 28 Jan 2027 after Copy"):
        await _types(stage, "petra", f"milestone {text}", "/project")
    await _at(stage, date(2027, 1, 22))
    for text in ("Look 3 Feb 2027 because of tea", "Proof 4 Feb 2027 because of tea"):
        await _types(stage, "sam", text, "/deadline")
    look, proof = stage.rows(ChangeRequest)[-2:]
    await _types(stage, "petra", "done Copy", "/project")
    await stage.passes(minutes=6)
    assert stage.rows(ChangeRequest)[-1].id == proof.id
    assert stage.row(Milestone, name="Copy").overrun == 2
    await stage.presses(stage.petra, "Approve", look.name)
    await stage.presses(stage.sam, "Withdraw", proof.name)
    await stage.passes(minutes=6)
    (proposed,) = [each for each in stage.rows(ChangeRequest) if each.follow_on]
    assert "Proof   Thu 28 Jan 2027 → Mon 1 Feb 2027" in stage.card(proposed.name).plain
    assert stage.row(Milestone, name="Copy").overrun is None
    await stage.passes(minutes=6)
    assert stage.rows(ChangeRequest)[-1].id == proposed.id, "once"


async def test_either_absorbs_it_with_a_reason(stage: Stage) -> None:
    await _late(stage)
    form = (await stage.petra.press("Absorb", on=stage.card("CR-2"))).view
    assert form.required == ["Why"]
    assert (await stage.petra.submit(form, {"Why": "We start without them"})).closed
    await stage.told()
    assert _copy(stage) == "2027-01-20"
    assert "Absorbed by Petra" in stage.card("CR-2").plain
    assert "We start without them" in stage.card("CR-2").plain
    await _at(stage, date(2027, 1, 8))
    assert len(_proposals(stage)) == 1, "not again the next day"


async def test_another_day_late_is_said_on_the_same_card_without_a_ping(stage: Stage) -> None:
    await _late(stage, day=date(2027, 1, 6))
    assert "1 working day late" in stage.card("CR-2").plain
    replies = len(stage.replies("CR-2"))
    await stage.comes(datetime(2027, 1, 7, 0, 30, tzinfo=UTC))
    assert "2 working days late" in stage.card("CR-2").plain, "before anybody's morning, wherever they are"
    await _at(stage, date(2027, 1, 7))
    request = _proposals(stage)[0]
    assert request.after["late"] == 2
    assert "Copy   Wed 20 Jan 2027 → Fri 22 Jan 2027" in stage.card("CR-2").plain
    said = stage.replies("CR-2")[replies:]
    assert not [each for each in said if "changed" in each]
    assert len(_proposals(stage)) == 1


async def test_once_one_has_agreed_the_figure_stands_and_the_rest_is_asked_when_it_came(stage: Stage) -> None:
    await _late(stage, day=date(2027, 1, 6))
    await stage.presses(stage.ada, "Agree", "CR-2")
    await _at(stage, date(2027, 1, 7))
    assert stage.request(2).after["late"] == 1
    await stage.presses(stage.petra, "Agree", "CR-2")
    assert _copy(stage) == "2027-01-21"
    await _types(stage, "ada", "received photos")
    assert stage.request(3).after["late"] == 1
    assert "Copy   Thu 21 Jan 2027 → Fri 22 Jan 2027" in stage.card("CR-3").plain


async def test_what_is_still_missing_is_asked_about_again_a_week_later(stage: Stage) -> None:
    await _late(stage)
    await stage.presses(stage.petra, "Absorb", "CR-2", why="We start without them")
    await _at(stage, date(2027, 1, 13))
    assert len(_proposals(stage)) == 1
    await _at(stage, date(2027, 1, 14))
    assert stage.request(3).after["late"] == 5


async def test_it_is_proposed_once_however_often_the_clock_looks(stage: Stage) -> None:
    await _late(stage)
    for _ in range(3):
        await stage.passes(minutes=1)
    assert len(_proposals(stage)) == 1


async def test_nothing_is_proposed_outside_of_working_time_on_hold_or_for_what_is_done(stage: Stage) -> None:
    await stage.project()
    await _types(stage, "petra", "milestone Copy 20 Jan 2027", "/project")
    await _types(stage, "petra", "Photos from Carla by 5 Jan 2027 for Copy")
    await stage.passes(hours=44)
    assert _proposals(stage) == [], "it is six in the morning"
    await _types(stage, "petra", "hold", "/project")
    await _at(stage, date(2027, 1, 7))
    assert _proposals(stage) == []
    await _types(stage, "petra", "resume", "/project")
    await _types(stage, "petra", "done Copy", "/project")
    await stage.passes(minutes=10)
    assert _proposals(stage) == []


async def test_a_later_day_or_no_need_ends_what_was_proposed(stage: Stage) -> None:
    await _late(stage)
    form = (await stage.petra.command("/inputs", "edit photos", channel=SITE)).view
    assert (await stage.petra.submit(form, {"By when": date(2027, 1, 12)})).closed
    await stage.told()
    assert stage.request(2).state is RequestState.LAPSED
    assert "Expired: it is not late any more." in stage.card("CR-2").plain
    await _at(stage, date(2027, 1, 14))
    await _types(stage, "petra", "remove photos")
    assert stage.request(3).state is RequestState.LAPSED
    assert "it is not needed any more" in stage.card("CR-3").plain


async def test_where_somebody_asks_about_the_date_already_nothing_is_proposed_until_then(stage: Stage) -> None:
    await _late(stage, day=date(2027, 1, 5))
    await _types(stage, "ada", "Copy 25 Jan 2027 because of Easter", "/deadline")
    await _at(stage, date(2027, 1, 7))
    assert len(_proposals(stage)) == 1
    await stage.presses(stage.petra, "Decline", "CR-2", why="No")
    await stage.passes(minutes=10)
    assert stage.request(3).after["late"] == 2


async def test_what_waits_for_the_deadline_moves_the_deadline(stage: Stage) -> None:
    await stage.project()
    await _types(stage, "petra", "Logo from Carla by 5 Jan 2027")
    await _at(stage, date(2027, 1, 6))
    assert "Deadline   Tue 30 Nov 2027 → Wed 1 Dec 2027" in stage.card("CR-1").plain
    for person in (stage.petra, stage.ada):
        await stage.presses(person, "Agree", "CR-1")
    assert stage.row(Project).deadline == date(2027, 12, 1)
    await stage.presses(stage.ada, "Take back", "CR-1")
    assert stage.row(Project).deadline == date(2027, 11, 30)


async def test_nobody_can_suggest_another_or_ask_the_clock(stage: Stage) -> None:
    await _late(stage)
    card = stage.card("CR-2")
    for action in ("suggest_another", "ask_question", "withdraw"):
        await stage.petra.press_raw(action, "2.1", on=card)
        await stage.told()
    assert stage.request(2).state is RequestState.PENDING
    assert stage.request(2).version == 1
    refused = await stage.sam.press("Agree", on=card)
    await stage.told()
    assert refused.view is None
    assert _copy(stage) == "2027-01-20"


async def test_home_offers_the_same_words(stage: Stage) -> None:
    await _late(stage)
    home = await stage.home(stage.ada)
    assert {"Agree", "Absorb"} <= set(home.buttons)
    await stage.ada.press("Agree", on=home)
    await stage.told()
    assert "Ada said yes" in stage.card("CR-2").plain


async def test_the_words_for_the_client_are_one_press_away(stage: Stage) -> None:
    await _late(stage)
    await stage.ada.press("Chase text", on=stage.card("CR-2"))
    await stage.told()
    assert "it was due on Tue 5 Jan 2027" in stage.whispers(stage.ada)[-1]
