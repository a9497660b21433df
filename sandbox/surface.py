"""Finding things on a message or form as a person does: by the words that can be read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sandbox.blockkit import elements
from sandbox.refusals import Json
from sandbox.wording import readable, words_of

PRESSED = ("button", "workflow_button")


@dataclass(frozen=True)
class Control:
    """Something usable: its words, and the words around it."""

    element: Json
    block: Json
    label: str
    #: the nearest block above that says something
    above: Json | None
    name: Callable[[str], str]

    @cached_property
    def context(self) -> str:
        """The words of its own block and of the one above; asked for seldom, and a long list of options costs time."""
        return f"{words_of(self.above, self.name) if self.above else ''}\n{words_of(self.block, self.name)}"

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def options(self) -> list[Json]:
        groups = [each for group in self.element.get("option_groups", []) for each in group["options"]]
        return [*self.element.get("options", []), *groups]

    def option(self, words: str, name: Callable[[str], str]) -> Json | None:
        """The option that reads so."""
        return next((each for each in self.options if option_words(each, name) == words), None)


def controls(blocks: list[Json], name: Callable[[str], str]) -> Iterator[Control]:
    """Everything usable, from top to bottom."""
    above = None
    for block in blocks:
        for element in elements(block):
            yield Control(element, block, _label(block, element, name), above, name)
        if block["type"] not in ("actions", "divider"):
            above = block


def buttons(blocks: list[Json], name: Callable[[str], str]) -> list[str]:
    """The words on the buttons, from top to bottom."""
    return [each.label for each in controls(blocks, name) if each.kind in PRESSED]


def find_button(blocks: list[Json], label: str, name: Callable[[str], str], block: str | None) -> Control:
    """The one button that reads `label`, in the block that `block` names or says.

    Raises LookupError with the buttons there are, or when several read so.
    """
    there = [each for each in controls(blocks, name) if each.kind in PRESSED]
    found = [each for each in there if each.label == label and _within(each, block)]
    if not found:
        where = f" in a block that says {block!r}" if block else ""
        listed = ", ".join(repr(each.label) for each in there) or "no buttons at all"
        raise LookupError(f"there is no button {label!r}{where}; there are: {listed}")
    if len({(each.action_id, each.element.get("value")) for each in found}) > 1:
        listed = "\n".join(f"- {each.context.strip()}" for each in found)
        raise LookupError(f"{len(found)} buttons read {label!r}; say which with block=…:\n{listed}")
    return found[0]


def find_control(blocks: list[Json], label: str, name: Callable[[str], str], block: str | None = None) -> Control:
    """The select, picker or field with this label, placeholder or words beside it.

    Raises LookupError with the labels there are.
    """
    there = [each for each in controls(blocks, name) if each.kind not in PRESSED]
    for same in (_is_called, _offers, _is_beside):
        for each in there:
            if same(each, label, name) and _within(each, block):
                return each
    listed = ", ".join(repr(each.label) for each in there) or "none"
    raise LookupError(f"there is nothing to fill in or choose called {label!r}; there are: {listed}")


def option_words(option: Json, name: Callable[[str], str]) -> str:
    text = option["text"]
    return readable(text["text"], name, marks=text["type"] != "plain_text")


def _is_called(control: Control, label: str, name: Callable[[str], str]) -> bool:
    placeholder = control.element.get("placeholder", {}).get("text")
    return label in (control.label, placeholder, control.action_id)


def _offers(control: Control, label: str, name: Callable[[str], str]) -> bool:
    return control.option(label, name) is not None


def _is_beside(control: Control, label: str, name: Callable[[str], str]) -> bool:
    return any(line.strip() == label for line in control.context.splitlines())


def _within(control: Control, block: str | None) -> bool:
    return block is None or block == control.block_id or block in control.context


def _label(block: Json, element: Json, name: Callable[[str], str]) -> str:
    if element["type"] in PRESSED:
        return str(element["text"]["text"])
    if block["type"] == "input":
        return str(block["label"]["text"])
    if block["type"] == "section" and "text" in block:
        text: Any = block["text"]
        return readable(text["text"], name, marks=text["type"] != "plain_text")
    placeholder = element.get("placeholder", {}).get("text", "")
    return str(placeholder or element.get("accessibility_label", ""))
