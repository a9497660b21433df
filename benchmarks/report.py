"""The figures as a table, on the screen and in RESULTS.md."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.rounds import Result

PATH = Path(__file__).parent / "RESULTS.md"
HEAD = ("what", "stock", "ours", "ratio", "target", "p50", "CPU")
ABOUT = """\
`ratio` is time for each click, ours over stock, where stock is Bolt's AsyncApp with one listener that does nothing but
`ack()` (and no database); `p50` is the same of the median answer, `CPU` of this process's CPU time. Each is the median
over rounds in which both sides take turns. Servers and client share one process. Figures of different runs or machines
do not compare; ratios of one run do, as far as nothing else is running.

What is due is measured against two sides, both with APScheduler's SQLAlchemy job store in a SQLite file. "The same" is
what one would have written with it: the store's own settings, a trigger that reckons working days as ours does, and
jobs that owe one person's reminder by our own services, a call and a transaction each (calls that wait share a COMMIT,
as our clicks do). The target is for that one. The other side's jobs do nothing at all, every day, in a WAL file. Ours
also writes down each occurrence, by which it happens once; neither of theirs does.
"""


@dataclass(frozen=True)
class Line:
    """One row; `target` is the largest ratio that is good enough, None where there is none."""

    what: str
    stock: str
    ours: str
    ratio: float | None
    target: float | None = None
    p50: float | None = None
    cpu: float | None = None

    @classmethod
    def of(cls, what: str, found: Result, target: float | None = None) -> "Line":
        stock, ours = (f"{each.per_second:.0f}/s, {each.p50:.2f} ms" for each in (found.stock, found.ours))
        return cls(f"{what}, {found.clients} at once", stock, ours, found.cost, target, found.latency, found.cpu)

    @property
    def cells(self) -> tuple[str, ...]:
        target = "" if self.target is None else f"≤ {self.target:g}"
        if self.target is not None and self.ratio is not None and self.ratio > self.target:
            target += " MISSED"
        numbers = ("" if each is None else f"{each:.2f}" for each in (self.ratio, self.p50, self.cpu))
        ratio, p50, cpu = numbers
        return (self.what, self.stock, self.ours, ratio, target, p50, cpu)


def table(lines: list[Line]) -> str:
    """Markdown that also reads well as it is."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(HEAD))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)


def write(lines: list[Line], machine: list[str], command: str) -> None:
    """Put the run into RESULTS.md."""
    facts = "\n".join(f"- {each}" for each in machine)
    parts = [f"# Speed, {date.today():%-d %B %Y}", f"Written by `{command}`.", facts, table(lines), ABOUT]  # noqa: DTZ011
    PATH.write_text("\n\n".join(parts))
