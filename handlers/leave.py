"""Being away: `/countersign away 24 Dec - 2 Jan`, the form, `list`, `back`, and what Slack's status says."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Invalid
from bot.language.dates import Problem
from bot.language.phrases import read_period
from bot.services import leave, people, plan
from bot.services.leave import Status
from bot.switchboard import Switchboard
from bot.views import ids, questions
from bot.views.blocks import Message
from bot.views.leave import away_form, leave_changed, leave_list
from bot.views.problems import told
from handlers.arriving import sent
from handlers.call import Call, Wanted
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet


def register(on: Switchboard) -> None:
    on.view(ids.AWAY_FORM)(send_leave)


async def open_leave(call: Call, wanted: Wanted) -> Message | None:
    """The form; with a date that was understood as the last day, from the day that was, else today, until then."""
    person = await call.read(people.require_colleague, call.team_id, call.user_id)
    last, first = wanted.given.get("date"), wanted.given.get("from")
    if last is not None and first is None:
        first = call.now.astimezone(ZoneInfo(person.zone)).date()
    announced = await call.read(leave.read_leave, now=call.now, **call.reader)
    return await call.open(away_form(first, last, announced), wanted)


async def away(call: Call, text: str, zone: str) -> Message | None:
    """What was typed after `away`; with days that are not understood the form opens as well."""
    if text.lower() in ("back", "over", "off", "end"):
        return await back(call)
    if text.lower() in ("list", "show"):
        return leave_list(await call.read(leave.read_leave, now=call.now, **call.reader))
    today = call.now.astimezone(ZoneInfo(zone)).date()
    if not text:
        return await open_leave(call, Wanted("away"))
    period = read_period(text, today)
    if period.back:
        return await back(call)
    if period.problem is Problem.PAST_YEARLESS and len(period.candidates) > 1:
        first, last = period.candidates
        why = told(Invalid("away_past_yearless", period=(first, last)))
        return await _unclear(call, why, Wanted("away", given={"from": first, "date": last}))
    if period.problem is not None and period.problem is not Problem.NONE_FOUND:
        return await _unclear(call, told(plan.unreadable(period.problem, period.candidates, text)))
    if period.start is None or period.end is None:
        return await _unclear(call, questions.unclear("countersign", f"away {text}"))
    until = await call.read(plan.last_of, team_id=call.team_id, user_id=call.user_id, period=period)
    return await _change(call, (period.start, until or period.end))


async def _unclear(call: Call, why: Message, wanted: Wanted | None = None) -> Message:
    return why.beside(await open_leave(call, wanted or Wanted("away")))


async def back(call: Call) -> Message | None:
    found = await call.do(leave.come_back, now=call.now, **call.reader)
    return leave_list(found[1], found[0]) if found is not None else None


async def send_leave(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    call, given, _ = sent(body, deps)
    deputy = str(given["deputy"]) if given.get("deputy") else None
    await meet(deps, call.team_id, call.user_id, *([deputy] if deputy else []))
    first, last = given.get("from"), given.get("until")
    off = [int(each) for each in given.get("taken_back") or ()]
    days = (first, last) if isinstance(first, date) and isinstance(last, date) else None
    if days is None and (first or last or not off):
        raise Invalid("date_missing", "from" if not isinstance(first, date) else "until")
    await _change(call, days, off, deputy)
    await ack()


async def notice_status(deps: Deps, user: Mapping[str, Any]) -> None:
    """Somebody's profile changed: one whose status says that they are off is asked whether it shall be so here."""
    profile: Mapping[str, Any] = user.get("profile") or {}
    until = profile.get("status_expiration")
    status = Status(
        str(profile.get("status_text") or ""),
        str(profile.get("status_emoji") or ""),
        datetime.fromtimestamp(until, UTC) if isinstance(until, int) and 0 < until < 2**33 else None,
    )
    if status.says_away():
        await deps.db.run(
            leave.notice_status,
            team_id=deps.team_id,
            user_id=str(user.get("id", "")),
            status=status,
            now=deps.clock.now(),
        )


async def _change(
    call: Call, days: tuple[date, date] | None, taken_back: Sequence[int] = (), deputy: str | None = None
) -> Message | None:
    found = await call.do(
        leave.change_leave, days=days, taken_back=taken_back, deputy_id=deputy, now=call.now, **call.reader
    )
    return leave_changed(found) if found is not None else None
