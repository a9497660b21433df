"""What was picked up from talk: shown to its author, or of an outsider's ask to the account manager, alone."""

from collections.abc import Mapping
from typing import Any

from bot.domains import KINDS
from bot.services.homes import Linked
from bot.services.understanding import Offer
from bot.views import ids
from bot.views.blocks import (
    Block,
    Message,
    Raw,
    actions,
    button,
    context,
    md,
    modal,
    option,
    question,
    section,
    text_input,
)
from bot.views.fields import VALUE
from bot.views.words import channel, day, listing, mention, who
from models.enums import Domain

#: What can be copied and said to a client while nobody has decided; no promise in it.
HOLDING = (
    "Thanks for this. I am checking with the team what it means for the plan and will come back to you within a "
    "working day."
)


def offer(found: Offer, edited: bool = False) -> Message:
    """What was understood, and the three ways on. Ephemeral, or one of the blocks on Home."""
    lead = Raw("You changed your message. This is what I understand now: ") if edited else Raw("This sounds like a "
        "request. ")  # fmt: skip
    text = md("{lead}{what}", lead=lead, what=_what(found))
    return Message(text, [section(text), actions(*_buttons(found)), context(Raw("Only you see this."))])


def on_home(found: Offer) -> list[Block]:
    """The same in a person's Home."""
    text = md("You wrote in {where}: {what}", where=channel(found.channel_id), what=_what(found))
    return [section(text), actions(*_buttons(found))]


def _what(found: Offer) -> Raw:
    if found.money:
        return md("It is about money in *{project}*: the client pays, or we spend?", project=found.project)
    if found.domain is None:
        return md("It is about *{project}*.", project=found.project)
    if found.domain is Domain.DEADLINE:
        old = day(found.old) if found.old else "open"
        new = md("*{day}*", day=day(found.date)) if found.date else Raw("a date that you still have to say")
        return md("*{project}*, {what}: {old} → {new}", project=found.project, what=found.what, old=old, new=new)
    if found.complete:
        return md("*{project}*: {said}", project=found.project, said=_said(found))
    named = md(" ({what})", what=found.what) if found.what else Raw("")
    title = KINDS[found.domain].title
    return md("*{project}*: {title}{named}", project=found.project, title=title[0].lower() + title[1:], named=named)


def _said(found: Offer) -> Raw:
    """What would be asked for, where nothing of it is missing."""
    given = found.given
    if found.domain is Domain.SCOPE:
        words = "add {what}, as goodwill" if given["what"] == "add" else "take {what} out"
        return md(words, what=given["name"])
    person = who(found.names, given["person"])
    if given.get("off"):
        return md("take {person} off the project", person=person)
    return md("{person} for {hours} hours", person=person, hours=given["hours"])


def _buttons(found: Offer) -> list[Block]:
    value = str(ids.Versioned(found.pick_up_id, found.version))
    no = button("Not a request", ids.NOT_A_REQUEST, value)
    if found.money:
        return [
            button("The client pays", f"{ids.MONEY_SIDE}:price", ids.pack(offer=value, form=str(Domain.PRICE))),
            button("We spend", f"{ids.MONEY_SIDE}:budget", ids.pack(offer=value, form=str(Domain.BUDGET))),
            no,
        ]
    return [
        button(f"Send to {found.to_name}", ids.SEND_OFFER, value, style="primary"),
        button("Edit first", ids.EDIT_OFFER, value),
        no,
    ]


def outsider_asks(found: Offer) -> Message:
    """An outsider asked for something in a shared channel: said to the account manager alone."""
    text = md("{who} asked for something in {where}. {what}", who=who(found.names, found.author_id),
              where=channel(found.channel_id), what=_what(found))  # fmt: skip
    value = str(ids.Versioned(found.pick_up_id, found.version))
    buttons = [
        button("Raise as change request", ids.RAISE_OFFER, value, style="primary"),
        button("Log as small extra", ids.LOG_EXTRA, value),
        button("Holding reply", ids.HOLDING_REPLY, value),
        button("Not a request", ids.NOT_A_REQUEST, value),
    ]
    return Message(text, [section(text), actions(*buttons), context(Raw("I do not write to the client."))])


def outsider_answered(what: str) -> Message:
    """What became of an outsider's ask, in the account manager's message."""
    text = Raw(ENDINGS.get(what, "Nothing more is done about it."))
    return Message(text, [section(text)])


#: By the state that a message was left in.
ENDINGS = {
    "sent": "A change request was made of what was asked.",
    "logged": "It is logged as a small extra; `/project` shows it.",
    "dismissed": "You said that it is no request.",
    "withdrawn": "The message was deleted or changed by its author.",
}


def extra_form(found: Offer) -> Block:
    """Logging what an outsider asked for as a small extra."""
    text = md("{project}: what did the client get, without a request?", project=found.project)
    what = text_input(VALUE, 200, found.what)
    hours = {"type": "number_input", "action_id": VALUE, "is_decimal_allowed": True}
    blocks = [section(text), question("what", "What", what), question("hours", "Hours", hours, optional=True)]
    metadata = ids.pack(offer=str(ids.Versioned(found.pick_up_id, found.version)))
    return modal(ids.EXTRA_FORM, "Small extra", blocks, submit="Log", metadata=metadata)


def holding_reply() -> Block:
    """A text to copy; nobody but whoever pressed sees it."""
    text: Block = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": HOLDING}]}
    lead = section(Raw("Copy this into the channel. It promises nothing."))
    return modal(ids.PAGE, "Holding reply", [lead, {"type": "rich_text", "elements": [text]}], submit=None)


def dismissed() -> Message:
    text = Raw("All right. I will be surer before I offer again.")
    return Message(text, [section(text)])


def reading(facts: Mapping[str, Any]) -> Message:
    """Said in the channel when reading is switched on or off."""
    by = mention(str(facts["by"]))
    if facts.get("on"):
        text = md("{by} has me read the messages of this project's channels for requests: when somebody asks for a "
                  "change, only they are shown an offer to send it. No texts are kept. The switch is on the card.",
                  by=by)  # fmt: skip
    else:
        text = md("{by} switched reading off: I hear only commands, mentions and direct messages.", by=by)
    return Message(text, [section(text)])


def reading_switch(project_id: int, on: bool) -> Block:
    """The switch on a project's card."""
    box = option("Read messages here for requests", "yes")
    boxes: Block = {"type": "checkboxes", "action_id": f"{ids.READING}:{project_id}", "options": [box]}
    return actions(boxes | ({"initial_options": [box]} if on else {}))


def linked(found: Linked) -> Message:
    """What linking a channel comes to, told to whoever did it."""
    am = mention(found.am_id)
    if found.shared or found.clients:
        why = "Another organisation reads" if found.shared else md("{who} reads", who=listing(found.clients))
        text = md("{project} is linked to this channel. {why} it, so I post nothing here; what is asked for here goes "
                  "to {am} alone.", project=found.project, why=why, am=am)  # fmt: skip
    else:
        text = md("{project} is linked to this channel.", project=found.project)
    sort = [actions(button("Sort the guests", f"{ids.OPEN_FORM}:guests", ids.pack(form="guests")))]
    return Message(text, [section(text), *(sort if found.sortable else [])])


def linked_notice(facts: Mapping[str, Any]) -> Message:
    """Said in the project's own channel."""
    text = md("{by} linked {where} to this project.{reads}{outside}", by=mention(str(facts["by"])),
              where=channel(str(facts["channel"])),
              reads=" Its messages are read for requests; no texts are kept." if facts.get("reads") else "",
              outside=" Outsiders read there: I post nothing in it." if facts.get("outside") else "")  # fmt: skip
    return Message(text, [section(text)])
