"""Twelve hundred ways of saying a day or a shift, one by one: a table that people can read and add to."""

from datetime import date
from pathlib import Path

from bot.language.dates import read_date

WEDNESDAY = date(2026, 11, 18)
_LINES = (Path(__file__).parent / "phrasings.tsv").read_text(encoding="utf-8").splitlines()
PHRASINGS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]


def understood(text: str) -> str:
    reading = read_date(text, WEDNESDAY, asked_within=0)
    said = f"{reading.date:%m-%d}" if reading.date else ""
    said += f"{reading.shift_days:+d}" if reading.shift_days is not None else ""
    said += f"w{reading.shift_workdays}" if reading.shift_workdays is not None else ""
    return said or "none"


def test_every_way_of_saying_a_day_is_understood() -> None:
    assert len(PHRASINGS) > 1200
    wrong = [(text, meant, understood(text)) for meant, text in PHRASINGS if understood(text) != meant]
    assert wrong == []
