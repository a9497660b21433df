"""Baseline, forecast and actual: what was agreed, what is expected, what was."""

from models import Baseline
from models.enums import RequestState
from tests.scenarios.conftest import SITE, Stage


async def _types(stage: Stage, who: str, text: str, command: str = "/project") -> str:
    answer = await getattr(stage, who).command(command, text, channel=SITE)
    await stage.told()
    return answer.plain


async def _started(stage: Stage) -> None:
    await stage.project(started=False)
    await _types(stage, "petra", "milestone Copy 11 Jan 2027")
    await _types(stage, "petra", "milestone Look 14 Jan 2027 after Copy")
    for person in (stage.ada, stage.petra):
        card = stage.card("Acme site")
        if "Agree to start" in card.buttons:
            await person.press("Agree to start", on=card)
            await stage.told()


def _dates(stage: Stage) -> list[tuple[int, dict[str, str], int | None]]:
    return [(each.number, each.dates, each.request_id) for each in stage.rows(Baseline)]


FIRST = {"project": "2027-11-30", "1": "2027-01-11", "2": "2027-01-14"}


async def test_the_start_is_baseline_one_and_each_applied_change_of_a_date_the_next(stage: Stage) -> None:
    await _started(stage)
    assert _dates(stage) == [(1, FIRST, None)]
    await _types(stage, "petra", "Copy 13 Jan 2027 because of the photos", "/deadline")
    moved = FIRST | {"1": "2027-01-13", "2": "2027-01-18"}
    assert _dates(stage)[1] == (2, moved, 1)
    await _types(stage, "ada", "14 Dec 2027 because the client's event moved", "/deadline")
    assert len(_dates(stage)) == 2, "nothing is applied before the yes"
    await stage.presses(stage.petra, "Approve", "CR-2")
    assert _dates(stage)[2] == (3, moved | {"project": "2027-12-14"}, 2)
    await stage.presses(stage.petra, "Take back", "CR-2")
    assert _dates(stage)[3] == (4, moved, 2)
    assert stage.request(2).state is RequestState.PENDING


async def test_before_the_start_nothing_was_agreed(stage: Stage) -> None:
    await stage.project(started=False)
    await _types(stage, "petra", "milestone Copy 11 Jan 2027")
    assert _dates(stage) == []


async def test_a_project_says_what_was_first_agreed_what_is_expected_and_what_was(stage: Stage) -> None:
    await _started(stage)
    await _types(stage, "petra", "Copy 13 Jan 2027 because of the photos", "/deadline")
    await _types(stage, "petra", "milestone Proof 20 Jan 2027")
    shown = await _types(stage, "petra", "")
    assert "Copy: Wed 13 Jan 2027 (internal date, first agreed Mon 11 Jan 2027)" in shown
    assert "Look: Mon 18 Jan 2027 (internal date, after Copy, first agreed Thu 14 Jan 2027)" in shown
    assert "Proof: Wed 20 Jan 2027 (internal date)" in shown
    await stage.passes(days=10, hours=8)
    late = await _types(stage, "petra", "")
    assert "first agreed Mon 11 Jan 2027, expected Thu 14 Jan 2027)" in late
    assert "first agreed Thu 14 Jan 2027, expected Tue 19 Jan 2027)" in late
    await _types(stage, "petra", "done Copy")
    shown = await _types(stage, "petra", "")
    assert "Copy: Wed 13 Jan 2027 (internal date, first agreed Mon 11 Jan 2027, done Thu 14 Jan 2027)" in shown


async def test_the_whole_plan_is_a_table(stage: Stage) -> None:
    await _started(stage)
    await _types(stage, "petra", "Copy 13 Jan 2027 because of the photos", "/deadline")
    shown = await stage.petra.command("/project", "plan", channel=SITE)
    table = next(each for each in shown.whispers[-1].blocks if each["type"] == "table")
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    assert rows == [
        ["What", "Plan", "First agreed", "Expected", "Done"],
        ["Copy", "Wed 13 Jan 2027", "Mon 11 Jan 2027", "–", "–"],
        ["Look", "Mon 18 Jan 2027", "Thu 14 Jan 2027", "–", "–"],
        ["Deadline", "Tue 30 Nov 2027", "Tue 30 Nov 2027", "–", "–"],
    ]
    assert "I did not understand “plan x”." in await _types(stage, "petra", "plan x")
