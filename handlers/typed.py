"""Typed commands: slash commands, mentions and direct messages, all one language.

What is said directly is answered by a message that stays; elsewhere the answer is for the person alone.
"""

import re

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Problem
from bot.services import outbox
from bot.switchboard import Switchboard
from bot.views.blocks import Message
from bot.views.problems import told
from handlers import commands, overhearing
from handlers.answering import as_words
from handlers.arriving import call_of
from handlers.call import Call
from handlers.deps import Deps
from handlers.hearing import asked_directly, overheard
from handlers.payloads import Payload, typed
from handlers.people import meet

_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")


def register(on: Switchboard) -> None:
    for name in commands.COMMANDS:
        on.command(f"/{name}")(slash)
    on.event("app_mention")(mentioned)
    on.event("message")(message)


async def slash(ack: AsyncAck, body: Payload, deps: Deps) -> None:
    """`/name …`: answered in the acknowledgement, to the person alone."""
    call = call_of(body, deps, typed(body.get("text")))
    await meet(deps, call.team_id, call.user_id)
    message = await commands.run(str(body["command"]).lstrip("/"), call)
    await (ack(**as_words(message)) if message is not None else ack())


async def mentioned(body: Payload, deps: Deps) -> None:
    """`@Countersign …` in a channel or a thread: answered there, to the person alone."""
    await _hear(body, deps, typed(_MENTION.sub("", str(body["event"].get("text") or ""))))


async def message(body: Payload, deps: Deps) -> None:
    """A direct message is a command too. Messages in channels are only overheard."""
    event = body["event"]
    if overhearing.in_thread(body, deps) and await overhearing.overhear(body, deps):
        return
    if event.get("channel_type") != "im":
        await overheard(body, deps)
        return
    if event.get("subtype") or event.get("bot_id") or not event.get("user"):
        return
    await _hear(body, deps, typed(event.get("text")))


async def _hear(body: Payload, deps: Deps, text: str) -> None:
    """Run what was said, once for each delivery; what goes wrong is an answer too, unless nothing was committed."""
    key = f"event:{body.get('event_id')}"
    call = call_of(body, deps, text, receipt=key)
    if not call.user_id:
        return
    try:
        await meet(deps, call.team_id, call.user_id)
        if not commands.is_typed(text) and await asked_directly(call, body, text):
            return
        message = await commands.run("countersign", call)
    except Problem as problem:
        message = told(problem)
        if problem.code == "outsider":
            await _whisper(call, key, message, picture=outbox.FOR_OUTSIDERS)
            return
    if message is not None:
        await _whisper(call, key, message)


async def _whisper(call: Call, key: str, message: Message, picture: str = "answer") -> None:
    await call.deps.db.run(
        outbox.owe_whisper,
        channel=call.place.channel_id,
        key=f"answer:{key}",
        picture=picture,
        facts=as_words(message),
        thread_ts=call.place.thread_ts,
        now=call.now,
        **call.reader,
    )
