"""Calendar links: `/countersign calendar`, the same on Home, and the buttons that give and revoke one."""

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.errors import NotFound
from bot.services import feeds
from bot.switchboard import Switchboard
from bot.views import ids
from bot.views.blocks import Message
from bot.views.calendar import calendar_page
from handlers.answering import answer_press, page, show_instead
from handlers.arriving import pressed_with
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload

TITLE = "Calendars"


def register(on: Switchboard) -> None:
    on.action(ids.CALENDAR_LINK)(give)
    on.action(ids.CALENDAR_REVOKE)(revoke)


async def calendars(call: Call, project_id: int | None = None) -> Message:
    """The calendars that the person can have a link to, or one project's. Raises Refused, NotFound."""
    return await _page(call, project_id)


async def give(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, project_id = await _of(body, deps)
    if deps.calendar_address is None:
        raise NotFound("calendar_not_served")
    token = await call.read(feeds.give_link, project_id=project_id, now=call.now, **call.reader)
    await _show(body, call, respond, await _page(call, project_id, deps.calendar_address(token)))


async def revoke(body: Payload, respond: AsyncRespond, deps: Deps) -> None:
    call, project_id = await _of(body, deps)
    await call.read(feeds.revoke_link, project_id=project_id, now=call.now, **call.reader)
    await _show(body, call, respond, await _page(call))


async def _of(body: Payload, deps: Deps) -> tuple[Call, int | None]:
    call, found = await pressed_with(body, deps)
    project = found.get("project")
    return call, None if project is None else ids.number(project)


async def _page(call: Call, project_id: int | None = None, link: str | None = None) -> Message:
    if call.deps.calendar_address is None:
        raise NotFound("calendar_not_served")
    found = await call.read(feeds.read_feeds, **call.reader)
    one = [each for each in found if each.project_id == project_id]
    shown = found if project_id is None else one
    return calendar_page(shown, link=link, of=one[0].name if one else "")


async def _show(body: Payload, call: Call, respond: AsyncRespond, message: Message) -> None:
    """In the form where it was pressed, else beside the message; never where others read it."""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        await show_instead(call.deps, view, page(message, TITLE))
    else:
        await answer_press(call, respond, message)
