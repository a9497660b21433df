"""`python -m benchmarks [--seconds S] [--rounds N] [--write]`: how fast a decision is, against stock Bolt."""

import argparse
import logging
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import uvloop

from benchmarks import alarms, clicks, databases, digests, machine, reading, report, start, talk, transport
from benchmarks.agency import Agency
from benchmarks.report import Line
from benchmarks.stage import TEAM_ID

#: More clicks than any machine decides in a second; each needs a request of its own.
FASTEST = 3000
#: Time for one click, ours over stock: what was promised (SQLite with synchronous=FULL, PostgreSQL).
ALONE, MANY, POSTGRES = 2.5, 2.0, 4.0
#: Time to build and write digests, over the time to post them.
DIGESTS = 0.15


class Bench:
    """The databases, and how long each side is measured."""

    def __init__(self, folder: Path, seconds: float, rounds: int) -> None:
        self.seconds, self.rounds = seconds, rounds
        self.projects = int(seconds * (rounds + 1) * FASTEST)
        self.sqlite = databases.Sqlite(folder)
        self.busy = databases.Sqlite(folder / "busy")
        self.busy.folder.mkdir()
        self.alarms = folder / "alarms"
        self.alarms.mkdir()

    def seed(self, postgres: databases.Postgres) -> None:
        agency = Agency(TEAM_ID, self.projects)
        self.sqlite.seed(agency)
        postgres.seed(agency)
        self.busy.seed(Agency(TEAM_ID, reading.PROJECTS, reading.REQUESTS))

    async def lines(self, postgres: databases.Postgres) -> AsyncIterator[Line]:
        """One measurement after the other."""
        press = partial(clicks.over_http, seconds=self.seconds, projects=self.projects, rounds=self.rounds)
        carry = partial(clicks.over_sockets, seconds=self.seconds, projects=self.projects, rounds=self.rounds)
        for clients, target in ((1, ALONE), (16, MANY)):
            yield Line.of("SQLite, FULL", await press(self.sqlite.copy(), clients), target)
            yield Line.of("SQLite, NORMAL", await press(self.sqlite.copy(), clients, synchronous="NORMAL"))
        for clients in (1, 16):
            yield Line.of("PostgreSQL", await press(postgres.copy(), clients), POSTGRES)
        for clients in (1, 16):
            yield Line.of("Socket Mode, SQLite, FULL", await carry(self.sqlite.copy(), clients))
        yield Line.of("SQLite, FULL, and sending it", await press(self.sqlite.copy(), 16, deliver=True))
        async for line in self._reading():
            yield line

    async def _reading(self) -> AsyncIterator[Line]:
        found = await reading.project_status(self.busy.copy(), 1, self.seconds, rounds=self.rounds)
        yield Line.of("/project", found)
        home = await reading.draw_home(self.busy.copy())
        reference = found.stock.p50
        what = f"Home of {reading.PROJECTS} projects and {reading.REQUESTS} requests: {home.blocks} blocks"
        yield Line(what, f"{reference:.2f} ms", f"{home.took:.2f} ms (aim 100)", home.took / reference)
        took = await reading.move_of_many(self.busy.copy())
        what = f"what a date moves in a plan of {reading.MILESTONES} milestones"
        yield Line(what, f"{reference:.2f} ms", f"{took:.2f} ms (aim 50)", took / reference)
        made = await digests.measure(self.busy.copy())
        yield Line(
            f"{digests.COUNT} weekly digests built and written, against posting them {digests.AT_ONCE} at a time",
            f"{made.posted:.2f} s",
            f"{made.built:.2f} s",
            made.built / made.posted,
            DIGESTS,
        )
        reference = f"{made.posted:.2f} s"
        yield Line(
            "reading their rows, eight projects a call", reference, f"{made.read:.2f} s", made.read / made.posted
        )
        for line in (await talk.measure(self.busy.copy())).lines():
            yield line
        for line in (await alarms.measure(self.alarms)).lines():
            yield line
        idle = await transport.compare(transport.stock(), transport.idle, 1, self.seconds, rounds=self.rounds)
        yield Line.of("a server that does nothing", idle)
        stock, ours = await start.measure(self.busy.copy())
        yield Line(
            "cold start to ready", f"{stock.seconds:.2f} s", f"{ours.seconds:.2f} s", ours.seconds / stock.seconds
        )
        yield Line("resident then", f"{stock.memory:.0f} MiB", f"{ours.memory:.0f} MiB", ours.memory / stock.memory)


async def main(seconds: float, rounds: int, write: bool) -> list[Line]:
    """Measure, print, and with `write` put it into RESULTS.md."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="countersign-")))
        postgres = stack.enter_context(databases.postgres(folder / "postgres"))
        facts = machine.describe(folder, postgres.version())
        print(*facts, sep="\n")
        bench = Bench(folder, seconds, rounds)
        bench.seed(postgres)
        lines = []
        async for line in bench.lines(postgres):
            print("·", *(cell for cell in line.cells if cell), sep="  ", flush=True)
            lines.append(line)
    print(f"\n{report.table(lines)}\n\n{report.ABOUT}")
    if write:
        report.write(lines, facts, "python -m " + " ".join(["benchmarks", *sys.argv[1:]]))
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each round of each side")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    uvloop.run(main(options.seconds, options.rounds, options.write))
