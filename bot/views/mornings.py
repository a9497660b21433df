"""The morning message, and the one summary after leave."""

from collections.abc import Sequence

from bot.services.mornings import LISTED, Day, Ended, Morning
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, context, escape, header, join, md, section
from bot.views.home import checkin_line, item_buttons, item_line, start_line, waiting_line
from bot.views.words import ENDED, day, listing, who


def morning(found: Morning) -> Message:
    """What needs the reader, what they wait for, what is due, overdue and missing; after leave, what happened."""
    title = f"Since {day(found.since)}" if found.since is not None else f"Good morning, {day(found.today)}"
    blocks = [header(title), *_ended(found), *_needs(found), *_waits(found)]
    for each in found.checkins[:LISTED]:
        blocks += checkin_line(found.zone, each)
    blocks += _days("Overdue", found.overdue, late=True)
    blocks += _days("Late from the client", found.inputs, late=True)
    blocks += _days("Due soon", found.due)
    blocks.append(actions(
        button("Move a date", f"{ids.OPEN_FORM}:deadline", ids.pack(form="deadline")),
        button("Settings", f"{ids.OPEN_FORM}:settings", ids.pack(form="settings")),
    ))  # fmt: skip
    return Message(escape(_spoken(found, title)), blocks[:50])


def _spoken(found: Morning, title: str) -> str:
    counts = [
        (len(found.needs) + len(found.starts), "for you to answer"),
        (len(found.waits) + len(found.starts_elsewhere), "waiting on others"),
        (len(found.checkins), "to check in on"),
        (len(found.overdue), "overdue"),
        (len(found.inputs), "late from the client"),
        (len(found.due), "due soon"),
        (len(found.ended), "decided meanwhile"),
    ]
    return f"{title}: {listing([f'{count} {words}' for count, words in counts if count])}"


def _needs(found: Morning) -> list[Block]:
    if not found.needs and not found.starts:
        return []
    blocks = [section(Raw("*Needs you*"))]
    for start in found.starts[:LISTED]:
        value = str(ids.Versioned(start.project_id, start.plan_version))
        text = md("*{name}*: proposed, deadline {day}", name=start.name, day=day(start.deadline))
        blocks += [section(text), actions(button("Agree to start", ids.AGREE_TO_START, value, style="primary"))]
    for item in found.needs[:LISTED]:
        blocks += [section(item_line(found.names, found.zone, item)), item_buttons(item, found.user_id)]
    return [*blocks, *_more(len(found.needs) + len(found.starts))]


def _waits(found: Morning) -> list[Block]:
    lines = [start_line(found.names, each) for each in found.starts_elsewhere[:LISTED]]
    lines += [waiting_line(found.names, each) for each in found.waits[:LISTED]]
    if not lines:
        return []
    text = md("*Waiting on others*\n{lines}", lines=join(lines[:LISTED], "\n"))
    return [section(text), *_more(len(found.waits) + len(found.starts_elsewhere))]


def _days(title: str, days: Sequence[Day], *, late: bool = False) -> list[Block]:
    if not days:
        return []
    lines = [
        md("{day}  ·  {project}: {what}{whom}", day=day(each.date), project=each.project, what=each.what,
           whom=md(" from {who}", who=each.who) if each.who else Raw(""))
        for each in days[:LISTED]
    ]  # fmt: skip
    return [section(md("*{title}*\n{lines}", title=title, lines=join(lines, "\n"))), *_more(len(days))]


def _ended(found: Morning) -> list[Block]:
    if not found.ended:
        return []
    lines = [_ended_line(found, each) for each in found.ended[:LISTED]]
    return [section(md("*Decided while you were away*\n{lines}", lines=join(lines, "\n"))), *_more(len(found.ended))]


def _ended_line(found: Morning, ended: Ended) -> Raw:
    by = md(" by {who}", who=who(found.names, ended.decided_by)) if ended.decided_by else Raw("")
    return md("*{name}* {project}: {what}  ·  {state}{by}", name=ended.name, project=ended.project, what=ended.what,
              state=ENDED[ended.state], by=by)  # fmt: skip


def _more(count: int) -> list[Block]:
    return [context(md("and {n} more on Home", n=count - LISTED))] if count > LISTED else []
