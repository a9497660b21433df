"""The form of `Suggest another`: opened, drawn again as it is filled in, and read back."""

from collections.abc import Mapping
from typing import Any

from bot.errors import Conflict, Refused
from bot.services import offer_forms, showing
from bot.services.cards import RequestCard
from bot.views import talks
from bot.views.blocks import Block
from handlers.call import Call
from handlers.opening import domain_of
from models.enums import Action, Domain


def apart(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Domain, dict[str, Any]]]:
    """What is offered instead, and what was picked to be offered with it. Raises NotFound for what we did not offer."""
    picked = [domain_of(each) for each in given.get("also") or ()]
    found = {
        domain: {key.partition(".")[2]: each for key, each in given.items() if key.startswith(f"{domain}.")}
        for domain in picked
    }
    instead = {key: each for key, each in given.items() if "." not in key and key not in ("also", "why", "target")}
    return instead, found


async def counter_instead(call: Call, conflict: Conflict, given: Mapping[str, Any], why: str) -> Block:
    """Somebody else asks about the same value already: what was to be asked for can be suggested instead of theirs.

    Raises the conflict for whom it is not to answer.
    """
    if conflict.code != "open_request_theirs":
        raise conflict
    try:
        card = await call.read(
            showing.read_card_to_answer,
            request_id=conflict.facts["request_id"],
            version=None,
            action=Action.COUNTER,
            now=call.now,
            **call.reader,
        )
    except (Refused, Conflict):
        raise conflict from None
    return await counter_form(call, card, {key: each for key, each in given.items() if key != "base"}, why)


async def counter_form(call: Call, card: RequestCard, given: Mapping[str, Any] | None = None, why: str = "") -> Block:
    """The form; drawn again with what was `given` so far."""
    instead, also = apart(given) if given is not None else ({}, None)
    form = await call.read(
        offer_forms.open_counter_form,
        request_id=card.request_id,
        given={key: each for key, each in instead.items() if each},
        also=also,
        why=why,
        now=call.now,
        **call.reader,
    )
    return talks.counter_form(form, card)
