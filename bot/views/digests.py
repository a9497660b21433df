"""Weekly digests in words: short, what needs somebody first, nothing where there is nothing to say."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.services.digests.portfolio import Portfolio, Standing
from bot.services.digests.reading import ProjectWeek
from bot.services.digests.weekly import PARTS
from bot.views.blocks import Block, Message, Raw, clip, context, divider, header, join, md, section
from bot.views.checkins import COLOURS
from bot.views.words import ENDED, PUBLIC_STATES, answer, day, days, listing, who
from models.enums import Colour

#: Of each kind; the rest is counted.
SHOWN = 5
PROJECTS_SHOWN = 25


def project_digest(week: ProjectWeek) -> Message:
    """One project's week, for its channel; the picture of its plan goes below."""
    plan = week.timeline
    deadline = plan.bars[-1]
    text = f"The week of {plan.project}: deadline {day(deadline.planned)}{_slip(week.slip)}"
    blocks = [
        header(f"The week of {plan.project}"),
        section(md("{client}  ·  deadline *{day}*{slip}{colours}", client=plan.client, day=day(deadline.planned),
                   slip=_slip(week.slip), colours=_colours(week.colours, differs=week.differs))),
    ]  # fmt: skip
    parts = [
        ("In the way", [md("{what}: {owner}, by {due}", what=clip(each.what, 150), owner=who(week.names, each.owner_id),
                           due=day(each.due)) for each in week.in_the_way]),
        ("Overdue", [_dated(*each) for each in week.overdue]),
        ("Late from the client", [_dated(*each) for each in week.inputs_late]),
        ("Said to the client, not in the plan", [md("{when}, by {who}", when=day(when), who=who(week.names, author))
                                                 for author, when in week.promised]),
        ("Waits for an answer", [md("{name}{what}: {people} {answer}{late}", name=each.name, what=_about(each.what),
                                    people=_people(week, each.waits_for), answer=answer(len(each.waits_for)),
                                    late=", late" if each.is_late else "") for each in week.open]),
        ("Done this week", [_dated(*each) for each in week.done]),
        ("Decided this week", [md("{name}{what}: {state}", name=each.name, what=_about(each.what),
                                  state=ENDED[each.state] if each.what else PUBLIC_STATES[each.state])
                               for each in week.decided]),
        ("Due in the next two weeks", [_dated(*each) for each in week.coming]),
    ]  # fmt: skip
    blocks += [block for title, lines in parts for block in _part(title, lines)]
    if not any(lines for _, lines in parts):
        blocks.append(section(Raw("A quiet week: nothing is overdue, in the way or waiting.")))
    if week.roles_not_separated:
        blocks.append(context(md("{person} is both account manager and project manager here.",
                                 person=who(week.names, week.am_id))))  # fmt: skip
    return Message(text, blocks)


def portfolio_digest(found: Portfolio, parts: Collection[str] = PARTS) -> Message:
    """All projects for an ops lead, those in trouble first; `parts` is what they want to be told of."""
    count = len(found.standings)
    text = f"{count} live {'project' if count == 1 else 'projects'} on {day(found.day)}"
    blocks: list[Block] = [header("All projects this week"), context(md("{text}, those in trouble first", text=text))]
    blocks += [section(_line(each, parts)) for each in found.standings[:PROJECTS_SHOWN]]
    if count > PROJECTS_SHOWN:
        blocks.append(context(md("and {n} more", n=count - PROJECTS_SHOWN)))
    both = [each.project for each in found.standings if each.roles_not_separated]
    if both and "roles" in parts:
        blocks += [divider(), section(md("*Roles not separated:* {projects}", projects=listing(both)))]
    return Message(text, blocks)


def _line(found: Standing, parts: Collection[str]) -> Raw:
    counts = {
        "overdue": (found.overdue, "overdue"),
        "blockers": (found.in_the_way, "in the way"),
        "inputs": (found.inputs_late, "late from the client"),
        "answers": (found.late_answers, "not answered in time"),
    }
    said = "".join(f"  ·  {number} {what}" for part, (number, what) in counts.items() if number and part in parts)
    colours = found.colours if "colours" in parts else {}
    return md("*{project}*  {client}  ·  deadline {day}{slip}{colours}{said}", project=found.project,
              client=found.client, day=day(found.deadline), slip=_slip(found.slip),
              colours=_colours(colours, differs=found.differs), said=said)  # fmt: skip


def _slip(working_days: int) -> str:
    if not working_days:
        return ""
    later = "later" if working_days > 0 else "earlier"
    return f" ({abs(working_days)} working {days(abs(working_days))} {later} than first agreed)"


def _colours(colours: Mapping[str, Colour], *, differs: bool) -> Raw:
    words = {"am": "client", "pm": "plan"}
    said = [md("{of} {colour}", of=words[seat], colour=COLOURS[colours[seat]]) for seat in words if seat in colours]
    if not said:
        return Raw("")
    return md("  ·  {said}{differ}", said=join(said, ", "), differ=" (they see it differently)" if differs else "")


def _dated(what: str, when: object) -> Raw:
    return md("{what}: {day}", what=clip(what, 150), day=day(str(when)))


def _about(what: str) -> str:
    return f" {what}" if what else ""


def _people(week: ProjectWeek, people: Iterable[str]) -> Raw:
    return Raw(listing(who(week.names, each) for each in people)) or Raw("an ops lead")


def _part(title: str, lines: Sequence[Raw]) -> list[Block]:
    if not lines:
        return []
    shown = [md("*{title}*", title=title), *(md("• {line}", line=each) for each in lines[:SHOWN])]
    if len(lines) > SHOWN:
        shown.append(md("and {n} more", n=len(lines) - SHOWN))
    return [section(join(shown, "\n"))]
