"""Speaking to Slack's Web API: each call says what came of it as an Answer and raises nothing."""

import json
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.payload import Payload

log = logging.getLogger(__name__)

#: Seconds; shorter than the lease of a lane, so that nobody else takes the lane while we wait.
HTTP_TIMEOUT = 10.0
CONNECT_TIMEOUT = 4.0
#: What Slack means when it does not say how long.
RETRY_AFTER = 1.0
MARK = "countersign_post"
#: Slack cuts texts at 4,000 characters; a plain text that stands in for blocks stays well below.
PLAIN_CHARACTERS = 2900
#: Our clock and Slack's may differ; a doubtful post is looked for from this long before it was sent.
SKEW = timedelta(minutes=5)
PAGES = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call. `error` None: it was done."""

    method: str
    error: str | None = None
    #: Seconds, as Slack said.
    retry_after: float = RETRY_AFTER
    channel_id: str | None = None
    ts: str | None = None


def open_session(timeout: float = HTTP_TIMEOUT) -> aiohttp.ClientSession:
    """The one session for all calls (the SDK would open one for each). Close it when the last client is done."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT_TIMEOUT))


def web_client(token: str | None, *, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that never repeats a call by itself: after a dropped connection that would be a second post."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


async def post(
    client: AsyncWebClient, channel: str, payload: Payload, *, marker: str, thread_ts: str | None, plain: bool
) -> Answer:
    """A new message that carries its marker."""
    call = client.chat_postMessage(
        channel=channel,
        text=_text(payload, plain),
        blocks=None if plain else payload.blocks or None,
        thread_ts=thread_ts,
        metadata={"event_type": MARK, "event_payload": {"marker": marker}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return await _ask("chat.postMessage", call)


async def update(client: AsyncWebClient, channel: str, ts: str, payload: Payload, *, plain: bool) -> Answer:
    """The picture of a message that is there. Without `parse="none"` Slack would read names into the text."""
    call = client.chat_update(
        channel=channel,
        ts=ts,
        text=_text(payload, plain),
        blocks=[] if plain else payload.blocks,
        parse="none",
        link_names=False,
    )
    return await _ask("chat.update", call)


async def whisper(
    client: AsyncWebClient, channel: str, user_id: str, payload: Payload, *, thread_ts: str | None, plain: bool
) -> Answer:
    """An ephemeral answer to one person."""
    call = client.chat_postEphemeral(
        channel=channel,
        user=user_id,
        text=_text(payload, plain),
        blocks=None if plain else payload.blocks or None,
        thread_ts=thread_ts,
    )
    return await _ask("chat.postEphemeral", call)


async def remove(client: AsyncWebClient, channel: str, ts: str) -> Answer:
    """Take one of our messages away; one that is not there any more is as good as taken away."""
    answer = await _ask("chat.delete", client.chat_delete(channel=channel, ts=ts))
    gone = answer.error in ("message_not_found", "cant_delete_message", "channel_not_found")
    return Answer("chat.delete", channel_id=channel, ts=ts) if gone else answer


async def publish(client: AsyncWebClient, user_id: str, payload: Payload, *, plain: bool) -> Answer:
    """A person's Home."""
    view = payload.view
    if view is None or plain:
        text = {"type": "plain_text", "text": _text(payload, True) or "…"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
    return await _ask("views.publish", client.views_publish(user_id=user_id, view=view))


async def open_direct(client: AsyncWebClient, users: str) -> Answer:
    """The conversation with these people ("U1" or "U1,U2"): `channel_id` of the answer."""
    return await _ask("conversations.open", client.conversations_open(users=users))


async def look(
    client: AsyncWebClient, channel: str, *, marker: str, thread_ts: str | None, sent_at: datetime
) -> Answer:
    """Look for our marker in the conversation (or the thread): found, `ts` is set; not there, it is None.

    More messages since then than can be read is an error too, "too_much_to_read": not to have seen it proves nothing.
    """
    method = "conversations.replies" if thread_ts else "conversations.history"
    given: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{(sent_at - SKEW).timestamp():.6f}",
        "include_all_metadata": True,
        "limit": 200,
    }
    if thread_ts:
        given["ts"] = thread_ts
    for _ in range(PAGES):
        answer, body = await ask(method, client.api_call(method, params=given, http_verb="GET"))
        if answer.error:
            return answer
        for message in body.get("messages") or []:
            metadata = message.get("metadata") or {}
            carried = (metadata.get("event_payload") or {}).get("marker")
            if metadata.get("event_type") == MARK and carried == marker:
                return Answer(method, channel_id=channel, ts=str(message["ts"]))
        given["cursor"] = (body.get("response_metadata") or {}).get("next_cursor")
        if not given["cursor"]:
            return Answer(method)
    return Answer(method, "too_much_to_read")


def _text(payload: Payload, plain: bool) -> str:
    if not plain or len(payload.text) <= PLAIN_CHARACTERS:
        return payload.text
    return payload.text[: PLAIN_CHARACTERS - 1] + "…"


async def _ask(method: str, call: Awaitable[AsyncSlackResponse]) -> Answer:
    answer, _ = await ask(method, call)
    return answer


async def ask(method: str, call: Awaitable[AsyncSlackResponse]) -> tuple[Answer, dict[str, Any]]:
    """Await one call: what came of it, and the body of Slack's answer (empty where there is none)."""
    try:
        response = await call
    except SlackApiError as error:
        return _refusal(method, error.response), {}
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        return Answer(method, "connection_refused"), {}
    except TimeoutError:
        return Answer(method, "timeout"), {}
    except (aiohttp.ClientError, OSError):
        return Answer(method, "dropped"), {}
    except Exception:
        # Whatever else goes wrong in reading an answer, it was asked: better in doubt than twice.
        log.exception("the answer to %s could not be read", method)
        return Answer(method, "unreadable"), {}
    body = response.data if isinstance(response.data, dict) else {}
    channel = body.get("channel")
    channel_id = channel.get("id") if isinstance(channel, dict) else channel
    ts = body.get("ts") or body.get("message_ts")
    return Answer(method, channel_id=channel_id, ts=ts), body


def _refusal(method: str, response: Any) -> Answer:
    """Slack's own error name where there is one; the SDK hands over aiohttp's response where the body was no JSON."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    body = getattr(response, "data", None)
    named = body.get("error") if isinstance(body, dict) else None
    if status == 429:
        return Answer(method, "ratelimited", retry_after=_seconds(response))
    if status >= 500:
        return Answer(method, "server_error")
    if named:
        return Answer(method, str(named))
    if status >= 400:
        return Answer(method, "request_too_large" if status == 413 else "http_error")
    return Answer(method, "unreadable")


def _seconds(response: Any) -> float:
    given = {str(name).lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    try:
        return max(0.0, float(json.loads(given.get("retry-after", str(RETRY_AFTER)))))
    except (TypeError, ValueError):
        return RETRY_AFTER
