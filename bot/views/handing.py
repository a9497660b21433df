"""Handover: its form, what is told of it, and what ops leads are told of somebody who left."""

from collections.abc import Mapping
from typing import Any

from bot.services.handover import HandoverForm
from bot.views import ids
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    md,
    modal,
    plain,
    question,
    quote,
    section,
    select,
    text_input,
)
from bot.views.fields import VALUE
from bot.views.words import listing, role, who
from models.enums import Role


def handover_form(form: HandoverForm, *, second: bool = False, given: Mapping[str, Any] | None = None) -> Block:
    """Which role goes to whom, and why. `second`: ask also who stands in, because one person would hold both roles."""
    had = given or {}
    options = [(f"{_title(each)} ({who(form.names, holder)})", str(each)) for each, holder in form.holders.items()]
    chosen = had.get("role") or (options[0][1] if len(options) == 1 else None)
    why = text_input(VALUE, 1000, had.get("why"), multiline=True)
    hint = "One person would be both. The second says yes where the other role would."
    blocks = [
        section(md("*{project}*\nOpen requests move along. What was decided keeps its names.", project=form.project)),
        question("role", "Role", select(VALUE, options, chosen)),
        question("to", "Who takes it over", _person(had.get("to"))),
        *([question("second", "Second", _person(None), hint=hint)] if second else []),
        question("why", "Why", why),
    ]
    metadata = ids.pack(project=form.project_id)
    return modal(ids.HANDOVER_FORM, "Hand over", blocks, submit="Hand over", metadata=metadata)


def handed_over(facts: Mapping[str, Any], project: str, names: Mapping[str, str]) -> Message:
    """What is said of it in the project's thread, and to both directly."""
    moved = [str(each) for each in facts.get("moved") or []]
    line = md("{new} is {role} of {project} now, after {old}.", new=who(names, facts["new"]),
              role=role(str(facts["role"])), project=project, old=who(names, facts["old"]))  # fmt: skip
    along = f" Open requests that move along: {listing(moved)}." if moved else " No open request moves along."
    by = md(" {by} handed it over:", by=who(names, facts["by"]))
    text = md("{line}{along}{by}", line=line, along=along, by=by)
    return Message(text, [section(text), quote(str(facts.get("reason") or ""))])


def person_left(name: str, held: list[tuple[int, str, list[str]]]) -> Message:
    """Somebody left the workspace: what ops leads hand over."""
    text = md("{name} left. What waits for them goes to their deputies, else to you. Hand over:", name=name)
    blocks: list[Block] = [section(text)]
    for project_id, project, roles in held[:20]:
        value = ids.pack(form="handover", project=project_id)
        words = md("*{project}*: {roles}", project=project, roles=listing([role(each) for each in roles]))
        blocks.append(section(words))
        blocks.append(actions(button("Hand over", f"{ids.OPEN_FORM}:handover", value, about=f"Hand over {project}")))
    return Message(text, blocks)


def _title(given: Role) -> str:
    words = role(given)
    return words[0].upper() + words[1:]


def _person(chosen: object) -> Block:
    element: Block = {"type": "users_select", "action_id": VALUE, "placeholder": plain("Pick a person")}
    if chosen:
        element["initial_user"] = str(chosen)
    return element
