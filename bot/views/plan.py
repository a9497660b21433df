"""A project's dates in words: the plan, what was first agreed, what is expected, what was."""

from collections.abc import Sequence

from bot.services.marks import Mark
from bot.services.project_cards import ProjectCard
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, escape, join, md, section
from bot.views.words import day, off_name, who

#: Milestones that a card or a status lists; `/project plan` has them all.
LISTED = 20
#: Lines of one section, so that long names fit.
LINES = 10
#: Rows of the table on one page.
ROWS = 40


def plan_blocks(card: ProjectCard) -> list[Block]:
    """Deadline, milestones, who is who."""
    shown = _most_telling(card.milestones)
    lines = [md("Deadline: *{day}* ({told})", day=day(card.deadline), told=_told(card.mark))]
    lines += [md("{name}: {day} ({told})", name=each.name, day=day(each.date), told=_told(each)) for each in shown]
    if len(card.milestones) > len(shown):
        more = len(card.milestones) - len(shown)
        lines.append(md("and {n} more milestones: `/project plan` lists them all", n=more))
    lines.append(md("Account manager: {am}   ·   Project manager: {pm}",
                    am=who(card.names, card.am_id), pm=who(card.names, card.pm_id)))  # fmt: skip
    if card.second_id:
        lines.append(md("Second: {who}", who=who(card.names, card.second_id)))
    lines.append(md("Brief: {what}", what=f"version {card.brief_version}" if card.brief_version else "not written yet"))
    return [section(join(lines[start : start + LINES], "\n")) for start in range(0, len(lines), LINES)]


def plan_table(card: ProjectCard, page: int = 1) -> Message:
    """`/project plan`: every date with its baseline, forecast and actual, a page at a time."""
    marks = [*card.milestones, card.mark]
    pages = (len(marks) + ROWS - 1) // ROWS
    page = min(max(page, 1), pages)
    rows = [["What", "Plan", "First agreed", "Expected", "Done"]]
    rows += [_row(each) for each in marks[(page - 1) * ROWS : page * ROWS]]
    cells = [[{"type": "raw_text", "text": text or "–"} for text in row] for row in rows]
    title = md("*{name}*: the plan{page}", name=card.name, page=f", page {page} of {pages}" if pages > 1 else "")
    blocks: list[Block] = [section(title), {"type": "table", "rows": cells}]
    if page < pages:
        value = ids.pack(command="project plan", project=card.project_id, text=str(page + 1))
        blocks.append(actions(button("Next page", f"{ids.COMMAND_CHOICE}:next", value)))
    return Message(escape(f"{card.name}: the plan, deadline {day(card.deadline)}"), blocks)


def told(client: bool) -> str:
    return "client date" if client else "internal date"


def _row(mark: Mark) -> list[str]:
    return [
        mark.name,
        day(mark.date),
        day(mark.agreed) if mark.agreed else "",
        day(mark.expected) if mark.expected else "",
        day(mark.done_on) if mark.done_on else "",
    ]


def _told(mark: Mark) -> Raw:
    parts = [told(mark.client)]
    if mark.off and not mark.done:
        parts.append(off_name(mark.off))
    if mark.follows:
        parts.append(f"after {mark.follows}")
    if mark.agreed is not None and mark.agreed != mark.date:
        parts.append(f"first agreed {day(mark.agreed)}")
    if mark.expected is not None:
        parts.append(f"expected {day(mark.expected)}")
    if mark.done:
        parts.append(f"done {day(mark.done_on)}" if mark.done_on else "done")
    return md("{parts}", parts=", ".join(parts))


def _most_telling(marks: Sequence[Mark]) -> Sequence[Mark]:
    """All, or the next ones that are still to come."""
    if len(marks) <= LISTED:
        return marks
    ahead = [each for each in marks if not each.done] or list(marks)[-LISTED:]
    return ahead[:LISTED]
