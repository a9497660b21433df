"""Small builders of Block Kit dicts, with Slack's limits in them, and the one place where text is escaped.

People's words reach a message either through `md`, which escapes every value once, or as `rich_text` elements, in
which Slack reads no markup at all. Nothing else makes mrkdwn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]

# Limits from Slack's block reference; longer texts are cut with an ellipsis rather than refused by Slack.
SECTION_TEXT = 3000
FIELD_TEXT = 2000
HEADER_TEXT = 150
BUTTON_TEXT = 75
OPTION_TEXT = 75
TITLE_TEXT = 24
PLACEHOLDER_TEXT = 150
HINT_TEXT = 2000
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
SELECT_OPTIONS = 100
HOME_BLOCKS = 100


@dataclass(frozen=True, slots=True)
class Message:
    """A message: `text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block] = field(default_factory=list)

    def beside(self, offered: "Message | None") -> "Message":
        """This, with the offer of a form that could not be opened at once; None: it is open."""
        return self if offered is None else Message(self.text, [*self.blocks, *offered.blocks])


class Raw(str):
    """mrkdwn that is already safe: made by `md`, a mention, a date."""

    __slots__ = ()


def escape(text: str) -> str:
    """Slack's three characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def md(template: str, **values: object) -> Raw:
    """mrkdwn from our own template; every value that is not Raw is escaped."""
    safe = {key: value if isinstance(value, Raw) else escape(str(value)) for key, value in values.items()}
    return Raw(template.format(**safe))


def join(parts: Iterable[Raw], between: str = ", ") -> Raw:
    return Raw(between.join(parts))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, never cutting an escape or a mention in two."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    for opener, closer in (("<", ">"), ("&", ";")):
        start = cut.rfind(opener)
        if start >= 0 and closer not in cut[start:] and (opener == "<" or start > len(cut) - 6):
            cut = cut[:start]
    return cut + "…"


def plain(text: str, limit: int = SECTION_TEXT) -> Block:
    return {"type": "plain_text", "text": clip(text, limit) or " ", "emoji": False}


def mrkdwn(text: Raw, limit: int = SECTION_TEXT) -> Block:
    return {"type": "mrkdwn", "text": clip(text, limit) or " "}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def section(text: Raw, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(*texts: Raw) -> Block:
    return {"type": "section", "fields": [mrkdwn(text, FIELD_TEXT) for text in texts[:10]]}


def context(*texts: Raw) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:CONTEXT_ELEMENTS]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:ACTION_ELEMENTS])}
    if block_id is not None:
        block["block_id"] = block_id
    return block


def button(label: str, action_id: str, value: str = "", style: str | None = None, about: str | None = None) -> Block:
    """A button. `about` tells screen readers what a short label is about."""
    element: Block = {"type": "button", "text": plain(label, BUTTON_TEXT), "action_id": action_id}
    if value:
        element["value"] = value
    if style is not None:
        element["style"] = style
    if about is not None:
        element["accessibility_label"] = clip(about, BUTTON_TEXT)
    return element


def quote(text: str, limit: int = 1200) -> Block:
    """People's own words, shown as a quotation in which no markup works."""
    return rich({"type": "rich_text_quote", "elements": [words(clip(text, limit))]})


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def words(text: str, **style: bool) -> Block:
    """A run of text inside a rich_text element."""
    element: Block = {"type": "text", "text": text or " "}
    if style:
        element["style"] = style
    return element


def option(label: str, value: str) -> Block:
    return {"text": plain(label, OPTION_TEXT), "value": value}


def select(
    action_id: str, options: Sequence[tuple[str, str]], chosen: str | None = None, placeholder: str = "Choose"
) -> Block:
    """A static select of (label, value) pairs."""
    offered = [option(label, value) for label, value in options[:SELECT_OPTIONS]]
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, PLACEHOLDER_TEXT),
        "options": offered,
    }
    initial = next((each for each in offered if each["value"] == chosen), None)
    if initial is not None:
        element["initial_option"] = initial
    return element


def text_input(action_id: str, limit: int, given: object = None, *, multiline: bool = False) -> Block:
    """A line, or several, of at most `limit` characters; filled in with as much of `given`."""
    element: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": limit}
    if multiline:
        element["multiline"] = True
    if given:
        element["initial_value"] = str(given)[:limit]
    return element


def question(
    key: str, label: str, element: Block, *, optional: bool = False, hint: str | None = None, live: bool = False
) -> Block:
    """One input of a form; `live` sends an action as soon as it is chosen."""
    block: Block = {
        "type": "input",
        "block_id": key,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, HINT_TEXT)
    if live:
        block["dispatch_action"] = True
    return block


def modal(callback_id: str, title: str, blocks: list[Block], *, submit: str | None, metadata: str = "") -> Block:
    """A form (with `submit`) or a page to read (without)."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE_TEXT),
        "close": plain("Cancel" if submit else "Close", TITLE_TEXT),
        "blocks": blocks[:100],
        "private_metadata": metadata,
    }
    if submit:
        view["submit"] = plain(submit, TITLE_TEXT)
    return view
