"""Filling in a form's fields: what a person means, as the state Slack keeps for the element."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sandbox.handles import STATE, OpenView
from sandbox.refusals import Json
from sandbox.surface import Control, controls

REQUIRED = "Please complete this required field."
#: turns a person, a channel or a name into an id
Identify = Callable[[Any], str]


def held(control: Control, value: Any, identify: Identify, name: Callable[[str], str]) -> Json:
    """The element's own field and what it holds after `value` was put in; None clears it.

    Takes text, numbers, dates, times, people, channels, an option's words, and lists of them for selects that
    take several. Raises LookupError with the options there are, ValueError for what cannot go there.
    """
    kind = control.kind
    if kind not in STATE:
        raise ValueError(f"{control.label!r} is a {kind} and cannot be filled in")
    state = STATE[kind][0]
    if kind.startswith("multi_") or kind in ("checkboxes", "file_input"):
        several = [] if value is None else list(value) if isinstance(value, list | tuple | set) else [value]
        return {state: [_one(control, each, identify, name) for each in several]}
    return {state: None if value is None else _one(control, value, identify, name)}


def complaint(control: Control, value: Any) -> str | None:
    """What Slack itself says by a field before it sends the form; None when it is content."""
    block, element = control.block, control.element
    if value in (None, "", []):
        return None if block.get("optional", False) else REQUIRED
    if isinstance(value, str) and control.kind in ("plain_text_input", "email_text_input", "url_text_input"):
        shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) < shortest:
            return f"Please enter at least {shortest} characters."
        if len(value) > longest:
            return f"Please enter no more than {longest} characters."
    if control.kind == "number_input":
        return _number(element, str(value))
    if control.kind == "email_text_input" and "@" not in value:
        return "Please enter a valid email address."
    if control.kind == "url_text_input" and "://" not in value:
        return "Please enter a valid URL."
    return None


def complaints(view: OpenView, name: Callable[[str], str]) -> dict[str, str]:
    """What Slack itself says by the fields of a form before it sends it, by block_id."""
    said: dict[str, str] = {}
    for each in controls(view.body["blocks"], name):
        if each.block["type"] == "input":
            value = view.values[each.block_id][each.action_id][STATE[each.kind][0]]
            sentence = complaint(each, value)
            if sentence:
                said[each.block_id] = sentence
    return said


def _one(control: Control, value: Any, identify: Identify, name: Callable[[str], str]) -> Any:
    kind = control.kind
    if kind in ("datepicker",):
        return _day(value)
    if kind == "timepicker":
        return value.strftime("%H:%M") if isinstance(value, time) else str(value)
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    if "users" in kind or "conversations" in kind or "channels" in kind:
        return identify(value)
    if control.options:
        return _option(control, str(value), name)
    if kind in ("external_select", "multi_external_select"):
        if not isinstance(value, dict):
            raise ValueError(f"{control.label!r} takes an option that the bot suggested")
        return value
    if kind == "rich_text_input" and isinstance(value, str):
        run = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return {"type": "rich_text", "elements": [run]}
    return str(value)


def _option(control: Control, words: str, name: Callable[[str], str]) -> Json:
    found = control.option(words, name)
    if found is None:
        there = ", ".join(repr(each["text"]["text"]) for each in control.options)
        raise LookupError(f"{control.label!r} has no option {words!r}; there are: {there}")
    return found


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else date.fromisoformat(str(value)).isoformat()


def _number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and "." in value:
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
