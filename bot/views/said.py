"""What a project says besides its dates and its brief, a line for each subject."""

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Line
from bot.services.saying import Said
from bot.views.blocks import Block, Raw, clip, join, md, section
from bot.views.words import DOMAINS, shown

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
