"""The promise guard's words: to whoever wrote a date to the client, and later to the other role."""

from bot.services.promises import Promised
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, context, escape, md, section
from bot.views.words import channel, day, moment, spoken, who
from models.enums import PromiseState, Role

#: What became of it, in its author's message.
ENDINGS = {
    PromiseState.ASKED: "You asked for that date; the plan changes once it is agreed.",
    PromiseState.AGREED: "You said that it was agreed already. It is recorded with the project.",
    PromiseState.DISMISSED: "Nothing more is done about it.",
}


def guard(found: Promised) -> Message:
    """To its author alone: the date, who will see it and when, and the ways on."""
    other = who(found.names, found.to_id)
    text = md("You wrote a date in {where} that the plan of *{project}* does not hold: *{day}*.",
              where=channel(found.channel_id), project=found.project, day=day(found.date))  # fmt: skip
    plan = md("The plan says {all}.", all=", ".join(f"{name}: {day(when)}" for name, when in found.plan[:5]))
    blocks: list[Block] = [section(text), context(plan)]
    if found.state in ENDINGS:
        blocks.append(section(Raw(ENDINGS[found.state])))
    else:
        blocks += [section(_what_happens(found, other)), actions(*_buttons(found))]
    return Message(
        escape(f"You wrote a date that the plan of {found.project} does not hold: {day(found.date)}"), blocks
    )


def _what_happens(found: Promised, other: Raw) -> Raw:
    if found.told_at is not None:
        return md("It stayed open, so {other} was told the date, never your words.", other=other)
    return md("If this stays open for a working hour (until {due}), {other} will see the date, never your words.",
              other=other, due=moment(found.due_at))  # fmt: skip


def _buttons(found: Promised) -> list[Block]:
    value = str(ids.Versioned(found.promise_id, 1))
    ask = "Ask the PM" if found.to_role is Role.PM else f"Ask {spoken(found.names, found.to_id)}"
    return [
        button(ask, ids.ASK_PROMISE, value, style="primary"),
        button("Holding reply", ids.HOLDING_REPLY, value),
        button("Already agreed", ids.AGREED_PROMISE, value),
        button("Not a promise", ids.NO_PROMISE, value),
    ]


def stands(found: Promised) -> Message:
    """To the other role: the date, never the words."""
    text = md("{author} told the client a date in {where} that the plan of *{project}* does not hold: *{day}*. It is "
              "shown in `/project` until the plan holds it.",
              author=who(found.names, found.author_id), where=channel(found.channel_id), project=found.project,
              day=day(found.date))  # fmt: skip
    form = ids.pack(form="deadline", project=found.project_id, date=found.date.isoformat())
    return Message(text, [section(text), actions(button("Move a date", f"{ids.OPEN_FORM}:promise", form))])
