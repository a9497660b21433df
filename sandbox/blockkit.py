"""Is this Block Kit? By Slack's published types as JSON Schema, and by the rules which a schema cannot say."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from sandbox.refusals import Json, SlackRefusal

SCHEMA = Path(__file__).with_name("blockkit.schema.json")
MESSAGE_CHARACTERS = 13_000
MARKDOWN_CHARACTERS = 12_000
VIEW_BYTES = 250_000


@cache
def _validator() -> Callable[[Json], Any]:
    """One compiled validator for all three surfaces: compiling takes most of a second."""
    definitions = json.loads(SCHEMA.read_text())["definitions"]
    surfaces = {"message": "MessageBlocks", "modal": "ModalView", "home": "HomeView"}
    properties = {name: {"$ref": f"#/definitions/{of}"} for name, of in surfaces.items()}
    validate: Callable[[Json], Any] = fastjsonschema.compile(
        {"type": "object", "properties": properties, "definitions": definitions}
    )
    return validate


def prepare() -> None:
    """Compile the schema now rather than at the first message."""
    _validator()


def problems_of_message(blocks: Any) -> list[str]:
    """What Slack would not take in a message's `blocks`, in its way of saying it; empty when all is well."""
    found = _by_schema("message", blocks, "/blocks")
    return found or [*_unique(blocks, "/blocks"), *_tables(blocks)]


def problems_of_view(view: Any) -> list[str]:
    """The same for a modal or a home."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in ("modal", "home"):
        return ["must be a valid enum value [json-pointer:/view/type]"]
    found = _by_schema(kind, view, "/view")
    if found:
        return found
    blocks = view["blocks"]
    found = list(_unique(blocks, "/view/blocks"))
    if kind == "modal" and not view.get("submit") and any(block["type"] == "input" for block in blocks):
        found.append("missing required field: submit [json-pointer:/view/submit]")
    return found


def check_message(blocks: Any) -> None:
    """Raise what Slack raises for such blocks: the format, their content, their size."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackRefusal("invalid_blocks_format")
    problems = problems_of_message(blocks)
    if problems:
        lines = [f"[ERROR] {each}" for each in problems]
        raise SlackRefusal("invalid_blocks", errors=problems, response_metadata={"messages": lines})
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_CHARACTERS or sum(map(len, texts(blocks))) > MESSAGE_CHARACTERS:
        raise SlackRefusal("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """Raise what Slack raises for such a view."""
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    problems = problems_of_view(view)
    if problems:
        raise SlackRefusal(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in problems]}
        )


def elements(block: Json) -> Iterator[Json]:
    """The things in a block that a person can use."""
    found = [*block.get("elements", []), block.get("element"), block.get("accessory")]
    return (each for each in found if isinstance(each, dict) and each.get("type") not in STILL)


#: what sits in a context, table or text and cannot be used
STILL = frozenset(
    {"image", "mrkdwn", "plain_text", "rich_text_section", "rich_text_list", "rich_text_quote"}
    | {"rich_text_preformatted", "feedback_buttons", "icon_button"}
)


def texts(part: Any) -> Iterator[str]:
    """Every piece of text that is shown."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for name, each in part.items():
            if name != "text" or not isinstance(each, str):
                yield from texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)


def _by_schema(surface: str, what: Any, pointer: str) -> list[str]:
    try:
        _validator()({surface: what})
    except fastjsonschema.JsonSchemaValueException as problem:
        where = "/".join(str(each) for each in problem.path[2:])
        said = problem.message.split(" ", 1)[-1]
        return [f"{said} [json-pointer:{pointer}{'/' + where if where else ''}]"]
    return []


def _unique(blocks: list[Json], pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        name = block.get("block_id")
        if name and name in seen:
            yield f"`block_id` already exists: {name} [json-pointer:{pointer}/{number}/block_id]"
        seen.add(name or "")
        ids = [each["action_id"] for each in elements(block) if each.get("action_id")]
        for each in sorted({each for each in ids if ids.count(each) > 1}):
            yield f"`action_id` already exists: {each} [json-pointer:{pointer}/{number}/elements]"


def _tables(blocks: list[Json]) -> Iterator[str]:
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "only_one_table_allowed [json-pointer:/blocks]"
