"""The living cards: a request and a project, as data → blocks."""

from collections.abc import Sequence
from datetime import datetime

from bot.domains.kind import FieldKind, Line
from bot.services.cards import RequestCard
from bot.services.lines import asked_of
from bot.services.project_cards import ProjectCard
from bot.views import diff, ids
from bot.views.blocks import (
    Block,
    Message,
    Raw,
    actions,
    button,
    context,
    escape,
    join,
    md,
    quote,
    section,
)
from bot.views.impact import all_impact, day_note
from bot.views.offers import reading_switch
from bot.views.pace import MARK, ended_mark, pace_mark
from bot.views.plan import plan_blocks
from bot.views.proposals import ended, is_proposal, proposal_buttons, why_proposed
from bot.views.request_words import how_it_ended, line_words, spoken_request
from bot.views.rules import explain
from bot.views.words import (
    PUBLIC_STATES,
    STATUSES,
    answer,
    day,
    link,
    mentions,
    moment,
    role,
    shown,
    who,
)
from models.enums import Domain, Mode, ProjectStatus, RequestState, Stage

#: Dates that move along, as many as a card names.
ALONG_SHOWN = 8


def request_card(card: RequestCard, now: datetime, *, source: str | None = None, changed: str | None = None) -> Message:
    """old → new, who asks and why, who answers by when, buttons, then the rule; decided: who, as what, when, why.

    `source` links the message that it was raised from. Of money, who may not see it gets the public words only.
    """
    if card.hidden:
        return public_card(card)
    blocks = [section(_title(card)), *_changes(card), _asked(card), quote(card.reason)]
    if source:
        since = md(" ({changed} since)", changed=changed) if changed else Raw("")
        where = link(source, "The message that it was raised from")
        blocks.append(context(md("{where}{since}", where=where, since=since)))
    blocks += _where_it_stands(card, now)
    impact = all_impact(card) if card.is_open or card.decided_at is None else []
    if impact:
        blocks.append(context(join(impact, "\n")))
    roles = {each: who(card.names, user_id) for each, user_id in card.holders.items()}
    blocks.append(
        context(*(explain(Domain(str(each.get("domain") or card.domain)), each, roles) for each in card.rule))
    )
    return Message(escape(spoken_request(card)), blocks)


def _title(card: RequestCard) -> Raw:
    state = "late" if is_proposal(card) else "asked"
    state = how_it_ended(card) if not card.is_open else MARK if card.done else state
    return md("*{name}*  {project} ({client})  ·  {what}  ·  {state}",
              name=card.name, project=card.project, client=card.client, what=card.what, state=state)  # fmt: skip


def public_card(card: RequestCard) -> Message:
    """`CR-14 (price): decided`: all that those who do not see money are told."""
    state = MARK if card.done and card.is_open else PUBLIC_STATES[card.state]
    what = str(card.domain)
    line = md("*{name} ({what}): {state}*  ·  {project} ({client})",
              name=card.name, what=what, state=state, project=card.project, client=card.client)  # fmt: skip
    return Message(escape(f"{card.name} ({what}): {state}"), [section(line)])


def _changes(card: RequestCard) -> list[Block]:
    texts = diff.parts(each for each in card.lines if each.kind is FieldKind.LONG_TEXT)
    lines = [
        md(
            "*{label}*   {old} → *{new}*",
            label=each.label,
            old=shown(each.kind, each.old),
            new=shown(each.kind, each.new, "removed"),
        )
        for each in asked_of(card.lines)
        if each.kind is not FieldKind.LONG_TEXT
    ]
    notes = [day_note(off, when) for when, off in card.off.items()]
    along = [each for each in card.lines if each.along]
    said = [section(join(lines, "\n"))] if lines or not texts else []
    return [*texts, *said, *([context(*notes)] if notes else []), *moving_along(along)]


def moving_along(lines: Sequence[Line]) -> list[Block]:
    """What moves because something else does: the nearest ones, and how many more."""
    if not lines:
        return []
    head = Raw("Moves along:")
    shown_here = [md("{words}", words=line_words(each)) for each in lines[:ALONG_SHOWN]]
    more = [md("and {n} more", n=len(lines) - ALONG_SHOWN)] if len(lines) > ALONG_SHOWN else []
    return [section(join([head, *shown_here, *more], "\n"))]


def _asked(card: RequestCard) -> Block:
    as_what = f" ({_acted_as(card)})" if card.requester_role else ""
    verb = "changed this:" if card.done or card.mode in (Mode.HEADS_UP, Mode.FREE) else _asks(card)
    if is_proposal(card):
        return section(why_proposed(card))
    if card.countered:
        asker, offers = who(card.names, card.requester_id), who(card.names, card.author_id)
        return section(md("{asker} asked for a change; {offers} suggests this instead:", asker=asker, offers=offers))
    return section(md("{who}{as_what} {verb}", who=who(card.names, card.requester_id), as_what=as_what, verb=verb))


def _asks(card: RequestCard) -> str:
    return "asks:" if card.is_open else "asked:"


def _acted_as(card: RequestCard) -> str:
    given = card.requester_role
    stands_in = given is not None and card.holders.get(given, card.requester_id) != card.requester_id
    return role(f"{given} deputy" if stands_in else given)


def _where_it_stands(card: RequestCard, now: datetime) -> list[Block]:
    if card.is_open:
        return [*_question(card), *pace_mark(card), _answer_line(card, now), *_on_hold(card), decision_buttons(card)]
    if card.state is RequestState.TOLD:
        return [*_on_hold(card), *_heads_up(card)]
    return _decided(card, now)


def _on_hold(card: RequestCard) -> list[Block]:
    if not card.on_hold:
        return []
    text = "{project} is on hold: the clock stands still until `/project resume`, and nothing is answered before that."
    return [context(md(text, project=card.project))]


def _answer_line(card: RequestCard, now: datetime) -> Block:
    if card.left and not card.waits_for:
        return section(_missing(card))
    people = mentions(card.waits_for) if card.waits_for else "An ops lead"
    if card.question is not None:
        return section(md("{asked} can answer it. Then {who} {decide}.", asked=mentions(card.asked_back), who=people,
                          decide="decides" if len(card.waits_for) < 2 else "decide"))  # fmt: skip
    text = md("{who} {answer}", who=people, answer=answer(len(card.waits_for)))
    if card.due_at is not None:
        by = "by" if now <= card.due_at else "now, overdue since"
        text = md("{text} {by} {due}", text=text, by=by, due=moment(card.due_at, card.zone))
    if card.signed_by:
        yes = join([who(card.names, each) for each in card.signed_by])
        text = md("{text}. {yes} said yes.", text=text, yes=yes)
    # Once it went up to the ops leads they answer for whoever left.
    if card.left and card.stage is not Stage.OPS:
        text = join([text, _missing(card)], "\n")
    return section(text)


def _missing(card: RequestCard, verb: str = "answer") -> Raw:
    """Whose answer it takes, though they left; and how somebody else comes to give it."""
    people = join([who(card.names, each) for each in card.left], " and ")
    return md("{people} left: nobody can {verb} for them until their role is given to somebody. An ops lead does that "
              "by `/project handover`.", people=people, verb=verb)  # fmt: skip


def decision_buttons(card: RequestCard) -> Block:
    """What whoever is asked may press; all see all of them."""
    if is_proposal(card):
        return proposal_buttons(card)
    value = str(ids.Versioned(card.request_id, card.version))
    return actions(
        button("Approve", ids.APPROVE, value, style="primary", about=f"Approve {card.name}"),
        button("Decline", ids.DECLINE, value, style="danger", about=f"Decline {card.name}"),
        button("Suggest another", ids.COUNTER, value, about=f"Suggest another for {card.name}"),
        *_ask_or_answer(card, value),
        button("Not me", ids.NOT_ME, value, about=f"{card.name} is not for me"),
        button("Withdraw", ids.WITHDRAW, value, about=f"Withdraw {card.name}"),
    )


def _ask_or_answer(card: RequestCard, value: str) -> list[Block]:
    if card.state is RequestState.QUESTIONED:
        return [button("Answer", ids.ANSWER_QUESTION, value, about=f"Answer the question about {card.name}")]
    return [button("Ask a question", ids.ASK_QUESTION, value, about=f"Ask a question about {card.name}")]


def _question(card: RequestCard) -> list[Block]:
    if card.question is None:
        return []
    text = md(
        "{who} has a question; the clock stands still until it is answered:", who=who(card.names, card.questioned_by)
    )
    return [section(text), quote(card.question)]


def _heads_up(card: RequestCard) -> list[Block]:
    value = str(ids.Versioned(card.request_id, card.version))
    until = md(" until {due}", due=moment(card.due_at, card.zone)) if card.due_at else Raw("")
    text = md("{who} may object{until}. Nothing to do if it is fine.", who=mentions(card.waits_for), until=until)
    return [
        section(text if card.waits_for or not card.left else _missing(card, "object")),
        actions(
            button("Acknowledge", ids.ACKNOWLEDGE, value, about=f"Acknowledge {card.name}"),
            button("Object", ids.OBJECT, value, style="danger", about=f"Object to {card.name}"),
        ),
    ]


def _decided(card: RequestCard, now: datetime) -> list[Block]:
    when = moment(card.decided_at, card.zone) if card.decided_at else Raw("")
    if card.decided_by is None:
        return [section(md("{text}  {when}", text=_ended_by_itself(card), when=when)), *ended_mark(card)]
    as_what = f" ({role(card.decided_as)})" if card.decided_as else ""
    verb = ended(card).capitalize()
    person = who(card.names, card.decided_by)
    blocks = [section(md("*{verb} by {who}*{as_what}  {when}", verb=verb, who=person, as_what=as_what, when=when))]
    if card.decision_reason:
        blocks.append(quote(card.decision_reason))
    if card.take_back_until is not None and now < card.take_back_until:
        value = str(ids.Versioned(card.request_id, card.version))
        blocks.append(actions(button("Take back", ids.TAKE_BACK, value, about=f"Take back the answer to {card.name}")))
    return blocks


def _ended_by_itself(card: RequestCard) -> Raw:
    verb = "Noted" if card.state is RequestState.NOTED else "Expired"
    silence = "nobody objected in time" if card.state is RequestState.NOTED else "nobody answered in time"
    return md("*{verb}*: {why}.", verb=verb, why=card.decision_reason or silence)


def project_card(card: ProjectCard) -> Message:
    """The project as its channel sees it: the plan, who answers for what, and `Agree to start` until it is live."""
    blocks = [section(_project_title(card)), *plan_blocks(card)]
    if card.status is ProjectStatus.PLANNING:
        waiting = mentions(card.waits_for)
        blocks.append(section(md("These are proposals. {who} still to agree.", who=waiting)))
        value = str(ids.Versioned(card.project_id, card.plan_version))
        about = f"Agree to start {card.name}"
        blocks.append(actions(button("Agree to start", ids.AGREE_TO_START, value, style="primary", about=about)))
        text = f"{card.name} ({card.client}): deadline {day(card.deadline)}, proposed. Agree to start?"
    else:
        started = moment(card.started_at) if card.started_at else Raw("")
        blocks.append(context(md("{status} since {at}", status=STATUSES[card.status].capitalize(), at=started)))
        text = f"{card.name} ({card.client}): {STATUSES[card.status]}, deadline {day(card.deadline)}"
    if card.status is not ProjectStatus.CLOSED:
        blocks.append(reading_switch(card.project_id, card.reads))
    return Message(escape(text), blocks)


def _project_title(card: ProjectCard) -> Raw:
    return md("*{name}*  ·  {client}  ·  {status}", name=card.name, client=card.client, status=STATUSES[card.status])
