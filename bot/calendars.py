"""GET /calendar/<token>.ics: the address that calendar programs subscribe to.

What the token shows is read at each fetch. What it does not show is always the same 404, after the same work: nobody
learns from the answer, nor from how long it took, whether a token was ever good.
"""

import asyncio
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.db import Database, Unfinished
from bot.errors import Busy
from bot.services import feeds
from bot.services.feeds import Calendar
from bot.views.calendar import as_ics

PATH = "/calendar/{token}.ics"
#: What a token is: nobody but its owner's programs should keep it or pass it on.
GUARDED = {
    "cache-control": "private, max-age=300, must-revalidate",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


def address(public_url: str, token: str) -> str:
    """The link that people paste into their calendar."""
    return public_url.rstrip("/") + PATH.format(token=token)


def routes(db: Database, clock: Clock) -> list[Route]:
    """The pages of this module, for the web entrance."""

    async def calendar(request: Request) -> Response:
        try:
            found = await db.run(feeds.read_calendar, token=request.path_params["token"], now=clock.now())
        except (Busy, Unfinished):
            return PlainTextResponse("busy\n", status_code=503, headers={"retry-after": "30"})
        if found is None:
            return PlainTextResponse("not found\n", status_code=404, headers={"cache-control": "no-store"})
        headers = GUARDED | {
            "etag": f'"{found.fingerprint}"',
            "last-modified": format_datetime(found.changed_at.astimezone(UTC), usegmt=True),
        }
        if is_known(request, found):
            return Response(status_code=304, headers=headers)
        # A few hundred entries take longer to write than the loop may be held.
        body = await asyncio.to_thread(as_ics, found)
        headers["content-disposition"] = 'inline; filename="countersign.ics"'
        return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")

    return [Route(PATH, calendar)]


def is_known(request: Request, calendar: Calendar) -> bool:
    """Whether the caller has it as it is. A fingerprint beats a date (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        mine = f'"{calendar.fingerprint}"'
        return any(each.strip().removeprefix("W/") in (mine, "*") for each in tags.split(","))
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        then: datetime = parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
    return calendar.changed_at.replace(microsecond=0) <= (then if then.tzinfo else then.replace(tzinfo=UTC))
