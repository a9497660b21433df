"""Deadline reminders, and what can be done about one: `Done`, `Snooze`, `Ask to move it`."""

from bot.services.reminder_deeds import NEXT_WEEK, PICKED, TOMORROW, SnoozeForm
from bot.services.reminders import LISTED, Reminding, Told
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, context, escape, md, modal, question, section, select
from bot.views.fields import VALUE
from bot.views.words import day, mention


def reminder(found: Reminding) -> Message:
    """What one person is reminded of in one project today."""
    blocks: list[Block] = []
    for number, each in enumerate(found.told[:LISTED]):
        text = _line(each)
        if number == 0:
            text = md("{who} {project}: {text}", who=mention(found.user_id), project=found.project, text=text)
        blocks += [section(text), actions(*_buttons(found, each, number))]
    if len(found.told) > LISTED:
        blocks.append(context(md("and {n} more: `/project`", n=len(found.told) - LISTED)))
    spoken = "; ".join(f"{each.thing.name} {_when(each)}" for each in found.told[:3])
    return Message(escape(f"{found.name}, {found.project}: {spoken}"), blocks)


def _line(told: Told) -> Raw:
    thing = told.thing
    whose = md(" from {whom}", whom=thing.from_whom) if thing.from_whom else Raw("")
    client = Raw(", client date") if thing.client else Raw("")
    return md("*{name}*{whose} {when} ({day}{client})", name=thing.name, whose=whose, when=_when(told),
              day=day(thing.due), client=client)  # fmt: skip


def _when(told: Told) -> str:
    left = told.left
    verb = "waits for an answer," if told.thing.kind == "request" else "is"
    if left > 0:
        return f"{verb} due in {left} working day{'' if left == 1 else 's'}"
    if left == 0:
        return f"{verb} due today"
    return f"{verb} overdue by {-left} working day{'' if left == -1 else 's'}"


def _buttons(found: Reminding, told: Told, number: int) -> list[Block]:
    thing = told.thing
    kind = thing.kind
    later = button("Snooze", f"{ids.SNOOZE}:{number}", ids.pack(project=found.project_id, user=found.user_id),
                   about=f"Snooze what is due in {found.project}")  # fmt: skip
    if kind == "request":
        show = button("Show", f"{ids.COMMAND_CHOICE}:show{number}",
                      ids.pack(command="request", text=thing.name.split()[0]), about=f"Show {thing.name}")  # fmt: skip
        return [show, later]
    done = button("Done", f"{ids.REMINDER_DONE}:{number}", ids.pack(key=thing.key), style="primary",
                  about=f"{thing.name} is done")  # fmt: skip
    if kind == "input":
        return [done, later]
    target = "project" if kind == "project" else thing.key
    move = button("Ask to move it", f"{ids.OPEN_FORM}:move{number}",
                  ids.pack(form="deadline", project=found.project_id, target=target),
                  about=f"Ask to move {thing.name}")  # fmt: skip
    return [done, later, move]


def snooze_form(form: SnoozeForm) -> Block:
    """Until when nothing of this project is to come."""
    when = [("Tomorrow morning", TOMORROW), ("Next week", NEXT_WEEK), ("Pick a day", PICKED)]
    hint = "Where you picked “Pick a day”."
    blocks = [
        context(md("Reminders of {project}, for you", project=form.project)),
        question("until", "Until", select(VALUE, when, TOMORROW)),
        question("day", "Day", {"type": "datepicker", "action_id": VALUE}, optional=True, hint=hint),
    ]
    return modal(ids.SNOOZE_FORM, "Snooze", blocks, submit="Snooze", metadata=ids.pack(project=form.project_id))
