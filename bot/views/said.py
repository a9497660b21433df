"""What a project says besides its dates and its brief, a line for each subject."""

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Line
from bot.services.saying import Said
from bot.services.talked import Talked
from bot.views.blocks import Block, Raw, clip, join, md, section
from bot.views.words import DOMAINS, day, shown, who

#: Things of one subject that are listed; the rest is counted.
LISTED = 10
TEXT_SHOWN = 200


def said_blocks(all_said: tuple[Said, ...]) -> list[Block]:
    """A section, or none where nothing was said yet."""
    return [section(join([_subject(each) for each in all_said], "\n"))] if all_said else []


def _subject(said: Said) -> Raw:
    things = "; ".join(", ".join(_thing(line) for line in lines) for lines in said.things[:LISTED])
    if len(said.things) > LISTED:
        things += f"; and {len(said.things) - LISTED} more"
    if KINDS[said.domain].about is None:
        return md("{things}", things=things)
    heading = DOMAINS[said.domain].removeprefix("the ")
    return md("{heading}  ·  {things}", heading=heading[0].upper() + heading[1:], things=things)


def _thing(line: Line) -> str:
    value = shown(line.kind, line.new)
    if line.kind is FieldKind.LONG_TEXT:
        value = clip(" ".join(value.split()), TEXT_SHOWN)
    return f"{line.label}: {value}"


def talked_blocks(talked: Talked) -> list[Block]:
    """What was said to the client beside the plan: dates that stand, and small extras."""
    blocks = []
    if talked.promises:
        lines = [
            md("{day} by {who}{agreed}", day=day(when), who=who(talked.names, author),
               agreed=", agreed before" if agreed else "")
            for when, author, agreed in talked.promises[:LISTED]
        ]  # fmt: skip
        blocks.append(section(md("Said to the client, not in the plan: {all}", all=join(lines))))
    if talked.extras:
        hours = sum(each.hours or 0 for each in talked.extras)
        lines = [
            md("{what}{hours}", what=each.what, hours=f" ({each.hours:g} h)" if each.hours else "")
            for each in talked.extras[:LISTED]
        ]
        blocks.append(section(md("Small extras: {n}{hours}. {all}", n=len(talked.extras),
                                 hours=f", {hours:g} h" if hours else "", all=join(lines, "; "))))  # fmt: skip
    return blocks
