"""Buttons: on cards, on Home, in answers."""

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import NotFound
from bot.services import decisions, heads_ups, outbox, people, projects, showing, status
from bot.switchboard import Switchboard
from bot.views import answers, forms, ids
from handlers import commands
from handlers.answering import answer_instead, answer_moved, answer_press, page
from handlers.arriving import call_of, met_call, pressed_on, pressed_with
from handlers.call import Wanted
from handlers.deps import Deps
from handlers.opening import open_form
from handlers.payloads import Payload, pressed
from handlers.people import meet
from models.enums import Action

#: Nobody has so many projects.
MOST_PAGES = 10_000


def register(on: Switchboard) -> None:
    on.action(ids.DECLINE)(decline)
    on.action(ids.WITHDRAW)(withdraw)
    on.action(ids.TAKE_BACK)(take_back)
    on.action(ids.ACKNOWLEDGE)(acknowledge)
    on.action(ids.OBJECT)(object_to)
    on.action(ids.AGREE_TO_START)(agree_to_start)
    on.action(ids.OPEN_FORM)(open_wanted)
    on.action(ids.SHOW_PROJECT)(show_project)
    on.action(ids.COMMAND_CHOICE)(run_choice)
    on.action(ids.MEND_CHANNEL)(mend_channel)
    on.action(ids.HOME_PAGE)(turn_page)
    on.action(ids.CLOSE_PROJECT)(close_project)


async def withdraw(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    moved = await call.read(decisions.withdraw, request_id=of.id, **call.actor)
    await answer_moved(call, respond, moved)


async def take_back(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    moved = await call.read(decisions.take_back, request_id=of.id, **call.actor)
    await answer_moved(call, respond, moved)


async def acknowledge(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    moved = await call.read(heads_ups.acknowledge, request_id=of.id, version=of.version, **call.actor)
    await answer_moved(call, respond, moved)


async def decline(body: Payload, deps: Deps) -> None:
    await _ask_why(body, deps, Action.DECLINE)


async def object_to(body: Payload, deps: Deps) -> None:
    await _ask_why(body, deps, Action.OBJECT)


async def _ask_why(body: Payload, deps: Deps, action: Action) -> None:
    """The form for the reason opens only for whoever may do it."""
    call, of = await pressed_on(body, deps)
    card = await call.read(
        showing.read_card_to_answer, request_id=of.id, version=of.version, action=action, now=call.now, **call.reader
    )
    form = forms.decline_form(card) if action is Action.DECLINE else forms.object_form(card)
    await call.show(form)


async def agree_to_start(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, of = await pressed_on(body, deps)
    project = await call.read(projects.agree_to_start, project_id=of.id, plan_version=of.version, **call.actor)
    await answer_press(call, respond, answers.agreed(project.name, projects.waiting_to_agree(project)))


async def open_wanted(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call = await met_call(body, deps)
    await answer_press(call, respond, await open_form(call, Wanted.unpacked(pressed(body)[1])))


async def close_project(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """Closed all the same, with the open requests that were shown."""
    call, found = await pressed_with(body, deps)
    shown = found.get("shown")
    project, ended = await call.read(
        status.change_status,
        project_id=ids.number(found.get("project")),
        step="close",
        shown=[ids.number(each) for each in shown] if isinstance(shown, list) else (),
        **call.actor,
    )
    await answer_instead(call, respond, answers.status_changed(project.name, "close", ended))


async def show_project(body: Payload, deps: Deps) -> None:
    """From Home: the project's status as a page."""
    call, found = await pressed_with(body, deps)
    project_id = ids.number(found.get("project"))
    card = await call.read(showing.read_visible_project, project_id=project_id, now=call.now, **call.reader)
    await call.show(page(answers.project_status(card), "Project"))


async def run_choice(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """An answer to "Which project?" or "Did you mean …?": runs what was typed, with that settled."""
    found = ids.unpack(pressed(body)[1])
    name, _, more = str(found.get("command", "")).partition(" ")
    project_id = found.get("project")
    text = f"{more} {found.get('text', '')}".strip()
    call = call_of(body, deps, text, project_id=project_id if isinstance(project_id, int) else None)
    await meet(deps, call.team_id, call.user_id)
    if name not in commands.COMMANDS:
        raise NotFound("button_unknown")
    await answer_press(call, respond, await commands.run(name, call))


async def mend_channel(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    """We were invited again: what waited for the channel is sent."""
    call, found = await pressed_with(body, deps)
    await call.read(people.require_insider, call.team_id, call.user_id)
    channel = str(found.get("channel") or "")
    count = await call.read(outbox.release, team_id=call.team_id, address=channel, now=call.now)
    text = f"{count} messages are on their way." if count else "Nothing waits for that channel."
    await answer_press(call, respond, answers.saved(text))


async def turn_page(body: Payload, deps: Deps) -> None:
    """On Home: more of one's projects."""
    call, found = await pressed_with(body, deps)
    page = min(ids.number(found.get("page")), MOST_PAGES)
    await call.read(outbox.owe_home, page=page, now=call.now, **call.reader)
