"""Check-ins: the week's card, its form, the summary with what stands in the way first, and the cards of blockers."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.services.checkins.answering import Checked
from bot.services.checkins.plans import Plan
from bot.services.checkins.questions import Answer
from bot.services.checkins.reading import BlockerCard, Entry, Round
from bot.views import ids
from bot.views.blocks import (
    Block,
    Message,
    Raw,
    actions,
    button,
    clip,
    context,
    join,
    md,
    quote,
    section,
)
from bot.views.words import day, mention, mentions, moment, spoken, who
from models.enums import Colour

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Words beside the colour: nobody has to see it.
COLOURS = {Colour.GREEN: "🟢 green", Colour.AMBER: "🟠 amber", Colour.RED: "🔴 red"}
SEATS = {"am": "account manager", "pm": "project manager"}
#: Blockers that a summary lists; the rest is counted.
SHOWN = 10


def checkin_card(found: Round) -> Message:
    """The card of one week's check-in: who has answered, and the way to."""
    title = f"Check-in of {day(found.on)}: {found.project}"
    lines = [_state(found, each) for each in found.entries]
    blocks = [section(md("*Check-in of {day}*  {project}", day=day(found.on), project=found.project))]
    if lines:
        blocks.append(section(join(lines, "\n")))
    if found.is_open:
        value = ids.pack(project=found.project_id)
        blocks.append(
            actions(
                button("Check in", ids.CHECK_IN, value, style="primary", about=f"Check in on {found.project}"),
                button("Skip", ids.SKIP_CHECKIN, value, about=f"Skip this check-in on {found.project}"),
            )
        )
    elif found.entries and not any(each.answered_by for each in found.entries):
        blocks.append(context(Raw("Nobody checked in this time.")))
    return Message(title, blocks)


def _state(found: Round, entry: Entry) -> Raw:
    seat, person = _seat(entry), who(found.names, entry.user_id)
    if entry.answered_by:
        by = "" if entry.answered_by == entry.user_id else f" by {spoken(found.names, entry.answered_by)}"
        notes = [word for word, holds in (("late", entry.is_late), ("edited", entry.is_edited)) if holds]
        more = f" ({', '.join(notes)})" if notes else ""
        return md("{person}{seat}: checked in{by}{more}", person=person, seat=seat, by=by, more=more)
    if entry.is_skipped:
        said = "away, nobody stands in" if entry.is_away else "skipped"
        return md("{person}{seat}: {said}", person=person, seat=seat, said=said)
    due = md(" by {due}", due=moment(entry.due_at, found.zone)) if entry.due_at else Raw("")
    return md("{person}{seat}: answers{due}", person=person, seat=seat, due=due)


def _seat(entry: Entry) -> str:
    # One who has both roles is named with each.
    return f", {SEATS[entry.seat]}" if entry.seat in SEATS else ""


def checkin_notice(found: Round, picture: str, facts: Mapping[str, str]) -> Message:
    """The one line in the thread that asks, or reminds."""
    whom = mention(str(facts.get("whom", "")))
    at = facts.get("due")
    due = md(" by {due}", due=moment(datetime.fromisoformat(at), found.zone)) if at else Raw("")
    says = {
        "checkin_asked": "{whom} time to check in on {project}: press `Check in` above{due}, or `Skip`.",
        "checkin_reminded": "{whom} your check-in on {project} is still missing; answers are wanted{due}.",
    }
    text = md(says[picture], whom=whom, project=found.project, due=due)
    return Message(text, [section(text)])


def checkin_differs(found: Round, facts: Mapping[str, str]) -> Message:
    """Told to the two alone, before the channel reads it."""
    at = moment(datetime.fromisoformat(str(facts["shown_at"])), found.zone)
    text = md(
        "{two} you see {project} differently. Perhaps talk first: the channel reads the summary {at}, and it leads "
        "with this.",
        two=mentions([found.am_id, found.pm_id]), project=found.project, at=at,
    )  # fmt: skip
    blocks = [section(text)]
    for seat in SEATS:
        entry = found.entry(seat)
        if entry is not None:
            blocks += [section(_headed(found, entry)), *_answers(entry)]
    return Message(text, blocks)


def checkin_private(found: Round, entry: Entry) -> Message:
    """What is for those who see money only."""
    person = who(found.names, entry.answered_by)
    text = md("{person} checked in on {project}; this part is for you alone:", person=person, project=found.project)
    return Message(text, [section(text), *_answers(entry)])


def checkin_summary(found: Round) -> Message:
    """What stands in the way first (before it only that two see it differently), then what each said."""
    title = f"Summary of the check-in on {found.project}, {day(found.on)}"
    blocks: list[Block] = []
    if found.differs:
        blocks.append(section(_difference(found)))
    blocks += _blockers(found)
    for entry in found.entries:
        if entry.answered_by:
            blocks += [section(_headed(found, entry)), *_answers(entry)]
    missing = [_state(found, each) for each in found.entries if not each.answered_by]
    if missing:
        blocks.append(context(join(missing, "  ·  ")))
    return Message(title, blocks[:50])


def _difference(found: Round) -> Raw:
    told = []
    for seat in SEATS:
        entry = found.entry(seat)
        if entry is not None and entry.colour is not None:
            told.append(
                md("{person} says {colour}", person=who(found.names, entry.answered_by), colour=COLOURS[entry.colour])
            )
    return md("*They see it differently:* {told}.", told=join(told, ", "))


def _headed(found: Round, entry: Entry) -> Raw:
    colour = f": {COLOURS[entry.colour]}" if entry.colour is not None else ""
    notes = [word for word, holds in (("late", entry.is_late), ("edited", entry.is_edited)) if holds]
    more = f" ({', '.join(notes)})" if notes else ""
    return md("*{person}*{seat}{colour}{more}", person=who(found.names, entry.answered_by), seat=_seat(entry),
              colour=colour, more=more)  # fmt: skip


def _answers(entry: Entry) -> list[Block]:
    blocks: list[Block] = []
    for each in entry.answers:
        if not each["text"] or each["kind"] in (Answer.COLOUR, Answer.BLOCKERS):
            continue
        if each["private"] and each["text"] == "…":
            blocks.append(context(md("{label}: told privately", label=each["label"])))
            continue
        blocks += [context(md("{label}", label=each["label"])), quote(each["text"], 600)]
    return blocks


def _blockers(found: Round) -> list[Block]:
    if not found.blockers:
        return [section(Raw("Nothing stands in the way."))]
    lines = [
        md("• {what}: {owner}, by {due}{late}", what=clip(each.what, 150), owner=who(found.names, each.owner_id),
           due=day(each.due), late=" (overdue)" if each.is_overdue(found.today) else "")
        for each in found.blockers[:SHOWN]
    ]  # fmt: skip
    more = len(found.blockers) - SHOWN
    blocks = [section(md("*In the way*\n{lines}", lines=join(lines, "\n")))]
    return [*blocks, context(md("and {n} more", n=more))] if more > 0 else blocks


# ── blockers ──


def blocker_card(found: BlockerCard) -> Message:
    """Something that stands in the way, until somebody presses `Done`."""
    owner = mention(found.owner_id)
    if found.closed_by:
        text = md("~{what}~ is out of the way; {person} said so.", what=clip(found.what, 300).replace("~", "-"),
                  person=who(found.names, found.closed_by))  # fmt: skip
        return Message(text, [section(text)])
    head = md("In the way of {project}: {owner} takes care of it by {due}", project=found.project, owner=owner,
              due=day(found.due))  # fmt: skip
    value = ids.pack(blocker=found.blocker_id)
    buttons = actions(
        button("Done", ids.CLOSE_BLOCKER, value, style="primary", about=f"Out of the way: {found.what}"),
        button("Change", ids.CHANGE_BLOCKER, value, about=f"Change who or when: {found.what}"),
    )
    return Message(head, [section(head), quote(found.what, 300), buttons])


def blocker_notice(found: BlockerCard, picture: str, facts: Mapping[str, str]) -> Message:
    """Its owner is asked, or somebody else takes over."""
    if picture == "blocker_given":
        said = "{owner} this is yours now, by {due} ({project}; {by} passed it on):"
    else:
        late = found.is_overdue(date.fromisoformat(str(facts["day"])))
        said = "{owner} still in the way of {project}? It was due {due}:" if late else (
            "{owner} still in the way of {project}? It is due today:")  # fmt: skip
    text = md(said, owner=mention(found.owner_id), due=day(found.due), project=found.project,
              by=who(found.names, facts.get("by")))  # fmt: skip
    value = ids.pack(blocker=found.blocker_id)
    buttons = actions(
        button("Done", ids.CLOSE_BLOCKER, value, style="primary", about=f"Out of the way: {found.what}"),
        button("Change", ids.CHANGE_BLOCKER, value, about=f"Change who or when: {found.what}"),
    )
    return Message(text, [section(text), quote(found.what, 300), buttons])


def checked(found: Checked) -> Message:
    """What a typed skip came to."""
    early = ", before it was asked for" if found.early else ""
    text = md("Skipped: the check-in of {day} on {project}{early}.", day=day(found.on), project=found.project,
              early=early)  # fmt: skip
    return Message(text, [section(text)])


def plan_words(facts: Mapping[str, object]) -> str:
    """`every week on Monday at 10:00`, or `never`."""
    if facts.get("is_off"):
        return "never"
    every = int(str(facts["every"]))
    rhythm = "every week" if every == 1 else f"every {every} weeks"
    return f"{rhythm} on {WEEKDAYS[int(str(facts['weekday']))]} at {facts['wall']}"


def plan_set(project: str, plan: Plan, changed: bool) -> Message:
    """Told to whoever typed when check-ins shall be."""
    facts = {"is_off": plan.is_off, "weekday": plan.weekday, "every": plan.every, "wall": f"{plan.wall:%H:%M}"}
    said = (
        "Check-ins of {project} from now on: {when}." if changed else "Check-ins of {project} are so already: {when}."
    )
    text = md(said, project=project, when=plan_words(facts))
    return Message(text, [section(text)])


def checkin_plan(project: str, names: Mapping[str, str], facts: Mapping[str, object]) -> Message:
    """Somebody changed when check-ins are."""
    person = who(names, str(facts.get("by") or ""))
    text = md("{person} changed the check-ins of {project}: {when}.", person=person, project=project,
              when=plan_words(facts))  # fmt: skip
    return Message(text, [section(text)])
