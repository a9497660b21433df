"""What the person who typed or pressed is told, to them only."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domains import KINDS
from bot.domains.kind import FieldKind, Line
from bot.services.asking import Outcome
from bot.services.cards import RequestCard
from bot.services.desk import Item
from bot.services.finding import Choice
from bot.services.health import Health
from bot.services.impacts import Moved as PlanMoved
from bot.services.moves import Moved
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
    header,
    join,
    md,
    quote,
    rich,
    section,
    words,
)
from bot.views.cards import decision_buttons, moving_along
from bot.views.impact import moved_since
from bot.views.inputs import open_inputs
from bot.views.pace import MARK
from bot.views.plan import plan_blocks
from bot.views.request_words import in_words
from bot.views.said import said_blocks, talked_blocks
from bot.views.words import ENDED, STATES, STATUSES, answer, channel, counted, day, listing, mentions, moment, role, who
from models import BriefVersion
from models.brief import BRIEF_FIELDS
from models.enums import Domain, ProjectStatus


def said(text: Raw, *blocks: Block) -> Message:
    return Message(text, [section(text), *blocks])


def outcome(found: Outcome) -> Message:
    """What became of an ask, and what moves along."""
    told = _outcome(found)
    lines = [Line(name, FieldKind.DATE, old, new, along=True) for name, old, new in found.along]
    return Message(told.text, [*told.blocks, *moving_along(lines)])


def _outcome(found: Outcome) -> Message:
    where = channel(found.channel_id) if found.channel_id else Raw("")
    if found.kind == "planned":
        return said(md("{what} of {project} is changed in the proposals. Everybody has to agree again; the card is in "
                       "{where}.", what=found.what, project=found.project, where=where))  # fmt: skip
    if found.kind == "done":
        return said(md("Done: {what} of {project}, recorded as {name}.", what=found.what, project=found.project,
                       name=found.name))  # fmt: skip
    people = mentions(found.waits_for) if found.waits_for else Raw("An ops lead")
    if found.kind == "first":
        return said(md("Done already: {what} of {project} ({name}). {people} still has to say yes; a no puts the old "
                       "value back. The card is in {where}.", what=found.what, project=found.project, name=found.name,
                       people=people, where=where))  # fmt: skip
    if found.kind == "told":
        facts = {"what": found.what, "project": found.project, "people": people, "where": where, "name": found.name}
        return said(md("Done: {what} of {project}. {people} was told in {where} and may object ({name}).", **facts))
    due = md(" by {due}", due=moment(found.due_at)) if found.due_at else Raw("")
    facts = {"name": found.name, "people": people, "answer": answer(len(found.waits_for)), "due": due, "where": where}
    return said(md("{name}: {people} {answer}{due}. Nothing changes until then; the card is in {where}.", **facts))


def project_made(name: str, where: str) -> Message:
    return said(md("{name} is made. Its card is in {where}.", name=name, where=channel(where)))


def project_status(card: ProjectCard) -> Message:
    """`/project`: the plan as the asker may see it, money included where theirs to see."""
    title = md("*{name}*  ·  {client}  ·  {status}", name=card.name, client=card.client, status=STATUSES[card.status])
    blocks = [section(title), *plan_blocks(card)]
    blocks += said_blocks(card.said)
    if card.needed:
        blocks.append(section(open_inputs(card.needed)))
    blocks += talked_blocks(card.talked)
    if card.deputies:
        lines = [
            md("{person} ({role}'s deputy{when})", person=who(card.names, user_id), role=role(each),
               when=", any time" if any_time else "")
            for each, user_id, any_time in card.deputies
        ]  # fmt: skip
        blocks.append(section(md("Deputies: {all}", all=join(lines))))
    if card.open_requests:
        lines = [
            md("*{name}*  {what}  ·  {people} {answer}", name=name, what=what, answer=answer(len(people)),
               people=Raw(listing(who(card.names, each) for each in people)) or "an ops lead")
            for name, what, people in card.open_requests[:20]
        ]  # fmt: skip
        blocks.append(section(md("Open:\n{lines}", lines=join(lines, "\n"))))
    if card.status is ProjectStatus.PLANNING:
        value = str(ids.Versioned(card.project_id, card.plan_version))
        blocks.append(section(md("Not started: {people} still to agree.", people=mentions(card.waits_for))))
        blocks.append(actions(button("Agree to start", ids.AGREE_TO_START, value, style="primary")))
    text = f"{card.name} ({card.client}): {STATUSES[card.status]}, deadline {day(card.deadline)}"
    return Message(escape(text), blocks)


def project_list(choices: Sequence[Choice], deadlines: Mapping[int, date]) -> Message:
    """`/project list`."""
    if not choices:
        create = button("Create one", f"{ids.OPEN_FORM}:create", ids.pack(form="project"))
        return said(Raw("No projects here yet."), actions(create))
    lines = [
        md("*{name}*  ·  {client}  ·  {status}{due}", name=each.name, client=each.client, status=STATUSES[each.status],
           due=f"  ·  deadline {day(deadlines[each.project_id])}" if each.project_id in deadlines else "")
        for each in choices[:40]
    ]  # fmt: skip
    more = [context(md("and {n} more", n=len(choices) - 40))] if len(choices) > 40 else []
    names = listing([each.name for each in choices[:40]])
    return Message(escape(f"Projects: {names}"), [*_chunks(lines), *more])


def request_list(items: Sequence[Item], names: Mapping[str, str]) -> Message:
    """`/request list`."""
    if not items:
        return said(Raw("No open requests here. `/deadline` moves a date, `/request` asks for any other change."))
    lines = [
        md("*{name}*  {project}: {what}{change}  ·  {asker}  ·  {state}{people}  ·  {where}",
           name=each.name, project=each.project, what=each.what,
           change=f" to {day(each.change)}" if each.change else "",
           asker=who(names, each.requester_id), state=MARK if each.done else STATES[each.state],
           people=md(" for {all}", all=join([who(names, user) for user in each.waits_for])) if each.waits_for else "",
           where=channel(each.channel_id))
        for each in items[:40]
    ]  # fmt: skip
    return Message(f"Open requests: {listing([each.name for each in items[:40]])}", _chunks(lines))


def request_shown(card: RequestCard, message: Message, moved: PlanMoved | None = None) -> Message:
    """`/request CR-12`: the card again, to the asker only, with how the plan moved since and where the card lives."""
    since = [moved_since(card.name, moved, moved.names)] if moved is not None else []
    blocks = [*message.blocks, *since, context(md("Its card is in {where}.", where=channel(card.channel_id)))]
    if card.can_undo and not any(each["type"] == "actions" for each in message.blocks):
        value = ids.pack(form="undo", request=card.number)
        blocks.append(actions(button("Undo", f"{ids.OPEN_FORM}:undo", value, about=f"Undo {card.name}")))
    return Message(message.text, blocks)


def offered(card: RequestCard) -> Message:
    """Somebody wrote in a card's thread what they could decide: the buttons, to them alone."""
    text = md("Words here decide nothing. {name} is yours to answer: {what}", name=card.name, what=in_words(card))
    return Message(text, [section(text), decision_buttons(card)])


def which_project(choices: Sequence[Choice], command: str, rest: str) -> Message:
    """Several projects could be meant: a button for each does what was typed."""
    buttons = [
        button(each.name, f"{ids.COMMAND_CHOICE}:{each.project_id}",
               ids.pack(command=command, project=each.project_id, text=rest[:1500]))
        for each in choices[:20]
    ]  # fmt: skip
    return said(Raw("Which project?"), actions(*buttons))


def brief_shown(project: str, version: BriefVersion | None) -> Message:
    """`/brief show`."""
    if version is None:
        form = button("Write the brief", f"{ids.OPEN_FORM}:brief", ids.pack(form="brief"))
        return said(md("{project} has no brief yet.", project=project), actions(form))
    blocks = [header(f"{project}: brief, version {version.version}")]
    for key, label in BRIEF_FIELDS:
        if version.text.get(key):
            blocks += [rich({"type": "rich_text_section", "elements": [words(label, bold=True)]}),
                       quote(version.text[key], 1200)]  # fmt: skip
    return Message(escape(f"{project}: brief, version {version.version}"), blocks)


def brief_history(project: str, versions: Sequence[BriefVersion], names: Mapping[str, str]) -> Message:
    """`/brief history`, newest first."""
    if not versions:
        return brief_shown(project, None)
    lines = [
        md("*{version}*  {who}, {at}: {reason}", version=each.version, who=who(names, each.author_id),
           at=moment(each.created_at), reason=each.reason[:200])
        for each in versions[:30]
    ]  # fmt: skip
    count = f"{len(versions)} {'version' if len(versions) == 1 else 'versions'} of the brief"
    return Message(escape(f"{project}: {count}"), _chunks(lines))


def brief_diff(project: str, older: BriefVersion | None, newer: BriefVersion) -> Message:
    """`/brief diff`: what the newest version changed, or any two."""
    before = {"text": older.text} if older is not None else {"text": {}}
    lines = KINDS[Domain.BRIEF].lines(before, {"text": newer.text})
    start = older.version if older is not None else 0
    title = f"{project}: brief, version {start} → {newer.version}"
    return Message(escape(title), [header(title), *diff.parts(lines)])


def saved(text: str) -> Message:
    return said(md("{text}", text=text))


def _chunks(lines: Sequence[Raw], size: int = 10) -> list[Block]:
    return [section(join(lines[start : start + size], "\n")) for start in range(0, len(lines), size)]


def moved(found: Moved) -> Message:
    """A press that changed nothing visible: repeated, a yes that is not yet enough, or where we cannot show it."""
    if found.again:
        return said(md("{name} is {state} already; nothing more was done.", name=found.name, state=ENDED[found.state]))
    if found.mute_in is not None:
        state = md("waits for {people} now", people=mentions(found.waits_for)) if found.waits_for else md(
            "is {state}", state=ENDED.get(found.state, "waiting again"))  # fmt: skip
        return said(md("{name} {state}. I am not in {where} any more, so nothing there shows it: `/invite "
                       "@Countersign` there brings it up to date.", name=found.name, state=state,
                       where=channel(found.mute_in)))  # fmt: skip
    people = mentions(found.waits_for)
    return said(md("You said yes to {name}. It still needs a yes from {people}.", people=people, name=found.name))


def agreed(project: str, waiting: Sequence[str]) -> Message:
    """`Agree to start`."""
    if waiting:
        return said(
            md("You agreed. {people} still to agree to start {project}.", people=mentions(waiting), project=project)
        )
    return said(md("{project} has started.", project=project))


def status_changed(project: str, step: str, ended: Sequence[str]) -> Message:
    """`/project hold` and its like."""
    text = {
        "hold": "{project} is on hold. Every clock stands still until `/project resume`.",
        "resume": "{project} is live again.",
        "close": "{project} is closed.{ended}",
        "reopen": "{project} is open again.",
    }[step]
    note = f" Still open, and ended with it: {listing(ended)}." if ended else ""
    return said(md(text, project=project, ended=note))


def health(found: Health) -> Message:
    """`/countersign health`: is everything told that should be?"""
    lines = [
        md(
            "{projects}, {requests}.",
            projects=counted(found.projects, "project", "projects"),
            requests=counted(found.open_requests, "open request", "open requests"),
        ),
        md("{n} on their way to Slack{wait}.", n=counted(found.owed, "message", "messages"), wait=_waited(found)),
    ]
    if found.held:
        held = counted(found.held, "message waits", "messages wait")
        lines.append(md("{held} for a channel that cannot be reached.", held=held))
    if found.broken_channels:
        broken = counted(found.broken_channels, "channel", "channels")
        lines.append(md("{broken} cannot be reached: invite me there again.", broken=broken))
    if found.parked:
        parked = counted(found.parked, "message", "messages")
        lines.append(md("{parked} may or may not have arrived, and will not be posted twice.", parked=parked))
    if not (found.held or found.broken_channels or found.parked):
        lines.append(Raw("All is well."))
    return said(join(lines, "\n"))


def _waited(found: Health) -> str:
    seconds = int(found.oldest.total_seconds())
    return f", the oldest for {seconds // 60} min" if seconds >= 60 else ""
