"""Slack's markup: what a person's typing becomes, and how marked-up text reads on the screen."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.refusals import Json

TAG = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
STYLE = re.compile(r"(?<![\w*~_])([*~_])(?=\S)(.+?)(?<=\S)\1(?![\w*~_])")
#: without one of these nothing is marked up
MARKS = frozenset("*~_")
AT = re.compile(r"(?<![\w<@])@([\w.'-]+(?: [A-Z][\w'-]+)?)")
HASH = re.compile(r"(?<![\w<#])#([a-z0-9_-]+)")
WRITTEN_OUT = re.compile(r"&lt;@([UW][A-Z0-9]+)(?:\|[^&<>]*)?&gt;")

#: who or what a name means: an id, or None when there is no such person or channel
Find = Callable[[str], str | None]


def escape(text: str) -> str:
    """Slack's three control characters, escaped as it does with everything a person types."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, person: Find, channel: Find, *, named: bool = False) -> str:
    """What a person typed in the form Slack sends: `@Petra` → `<@U…>` (or `<@U…|petra>` when `named`).

    A mention written out as `<@U…>` is one too; every other `<`, `>` and `&` is escaped.
    """
    return linked(WRITTEN_OUT.sub(lambda found: f"@{found[1]}", escape(text)), person, channel, named=named)


def linked(text: str, person: Find, channel: Find, *, named: bool = False) -> str:
    """Names after @ and # as links; the rest as it is."""

    def mention(found: re.Match[str]) -> str:
        words = found[1]
        for name in dict.fromkeys((words, words.split(" ")[0], words.rstrip(".'-"))):
            identity = person(name)
            if identity:
                label = f"|{name.lower()}" if named else ""
                return f"<@{identity}{label}>{words[len(name) :]}"
        return found[0]

    def place(found: re.Match[str]) -> str:
        identity = channel(found[1])
        return f"<#{identity}|{found[1]}>" if identity else found[0]

    return HASH.sub(place, AT.sub(mention, text))


def readable(text: str, name: Callable[[str], str], *, marks: bool = True) -> str:
    """Marked-up text as it reads on the screen; `name` gives the words for a user or channel id."""

    def shown(found: re.Match[str]) -> str:
        kind, what, label = found[1], found[2], found[3]
        if kind == "@":
            return "@" + name(what)
        if kind == "#":
            return "#" + (label or name(what))
        return label or what.removeprefix("mailto:")

    plain = TAG.sub(shown, text) if "<" in text else text
    if marks and not MARKS.isdisjoint(plain):
        for _ in range(2):  # bold inside italics
            plain = STYLE.sub(r"\2", plain)
    return unescape(plain)


def words_of(part: Any, name: Callable[[str], str]) -> str:
    """All words of some blocks, a line for each piece, as a person reads them."""
    return "\n".join(line for line in _lines(part, name) if line)


def mentions_of(part: Any) -> list[str]:
    """The user ids mentioned in a text or in blocks, in order, each once."""
    found: dict[str, None] = {}
    for text in _marked(part):
        found.update(dict.fromkeys(match[2] for match in TAG.finditer(text) if match[1] == "@"))
    return list(found)


def _marked(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        if part.get("type") == "user" and "user_id" in part:
            yield f"<@{part['user_id']}>"
        if isinstance(part.get("text"), str) and part.get("type") != "plain_text":
            yield part["text"]
        yield from (text for each in part.values() if not isinstance(each, str) for text in _marked(each))
    elif isinstance(part, list):
        yield from (text for each in part for text in _marked(each))


def _lines(part: Any, name: Callable[[str], str]) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _lines(each, name)
    elif isinstance(part, dict):
        kind = part.get("type", "")
        if kind.startswith("rich_text_") or kind == "raw_text":
            yield _run(part, name)
        elif isinstance(part.get("text"), str):
            yield readable(part["text"], name, marks=kind != "plain_text")
            yield from _rest(part, name)
        else:
            yield from _rest(part, name)


#: in this order a block is read
ORDER = ("title", "label", "text", "fields", "rows", "hint", "elements", "element", "accessory", "placeholder")
INITIAL = ("initial_value", "initial_date", "initial_option", "initial_options", "options", "alt_text")


def _rest(part: Json, name: Callable[[str], str]) -> Iterator[str]:
    for key in (*ORDER, *INITIAL):
        value = part.get(key)
        if isinstance(value, str) and key in ("alt_text", "initial_value", "initial_date"):
            yield value
        elif isinstance(value, dict | list):
            yield from _lines(value, name)


def _run(part: Json, name: Callable[[str], str]) -> str:
    """A run of rich text as one line; a list has a line for each item."""
    kind = part.get("type")
    if kind == "user":
        return "@" + name(part["user_id"])
    if kind == "channel":
        return "#" + name(part["channel_id"])
    if kind == "emoji":
        return f":{part['name']}:"
    if "elements" in part:
        return ("\n" if kind == "rich_text_list" else "").join(_run(each, name) for each in part["elements"])
    return str(part.get("text") or part.get("fallback") or part.get("url") or "")
