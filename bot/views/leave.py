"""Being away: the form, what it answers, and the question after a status in Slack."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.services.leave import Period, Taken
from bot.views import ids
from bot.views.answers import said
from bot.views.blocks import Block, Message, Raw, actions, button, join, md, modal, option, plain, question, section
from bot.views.fields import VALUE
from bot.views.words import answer, day, listing

#: Projects in which nobody stands in, as many as are named.
ALONE_SHOWN = 5


def away_form(first: date | None = None, last: date | None = None, announced: Sequence[Period] = ()) -> Block:
    """From when until when somebody is away, and who answers meanwhile; what they announced can be taken back."""
    person: Block = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    hint = "Your deputy in each project where you have none yet."
    blocks = [
        question("from", "First day away", _day(first), optional=bool(announced)),
        question("until", "Last day away", _day(last), optional=bool(announced)),
        question("deputy", "Who answers meanwhile", person, optional=True, hint=hint),
    ]
    if announced:
        boxes = [option(_period(each), str(each.leave_id)) for each in announced[:10]]
        element: Block = {"type": "checkboxes", "action_id": VALUE, "options": boxes}
        blocks.insert(0, question("taken_back", "You announced; tick what is off", element, optional=True))
    return modal(ids.AWAY_FORM, "Away", blocks, submit="Save")


def leave_changed(found: Taken) -> Message:
    """What was announced or taken back, and what is ahead beside it."""
    if found.period is None:
        return leave_list(found.others)
    words = md("You are away from {period}.{meanwhile}", period=_period(found.period), meanwhile=_meanwhile(found))
    without, others = listing(found.without), listing(_period(each) for each in found.others)
    if without:
        note = md(" Whom you named holds the other role of {projects}, so name somebody else there.", projects=without)
        words = Raw(words + note)
    return said(Raw(words + md(" Also: {others}.", others=others)) if others else words)


def _meanwhile(found: Taken) -> Raw:
    """Who answers for them; nothing of who has nothing to answer."""
    there = [
        md(" {names} {answer} meanwhile.", names=listing(found.deputies), answer=answer(len(found.deputies)))
    ] if found.deputies else []  # fmt: skip
    projects = [each for each in found.alone if each not in found.without]
    if projects:
        alone = listing([*projects[:ALONE_SHOWN], *_more(projects)])
        there.append(md(" Nobody stands in for you in {projects}: what you leave open goes to the ops leads in "
                        "the end. `/project edit` names a deputy.", projects=alone))  # fmt: skip
    return join(there, "")


def _more(projects: Sequence[str]) -> list[str]:
    count = len(projects) - ALONE_SHOWN
    return [f"{count} more"] if count > 0 else []


def leave_list(announced: Sequence[Period], was_away: bool | None = None) -> Message:
    """What leave is ahead. `was_away`: an answer to who said that they are back."""
    lines = [md("• {period}", period=_period(each)) for each in announced]
    how = Raw("`/countersign away` opens the form in which you can take it back.")
    listed = join([Raw("You are away:"), *lines, how], "\n") if lines else None
    if was_away is None:
        return said(listed or Raw("You are not away, and no leave of yours is ahead."))
    words = Raw("Welcome back." if was_away else "You were not away.")
    return said(join([words, listed], "\n") if listed else words)


def _period(period: Period) -> str:
    return f"{day(period.first)} to {day(period.last)}"


def status_away(facts: Mapping[str, Any]) -> Message:
    """Their Slack status says that they are off; here they are not."""
    text = md(
        "Your Slack status says “{status}”. Shall it be so here too? Then nothing comes to you by itself, and your "
        "deputies answer; where you have none, what waits goes to the ops leads in the end.",
        status=facts.get("status", ""),
    )
    form = button("Set when I am away", f"{ids.OPEN_FORM}:away", ids.pack(form="away", date=facts.get("until")))
    return Message(text, [section(text), actions(form)])


def _day(given: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": VALUE}
    if given is not None:
        element["initial_date"] = given.isoformat()
    return element
