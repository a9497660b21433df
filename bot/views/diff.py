"""The brief's differences, word by word, as rich text: what went is struck through, what came is bold."""

import difflib
import re
from collections.abc import Iterable

from bot.domains.kind import Line
from bot.views.blocks import Block, clip, rich, words

#: Unchanged words kept around a change.
AROUND = 6
#: Characters of one part on a card, so that nine parts fit a message.
PART_LIMIT = 700
#: Words with the space after them, so that a run of changed words is one change.
_TOKENS = re.compile(r"\S+\s*|\s+")


def parts(lines: Iterable[Line]) -> list[Block]:
    """One rich_text block with a heading and a difference for each part that changed."""
    elements: list[Block] = []
    for line in lines:
        elements.append({"type": "rich_text_section", "elements": [words(line.label, bold=True)]})
        elements.append({"type": "rich_text_quote", "elements": difference(line.old or "", line.new or "")})
    return [rich(*elements)] if elements else []


def difference(old: str, new: str, limit: int = PART_LIMIT) -> list[Block]:
    """Runs of text: plain (kept), struck (gone), bold (new); long stretches that were kept are shortened."""
    if not old:
        return [words(clip(new, limit), bold=True)]
    if not new:
        return [words(clip(old, limit), strike=True), words(" (removed)")]
    a, b = _TOKENS.findall(old), _TOKENS.findall(new)
    runs: list[Block] = []
    budget = limit
    matcher = difflib.SequenceMatcher(None, [each.strip() for each in a], [each.strip() for each in b], autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            kept = _shorten(b[b1:b2], first=not runs, last=b2 == len(b))
            budget = _add(runs, budget, kept)
            continue
        if a2 > a1:
            budget = _add(runs, budget, "".join(a[a1:a2]).strip(), strike=True)
            if b2 > b1:
                budget = _add(runs, budget, " ")
        if b2 > b1:
            budget = _add(runs, budget, "".join(b[b1:b2]), bold=True)
        elif a2 > a1:
            budget = _add(runs, budget, " ")
        if budget <= 0:
            break
    return runs or [words(clip(new, limit))]


def _add(runs: list[Block], budget: int, text: str, **style: bool) -> int:
    if text and budget > 0:
        runs.append(words(clip(text, max(budget, 1)), **style))
    return budget - len(text)


def _shorten(tokens: list[str], *, first: bool, last: bool) -> str:
    if len(tokens) <= AROUND * 2:
        return "".join(tokens)
    head = "" if first else "".join(tokens[:AROUND])
    tail = "" if last else "".join(tokens[-AROUND:])
    return f"{head} … {tail}"
