"""The Web API over HTTP: arguments, tokens, scopes, limits, faults, and the journal of it all."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from sandbox import answering
from sandbox.arguments import Arguments
from sandbox.caller import Caller, Method
from sandbox.handles import Handles
from sandbox.journal import Call
from sandbox.refusals import Json, SlackRefusal
from sandbox.switches import Pace, Switches
from sandbox.workspace import Workspace

BEFORE = {
    "internal_error": (200, "internal_error"),
    "token_revoked": (200, "token_revoked"),
    "account_inactive": (200, "account_inactive"),
    "ratelimited": (429, "ratelimited"),
    "http_500": (500, "internal_error"),
}


class WebApi:
    """Answers `/api/<method>` and response_url posts."""

    def __init__(
        self,
        workspace: Workspace,
        handles: Handles,
        switches: Switches,
        methods: Mapping[str, Method],
        caller: Callable[[Mapping[str, Any]], Caller],
        record: Callable[[Call], None],
        tokens: tuple[str, str],
    ) -> None:
        self.workspace = workspace
        self.handles = handles
        self.switches = switches
        self.methods = methods
        self.bot_token, self.app_token = tokens
        self._caller = caller
        self._record = record
        self._pace = Pace()
        self.stopping = asyncio.Event()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        name = request.match_info["method"]
        try:
            given, token = await _read(request)
        except SlackRefusal as refusal:
            self._write(name, {}, refusal.answer(), None)
            return web.json_response(refusal.answer())
        if self.switches.latency:
            await asyncio.sleep(self.switches.latency.total_seconds())
        fault = self.switches.next_fault(name)
        arguments = Arguments(given)
        if fault is not None and fault not in ("drop_after", "hang_after", "fatal_error"):
            return await self._spoil(request, name, arguments, fault)
        status, answer = self._answer(name, arguments, token)
        self._write(name, arguments.json(), answer, fault)
        if fault is not None:
            return await self._spoil_after(request, fault)
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.switches.scopes))}
        if status == 429:
            headers["Retry-After"] = str(answer.pop("retry_after"))
        return web.json_response(answer, status=status, headers=headers)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """A post to a response_url."""
        fault = self.switches.next_fault("response_url")
        try:
            given = await request.json()
            caller = self._caller(given if isinstance(given, dict) else {})
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        if fault in ("drop", "hang", "http_500"):
            return await self._spoil(request, "response_url", caller.arguments, fault)
        answer: Json = {"ok": True}
        try:
            answering.respond(caller, self.handles.answer_to(request.match_info["answer"]))
        except SlackRefusal as refusal:
            answer = refusal.answer()
        self._write("response_url", caller.arguments.json(), answer, fault)
        if fault is not None:
            return await self._spoil_after(request, fault)
        return web.json_response(answer, status=200 if answer["ok"] else 404)

    def _answer(self, name: str, arguments: Arguments, token: str) -> tuple[int, Json]:
        try:
            method = self.methods.get(name)
            if method is None:
                raise SlackRefusal("unknown_method", req_method=name)
            self._authorise(name, method, token)
            caller = self._caller(arguments.given)
            if method.scopes:
                caller.need_scope(*method.scopes)
            wait = self._too_fast(name, arguments)
            if wait:
                return 429, {"ok": False, "error": "ratelimited", "retry_after": wait}
            return 200, {"ok": True, **method.run(caller)}
        except SlackRefusal as refusal:
            return 200, refusal.answer()

    def _authorise(self, name: str, method: Method, token: str) -> None:
        if name == "api.test" and not token:
            return
        if not token:
            raise SlackRefusal("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise SlackRefusal("invalid_auth")
        if (token == self.app_token) != method.by_app_token and name not in ("api.test", "auth.test"):
            raise SlackRefusal("not_allowed_token_type")

    def _too_fast(self, name: str, arguments: Arguments) -> int:
        if not self.switches.rate_limits:
            return 0
        return self._pace.wait(name, arguments.text("channel"), self.workspace.clock.now())

    async def _spoil(self, request: web.Request, name: str, arguments: Arguments, fault: str) -> web.StreamResponse:
        """Let it go wrong before anything was done."""
        status, error = BEFORE.get(fault, (0, "no answer"))
        answer: Json = {"ok": False, "error": error}
        self._write(name, arguments.json(), answer, fault)
        if fault in ("hang", "drop"):
            return await self._spoil_after(request, fault)
        return web.json_response(answer, status=status, headers={"Retry-After": "1"} if status == 429 else None)

    async def _spoil_after(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault == "fatal_error":
            return web.json_response({"ok": False, "error": "fatal_error"})
        if fault.startswith("hang"):
            await self.stopping.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _write(self, name: str, arguments: Json, answer: Json, fault: str | None) -> None:
        self._record(Call(name, arguments, dict(answer), self.workspace.clock.now(), fault))


async def _read(request: web.Request) -> tuple[dict[str, Any], str]:
    """What was sent and the token it came with. A token in the address is not accepted, nor one in JSON."""
    given: dict[str, Any] = {name: value for name, value in request.query.items() if name != "token"}
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else ""
    if request.method == "POST":
        if request.content_type == "application/json":
            given |= _object(await request.read())
            given.pop("token", None)
        else:
            given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
            token = token or str(given.pop("token", ""))
    return given, token


def _object(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body) if body.strip() else {}
    except ValueError:
        raise SlackRefusal("invalid_json") from None
    if not isinstance(sent, dict):
        raise SlackRefusal("json_not_object")
    return sent
