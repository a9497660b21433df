"""Writes the golden files anew: `python -m tests.views.golden`. Read the difference before you keep it."""

import json
from pathlib import Path
from typing import Any

from bot.views.blocks import Message
from tests.views.examples import examples

FOLDER = Path(__file__).with_name("golden")


def as_json(shown: Any) -> dict[str, Any]:
    """A message as `chat.postMessage` takes it, or the view itself."""
    return {"text": shown.text, "blocks": shown.blocks} if isinstance(shown, Message) else shown


def written(shown: Any) -> str:
    return json.dumps(as_json(shown), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write() -> None:
    """One file for each example; files of examples that are gone are removed."""
    FOLDER.mkdir(exist_ok=True)
    found = examples()
    for path in FOLDER.glob("*.json"):
        if path.stem not in found:
            path.unlink()
    for name, shown in found.items():
        (FOLDER / f"{name}.json").write_text(written(shown), encoding="utf-8")


if __name__ == "__main__":
    write()
