"""Nobody is pinged at night, on their days off or on leave: what would do so waits, or names them without a ping.

Asked when a message is about to go out, because hours and leave change after it was owed. What is only changed
(`chat.update`) pings nobody, nor does what names nobody in a channel.

    to one person, or new in a group    waits until they work (in a group: until all of them do)
    a notice that mentions people       waits until they work; who is on leave is named instead, and sums up later
    a card that mentions people         goes at once with their names, and pings them in its thread when they work
    who is not in that channel          is told the same directly

Of the same reminders in several projects only the first of a day pings somebody whose morning message tells of all.
Nobody is pinged for what they just did themselves.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.delivery.payload import Payload
from bot.services.elsewhere import tell_missing
from bot.services.outbox import Later, Render
from bot.services.people import names
from bot.services.privately import readers
from bot.services.telling import PING, Reader, in_common, ping_later, pinged_today, readers_of, together
from bot.views.blocks import escape
from models import Post
from models.enums import PostKind

#: What no person wrote just now: it is held to everybody's hours, also to the usual ones.
BY_ITSELF = frozenset({
    "request_nudged", "request_raised", "request_lapsed", "checkin_asked", "checkin_reminded", "checkin_differs",
    "checkin_summary", "blocker_due", "reminder", "digest", "back", "project_digest", "portfolio_digest", PING,
})  # fmt: skip
#: What comes in each project on the same morning.
ONCE_A_DAY = frozenset({"reminder", "checkin_asked", "checkin_reminded"})
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


def at_their_hours(draw: Render[Payload]) -> Render[Payload]:
    """Draws like `draw`; raises Later where nobody should see it yet."""

    def render(session: Session, post: Post, now: datetime) -> Payload | None:
        payload = draw(session, post, now)
        is_new = post.ts is None and post.dispatched_at is None and post.kind in (PostKind.CARD, PostKind.NOTICE)
        return _considerate(session, post, payload, now) if payload is not None and is_new else payload

    return render


def mentioned(payload: Payload) -> list[str]:
    """Whom it pings, in the order of their ids."""
    return sorted(set(_MENTION.findall(f"{payload.text} {json.dumps(payload.blocks)}")))


def _considerate(session: Session, post: Post, payload: Payload, now: datetime) -> Payload:
    by_itself = post.picture in BY_ITSELF or bool(post.facts.get("by_itself"))
    in_thread = post.thread_of is not None or post.thread_ts is not None
    direct = readers(post.address) if post.address.startswith("dm:") or not in_thread else []
    if direct:
        at = in_common(session, post.team_id, direct, now, by_itself=by_itself)
        if at > now:
            raise Later(at)
        return payload
    found = readers_of(session, post.team_id, mentioned(payload), now, by_itself=by_itself)
    absent = {user_id: each for user_id, each in found.items() if each.at > now}
    if post.kind is PostKind.NOTICE:
        waited = [each for each in absent.values() if not each.on_leave]
        if waited:
            raise Later(together(waited, now))
    elif absent:
        ping_later(session, post, absent, now)
    if post.picture != PING:
        tell_missing(session, post, found, now, by_itself=post.picture in BY_ITSELF)
    spared = absent.keys() | _had_their_ping(session, post, found, now) | ({str(post.facts.get("by"))} & found.keys())
    return _unpinged(session, post.team_id, payload, spared) if spared else payload


def _had_their_ping(session: Session, post: Post, found: Mapping[str, Reader], now: datetime) -> set[str]:
    return pinged_today(session, post, found, now) if post.picture in ONCE_A_DAY else set()


def _unpinged(session: Session, team_id: str, payload: Payload, spared: Iterable[str]) -> Payload:
    known = names(session, team_id, spared)

    def named(found: re.Match[str]) -> str:
        name = known.get(found[1])
        return escape(name) if name else found[0]

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return _MENTION.sub(named, value)
        if isinstance(value, list):
            return [walk(each) for each in value]
        return {key: walk(each) for key, each in value.items()} if isinstance(value, dict) else value

    return replace(payload, text=walk(payload.text), blocks=walk(payload.blocks))
