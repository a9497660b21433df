"""What Slack posts over HTTP, from raw bytes to an answer: signature first, then parsing, then Bolt.

Bolt parses before it verifies, raises on unsigned garbage and logs whole bodies of badly signed requests. Here
nothing is parsed before its signature is right, and nothing of a body is ever logged. Bolt is then handed the parsed
body as if it had come by Socket Mode, since in that mode it neither parses nor verifies again.

    200   whatever the listener answered
    400   signed, but not what Slack sends
    401   unsigned, stale or badly signed; the body is empty
    500   only when the listener of an event raised, so that Slack sends the event again
"""

import binascii
import hmac
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.clock import Clock
from bot.switchboard import Misshapen

logger = logging.getLogger(__name__)

MAX_BODY = 1_048_576  # bytes
MAX_AGE = 300  # seconds, to either side
SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")
TIMESTAMP = re.compile(rb"[0-9]{1,12}")
#: Slack's check of our certificate comes unsigned. Only exactly this is answered without a signature.
SSL_CHECK = re.compile(rb"(?:token=\w{0,64}&)?ssl_check=1(?:&token=\w{0,64})?")
#: Listeners may read these; any other header is somebody else's word (Bolt obeys some of its own).
PASSED_ON = {b"x-slack-retry-num": "x-slack-retry-num", b"x-slack-retry-reason": "x-slack-retry-reason"}
#: JSON escapes of NUL and of surrogates: rare in what Slack sends, and not storable when they stand alone.
SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
LONE = re.compile("[\x00\ud800-\udfff]")


class FrontDoor:
    """Receives one request at a time, any number at once."""

    def __init__(
        self,
        app: AsyncApp,
        signing_secret: str,
        clock: Clock,
        is_idle: Callable[[Mapping[str, Any]], bool] = lambda body: False,
    ) -> None:
        """`is_idle`: what needs no listener is answered 200 at once. Raises ValueError for an empty secret, with which
        anybody could sign."""
        if not signing_secret:
            raise ValueError("the front door needs the signing secret")
        self._app = app
        self._secret = signing_secret.encode()
        self._clock = clock
        self._is_idle = is_idle

    async def receive(self, headers: Mapping[bytes, bytes], raw: bytes) -> BoltResponse:
        """Answer a POST. Header names are in lower case; `raw` is at most MAX_BODY, which the caller sees to."""
        reason = self._distrust(headers, raw)
        if reason is not None:
            if SSL_CHECK.fullmatch(raw):
                return BoltResponse(status=200)
            logger.info("turned away: %s", reason)
            return BoltResponse(status=401)
        try:
            body = parse(raw, headers.get(b"content-type", b""))
            if self._is_idle(body):
                return BoltResponse(status=200)
            req = _request(headers, body)
        except Exception as error:
            # Nothing here waits or writes: whatever goes wrong, it is the shape of the bytes.
            logger.info("signed but misshapen: %s", type(error).__name__)
            return BoltResponse(status=400)
        return await self._app.async_dispatch(req)

    def _distrust(self, headers: Mapping[bytes, bytes], raw: bytes) -> str | None:
        """The reason why this is not from Slack, or None."""
        stamp = headers.get(b"x-slack-request-timestamp", b"")
        signature = headers.get(b"x-slack-signature", b"")
        if not TIMESTAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
            return "not signed"
        if abs(self._clock.now().timestamp() - int(stamp)) > MAX_AGE:
            return "stale"
        right = "v0=" + hmac.digest(self._secret, b"v0:%b:%b" % (stamp, raw), "sha256").hex()
        return None if hmac.compare_digest(right.encode(), signature) else "badly signed"


def sign(signing_secret: str, stamp: int, raw: bytes) -> str:
    """The value of X-Slack-Signature for `raw` at `stamp` (seconds since 1970)."""
    return "v0=" + hmac.digest(signing_secret.encode(), b"v0:%d:%b" % (stamp, raw), "sha256").hex()


def _request(headers: Mapping[bytes, bytes], body: dict[str, Any]) -> AsyncBoltRequest:
    return request_of(
        body, {text: headers[name].decode("latin-1") for name, text in PASSED_ON.items() if name in headers}
    )


def request_of(body: dict[str, Any], headers: Mapping[str, str]) -> AsyncBoltRequest:
    """A parsed body as Bolt takes it. Raises Misshapen, or whatever Bolt raises over a body that is not Slack's."""
    if not isinstance(body.get("event", {}), dict):
        raise Misshapen("the event is no object")  # Bolt's own middleware would stumble over it
    # Bolt logs through the context while it builds it, if a form carries several response_urls.
    return AsyncBoltRequest(mode="socket_mode", body=body, headers={**headers}, context={"logger": logger})


def parse(raw: bytes, content_type: bytes = b"") -> dict[str, Any]:
    """The body as Slack means it: JSON, a form with JSON in `payload`, or a slash command's form.

    Raises Misshapen or ValueError (RecursionError for absurd nesting).
    """
    if raw.startswith(b"{") or content_type.partition(b";")[0].strip().lower() == b"application/json":
        return _json(raw.decode())
    if raw.startswith(b"payload="):
        quick = _unquote(raw[8:])
        if quick is not None:
            return _json(quick)
    form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
    # A slash command may well say "payload" in its text, or even have a field of that name.
    if "payload" in form and "command" not in form:
        return _json(form["payload"])
    if not form or any("\x00" in value for value in form.values()):
        raise Misshapen("an empty form, or a text that cannot be stored")
    return form


def _unquote(value: bytes) -> str | None:
    """Percent-decoding as quoted-printable: 14 times as fast as parse_qsl, and exact unless the value holds what
    quoted-printable or the form itself reads otherwise; then None."""
    if b"=" in value or b"&" in value or b"\n" in value or b"\r" in value:
        return None
    return binascii.a2b_qp(value.replace(b"+", b" ").replace(b"%", b"=")).decode()


def _refuse(constant: str) -> None:
    raise Misshapen(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _json(text: str) -> dict[str, Any]:
    body = _DECODER.decode(text)
    if not isinstance(body, dict):
        raise Misshapen("not an object")
    if SUSPECT.search(text) and any(LONE.search(each) for each in _texts(body)):
        raise Misshapen("a text that cannot be stored")
    return body


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
