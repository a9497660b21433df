"""Redrawing a form while somebody fills it in: only ever with what was picked last."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

#: Forms that are remembered; the oldest are forgotten.
REMEMBERED = 500
#: Slack's names for "it looks different by now" and "it is not there any more": nothing is to be done then.
OVERTAKEN = frozenset({"hash_conflict", "not_found", "view_not_found"})


@dataclass
class _Form:
    """`newest`: when something was picked last. `hashes`: what we drew it as, by what it was drawn over."""

    newest: float = 0.0
    hashes: dict[str, str] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Redraws:
    """The forms that are open, by their ids."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, _Form] = OrderedDict()

    def picked(self, view_id: str, at: str) -> bool:
        """Note that something was picked at this instant; False when something was picked after it already."""
        form = self._forms.setdefault(view_id, _Form())
        self._forms.move_to_end(view_id)
        while len(self._forms) > REMEMBERED:
            self._forms.popitem(last=False)
        when = _number(at)
        form.newest = max(form.newest, when)
        return form.newest == when

    async def draw(self, client: AsyncWebClient, view: Any, at: str, drawn: Any) -> None:
        """Show the form anew, unless something else was picked since, or it changed in a way we do not know of.

        Two picks in a row both name the form as it was before the first: the second is drawn over what we drew.
        """
        form = self._forms.setdefault(view["id"], _Form())
        async with form.lock:
            if form.newest > _number(at):
                return
            known = str(view.get("hash") or "")
            over = known
            while over in form.hashes:
                over = form.hashes[over]
            try:
                answer = await client.views_update(view_id=view["id"], hash=over or None, view=drawn)
            except SlackApiError as error:
                if error.response.get("error") not in OVERTAKEN:
                    raise
                return
            now = str((answer.get("view") or {}).get("hash") or "")
            if now and now != over:
                form.hashes[over] = now


def _number(at: str) -> float:
    try:
        return float(at)
    except ValueError:
        return 0.0
