"""Messages in channels: what was asked for in talk is offered to its author, edits and deletions are noticed.

Most messages never come here: `bot/hearing.py` drops them at the door.
"""

from contextlib import suppress
from datetime import UTC, datetime

from bot.errors import Refused
from bot.language import talk
from bot.language.promises import read_promise
from bot.language.talk.weights import shipped
from bot.services import listening, picking, promises
from bot.services.listening import Heard, Setting
from bot.services.picking import Message
from handlers.arriving import call_of
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload, Written, written_in
from handlers.people import meet


async def overheard(body: Payload, deps: Deps) -> None:
    """One message of a channel, or that one was edited or deleted."""
    written = written_in(body)
    if written is None:
        return
    call = call_of(body, deps)
    if written.deleted:
        await call.read(picking.delete, team_id=call.team_id, channel_id=written.channel_id, ts=written.ts)
        await _rewrite_promise(call, written, None)
    elif written.edited:
        await _reread(call, written)
        await _rewrite_promise(call, written, written.text)
    elif deps.bot_user_id not in written.text:
        # A mention of us comes as an event of its own, and is answered there.
        await _read(call, written)


async def asked_directly(call: Call, body: Payload, text: str) -> bool:
    """Whether something said to us (a mention, a direct message) was understood as a request, and offered."""
    event = body["event"]
    ts = str(event.get("ts") or "")
    setting = await call.read(
        listening.listen_directly, channel_id=call.place.channel_id, sent_at=_instant(ts), **call.reader
    )
    if setting is None:
        return False
    heard, sure = listening.about(setting, text)
    understood = _understand(text, setting, heard)
    if not listening.is_sure(understood, shipped().threshold, 0, directly=True):
        return False
    message = Message(call.place.channel_id, ts, call.user_id, call.place.thread_ts)
    await _offer(call, message, setting, heard, understood, sure)
    return True


async def _read(call: Call, written: Written) -> None:
    try:
        await meet(call.deps, call.team_id, written.user_id)
    except Refused:
        return  # Slack does not say who it is: nobody to offer anything to
    setting = await _listen(call, written)
    if setting is None:
        return
    heard, sure = listening.about(setting, written.text)
    if setting.outside and not setting.by_outsider and await _guard(call, written, setting, heard):
        return
    understood = _understand(written.text, setting, heard)
    if listening.is_sure(understood, shipped().threshold, setting.shyness):
        message = Message(written.channel_id, written.ts, written.user_id, written.thread_ts)
        await _offer(call, message, setting, heard, understood, sure)


async def _guard(call: Call, written: Written, setting: Setting, heard: Heard) -> bool:
    """Whether somebody of ours wrote a date where the client reads; then they, and only they, are told."""
    when = read_promise(written.text, setting.today, day_first=setting.day_first)
    if when is None:
        return False
    await call.read(
        promises.guard,
        team_id=call.team_id,
        message=Message(written.channel_id, written.ts, written.user_id, written.thread_ts),
        project_id=heard.project_id,
        all_ids=[each.project_id for each in setting.projects],
        when=when,
        named=listening.named_date(heard, written.text),
        now=call.now,
    )
    return True


async def _reread(call: Call, written: Written) -> None:
    """Only what was picked up before is looked at again: nothing is offered about a message that was edited into
    a request."""
    found = await call.read(listening.find, team_id=call.team_id, channel_id=written.channel_id, ts=written.ts)
    if found is None:
        return
    setting = await call.read(
        listening.listen_again, team_id=call.team_id, pick_up_id=found.id or 0, sent_at=_instant(written.ts)
    )
    understood = None
    if setting is not None:
        read = _understand(written.text, setting, setting.projects[0])
        understood = read if listening.is_sure(read, shipped().threshold, 0, directly=True) else None
    await call.read(
        picking.refresh,
        team_id=call.team_id,
        channel_id=written.channel_id,
        ts=written.ts,
        understood=understood,
        today=setting.today if setting is not None else call.now.date(),
    )


async def _rewrite_promise(call: Call, written: Written, text: str | None) -> None:
    found = await call.read(promises.find, team_id=call.team_id, channel_id=written.channel_id, ts=written.ts)
    if found is None:
        return
    sent_on = _instant(written.ts).date()
    await call.read(
        promises.rewritten,
        team_id=call.team_id,
        channel_id=written.channel_id,
        ts=written.ts,
        when=read_promise(text, sent_on, day_first=None) if text is not None else None,
    )


async def _listen(call: Call, written: Written) -> Setting | None:
    return await call.read(
        listening.listen,
        team_id=call.team_id,
        channel_id=written.channel_id,
        user_id=written.user_id,
        ts=written.ts,
        sent_at=_instant(written.ts),
    )


def _understand(text: str, setting: Setting, heard: Heard) -> talk.Understood:
    return talk.read(
        text,
        sent_on=setting.today,
        author_role=None if setting.by_outsider else heard.role,
        day_first=setting.day_first,
        targets=heard.targets[1:],
    )


async def _offer(
    call: Call, message: Message, setting: Setting, heard: Heard, understood: talk.Understood, sure: bool
) -> None:
    if person := understood.details.get("person"):
        with suppress(Refused):  # whoever is named may be nobody we can know; then the form asks who
            await meet(call.deps, call.team_id, person)
    await call.read(
        picking.offer,
        team_id=call.team_id,
        message=message,
        project_id=heard.project_id,
        understood=understood,
        sure=sure,
        today=setting.today,
        by_outsider=setting.by_outsider,
        now=call.now,
    )


def _instant(ts: str) -> datetime:
    """When a message was written."""
    return datetime.fromtimestamp(float(ts), UTC)
