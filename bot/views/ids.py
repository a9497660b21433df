"""Action ids, callback ids, and the values that travel with buttons and forms. Nobody else knows their shape.

Values are identifiers only; they are looked up again within the team, whatever they say.
"""

import json
import re
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
COUNTER = "suggest_another"
ASK_QUESTION = "ask_question"
ANSWER_QUESTION = "answer_question"
NOT_ME = "not_me"
AGREE_TO_START = "agree_to_start"
OPEN_FORM = "open_form"
SHOW_PROJECT = "show_project"
MEND_CHANNEL = "mend_channel"
PICK_PROJECT = "pick_project"
PICK_CHANGE = "pick_change"
PICK_DATE = "pick_date"
HOME_PAGE = "home_page"
CLOSE_PROJECT = "close_project"
PICK_INPUT_PROJECT = "pick_input_project"
RECEIVED = "received"
CHASE = "chase"
SEND_OFFER = "send_offer"
EDIT_OFFER = "edit_offer"
RAISE_OFFER = "raise_offer"
MONEY_SIDE = "money_side"
NOT_A_REQUEST = "not_a_request"
HOLDING_REPLY = "holding_reply"
LOG_EXTRA = "log_extra"
READING = "reading"
ASK_PROMISE = "ask_promise"
AGREED_PROMISE = "agreed_promise"
NO_PROMISE = "no_promise"
COMMAND_CHOICE = "command_choice"
CHECK_IN = "check_in"
SKIP_CHECKIN = "skip_checkin"
CLOSE_BLOCKER = "close_blocker"
CHANGE_BLOCKER = "change_blocker"
REMINDER_DONE = "reminder_done"
SNOOZE = "snooze"
CALENDAR_LINK = "calendar_link"
CALENDAR_REVOKE = "calendar_revoke"
OPEN_POLICY = "open_policy"
PICK_POLICY = "pick_policy"
EDIT_RULE = "edit_rule"
EDIT_LIMITS = "edit_limits"

# Forms
PROJECT_FORM = "project_form"
PROJECT_EDIT_FORM = "project_edit_form"
CHANGE_FORM = "change_form"
DECLINE_FORM = "decline_form"
OBJECT_FORM = "object_form"
COUNTER_FORM = "counter_form"
QUESTION_FORM = "question_form"
ANSWER_FORM = "answer_form"
NOT_ME_FORM = "not_me_form"
AWAY_FORM = "away_form"
OPS_FORM = "ops_form"
MOVE_FORM = "move_form"
EXTRA_FORM = "extra_form"
GUESTS_FORM = "guests_form"
SNOOZE_FORM = "snooze_form"
SETTINGS_FORM = "settings_form"
DEFAULTS_FORM = "defaults_form"
CHECKIN_FORM = "checkin_form"
CHECKIN_PLAN_FORM = "checkin_plan_form"
CHECKIN_QUESTIONS_FORM = "checkin_questions_form"
BLOCKER_FORM = "blocker_form"
PICKER_FORM = "picker_form"
UNDO_FORM = "undo_form"
HANDOVER_FORM = "handover_form"
ORDER_FORM = "order_form"
MILESTONE_FORM = "milestone_form"
APPROVE_FORM = "approve_form"
INPUT_FORM = "input_form"
RULE_FORM = "rule_form"
LIMITS_FORM = "limits_form"
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
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotFound("button_unknown")
    return found


_LINK = re.compile(r"https://[a-z0-9.-]{1,80}/archives/[A-Z0-9]{1,20}/p\d{1,20}")


def link(given: object) -> str | None:
    """A link to a message that travelled with a form; None for anything we did not write."""
    return given if isinstance(given, str) and _LINK.fullmatch(given) else None


def number(given: object) -> int:
    """An identifier that travelled as a number or as its digits. Raises NotFound for anything we did not write."""
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 19:
        return int(given)
    if isinstance(given, int) and 0 <= given < 2**63:
        return given
    raise NotFound("button_unknown")
