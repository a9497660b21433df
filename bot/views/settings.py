"""The settings forms: one's own, and the workspace's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from itertools import groupby

from bot import countries
from bot.services.settings import Settings
from bot.views import ids
from bot.views.blocks import Block, Raw, context, divider, modal, option, plain, question, select, text_input
from bot.views.fields import VALUE

#: What stands for "no public holidays" in the list of countries.
NO_COUNTRY = "none"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: What the morning message may tell of, in words.
PARTS: dict[str, str] = {
    "needs": "What needs you",
    "waits": "What waits on others",
    "due": "What is due soon",
    "overdue": "What is overdue",
    "inputs": "What the client owes us",
    "checkins": "Check-ins",
}


#: What the weekly digest of all projects may tell of, in words.
WEEKLY_PARTS: dict[str, str] = {
    "colours": "How the client and the plan look",
    "overdue": "What is overdue",
    "blockers": "What is in the way",
    "inputs": "What is late from the client",
    "answers": "What was not answered in time",
    "roles": "Where one person has both roles",
}
_WEEKLY = {
    False: "Of all projects, for ops leads. When a project's own comes to its channel, the workspace sets.",
    True: "Of each project in its channel, by its project manager's clock, and of all projects for ops leads.",
}


def settings_form(found: Settings) -> Block:
    """Hours, days, holidays, the morning message; of the workspace also its zone, of a person the quiet hours."""
    if found.is_for_all:
        note = "These hold for everybody who has not set something else."
        more = [_zone(found.zone), divider(), *_silence(found.silence)]
        callback, title = ids.DEFAULTS_FORM, "Workspace hours"
    else:
        note = "Your time zone is the one you have in Slack. When you are away: `/countersign away 24 Dec - 2 Jan`."
        more = [*_quiet(found), *_parts(found.digest_parts), *(_weekly_parts(found) if found.is_admin else [])]
        callback, title = ids.SETTINGS_FORM, "Your settings"
        if found.is_admin:
            note += " For everybody: `/countersign settings workspace`."
    blocks = [
        context(Raw(note)),
        question("work_from", "Work begins", _clock(found.work_from)),
        question("work_until", "Work ends", _clock(found.work_until)),
        question("weekdays", "Working days", _boxes(_named_days(), found.weekdays)),
        question("country", "Public holidays of", _countries(found.country)),
        question("region", "Region", text_input(VALUE, 60, found.region), optional=True,
                 hint="Where it has holidays of its own: its code or name, such as BY or Bayern."),
        divider(),
        question("digest_at", "Morning message at", _clock(found.digest_at), hint="Reminders come then too."),
        question("digest_days", "Morning message on", _boxes(_named_days(), found.digest_days), optional=True,
                 hint="None: never."),
        question("weekly_at", "Weekly digest at", _clock(found.weekly_at), hint=_WEEKLY[found.is_for_all]),
        question("weekly_days", "Weekly digest on", _boxes(_named_days(), found.weekly_days), optional=True,
                 hint="None: never."),
        *more,
    ]  # fmt: skip
    return modal(callback, title, blocks, submit="Save")


def _quiet(found: Settings) -> list[Block]:
    hint = "Nothing arrives by itself then, not even while you work."
    return [
        question("quiet_from", "Quiet from", _clock(found.quiet_from), optional=True, hint=hint),
        question("quiet_until", "Quiet until", _clock(found.quiet_until), optional=True),
    ]


def _parts(chosen: Collection[str]) -> list[Block]:
    boxes = _boxes([(words, key) for key, words in PARTS.items()], chosen)
    return [question("digest_parts", "Morning message tells of", boxes, optional=True)]


def _weekly_parts(found: Settings) -> list[Block]:
    boxes = _boxes([(words, key) for key, words in WEEKLY_PARTS.items()], found.weekly_parts)
    return [question("weekly_parts", "Weekly digest tells of", boxes, optional=True)]


def _zone(zone: str) -> Block:
    hint = "Of whoever Slack does not tell a time zone of, such as Europe/Prague."
    return question("zone", "Time zone", text_input(VALUE, 60, zone), hint=hint)


#: How long silence may last: field → (the question, what stands below it). Hours of whoever is asked.
SILENCE: dict[str, tuple[str, str]] = {
    "answer": ("An answer is due within", "Working hours of whoever is asked. Then their deputy is asked too."),
    "urgent": ("An urgent answer is due within", "The same, for what is asked for as urgent."),
    "nudge": ("They are reminded", "Of the time in which the answer is due."),
    "ops": ("Ops leads are asked after", "Working hours after it was due."),
    "lapse": ("It expires after", "Working hours after that. What was asked before keeps the time it is due by."),
}
NUDGED = {25: "after a quarter of it", 50: "at half of it", 75: "after three quarters of it"}


def _silence(given: Mapping[str, str]) -> list[Block]:
    return [question(name, label, _silence_input(name, given), hint=hint) for name, (label, hint) in SILENCE.items()]


def _silence_input(name: str, given: Mapping[str, str]) -> Block:
    if name == "nudge":
        return select(VALUE, [(words, str(percent)) for percent, words in NUDGED.items()], given.get(name))
    element: Block = {"type": "number_input", "action_id": VALUE, "is_decimal_allowed": True}
    return element | ({"initial_value": given[name]} if given.get(name) else {})


def _clock(at: time | None) -> Block:
    element: Block = {"type": "timepicker", "action_id": VALUE, "placeholder": plain("Pick a time")}
    if at is not None:
        element["initial_time"] = f"{at:%H:%M}"
    return element


def _named_days() -> list[tuple[str, str]]:
    return [(name, str(number)) for number, name in enumerate(DAYS)]


def _boxes(options: Sequence[tuple[str, str]], chosen: Collection[object]) -> Block:
    offered = [option(words, value) for words, value in options]
    element: Block = {"type": "checkboxes", "action_id": VALUE, "options": offered}
    marked = {str(each) for each in chosen}
    ticked = [each for each in offered if each["value"] in marked]
    if ticked:
        element["initial_options"] = ticked
    return element


def _countries(chosen: str) -> Block:
    """All countries in groups by their first letter; a plain list holds a hundred at most."""
    none = option("No public holidays", NO_COUNTRY)
    named = [option(name, code) for code, name in countries.names().items()]
    groups = [{"label": plain("None"), "options": [none]}]
    for letter, some in groupby(named, lambda each: str(each["text"]["text"])[0]):
        groups.append({"label": plain(letter), "options": list(some)})
    initial = next((each for each in named if each["value"] == chosen), none)
    return {
        "type": "static_select",
        "action_id": VALUE,
        "placeholder": plain("Pick a country"),
        "option_groups": groups,
        "initial_option": initial,
    }
