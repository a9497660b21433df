"""The form of `Suggest another`: opened, drawn again as it is filled in, and read back."""

from collections.abc import Mapping
from typing import Any

from bot.services import offer_forms
from bot.services.cards import RequestCard
from bot.views import talks
from bot.views.blocks import Block
from handlers.call import Call
from handlers.opening import domain_of
from models.enums import Domain


def apart(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Domain, dict[str, Any]]]:
    """What is offered instead, and what was picked to be offered with it. Raises NotFound for what we did not offer."""
    picked = [domain_of(each) for each in given.get("also") or ()]
    found = {
        domain: {key.partition(".")[2]: each for key, each in given.items() if key.startswith(f"{domain}.")}
        for domain in picked
    }
    instead = {key: each for key, each in given.items() if "." not in key and key not in ("also", "why", "target")}
    return instead, found


async def counter_form(call: Call, card: RequestCard, given: Mapping[str, Any] | None = None) -> Block:
    """The form; drawn again with what was `given` so far."""
    instead, also = apart(given) if given is not None else ({}, None)
    form = await call.read(
        offer_forms.open_counter_form,
        request_id=card.request_id,
        given={key: each for key, each in instead.items() if each},
        also=also,
        now=call.now,
        **call.reader,
    )
    return talks.counter_form(form, card)
