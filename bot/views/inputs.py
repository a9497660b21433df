"""What is needed from the client: the list, the form, the words to remind the client with."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.services.inputs import WHAT_LENGTH, WHOM_LENGTH, InputForm, Needed
from bot.services.project_cards import ProjectCard
from bot.views import ids
from bot.views.blocks import (
    Block,
    Message,
    Raw,
    actions,
    button,
    clip,
    context,
    divider,
    header,
    join,
    md,
    modal,
    option,
    question,
    rich,
    section,
    select,
    text_input,
    words,
)
from bot.views.fields import VALUE
from bot.views.words import day, mention, off_words

#: What one answer lists; the next page has more.
LISTED = 12
#: What Home lists.
HOME_LISTED = 5


def needed_list(project: str, project_id: int, found: Sequence[Needed], page: int = 1) -> Message:
    """`/inputs`: what is missing first, then what came."""
    add = button("Add one", f"{ids.OPEN_FORM}:input", ids.pack(form="input", project=project_id))
    if not found:
        text = md("Nothing is needed from the client of {project} yet.", project=project)
        return Message(text, [section(text), actions(add)])
    pages = (len(found) + LISTED - 1) // LISTED
    page = min(max(page, 1), pages)
    missing = [each for each in found if each.received_on is None]
    late = sum(each.late > 0 for each in missing)
    counted = f"{len(missing)} missing" + (f", {late} late" if late else "")
    title = md("*{project}*: needed from the client, {counted}", project=project, counted=counted)
    blocks: list[Block] = [section(title)]
    for each in found[(page - 1) * LISTED : page * LISTED]:
        blocks += [section(_line(each)), actions(*_buttons(each), block_id=f"input:{each.id}")]
    more = []
    if page < pages:
        value = ids.pack(command="inputs", project=project_id, text=f"page {page + 1}")
        more.append(button("Next page", f"{ids.COMMAND_CHOICE}:next", value))
    return Message(title, [*blocks, actions(add, *more)])


def _line(each: Needed) -> Raw:
    if each.received_on is not None:
        return md("{what}  ·  {whom}  ·  came {day}", what=each.what, whom=each.from_whom, day=day(each.received_on))
    late = md("  ·  *{late}*", late=_late(each)) if each.late else Raw("")
    return md("*{what}*  ·  {whom}  ·  by {due}{late}  ·  {waits} ({until}) waits for it",
              what=each.what, whom=each.from_whom, due=day(each.due), late=late, waits=each.waits,
              until=day(each.waits_until))  # fmt: skip


def _late(each: Needed) -> str:
    return f"{each.late} working {'day' if each.late == 1 else 'days'} late"


def _buttons(each: Needed) -> list[Block]:
    value = ids.pack(form="input", project=each.project_id, target=str(each.id))
    edit = button("Edit", f"{ids.OPEN_FORM}:edit", value, about=f"Edit {each.what}")
    if each.received_on is not None:
        return [edit]
    return [received(each), chase_button(each.id, each.what), edit]


def received(each: Needed) -> Block:
    return button("Received", ids.RECEIVED, ids.pack(input=each.id), about=f"Received: {each.what}")


def chase_button(input_id: int, what: str) -> Block:
    return button("Chase text", ids.CHASE, ids.pack(input=input_id), about=f"Words to ask for {what}")


def input_received(each: Needed) -> Message:
    text = md("{what} came; {waits} does not wait for it any more.", what=each.what, waits=each.waits)
    return Message(text, [section(text)])


def input_noted(each: Needed, *, again: bool) -> Message:
    """What was written down, and whether that day is a working day."""
    verb = "is changed" if again else "is written down"
    text = md("{what} from {whom} by {due} {verb}. {waits} waits for it.", what=each.what, whom=each.from_whom,
              due=day(each.due), verb=verb, waits=each.waits)  # fmt: skip
    note = [context(md("{day} {off}.", day=day(each.due), off=off_words(each.off)))] if each.off else []
    return Message(text, [section(text), *note])


def chase(each: Needed, asker: str) -> Message:
    """Words for the client, to copy; they name only what the client was told."""
    title = md("For {whom}, to copy. Nothing is sent by itself.", whom=each.from_whom)
    letter = {"type": "rich_text_preformatted", "elements": [words(_letter(each, asker))]}
    return Message(title, [section(title), rich(letter)])


def _letter(each: Needed, asker: str) -> str:
    lines = [f"Hi {each.from_whom},", ""]
    verb = "was due on" if each.late else "is due on"
    lines.append(f"a quick reminder about {each.what} for {each.project}: it {verb} {day(each.due)}.")
    if each.waits_client:
        lines.append(f"{day(each.waits_until)} depends on it, and each working day without it can move that date.")
    else:
        lines.append("Each working day without it can move the dates that we agreed.")
    return "\n".join([*lines, "", "When can we expect it?", "", "Thank you,", asker])


def input_form(form: InputForm, channel_id: str) -> Block:
    """What, from whom, by when, what waits for it."""
    given = form.given
    options = [(clip(f"{each.name} ({day(each.value['date'])})", 75), each.key) for each in form.targets]
    # What belongs to one project must not stay for another.
    waits = select(f"{VALUE}:{form.choice.project_id}", options, str(given.get("waits", "project")))
    picker: Block = {"type": "datepicker", "action_id": VALUE}
    if isinstance(given.get("due"), date):
        picker["initial_date"] = given["due"].isoformat()
    blocks: list[Block] = []
    if form.choices:
        projects = [(each.name, str(each.project_id)) for each in form.choices]
        chosen = select(ids.PICK_INPUT_PROJECT, projects, str(form.choice.project_id))
        blocks.append(question("project", "Project", chosen, live=True))
    else:
        blocks.append(context(md("{project}  ·  {client}", project=form.choice.name, client=form.choice.client)))
    blocks += [
        question("what", "What", text_input(VALUE, WHAT_LENGTH, given.get("what")), hint="Such as product photos."),
        question(
            "whom", "From whom", text_input(VALUE, WHOM_LENGTH, given.get("whom")), hint="Their person at the client."
        ),
        question("due", "By when", picker),
        question("waits", "What waits for it", waits),
    ]
    if form.input_id is not None:
        blocks.append(_state(bool(given.get("received"))))
    metadata = ids.pack(project=form.choice.project_id, channel=channel_id or None, input=form.input_id)
    return modal(ids.INPUT_FORM, "Needed from the client", blocks, submit="Save", metadata=metadata)


def _state(received_already: bool) -> Block:
    boxes = [option("It came", "received"), option("It is not needed any more", "remove")]
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": boxes}
    if received_already:
        element["initial_options"] = boxes[:1]
    return question("state", "Or", element, optional=True)


def home_section(found: Sequence[Needed]) -> list[Block]:
    """On Home: what is late or due soon in one's projects."""
    if not found:
        return []
    blocks = [divider(), header("Needed from clients")]
    for each in found[:HOME_LISTED]:
        shown = section(md("{project}: {line}", project=each.project, line=_line(each)), received(each))
        blocks.append({**shown, "block_id": f"input:{each.id}"})
    if len(found) > HOME_LISTED:
        blocks.append(context(md("and {n} more: `/inputs` lists them all", n=len(found) - HOME_LISTED)))
    return blocks


def open_inputs(found: Sequence[Needed]) -> Raw:
    """In a project's status: how many are missing, and which are late."""
    late = [md("{what} ({late})", what=each.what, late=_late(each)) for each in found if each.late][:3]
    told = md(": {all}", all=join(late)) if late else Raw("")
    return md("Needed from the client: {n} missing{told}. `/inputs` lists them.", n=len(found), told=told)


def input_added(card: ProjectCard, facts: Mapping[str, Any]) -> Message:
    """Said in the project's thread; who talks to the client is mentioned, unless they wrote it themselves."""
    by = str(facts.get("by") or "")
    start = md("{am} ", am=mention(card.am_id)) if by != card.am_id else Raw("")
    text = md("{start}{who} needs from the client: {what} ({whom}) by {due}. {waits} waits for it.",
              start=start, who=_name(card, by), what=facts["thing"], whom=facts["whom"], due=day(facts["due"]),
              waits=facts["waits"])  # fmt: skip
    return Message(text, [section(text)])


def input_came(card: ProjectCard, facts: Mapping[str, Any]) -> Message:
    """The same once it came: whoever answers for dates is mentioned."""
    by = str(facts.get("by") or "")
    start = md("{pm} ", pm=mention(card.pm_id)) if by != card.pm_id else Raw("")
    text = md("{start}{what} ({whom}) came, says {who}. {waits} does not wait for it any more.",
              start=start, who=_name(card, by), what=facts["thing"], whom=facts["whom"],
              waits=facts["waits"])  # fmt: skip
    return Message(text, [section(text)])


def _name(card: ProjectCard, user_id: str) -> Raw:
    return md("{name}", name=card.names[user_id]) if user_id in card.names else mention(user_id)
