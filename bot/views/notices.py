"""The one reply in a card's thread that tells the person concerned: a snapshot of a fact."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.services.cards import RequestCard
from bot.services.project_cards import ProjectCard
from bot.views import ids
from bot.views.blocks import Block, Message, Raw, actions, button, context, escape, join, md, quote, section
from bot.views.proposals import is_proposal, to_askers
from bot.views.request_words import all_of, in_words
from bot.views.words import STATES, channel, day, listing, mention, mentions, spoken, who
from models.enums import Domain, RequestState


def request_notice(card: RequestCard, picture: str, facts: Mapping[str, Any]) -> Message:
    """What is said in the thread of a request's card."""
    by = facts.get("by")
    person = who(card.names, by) if by else Raw("Countersign")
    whose = mentions(facts.get("whose") or [])
    says: dict[str, Callable[[], Raw]] = {
        "request_decided": lambda: _decided(card, " The old value is back." if facts.get("put_back") else ""),
        "request_withdrawn": lambda: md(
            "{who} withdrew {name}; {end}.", who=person, name=card.name,
            end="the old value is back" if facts.get("put_back") else "nothing was changed"),
        "request_taken_back": lambda: md(
            "{asker}{who} took the answer to {name} back; it waits again.",
            asker=to_askers(card, by), who=person, name=card.name),
        "request_edited": lambda: md(
            "{whose} {name} was changed: {what}", whose=mentions(card.waits_for), name=card.name, what=in_words(card)),
        "request_signed": lambda: md(
            "{who} said yes to {name}; it still needs a yes from {whose}.",
            who=person, name=card.name, whose=mentions(facts.get("whose", []))),
        "request_countered": lambda: md(
            "{whose} {who} suggests another for {name} ({offer} of 3): {what}",
            whose=whose, who=person, name=card.name, offer=facts.get("offer", ""), what=in_words(card)),
        "request_questioned": lambda: md("{whose} {who} asks about {name}:", whose=whose, who=person, name=card.name),
        "request_answered": lambda: md(
            "{whose} {who} answered about {name}{end}", whose=whose, who=person, name=card.name,
            end=" above; the clock goes on." if facts.get("above") else ":"),
        "request_passed_on": lambda: md("{whose} {who} passed {name} to you:", whose=whose, who=person, name=card.name),
        "request_nudged": lambda: md("{whose} {name} still waits for you.", whose=whose, name=card.name),
        "request_raised": lambda: md(
            "{whose} {name} was not answered in time; you can answer it now.", whose=whose, name=card.name),
        "request_escalated": lambda: md(
            "{whose} {left} left, so {name} is for you to answer now.",
            whose=whose, left=who(card.names, facts.get("left")), name=card.name),
        "request_lapsed": lambda: md("{whose} {name} expired: nobody answered. Nothing was changed.",
                                     whose=whose, name=card.name),
        "request_objected": lambda: _objected(card, person, facts),
    }  # fmt: skip
    text = says[picture]()
    blocks = [section(text)]
    if picture in ("request_decided", "request_objected") and card.decision_reason:
        blocks.append(quote(card.decision_reason))
    if picture == "request_decided" and card.quote:
        blocks.append(actions(_quote(card)))
    words = facts.get("question") or facts.get("answer") or facts.get("why")
    if words:
        blocks.append(quote(str(words)))
    if picture == "request_countered":
        blocks += [quote(card.reason), _offers(card)]
    if picture == "request_questioned":
        value = str(ids.Versioned(card.request_id, card.version))
        blocks.append(actions(button("Answer", ids.ANSWER_QUESTION, value, about=f"Answer about {card.name}")))
    return Message(_spoken(card, picture, text, by), blocks)


def _quote(card: RequestCard) -> Block:
    """The price form, with what it is for."""
    value = ids.pack(form=str(Domain.PRICE), project=card.project_id, why=f"{card.name}: {card.quote}")
    return button("Quote it as an extra", f"{ids.OPEN_FORM}:quote", value, about=f"Quote {card.quote}")


def _offers(card: RequestCard) -> Block:
    """Every version so far as a small table."""
    head = ["", "Who", "What"]
    rows = [
        [str(number) if first else "", spoken(card.names, author) if first else "", each[:500]]
        for number, (author, lines) in enumerate(card.offers)
        for first, each in _firsts(all_of(lines) or ["as it is"])
    ]
    cells = [[{"type": "raw_text", "text": text or " "} for text in row] for row in [head, *rows]]
    return {"type": "table", "rows": cells}


def _firsts(words: Sequence[str]) -> list[tuple[bool, str]]:
    return [(number == 0, each) for number, each in enumerate(words)]


def _verb(card: RequestCard) -> str:
    if is_proposal(card):
        return "agreed to" if card.state is RequestState.APPROVED else "absorbed"
    return "approved" if card.state is RequestState.APPROVED else "declined"


def _decided(card: RequestCard, end: str) -> Raw:
    verb = _verb(card)
    return md("{asker}{who} {verb} {name}: {what}{end}", end=f".{end}" if end else "",
              asker=to_askers(card, card.decided_by), who=who(card.names, card.decided_by), verb=verb, name=card.name,
              what=in_words(card))  # fmt: skip


def _objected(card: RequestCard, person: Raw, facts: Mapping[str, Any]) -> Raw:
    asker = mention(card.requester_id)
    if facts.get("put_back"):
        end = Raw("The old value is back.")
    else:
        end = md("{opened} asks to put it back.", opened=facts.get("opened", ""))
    return md("{asker} {who} objected to {name}. {end}", asker=asker, who=person, name=card.name, end=end)


def _spoken(card: RequestCard, picture: str, text: Raw, by: str | None) -> str:
    if picture != "request_decided":
        return text
    reason = f": {card.decision_reason}" if card.decision_reason else ""
    verb = _verb(card)
    return escape(f"{spoken(card.names, by)} {verb} {card.name} ({in_words(card)}){reason}")


def request_ended(card: RequestCard) -> Message:
    """Who asked for something about money and is not among those who see it: how it ended, without a figure."""
    text = md("*{name} ({what})* of {project}: {state}.", name=card.name, what=str(card.domain),
              project=card.project, state=STATES[card.state])  # fmt: skip
    return Message(text, [section(text)])


def project_started(card: ProjectCard) -> Message:
    """Everybody agreed: kick-off."""
    text = md(
        "Everybody agreed: {name} has started. Deadline {day}. From now on dates need {pm}, "
        "and the brief needs {am}.",
        name=card.name, day=day(card.deadline), pm=who(card.names, card.pm_id), am=who(card.names, card.am_id),
    )  # fmt: skip
    return Message(text, [section(text)])


def post_parked(facts: Mapping[str, Any]) -> Message:
    """A message that may or may not have reached its channel."""
    text = Raw(
        "I could not make sure that one of my messages arrived. It may be missing, and I did not post it twice. "
        "Your request itself is safe; `/request list` shows it."
    )
    return Message(text, [section(text)])


def project_status(card: ProjectCard, facts: Mapping[str, Any]) -> Message:
    """On hold, live again, closed, reopened."""
    says = {
        "hold": "{who} put {name} on hold.",
        "resume": "{who} resumed {name}.",
        "close": "{who} closed {name}.{ended}",
        "reopen": "{who} reopened {name}.",
    }
    ended = [md("{name} by {who}", name=name, who=mention(user_id)) for name, user_id in facts.get("ended") or []]
    note = md(" Still open, and ended with it: {all}.", all=join(ended)) if ended else Raw("")
    person = mention(facts["by"])
    text = md(says[facts["step"]], who=person, name=card.name, ended=note)
    return Message(text, [section(text)])


def channel_broken(facts: Mapping[str, Any]) -> Message:
    """We cannot post where a project lives."""
    where = channel(str(facts.get("channel", "")))
    text = md(
        "I cannot post in {where} ({error}), so cards of its projects wait. Invite me there with `/invite`, "
        "then press the button; or move the project with `/project edit`.",
        where=where, error=facts.get("error", ""),
    )  # fmt: skip
    retry = button("Try again", ids.MEND_CHANNEL, ids.pack(channel=facts.get("channel")))
    return Message(text, [section(text), actions(retry)])


def channel_outside(facts: Mapping[str, Any]) -> Message:
    """Outsiders read where a project lives: said to its two roles alone."""
    where, project = channel(str(facts.get("channel", ""))), facts.get("project", "")
    guests = listing([str(each) for each in facts.get("guests") or []])
    why = "is shared with another organisation" if facts.get("shared") else f"is read by {guests or 'a guest'}"
    text = md(
        "{where}, where {project} lives, {why}. I have stopped posting there. Pick another place: what waits goes "
        "there, and I take my messages away from the old one. Until then outsiders read what was said there.",
        where=where, project=project, why=why,
    )  # fmt: skip
    move = ids.pack(form="move", project=facts.get("project_id"))
    buttons = [button("Pick a place", f"{ids.OPEN_FORM}:move", move, style="primary")]
    if facts.get("sortable"):
        sort = ids.pack(form="guests", target=facts.get("channel"))
        buttons.append(button("They work with us", f"{ids.OPEN_FORM}:guests", sort))
    return Message(text, [section(text), actions(*buttons)])


def for_outsiders(facts: Mapping[str, Any]) -> Message:
    """All that somebody from outside is ever told."""
    text = Raw("Countersign is for members of this workspace. Ask your contact at the agency.")
    return Message(text, [section(text)])


def channel_restricted(facts: Mapping[str, Any]) -> Message:
    """Slack's settings forbid us to post in a channel; what was for it goes to the two roles directly."""
    text = md(
        "Your workspace's settings do not let me post in {where} ({error}). What was for that channel goes to the "
        "account and project managers directly until an admin allows it.",
        where=channel(str(facts.get("channel", ""))), error=facts.get("error", ""),
    )  # fmt: skip
    return Message(text, [section(text)])


def ping(user_id: str, said: str) -> Message:
    """Said in a card's thread to somebody who did not work when the card came; `said` is the card's own text, safe."""
    text = Raw(f"{mention(user_id)} {said}")
    return Message(text, [section(text)])


def elsewhere(channel_id: str, said: str) -> Message:
    """Told directly to somebody who is named in a channel where they are not; `said` is that message's text, safe."""
    text = md("In {where}, where you are not: {said}", where=channel(channel_id), said=Raw(said))
    hint = Raw("What waits for you can be answered on my Home too.")
    return Message(text, [section(text), context(hint)])


def installed(facts: Mapping[str, Any]) -> Message:
    """What the installer is told, once."""
    text = md(
        "Hello {who}, Countersign is ready, and you are its first ops lead. Three things to do now: name another ops "
        "lead, make a project, try a request.",
        who=mention(str(facts["user_id"])),
    )
    steps = [
        button("Name an ops lead", f"{ids.OPEN_FORM}:ops", ids.pack(form="ops_leads")),
        button("New project", f"{ids.OPEN_FORM}:project", ids.pack(form="project"), style="primary"),
        button("Move a date", f"{ids.OPEN_FORM}:deadline", ids.pack(form="deadline")),
    ]
    return Message(text, [section(text), actions(*steps)])
