"""Action ids, callback ids, and the values that travel with buttons and forms. Nobody else knows their shape.

Values are identifiers only; they are looked up again within the team, whatever they say.
"""

import json
from dataclasses import dataclass
from typing import Any

from bot.errors import NotFound

# Buttons
APPROVE = "approve"
DECLINE = "decline"
WITHDRAW = "withdraw"
TAKE_BACK = "take_back"
ACKNOWLEDGE = "acknowledge"
OBJECT = "object"
AGREE_TO_START = "agree_to_start"
EDIT_REQUEST = "edit_request"
OPEN_FORM = "open_form"
SHOW_PROJECT = "show_project"
SHOW_REQUEST = "show_request"
MEND_CHANNEL = "mend_channel"
PICK_PROJECT = "pick_project"
COMMAND_CHOICE = "command_choice"

# Forms
PROJECT_FORM = "project_form"
PROJECT_EDIT_FORM = "project_edit_form"
CHANGE_FORM = "change_form"
DECLINE_FORM = "decline_form"
OBJECT_FORM = "object_form"
AWAY_FORM = "away_form"
OPS_FORM = "ops_form"
#: A page to read; nothing is sent.
PAGE = "page"

# Shortcuts
START_REQUEST = "start_change_request"
RAISE_REQUEST = "raise_change_request"


@dataclass(frozen=True, slots=True)
class Versioned:
    """What a decision button means: this thing, at this version."""

    id: int
    version: int

    def __str__(self) -> str:
        return f"{self.id}.{self.version}"

    @classmethod
    def read(cls, value: object) -> "Versioned":
        """Raises NotFound for anything we did not write."""
        first, dot, second = str(value).partition(".")
        if dot and first.isascii() and first.isdecimal() and second.isascii() and second.isdecimal():
            return cls(int(first[:18]), int(second[:9]))
        raise NotFound("button_unknown")


def pack(**facts: Any) -> str:
    """Identifiers as compact JSON, for values and private metadata."""
    return json.dumps({key: value for key, value in facts.items() if value is not None}, separators=(",", ":"))


def unpack(text: str) -> dict[str, Any]:
    """The reverse. Raises NotFound for anything that is not a JSON object."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotFound("button_unknown")
    return found
