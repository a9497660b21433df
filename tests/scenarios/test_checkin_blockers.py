"""What stands in the way: named in a check-in, somebody's from then on, and chased until it is closed."""

from datetime import date

from models import Blocker
from tests.scenarios.checking_in import GREEN, HOUR, RED, TUESDAY, answers, asked, thread
from tests.scenarios.conftest import Stage


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
    assert "That is for @Ada, @Petra and @Sam to say." in stage.whispers(stage.olaf)[-1]
    await stage.sam.press("Done", on=due[0])
    await stage.told()
    assert stage.row(Blocker, what="The logo is missing").closed_by == stage.sam.id
    assert any("is out of the way; Sam said so." in each.plain for each in thread(stage))
    await stage.comes(TUESDAY + 57 * HOUR)
    late = [each for each in thread(stage) if "still in the way of Acme site? It was due Wed 13 Jan 2027" in each.plain]
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
            {"Who takes care of it": "Cleo is a guest, a bot or from another organisation, and cannot be picked here."},
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
