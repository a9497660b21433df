"""`python -m tests.year [--days 365] [--write]`: live through a year; fails when it pings who should not be pinged."""

import argparse
import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

from bot import schema
from tests.year.report import AIM, figures, page
from tests.year.year import Year

PAGE = Path(__file__).parents[2] / "docs" / "year.md"


def main(days: int, write: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="countersign-") as folder:
        url = f"sqlite:///{folder}/year.db"
        schema.upgrade(url)
        found = asyncio.run(Year(url, days).run(_tell))
    text = page(found, days, " ".join(["python -m tests.year", *sys.argv[1:]]))
    print(f"\n{text}")
    if write:
        PAGE.write_text(text, encoding="utf-8")
    everybody = figures(found.per_day([each.user_id for each in found.agency.people]))
    return 1 if found.faults or everybody[3] >= AIM else 0


def _tell(day: date) -> None:
    if day.day == 1:
        print(f"{day:%B %Y}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/year.md")
    options = parser.parse_args()
    sys.exit(main(options.days, options.write))
