"""Saying something to one person: in the answer, by `response_url` after it, or as a page where neither works."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.services.moves import Moved
from bot.views import answers, ids
from bot.views.blocks import Block, Message, Raw, modal, section
from handlers.call import Call
from handlers.deps import Deps
from handlers.payloads import Payload


def as_words(message: Message) -> dict[str, Any]:
    """For `ack` and `respond`."""
    return {"text": message.text, "blocks": message.blocks} if message.blocks else {"text": message.text}


def page(message: Message, title: str = "Countersign") -> Block:
    """The same words where only a form can be shown."""
    return modal(ids.PAGE, title, message.blocks or [section(Raw(message.text))], submit=None)


async def answer_press(call: Call, respond: AsyncRespond, message: Message | None) -> None:
    """Answer somebody who pressed a button: beside the message after the answer left, or as a page from Home."""
    if message is None:
        return
    if call.place.answerable:
        call.deps.tasks.after(respond(**as_words(message), response_type="ephemeral", replace_original=False))
    elif call.place.trigger_id:
        await call.show(page(message))


async def answer_instead(call: Call, respond: AsyncRespond, message: Message) -> None:
    """What was asked gives way to what came of it; in a direct message it stays and the answer is beside."""
    if call.place.answerable and call.place.ephemeral:
        call.deps.tasks.after(respond(**as_words(message), response_type="ephemeral", replace_original=True))
    else:
        await answer_press(call, respond, message)


async def answer_moved(call: Call, respond: AsyncRespond, moved: Moved) -> None:
    """The card itself shows what came of a press; words are needed only where it shows nothing new."""
    if moved.again or moved.waits_for or moved.mute_in is not None:
        await answer_press(call, respond, answers.moved(moved))


async def close_moved(ack: AsyncAck, moved: Moved | None) -> None:
    """A form that is right closes, also one that came twice; words take its place only where the card cannot show what
    came of it."""
    if moved is None or moved.mute_in is None:
        await ack()
    else:
        await ack(response_action="update", view=page(answers.moved(moved)))


async def show_instead(deps: Deps, shown: Payload, view: Block) -> None:
    """Another form or page in the place of the one that is shown. Raises SlackApiError where that changed meanwhile."""
    await deps.client.views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
