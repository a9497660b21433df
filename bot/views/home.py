"""App Home: each person's desk."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.services.checkins.reading import Waiting
from bot.services.desk import Desk, Item, Start
from bot.services.finding import Choice
from bot.views import ids, offers
from bot.views.blocks import HOME_BLOCKS, Block, Raw, actions, button, context, divider, header, join, md, section
from bot.views.inputs import home_section
from bot.views.pace import MARK
from bot.views.words import STATUSES, answer, channel, day, listing, moment, who
from models.enums import RequestState

#: What one Home lists of each kind; the rest is counted.
SHOWN = 10
PROJECTS_SHOWN = 20
PROJECTS_LEAST = 5
#: Blocks around a page of projects: a line, the heading, where it is, the buttons.
AROUND_PROJECTS = 4


def home(desk: Desk, *, page: int = 0) -> Block:
    """The view for `views.publish`, with one page of the person's projects."""
    if desk.is_outsider:
        text = Raw("Countersign is for members of this workspace. Ask your contact at the agency.")
        return {"type": "home", "blocks": [section(text)]}
    if desk.is_unknown:
        text = Raw("Slack did not tell me in time who you are. Please open this page again in a moment.")
        return {"type": "home", "blocks": [section(text)]}
    if desk.is_freelancer:
        return {"type": "home", "blocks": _freelancer(desk)}
    blocks = [
        *_away(desk),
        *_quick(desk),
        *_offers(desk),
        *_for_me(desk),
        *_on_others(desk),
        *_due(desk),
        *home_section(desk.inputs),
    ]
    foot = _foot(desk)
    # The projects take what room is left; some of it is always theirs.
    room = max(HOME_BLOCKS - len(blocks) - len(foot) - AROUND_PROJECTS, PROJECTS_LEAST)
    projects = _projects(desk, page, min(room, PROJECTS_SHOWN))
    return {"type": "home", "blocks": [*blocks[: HOME_BLOCKS - len(projects) - len(foot)], *projects, *foot]}


def _freelancer(desk: Desk) -> list[Block]:
    booked = listing([each.name for each in desk.projects[:PROJECTS_SHOWN]]) or "nothing yet"
    text = md("You work with us as a freelancer. You are booked on: {booked}.", booked=booked)
    away = Raw("`/countersign away 24 Dec - 2 Jan` when you leave. For anything else ask the project manager.")
    waiting = [block for each in desk.checkins[:SHOWN] for block in checkin_line(desk.zone, each)]
    return [section(text), *waiting, context(away)]


def _quick(desk: Desk) -> list[Block]:
    return [
        actions(
            button("Move a date", f"{ids.OPEN_FORM}:deadline", ids.pack(form="deadline")),
            button("Change the brief", f"{ids.OPEN_FORM}:brief", ids.pack(form="brief")),
            button("Ask for a change", f"{ids.OPEN_FORM}:request", ids.pack(form="request")),
            button("New project", f"{ids.OPEN_FORM}:project", ids.pack(form="project")),
        )
    ]


def _settings(desk: Desk) -> list[Block]:
    return [
        actions(
            button("Calendars", f"{ids.OPEN_FORM}:calendar", ids.pack(form="calendar")),
            button("Settings", f"{ids.OPEN_FORM}:settings", ids.pack(form="settings")),
            button("Away", f"{ids.OPEN_FORM}:away", ids.pack(form="away")),
            button("Policy", ids.OPEN_POLICY, ids.pack()),
            *(_for_admins() if desk.is_admin else []),
        )
    ]


def _for_admins() -> list[Block]:
    return [
        button("Workspace hours", f"{ids.OPEN_FORM}:defaults", ids.pack(form="defaults")),
        button("Check-in questions", f"{ids.OPEN_FORM}:questions", ids.pack(form="checkin_questions")),
        button("Ops leads", f"{ids.OPEN_FORM}:ops", ids.pack(form="ops_leads")),
    ]


def _away(desk: Desk) -> list[Block]:
    if desk.away_until is None:
        return []
    # Leave ends at a midnight; people name the last day of it.
    last = (desk.away_until - timedelta(seconds=1)).astimezone(ZoneInfo(desk.zone)).date()
    return [
        section(
            md(
                "You are away until {until}; your deputies answer, if you have any. `/countersign away back` ends it.",
                until=day(last),
            )
        )
    ]


def _offers(desk: Desk) -> list[Block]:
    if not desk.offers:
        return []
    return [header("Shall I send this?"), *(block for each in desk.offers for block in offers.on_home(each))]


def _for_me(desk: Desk) -> list[Block]:
    blocks = [header("Waiting for you")]
    for start in desk.starts_for_me[:SHOWN]:
        value = str(ids.Versioned(start.project_id, start.plan_version))
        text = md("*{name}*: proposed, deadline {day}", name=start.name, day=day(start.deadline))
        blocks += [section(text), actions(button("Agree to start", ids.AGREE_TO_START, value, style="primary"))]
    for item in desk.for_me[:SHOWN]:
        blocks += [section(item_line(desk.names, desk.zone, item)), item_buttons(item, desk.user_id)]
    for each in desk.checkins[:SHOWN]:
        blocks += checkin_line(desk.zone, each)
    if not desk.for_me and not desk.starts_for_me and not desk.checkins:
        blocks.append(section(Raw("Nothing waits for you.")))
    return [*blocks, *_more(len(desk.for_me) + len(desk.starts_for_me))]


def checkin_line(zone: str, waiting: Waiting) -> list[Block]:
    """A check-in that waits for the reader."""
    due = md(", by {due}", due=moment(waiting.due_at, zone)) if waiting.due_at else Raw("")
    value, name = ids.pack(project=waiting.project_id), waiting.project
    return [
        section(md("*Check-in*  {project}{due}", project=name, due=due)),
        actions(
            button("Check in", ids.CHECK_IN, value, style="primary", about=f"Check in on {name}"),
            button("Skip", ids.SKIP_CHECKIN, value, about=f"Skip this check-in on {name}"),
        ),
    ]


def item_line(names: Mapping[str, str], zone: str, item: Item) -> Raw:
    """A request that waits for the reader."""
    change = md(" to {day}", day=day(item.change)) if item.change else Raw("")
    until = ", object until" if item.state is RequestState.TOLD else ", by"
    due = md("{until} {due}", until=until, due=moment(item.due_at, zone)) if item.due_at else Raw("")
    due = Raw(", on hold") if item.on_hold else due
    asker = Raw("Countersign") if item.proposed else who(names, item.author_id)
    if item.questioned_by:
        asker, due = who(names, item.questioned_by), Raw("")
    verb = "changed" if item.state is RequestState.TOLD else f"{_asks(item)} ({MARK})" if item.done else _asks(item)
    return md("*{name}* {project}: {what}{change}  ·  {asker} {verb}{due}  ·  {where}",
              name=item.name, project=item.project, what=item.what, change=change, asker=asker, verb=verb, due=due,
              where=channel(item.channel_id))  # fmt: skip


def _asks(item: Item) -> str:
    if item.questioned_by:
        return "has a question"
    return "asks" if item.author_id == item.requester_id else "suggests this"


def item_buttons(item: Item, reader_id: str) -> Block:
    """What its reader can do about it at once."""
    value = str(ids.Versioned(item.request_id, item.version))
    if reader_id in item.asked_back:
        return actions(button("Answer", ids.ANSWER_QUESTION, value, style="primary", about=f"Answer about {item.name}"))
    if item.state is RequestState.TOLD:
        return actions(
            button("Acknowledge", ids.ACKNOWLEDGE, value, about=f"Acknowledge {item.name}"),
            button("Object", ids.OBJECT, value, about=f"Object to {item.name}"),
        )
    if item.proposed:
        return actions(
            button("Agree", ids.APPROVE, value, style="primary", about=f"Agree to {item.name}"),
            button("Absorb", ids.DECLINE, value, about=f"Absorb {item.name}: no date moves"),
        )
    return actions(
        button("Approve", ids.APPROVE, value, style="primary", about=f"Approve {item.name}"),
        button("Decline", ids.DECLINE, value, style="danger", about=f"Decline {item.name}"),
    )


def _on_others(desk: Desk) -> list[Block]:
    lines = [start_line(desk.names, each) for each in desk.starts_on_others[:SHOWN]]
    blocks = [section(join(lines, "\n"))] if lines else []
    for item in desk.on_others[:SHOWN]:
        value = str(ids.Versioned(item.request_id, item.version))
        able = item.requester_id == desk.user_id and item.state in (RequestState.PENDING, RequestState.QUESTIONED)
        accessory = button("Withdraw", ids.WITHDRAW, value, about=f"Withdraw {item.name}") if able else None
        blocks.append(section(waiting_line(desk.names, item), accessory))
    if not blocks:
        return []
    return [divider(), header("Waiting on others"), *blocks, *_more(len(desk.on_others))]


def waiting_line(names: Mapping[str, str], item: Item) -> Raw:
    """A request of the reader's that waits for others."""
    waiting = Raw(listing(who(names, each) for each in item.waits_for)) or Raw("An ops lead")
    verb = "may object" if item.state is RequestState.TOLD else answer(len(item.waits_for))
    if item.asked_back:
        waiting, verb = Raw(listing(who(names, each) for each in item.asked_back)), "can answer the question"
    return md("*{name}* {project}: {what}  ·  {waiting} {verb}", name=item.name, project=item.project,
              what=f"{item.what}, {MARK}" if item.done else item.what, waiting=waiting, verb=verb)  # fmt: skip


def start_line(names: Mapping[str, str], start: Start) -> Raw:
    """A project whose start waits for others."""
    people = listing([str(who(names, each)) for each in start.waits_for])
    return md("*{name}*: {people} still to agree to start", name=start.name, people=Raw(people))


def _due(desk: Desk) -> list[Block]:
    if not desk.due:
        return []
    lines = [
        md("{day}{late}  ·  {project}: {what}", day=day(each.date), late=" (late)" if each.date < desk.today else "",
           project=each.project, what=each.what)
        for each in desk.due[:SHOWN]
    ]  # fmt: skip
    return [divider(), header("Due soon"), section(join(lines, "\n")), *_more(len(desk.due))]


def _projects(desk: Desk, page: int, size: int) -> list[Block]:
    blocks = [divider(), header("Your projects")]
    if not desk.projects:
        create = button("Create one", f"{ids.OPEN_FORM}:create", ids.pack(form="project"))
        return [*blocks, section(Raw("No projects here yet."), create)]
    last = (len(desk.projects) - 1) // size
    page = min(max(page, 0), last)
    for each in desk.projects[page * size : (page + 1) * size]:
        show = button("Show", ids.SHOW_PROJECT, ids.pack(project=each.project_id), about=f"Show {each.name}")
        line = project_line(each, day(desk.deadlines[each.project_id]))
        ahead = [md("{name} {day}", name=mark.name, day=day(mark.date)) for mark in desk.ahead.get(each.project_id, ())]
        blocks.append(section(md("{line}\n{ahead}", line=line, ahead=join(ahead, " → ")) if ahead else line, show))
    return [*blocks, *_pages(page, last, len(desk.projects), size)]


def _pages(page: int, last: int, count: int, size: int) -> list[Block]:
    if last == 0:
        return []
    shown = f"{page * size + 1} to {min((page + 1) * size, count)} of {count}"
    turns = [("Earlier projects", page - 1)] if page > 0 else []
    turns += [("More projects", page + 1)] if page < last else []
    buttons = [button(label, f"{ids.HOME_PAGE}:{to}", ids.pack(page=to)) for label, to in turns]
    return [context(md("{shown}", shown=shown)), actions(*buttons)]


def project_line(choice: Choice, deadline: str) -> Raw:
    return md("*{name}*  ·  {client}  ·  {status}  ·  deadline {deadline}", name=choice.name, client=choice.client,
              status=STATUSES[choice.status], deadline=deadline)  # fmt: skip


def _more(count: int, shown: int = SHOWN) -> list[Block]:
    return [context(md("and {n} more", n=count - shown))] if count > shown else []


def _foot(desk: Desk) -> list[Block]:
    return [
        divider(),
        *_settings(desk),
        context(
            Raw("`/countersign help` lists everything you can type. `/countersign away 24 Dec - 2 Jan` when you leave.")
        ),
    ]
