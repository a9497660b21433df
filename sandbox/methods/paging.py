"""Lists by pages, with Slack's cursors."""

import base64
import binascii
from typing import Any

from sandbox.caller import Caller
from sandbox.refusals import Json, SlackRefusal

LARGEST = 1000


def page(caller: Caller, name: str, everything: list[Any], default: int = 100) -> Json:
    """One page under `name`, and `response_metadata.next_cursor` for the next ("" at the end)."""
    size = caller.arguments.number("limit", default) or default
    if not 0 < size <= LARGEST:
        raise SlackRefusal("invalid_limit")
    start = _start(caller.arguments.text("cursor"))
    rest = len(everything) > start + size
    following = base64.b64encode(f"next:{start + size}".encode()).decode() if rest else ""
    return {name: everything[start : start + size], "response_metadata": {"next_cursor": following}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackRefusal("invalid_cursor") from None
