"""`python -m bot.docs`: writes the tables and diagrams of the documents from the code; `--check` says what is stale.

A document holds a generated part between two lines:

    <!-- generated: commands -->
    … whatever stands here is replaced …
    <!-- end -->

The words for people come from `bot/views`, the facts from the tables themselves.
"""

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.__main__ import COMMANDS as PROCESSES
from bot.config import WHERE, Settings
from bot.policy.may import Actor, Permit, RequestFacts, Seat, acts_for, may
from bot.policy.table import DEFAULT_POLICY, DEFAULT_VERSION, Clause
from bot.services.patience import USUAL
from bot.services.routing import acting_roles
from bot.services.status import STEPS
from bot.views.help import COMMANDS
from bot.views.pace import hours
from bot.views.rules import cell_words
from bot.views.settings import NUDGED, SILENCE
from bot.views.words import DOMAINS, STATES, STATUSES
from models.enums import Action, Mode, ProjectStatus, RequestState, Role
from models.lifecycle import TRANSITIONS

ROOT = Path(__file__).resolve().parent.parent
#: The documents that hold generated parts.
PAGES = ("README.md", "docs/policy.md", "docs/lifecycle.md", "docs/operations.md")

MODES = {
    Mode.FREE: "free",
    Mode.HEADS_UP: "heads-up",
    Mode.APPROVAL: "approval",
    Mode.JOINT: "both sign",
}

#: What no person does.
BY_ITSELF: Mapping[Action, str] = {Action.LAPSE: "silence, or closing the project", Action.SETTLE: "the clock"}
NOBODY = "nobody yet"
#: The people about whom `may` is asked, by what they are to a request.
CAST: Mapping[str, str] = {"asked": "whoever has to say yes", "decider": "the decider", "requester": "the requester"}
TOLD = "whoever was told"
#: Who can move a state on → its class, its colour, and what its label says (a colour alone says nothing).
COLOURS: Mapping[str, tuple[str, str, str]] = {
    CAST["asked"]: ("asked", "fill:#fff1c2,stroke:#8a6d00,color:#222", "waits for whoever has to say yes"),
    TOLD: ("told_to", "fill:#ffe1d2,stroke:#a3481a,color:#222", "whoever was told may object"),
    CAST["decider"]: ("decider", "fill:#d8ecff,stroke:#1f5f9a,color:#222", "can be taken back for 5 minutes"),
    CAST["requester"]: ("requester", "fill:#e3f4dd,stroke:#3c7a2a,color:#222", "waits for the requester"),
    "": ("ended", "fill:#eeeeee,stroke:#777777,color:#222", "ended"),
}
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
#: Where a request begins, by the mode that the policy gave it.
BEGINNINGS: Mapping[RequestState, str] = {
    RequestState.PENDING: "needs a yes",
    RequestState.TOLD: "heads-up",
    RequestState.APPROVED: "free",
}

Part = Callable[[], str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in the cells are escaped."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def policy() -> str:
    """The default policy, a row for each domain."""
    steward = {Role.AM: "AM", Role.PM: "PM", None: "both"}
    rows = [
        (domain.value.replace("_", " "), DOMAINS[domain], steward[row.steward], said(row.am), said(row.pm))
        for domain, row in DEFAULT_POLICY.rows.items()
    ]
    head = ("domain", "on screen", "answers for it", "AM acts", "PM acts")
    return f"Version {DEFAULT_VERSION} of the table in `bot/policy/table.py`.\n\n{table(head, rows)}"


def said(clauses: Sequence[Clause]) -> str:
    """`approval if the client was told this date; otherwise heads-up`."""
    return cell_words(clauses, DEFAULT_POLICY.limits, MODES)


def stand_ins() -> str:
    """Who acts for a role when, as `acts_for` and `acting_roles` answer."""
    late = RequestFacts(
        state=RequestState.PENDING, mode=Mode.APPROVAL, requester_id="x", author_id="x", needs=(Role.PM,), seats={},
        now=NOON, due_at=NOON,
    )  # fmt: skip
    times = {"is there": (False, None), "is away": (True, None), "is late to answer": (False, NOON)}
    rows = []
    for who, deputies, any_time in (("holder", (), ()), ("deputy, any time", ("x",), ("x",)), ("deputy", ("x",), ())):
        cells = []
        for away, due_at in times.values():
            seat = Seat("holder" if deputies else "x", deputies, frozenset(any_time), away)
            asks = Role.PM in acting_roles("x", {Role.PM: seat})
            answers = acts_for("x", Role.PM, replace(late, seats={Role.PM: seat}, due_at=due_at)) is not None
            cells.append(ACTS[asks, answers])
        rows.append((who, *cells))
    return table(("", *(f"the holder {when}" for when in times)), rows)


#: (asks for the role of their own accord, answers for it) → in words.
ACTS = {
    (True, True): "asks and answers for the role",
    (False, True): "answers for the role",
    (False, False): "like anybody else",
}


def mover(state: RequestState, action: Action) -> str:
    """Who can make this move, as `may` answers for somebody who asked, is asked, or decided."""
    told = state in (RequestState.TOLD, RequestState.NOTED, RequestState.OBJECTED)
    facts = RequestFacts(
        state=state,
        mode=Mode.HEADS_UP if told else Mode.APPROVAL,
        requester_id="requester",
        author_id="requester",
        needs=(Role.PM,),
        seats={Role.AM: Seat("requester"), Role.PM: Seat("asked")},
        now=NOON,
        decided_by="decider",
        take_back_until=NOON + timedelta(minutes=5),
    )
    found = [words for who, words in CAST.items() if isinstance(may(Actor(who), action, facts), Permit)]
    if told and found:
        return TOLD
    return " or ".join(found) or BY_ITSELF.get(action, NOBODY)


def moves() -> str:
    """Every move of a request: from, action, by whom, to."""
    rows = [(str(state), str(action), mover(state, action), str(goal)) for (state, action), goal in TRANSITIONS.items()]
    return table(("state", "move", "by", "state after it"), rows)


def waits_for(state: RequestState) -> str:
    """Who can move this state on: by the first of its moves that somebody in COLOURS can make; empty for none."""
    movers = (mover(source, action) for source, action in TRANSITIONS if source is state)
    return next((each for each in movers if each in COLOURS), "")


def request_states() -> str:
    """A Mermaid diagram of a request's states, each labelled and coloured by who can move it on."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction LR"]
    lines += [f"    {state} : {STATES[state]} ({COLOURS[waits_for(state)][2]})" for state in RequestState]
    lines += [f"    [*] --> {state} : {how}" for state, how in BEGINNINGS.items()]
    for (state, action), goal in TRANSITIONS.items():
        later = " (not offered yet)" if mover(state, action) == NOBODY else ""
        lines.append(f"    {state} --> {goal} : {str(action).replace('_', ' ')}{later}")
    for who, (name, style, _) in COLOURS.items():
        if members := ",".join(state for state in RequestState if waits_for(state) == who):
            lines += [f"    classDef {name} {style}", f"    class {members} {name}"]
    return "\n".join([*lines, "```"])


def project_states() -> str:
    """A Mermaid diagram of a project's states."""
    lines = ["```mermaid", "stateDiagram-v2", "    direction LR"]
    lines += [f"    {status} : {STATUSES[status]}" for status in ProjectStatus]
    lines += [f"    [*] --> {ProjectStatus.PLANNING} : new"]
    lines += [f"    {ProjectStatus.PLANNING} --> {ProjectStatus.LIVE} : Agree to start (both roles)"]
    for step, (sources, goal) in STEPS.items():
        ordered = [each for each in ProjectStatus if each in sources]
        lines += [f"    {source} --> {goal} : {step}{' (ops lead)' if step == 'reopen' else ''}" for source in ordered]
    return "\n".join([*lines, "```"])


def silence() -> str:
    """How long silence may last, as it comes."""
    usual = asdict(USUAL)
    rows = [
        (label, NUDGED[usual[name]] if name == "nudge" else hours(usual[name]), hint)
        for name, (label, hint) in SILENCE.items()
    ]
    return table(("Workspace hours", "as it comes", "what it means"), rows)


def commands() -> str:
    """What can be typed."""
    rows = [
        (f"`/{name}`", what, f"`{example}`", ", ".join(f"`{word}`" for word in words))
        for name, (what, example, words) in COMMANDS.items()
    ]
    return table(("command", "does", "for example", "also"), rows)


def settings() -> str:
    """What can be set."""
    rows = []
    for each in fields(Settings):
        name = each.name.upper()
        default = "" if each.default in (None, Ellipsis) or each.name == "slack_bot_token" else f"`{each.default}`"
        rows.append((f"`{name}`", MEANING[name], default, WHERE.get(name, "")))
    return table(("setting", "what for", "default", "where from"), rows)


MEANING: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "speaks to Slack; always needed",
    "SLACK_APP_TOKEN": "Socket Mode; needed unless Slack calls over HTTP",
    "SLACK_SIGNING_SECRET": "HTTP: proves that a request is Slack's",
    "SLACK_API_URL": "where Slack's Web API is",
    "DATABASE_URL": "where everything is kept",
    "PORT": "HTTP port; in Socket Mode it turns the health pages on (HTTP without it: 3000)",
    "PUBLIC_URL": "the address at which others reach the bot: calendar links lead there (Socket Mode: with PORT)",
    "LOG_LEVEL": "how much is logged",
}


def processes() -> str:
    """What `python -m bot` can do."""
    rows = [(f"`python -m bot {name}`", what) for name, (what, _) in PROCESSES.items()]
    return table(("command", "does"), rows)


PARTS: Mapping[str, Part] = {
    "policy": policy,
    "stand ins": stand_ins,
    "moves": moves,
    "request states": request_states,
    "project states": project_states,
    "silence": silence,
    "commands": commands,
    "settings": settings,
    "processes": processes,
}
PART = re.compile(r"(?P<start><!-- generated: (?P<name>[a-z ]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)


def written(text: str) -> str:
    """A document with its generated parts as they should be. Raises KeyError for a part nobody knows."""
    return PART.sub(lambda found: f"{found['start']}{PARTS[found['name']]()}\n{found['end']}", text)


def stale(root: Path = ROOT) -> str:
    """What differs from the documents as they should be, as a unified diff; empty when they are current."""
    lines: list[str] = []
    for page in PAGES:
        old = (root / page).read_text(encoding="utf-8")
        new = written(old)
        lines += difflib.unified_diff(old.splitlines(), new.splitlines(), page, f"{page}, as it should be", lineterm="")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents; with `--check` only compare them. The exit status: 1 when they are stale."""
    parser = argparse.ArgumentParser(prog="python -m bot.docs", description="The generated parts of the documents")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is stale")
    if parser.parse_args(arguments).check:
        difference = stale()
        if difference:
            print(f"{difference}\n\nThe documents are stale: run `make docs`.", file=sys.stderr)
        return 1 if difference else 0
    for page in PAGES:
        path = ROOT / page
        old = path.read_text(encoding="utf-8")
        if (new := written(old)) != old:
            path.write_text(new, encoding="utf-8")
            print(f"{page} is written anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
