"""What can be typed: one table for help, for the sentence after words that were not understood, and for the README."""

import re

from bot.domains import KINDS
from bot.views.blocks import Message, Raw, header, join, md, section
from bot.views.words import listing

_MENTION = re.compile(r"\s?<@[A-Z0-9]+(?:\|[^>]*)?>")
#: command → (what it does, an example, the words it takes)
COMMANDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "project": (
        "in a project's channel its status, elsewhere your projects",
        "/project milestone Homepage copy 12 Dec",
        (
            "new",
            "list",
            "show",
            "plan",
            "edit",
            "handover",
            "link",
            "milestone",
            "after",
            "done",
            "hold",
            "resume",
            "close",
            "reopen",
        ),
    ),
    "deadline": ("move a date", "/deadline 14 Dec because the client's event moved", ()),
    "brief": ("the brief: a form with today's text", "/brief show", ("show", "history", "diff")),
    "request": ("ask for any other change, or look at a request", "/request CR-12", ("list", "withdraw", "undo")),
    "inputs": (
        "what is needed from the client, by when, and what waits for it",
        "/inputs Photos from Carla by 12 Nov for Homepage copy",
        ("list", "add", "received", "edit", "remove", "chase"),
    ),
    "checkin": (
        "check in on a project, also before you are asked",
        "/checkin",
        ("schedule", "skip", "questions"),
    ),
    "why": ("how a date, the brief or anything else came to be so: the chain of decisions", "/why deadline", ()),
    "countersign": (
        "help, your calendar link, your hours, when you are away, and who is asked about what",
        "/countersign away 24 Dec - 2 Jan",
        ("help", "away", "back", "settings", "calendar", "policy", "ops", "health"),
    ),
}


def help_message() -> Message:
    """`/countersign help`."""
    lines = [
        md("`/{name}`  {what}. For example `{example}`{words}", name=name, what=what, example=example,
           words=f" (also: {', '.join(words)})" if words else "")
        for name, (what, example, words) in COMMANDS.items()
    ]  # fmt: skip
    titles = [kind.title[0].lower() + kind.title[1:] for kind in KINDS.values()]
    blocks = [
        header("Countersign"),
        section(Raw("The account manager does not move dates or people without the project manager; the project "
                    "manager does not change briefs or strategy without the account manager. Ask here, and the other "
                    "answers with one press.")),
        section(join(lines, "\n")),
        section(md("`/request` offers everything that can be asked for: {all}.", all=listing(titles))),
        section(Raw("It also works as `/countersign deadline …` and `@Countersign deadline …`, and on Home.")),
    ]  # fmt: skip
    return Message("Countersign: what you can type", blocks)


def not_understood(command: str, text: str, example: str | None = None) -> Raw:
    """The sentence for words that were not understood: an example, always."""
    # Mentions are Slack's ids here: nobody typed those.
    text = _MENTION.sub("", text)
    example = example or COMMANDS.get(command, COMMANDS["countersign"])[1]
    return md("I did not understand “{text}”. For example: `{example}`", text=text.strip()[:200], example=example)
