"""`/request`: what to change, of everything that can be; `list` the open ones; `CR-12`; `withdraw CR-12`,
`undo CR-12`."""

import re

from bot.services import decisions, desk, impacts, requests, showing
from bot.views import answers, questions
from bot.views.blocks import Message
from bot.views.cards import request_card
from handlers.call import Call, Wanted
from handlers.opening import open_form

_ONE = re.compile(r"(?:show\s+|(withdraw|undo)\s+)?(?:cr[-\s]?|#)?(\d{1,9})", re.IGNORECASE)


async def request(call: Call) -> Message | None:
    """Start a request, show the open ones or one of them, or withdraw one's own.

    What is not understood is said, and the picker opens. Raises NotFound, Refused, Conflict.
    """
    text = call.text.strip()
    if not text:
        return await open_form(call, Wanted("request"))
    if text.lower() == "list":
        items, names = await call.read(
            desk.list_requests, channel_id=call.place.channel_id, now=call.now, **call.reader
        )
        return answers.request_list(items, names)
    match = _ONE.fullmatch(text)
    if match is None:
        step = text.partition(" ")[0].lower()
        example = f"/request {step} CR-12" if step in ("withdraw", "undo") else None
        told = questions.unclear("request", text, example)
        offered = await open_form(call, Wanted("request"))
        return told.beside(offered)
    if match[1] and match[1].lower() == "undo":
        return await open_form(call, Wanted("undo", request_id=int(match[2])))
    if match[1]:
        return await _withdraw(call, int(match[2]))
    card = await call.read(
        showing.read_visible_request,
        number=int(match[2]),
        channel_id=call.place.channel_id,
        now=call.now,
        **call.reader,
    )
    moved = None
    if card.is_open and not card.hidden and not card.done:
        moved = await call.read(impacts.read_moved, team_id=call.team_id, request_id=card.request_id, now=call.now)
    return answers.request_shown(card, request_card(card, call.now), moved)


async def _withdraw(call: Call, number: int) -> Message | None:
    found = await call.read(requests.find_request, call.team_id, number)
    moved = await call.do(decisions.withdraw, request_id=found.id or 0, **call.actor)
    return answers.saved(f"{moved.name} is withdrawn. Nothing was changed.") if moved is not None else None
