"""The benchmark of talk runs: what is dropped, what is read, and what taking it through every listener costs."""

from pathlib import Path

from benchmarks import talk
from benchmarks.agency import Agency
from benchmarks.databases import Sqlite
from benchmarks.stage import TEAM_ID


async def test_talk_is_dropped_read_and_dispatched(tmp_path: Path) -> None:
    busy = Sqlite(tmp_path)
    busy.seed(Agency(TEAM_ID, 3))
    found = await talk.measure(busy.copy(), times=10, rounds=1)
    assert 0 < len(found.read) < found.messages
    assert min(found.filter, found.dropped, found.dispatched, *found.read) > 0
    assert [line.what.split()[0] for line in found.lines()] == ["talk"] * 4
