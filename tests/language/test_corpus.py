"""The labelled deadline requests: nearly all are read exactly, day and shift and both."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.language import corpus
from bot.language.dates import read_date

CORPUS = Path(__file__).parent / "corpus"
MISSED = {"d": ["d034", "d223"], "g": ["g252"], "h": ["h312"], "j": ["j094"], "m": ["m237"], "r": ["r356"]}


def deadline_requests(author: str) -> list[dict[str, Any]]:
    lines = (CORPUS / f"{author}.jsonl").read_text(encoding="utf-8").splitlines()
    return [message for message in map(json.loads, lines) if message["labels"]["kind"] == "deadline"]


def labelled(message: dict[str, Any]) -> tuple[str | None, int | None, int | None]:
    labels = message["labels"]
    return labels["proposed_date"], labels["shift_days"], labels.get("shift_workdays")


def understood(message: dict[str, Any]) -> tuple[str | None, int | None, int | None]:
    """As the labels talk: a yearless date is the next such date, however lately it passed."""
    today = datetime.fromisoformat(message["sent_at"]).date()
    reading = read_date(message["text"], today, asked_within=0)
    return reading.date.isoformat() if reading.date else None, reading.shift_days, reading.shift_workdays


@pytest.mark.parametrize("author", corpus.AUTHORS)
def test_the_labelled_day_or_shift_is_read(author: str) -> None:
    """The rules of dates are tuned on all of these: what is missed is known, and nothing else is."""
    messages = deadline_requests(author)
    missed = [message["id"] for message in messages if understood(message) != labelled(message)]
    assert len(messages) > 30
    assert missed == MISSED.get(author, [])
