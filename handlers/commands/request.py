"""`/request`: alone or `list` the open ones; `CR-12`; `withdraw CR-12`."""

import re

from bot.services import cards, decisions, desk, requests
from bot.views import answers, questions
from bot.views.blocks import Message
from bot.views.cards import request_card
from handlers.call import Call

_ONE = re.compile(r"(withdraw\s+)?(?:cr[-\s]?)?(\d{1,9})", re.IGNORECASE)


async def request(call: Call) -> Message | None:
    """Show open requests, or one of them, or withdraw one's own. Raises NotFound, Refused, Conflict."""
    text = call.text.strip()
    if not text or text.lower() == "list":
        items, names = await call.read(
            desk.list_requests,
            team_id=call.team_id,
            user_id=call.user_id,
            channel_id=call.place.channel_id,
            now=call.now,
        )
        return answers.request_list(items, names)
    match = _ONE.fullmatch(text)
    if match is None:
        return questions.unclear("request", text)
    if match[1]:
        return await _withdraw(call, int(match[2]))
    card = await call.read(
        cards.read_visible_request, team_id=call.team_id, user_id=call.user_id, number=int(match[2]),
        channel_id=call.place.channel_id, now=call.now,
    )  # fmt: skip
    return answers.request_shown(card, request_card(card, call.now))


async def _withdraw(call: Call, number: int) -> Message | None:
    found = await call.read(requests.find_request, call.team_id, number)
    moved = await call.do(
        decisions.withdraw, team_id=call.team_id, actor_id=call.user_id, request_id=found.id or 0, now=call.now
    )
    return answers.saved(f"{moved.name} is withdrawn. Nothing was changed.") if moved is not None else None
