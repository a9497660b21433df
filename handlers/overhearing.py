"""Words in the thread of a card, where Slack lets us hear them; without that everything else works."""

from bot.errors import Problem
from bot.services import outbox, overhearing
from bot.views import answers
from handlers.answering import as_words
from handlers.arriving import call_of
from handlers.deps import Deps
from handlers.payloads import Payload
from handlers.people import meet


def in_thread(body: Payload, deps: Deps) -> bool:
    """Whether these are a person's plain words in a thread: all that has to be known before a row is looked at."""
    event = body["event"]
    plain = not event.get("subtype") and not event.get("bot_id") and bool(event.get("user"))
    thread = event.get("thread_ts")
    return (
        plain and bool(thread) and thread != event.get("ts") and f"<@{deps.bot_user_id}" not in str(event.get("text"))
    )


async def overhear(body: Payload, deps: Deps) -> bool:
    """True where the words were about a request: nothing else has to be made of them."""
    key = f"event:{body.get('event_id')}"
    call = call_of(body, deps)
    place = call.place
    try:
        await meet(deps, call.team_id, call.user_id)
        heard = await call.read(
            overhearing.overhear,
            channel_id=place.channel_id,
            thread_ts=place.thread_ts or "",
            delivery=key,
            now=call.now,
            **call.reader,
        )
    except Problem:
        return False
    if heard is None:
        return False
    if heard.card is not None:
        await deps.db.run(
            outbox.owe_whisper,
            channel=place.channel_id,
            key=f"offer:{key}",
            picture="answer",
            facts=as_words(answers.offered(heard.card)),
            thread_ts=place.thread_ts,
            now=call.now,
            **call.reader,
        )
    return True
