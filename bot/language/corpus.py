"""The labelled messages: some authors' with every label, and our own invented ones with their kind alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "tests" / "language" / "corpus"
#: whom the weights learn from
AUTHORS = tuple("abcdefghijklmnorpq")


@dataclass(frozen=True, slots=True)
class Message:
    """One message and, where it is labelled, what it asks for. `kind` None: no request."""

    id: str
    text: str
    sent_on: date
    role: str | None
    kind: str | None = None
    date: str | None = None
    shift_days: int | None = None
    shift_workdays: int | None = None
    target: str | None = None

    @property
    def is_request(self) -> bool:
        return self.kind is not None

    @property
    def when(self) -> tuple[str | None, int | None, int | None]:
        return self.date, self.shift_days, self.shift_workdays


def message(line: dict[str, Any]) -> Message:
    """One line of a file of messages; days are those of `sent_at` in its own offset."""
    labels = line.get("labels") or {}
    return Message(
        str(line["id"]),
        str(line["text"]),
        datetime.fromisoformat(line["sent_at"]).date(),
        line.get("author_role"),
        labels.get("kind") if labels.get("is_request") else None,
        labels.get("proposed_date"),
        labels.get("shift_days"),
        labels.get("shift_workdays"),
        labels.get("target"),
    )


def messages(lines: Iterable[str]) -> list[Message]:
    return [message(json.loads(line)) for line in lines if line.strip()]


def by_author(author: str) -> list[Message]:
    return messages((FOLDER / f"{author}.jsonl").read_text(encoding="utf-8").splitlines())


def invented() -> list[Message]:
    """Messages made up for training, one a line: kind or `none`, role, text; `\\n` is a new line."""
    found = []
    for path in sorted(FOLDER.glob("invented*.tsv")):
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line and not line.startswith("#"):
                kind, role, text = line.split("\t")
                found.append(_invented(f"{path.stem}-{place}", kind, role, text.replace("\\n", "\n")))
    return found


def checked() -> list[Message]:
    """Messages of our own that are never trained on: kind or `none`, role, day sent, day or shift (`-`), text."""
    found = []
    for place, line in enumerate((FOLDER / "checked.tsv").read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            kind, role, sent_on, when, text = line.split("\t")
            plain = _invented(f"checked-{place}", kind, role, text.replace("\\n", "\n"))
            found.append(replace(plain, sent_on=date.fromisoformat(sent_on), **_when(when)))
    return found


def _when(written: str) -> dict[str, Any]:
    """`-`, a day, `+3` calendar days or `w-2` working days."""
    if written[0] == "w":
        return {"shift_workdays": int(written[1:])}
    if written[0] in "+-" and written != "-":
        return {"shift_days": int(written)}
    return {} if written == "-" else {"date": written}


def _invented(name: str, kind: str, role: str, text: str) -> Message:
    return Message(name, text, date(2026, 11, 18), role, None if kind == "none" else kind)
