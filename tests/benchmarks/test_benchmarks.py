"""The benchmarks still run: a tenth of a second of each, and what they decide is in the database afterwards."""

from pathlib import Path

import pytest

from benchmarks import alarms, clicks, digests, reading
from benchmarks.agency import Agency
from benchmarks.databases import Sqlite
from benchmarks.report import Line, table
from benchmarks.stage import TEAM_ID

PROJECTS = 800


@pytest.fixture
def agency(tmp_path: Path) -> Sqlite:
    made = Sqlite(tmp_path)
    made.seed(Agency(TEAM_ID, PROJECTS))
    return made


async def test_clicks_decide_what_they_press(agency: Sqlite) -> None:
    over_http = await clicks.over_http(agency.copy(), 4, 0.1, projects=PROJECTS, rounds=1)
    over_sockets = await clicks.over_sockets(agency.copy(), 4, 0.1, projects=PROJECTS, rounds=1)
    drawn = table([Line.of("over HTTP", over_http, 1000.0), Line.of("over sockets", over_sockets, 0.0)])
    assert [row.count("MISSED") for row in drawn.splitlines()] == [0, 0, 0, 1]


async def test_what_a_click_leads_to_is_sent(agency: Sqlite) -> None:
    found = await clicks.over_http(agency.copy(), 2, 0.1, projects=PROJECTS, deliver=True, rounds=1)
    assert found.ours.per_second > 0


async def test_a_busy_home_and_a_project_are_drawn(tmp_path: Path) -> None:
    busy = Sqlite(tmp_path)
    busy.seed(Agency(TEAM_ID, reading.PROJECTS, reading.REQUESTS))
    home = await reading.draw_home(busy.copy(), times=1)
    assert 20 < home.blocks <= reading.BLOCKS
    status = await reading.project_status(busy.copy(), 1, 0.1, rounds=1)
    assert status.ours.per_second > 0


async def test_digests_are_built_and_posted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "COUNT", 20)
    busy = Sqlite(tmp_path)
    busy.seed(Agency(TEAM_ID, 5, 2))
    found = await digests.measure(busy.copy())
    assert min(found.read, found.built, found.posted) > 0


async def test_what_a_date_moves_in_a_long_plan_is_measured(tmp_path: Path) -> None:
    busy = Sqlite(tmp_path)
    busy.seed(Agency(TEAM_ID, 3))
    assert await reading.move_of_many(busy.copy(), times=1) > 0


async def test_what_is_due_among_many_schedules_rings_on_both_sides(tmp_path: Path) -> None:
    found = await alarms.measure(tmp_path, due=60, all_of_them=600, rounds=1)
    assert [len(each.took) for each in (found.same, found.nothing, found.ours)] == [1, 1, 1]
    same, nothing, *held = found.lines()
    assert "60 reminders due among 600 schedules" in same.what
    assert [each.target is not None for each in (same, nothing, *held)] == [True, False, False, False]
    assert all(each.ratio is not None and each.ratio > 0 for each in (same, nothing, *held))
