"""`/why deadline`: the chain of decisions behind a value."""

from datetime import date

from tests.scenarios.conftest import SITE, Stage


async def test_a_value_tells_who_asked_for_it_why_and_what_was_said_to_it(stage: Stage) -> None:
    await stage.project(Budget="12.5k")
    nothing = await stage.sam.command("/why", "deadline", channel=SITE)
    assert "Deadline of Acme site: Tue 30 Nov 2027\nNothing was decided about it yet." in nothing.plain

    await stage.ada.command("/deadline", "14 Dec 2027 because the event moved", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Approve", "CR-1")
    await stage.ada.command("/deadline", "20 Dec 2027 because of R&D", channel=SITE)
    await stage.told()
    await stage.presses(stage.petra, "Decline", "CR-2", why="No more weeks")
    await stage.ada.command("/deadline", "21 Dec 2027 because it is still open", channel=SITE)
    told = (await stage.sam.command("/why", "deadline", channel=SITE)).plain
    assert "Deadline of Acme site: Tue 14 Dec 2027" in told
    assert told.index("CR-1  Deadline: Tue 30 Nov 2027 → Tue 14 Dec 2027") < told.index("CR-2  Deadline: Tue 14 Dec")
    assert "Ada (account manager) asked: the event moved\nApproved by Petra (project manager)" in told
    assert "Ada (account manager) asked: R&D\nDeclined by Petra (project manager): No more weeks" in told
    assert "CR-3" not in told, "what is open was not decided"

    await stage.petra.command("/project", "milestone Copy 12 Mar 2027", channel=SITE)
    await stage.petra.command("/project", "milestone Look 19 Mar 2027 after Copy", channel=SITE)
    await stage.petra.command("/deadline", "Copy 15 Mar 2027 because the writer is ill", channel=SITE)
    await stage.ada.says("@Countersign why look", channel=SITE)
    await stage.told()
    said = stage.whispers(stage.ada)[-1]
    assert "Look: Fri 19 Mar 2027 → Mon 22 Mar 2027 (moved along)" in said
    assert "Petra (project manager) changed it: the writer is ill" in said


async def test_what_is_asked_about_is_picked_and_money_is_for_few(stage: Stage) -> None:
    await stage.project(Budget="12.5k")
    asked = await stage.ada.command("/why", channel=SITE)
    assert asked.message.buttons == ["Deadline", "Budget"]
    await stage.ada.press("Budget", on=asked.message)
    await stage.told()
    assert "Budget of Acme site: GBP 12,500" in stage.whispers(stage.ada)[-1]
    sam = await stage.sam.command("/why", "budget", channel=SITE)
    assert "Nothing in Acme site is called “budget”. It has Deadline." in sam.plain
    assert (await stage.sam.command("/why", channel=SITE)).message.buttons == ["Deadline"]
    assert "Countersign is for members" in (await stage.cleo.command("/why", "deadline", channel="acme-client")).plain
    await stage.project("Beta", Deadline=date(2027, 10, 1))
    which = await stage.ada.command("/why", "deadline", channel=SITE)
    await stage.ada.press("Beta", on=which.message)
    await stage.told()
    assert "Deadline of Beta: Fri 1 Oct 2027" in stage.whispers(stage.ada)[-1]
