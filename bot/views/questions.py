"""What is asked back when typed words can mean several things, each answer one press."""

from collections.abc import Sequence

from bot.errors import Invalid
from bot.views import ids
from bot.views.answers import said
from bot.views.blocks import Message, actions, button, md
from bot.views.help import not_understood
from bot.views.problems import sentence
from bot.views.words import day


def which_target(project: str, project_id: int, names: Sequence[str], unknown: str | None, rest: str) -> Message:
    """No date of the plan, or several, fit the name that was typed; `rest` is the date and reason as typed."""
    if unknown:
        text = md("There is no date named “{unknown}” in {project}. Which one?", unknown=unknown[:100], project=project)
    else:
        text = md("Which date of {project}?", project=project)
    buttons = [
        button(name, f"{ids.COMMAND_CHOICE}:{number}",
               ids.pack(command="deadline", project=project_id, text=f"{name} {rest}"[:1500]))
        for number, name in enumerate(names[:20])
    ]  # fmt: skip
    return said(text, actions(*buttons))


def which_named(project: str, project_id: int, names: Sequence[str], command: str) -> Message:
    """Several things of a project fit the name that was typed; `command` is what is done to the one that is meant."""
    buttons = [
        button(name, f"{ids.COMMAND_CHOICE}:{number}", ids.pack(command=command, project=project_id, text=name))
        for number, name in enumerate(names[:20])
    ]
    return said(md("Which one of {project}?", project=project), actions(*buttons))


def which_day(problem: Invalid, project_id: int, target: str, reason: str | None, command: str = "deadline") -> Message:
    """The days that were perhaps meant, one button each; without any, just the sentence."""
    choices = problem.facts.get("choices") or ()
    text = sentence(problem)
    if not choices or problem.code == "date_past":
        return said(text)
    because = f" because {reason}" if reason else ""
    buttons = [
        button(day(each), f"{ids.COMMAND_CHOICE}:{number}",
               ids.pack(command=command, project=project_id, text=f"{target} {each.isoformat()}{because}"[:1500]))
        for number, each in enumerate(choices[:5])
    ]  # fmt: skip
    return said(text, actions(*buttons))


def unclear(command: str, text: str, example: str | None = None) -> Message:
    """Not understood: says so, with an example: the command's own, where none is given."""
    return said(not_understood(command, text, example))
