"""The page's own endpoints: its files, its live picture of the workspace, and what people do on it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.deeds import Deeds
from sandbox.refusals import Json
from sandbox.snapshot import snapshot
from sandbox.workspace import Change

if TYPE_CHECKING:
    from sandbox.server import Sandbox

FILES = Path(__file__).with_name("page")
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'self'; img-src 'self' https: data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; frame-ancestors 'none'; base-uri 'none'"
)
#: changes within this many seconds are sent as one
GATHER = 0.02

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Serves only this machine's own page: other sites' scripts are refused by Host and Origin."""

    def __init__(self, slack: "Sandbox") -> None:
        self._slack = slack
        self._deeds = Deeds(slack)
        self._listening: set[asyncio.Event] = set()
        slack.workspace.watchers.append(self._changed)
        slack.clock.watch(lambda _: self._changed(None))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._guarded(self._index)),
            web.get("/page/file/{name}", self._guarded(self._file)),
            web.get("/page/live", self._guarded(self._live)),
            web.post("/page/do/{deed}", self._guarded(self._do)),
        ]

    def stop(self) -> None:
        """Wake every open page, so that its connection can end."""
        self._changed(None)

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _sent(FILES / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = FILES / request.match_info["name"]
        if path.parent != FILES or path.suffix not in KINDS or not path.is_file():
            raise web.HTTPNotFound
        return _sent(path)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """A picture at once and after every change, for the person named by `as`."""
        user = self._slack.workspace.member(request.query.get("as", ""))
        if user is None:
            raise web.HTTPNotFound
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        changed = asyncio.Event()
        self._listening.add(changed)
        hearing = asyncio.create_task(_until_closed(socket, changed))
        try:
            while not socket.closed and not self._slack.web_api.stopping.is_set():
                await socket.send_json(snapshot(self._slack, user, self._deeds.read_by(user.id)))
                await changed.wait()
                await asyncio.sleep(GATHER)
                changed.clear()
        except ConnectionError:
            pass  # the page was closed while a picture was on its way
        finally:
            self._listening.discard(changed)
            hearing.cancel()
        return socket

    async def _do(self, request: web.Request) -> web.StreamResponse:
        """Something a person did; answers `{"ok": …, "problem": …, "errors": {block: sentence}}`."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        given: Any = await request.json()
        try:
            answer: Json = await self._deeds.do(request.match_info["deed"], given)
        except (LookupError, ValueError) as problem:
            return web.json_response({"ok": False, "problem": str(problem.args[0])}, status=400)
        return web.json_response({"ok": True, **answer})

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            own = {f"127.0.0.1:{self._slack.port}", f"localhost:{self._slack.port}"}
            origin = request.headers.get("Origin")
            if request.host not in own or (origin is not None and urlsplit(origin).netloc not in own):
                raise web.HTTPForbidden(text="this page is driven from itself only")
            return await handler(request)

        return guarded

    def _changed(self, _: Change | None) -> None:
        for each in self._listening:
            each.set()


async def _until_closed(socket: web.WebSocketResponse, told: asyncio.Event) -> None:
    """The page says nothing here; its end is noticed by listening."""
    async for _ in socket:
        pass
    told.set()


def _sent(path: Path) -> web.Response:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=headers)
