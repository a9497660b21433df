"""The practice workspace as a server on loopback.

async with Sandbox(clock) as slack:
    settings = Settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, …)
    answer = await slack.person("Ada").command("/deadline", "14 Dec", channel="acme-site")
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from aiohttp import web

from sandbox import cast, methods
from sandbox.administration import Administration
from sandbox.arguments import Arguments
from sandbox.caller import Caller, Method
from sandbox.clock import MovableClock
from sandbox.delivery import Courier
from sandbox.delivery import Http as Http
from sandbox.delivery import SocketMode as SocketMode
from sandbox.handles import Handles
from sandbox.interactions import Interactions
from sandbox.journal import Call
from sandbox.manifest import Manifest
from sandbox.pages import Pages
from sandbox.person import Person
from sandbox.refusals import Json
from sandbox.sockets import Sockets
from sandbox.switches import ALL_SCOPES, Switches
from sandbox.webapi import WebApi
from sandbox.workspace import Channel, Workspace

PATIENCE = 10.0
#: Real seconds until what does not come is given up: long enough for a machine that others use as well.
WAIT = 15.0
STEP = timedelta(hours=1)
#: The shortest step: what is due already is looked at a moment later.
MOMENT = timedelta(seconds=1)
UPLOAD = 60 * 1024 * 1024


class Sandbox(Administration):
    """A workspace with the cast of `cast.py`, its Web API, its sockets and its people.

    `port` 0 takes a free one. `patience`: real seconds to wait for the bot's acknowledgement. `manifest`:
    what the app registered; the repository's own when left out, and anything goes when there is none.
    """

    def __init__(
        self,
        clock: MovableClock,
        *,
        port: int = 0,
        patience: float = PATIENCE,
        manifest: Manifest | None = None,
    ) -> None:
        self.clock = clock
        self.port = port
        self.team_id = cast.TEAM_ID
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-1-{cast.APP_ID}-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.manifest = manifest or Manifest.load()
        scopes = self.manifest.scopes if self.manifest else ALL_SCOPES
        self.switches = Switches(scopes=set(scopes))
        self.workspace = Workspace(clock)
        self.handles = Handles(self.workspace, clock)
        self.sockets = Sockets()
        self.courier = Courier(self.sockets, clock, self.signing_secret, patience)
        self.calls: list[Call] = []
        self.interactions = Interactions(
            self.workspace, self.handles, self.switches, self.courier, self._caller, self._record, self.manifest
        )
        table = {**methods.table(), "apps.connections.open": Method(self._connect, by_app_token=True)}
        tokens = (self.bot_token, self.app_token)
        self.web_api = WebApi(self.workspace, self.handles, self.switches, table, self._caller, self._record, tokens)
        #: awaited after each step of `pass_time`: where a bot looks at what is due now
        self.each_step: Callable[[], Awaitable[None]] = _nothing
        #: when something is due next after an instant, as far as the bot can tell
        self.next_due: Callable[[datetime], Awaitable[datetime | None]] = _never
        self._people: dict[str, Person] = {}
        self._pulse: set[asyncio.Future[None]] = set()
        self._pages = Pages(self)
        self._runner: web.AppRunner | None = None
        self.workspace.watchers.append(lambda _: self._beat())
        self.courier.told = self._beat

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken, and is then as if never started."""
        self._runner = web.AppRunner(
            self._application(), handler_cancellation=True, access_log=None, shutdown_timeout=1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        if self.port == 0:
            self.port = self._runner.addresses[0][1]
        self.interactions.payloads.base = self.base

    async def stop(self) -> None:
        """End every connection and forget what was still to be delivered."""
        self.web_api.stopping.set()
        self._pages.stop()
        await self.interactions.stop()
        await self.sockets.close()
        await self.courier.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` is set to."""
        return f"{self.base}/api/"

    @property
    def rejected(self) -> list[Call]:
        """The calls that were refused."""
        return [each for each in self.calls if each.refused]

    def person(self, name: str) -> Person:
        """By first name, full name, sign-in or id."""
        found = self.workspace.named(name)
        if found is None:
            there = ", ".join(each.first_name for each in self.workspace.members.values())
            raise LookupError(f"nobody here is called {name!r}; there are {there}")
        if found.id not in self._people:
            self._people[found.id] = Person(found, self)
        return self._people[found.id]

    def channel(self, name: str) -> Channel:
        """By name (with or without #) or id."""
        found = self.workspace.channel_named(name)
        if found is None:
            there = ", ".join(f"#{each.name}" for each in self.workspace.channels.values())
            raise LookupError(f"there is no channel {name!r}; there are {there}")
        return found

    async def wait_for(self, condition: Callable[[], Any], what: str = "", within: float = WAIT) -> None:
        """Return once `condition()` holds; it is looked at after every call, acknowledgement and change.

        Raises AssertionError with the last calls after `within` real seconds.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while not condition():
            woken: asyncio.Future[None] = loop.create_future()
            self._pulse.add(woken)
            await asyncio.wait({woken}, timeout=max(0.0, until - loop.time()))
            self._pulse.discard(woken)
            if loop.time() >= until and not condition():
                last = "\n  ".join(str(each) for each in self.calls[-12:]) or "none"
                raise AssertionError(f"waited {within} s in vain {what}; the bot's last calls:\n  {last}")

    async def pass_time(self, by: timedelta) -> None:
        """Move the clock from one thing that is due to the next, an hour at most, so that all happens in its order."""
        end = self.clock.now() + by
        looked = await self._step()
        while (left := end - self.clock.now()) > timedelta(0):
            # What came due while it was looked, and what was said was waited for, has not been seen yet.
            due = await self.next_due(looked)
            ahead = due - self.clock.now() if due is not None else STEP
            self.clock.advance(min(left, max(ahead, MOMENT), STEP))
            looked = await self._step()

    async def _step(self) -> datetime:
        """Have the bot look at what is due; since when it looked."""
        began = self.clock.now()
        await self.each_step()
        return began

    async def connected(self, sockets: int = 1) -> None:
        """Return once the bot holds that many Socket Mode connections."""
        await self.wait_for(lambda: len(self.sockets.open) >= sockets, f"for {sockets} sockets", within=15)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=UPLOAD)
        application.router.add_route("*", "/api/{method}", self.web_api.call)
        application.router.add_get("/link", self._link)
        for kind in ("commands", "actions", "app"):
            application.router.add_post(f"/{kind}/{{team}}/{{answer}}", self.web_api.respond)
        application.router.add_post("/upload/{file}", self._upload)
        application.router.add_get("/files/{file}", self._download)
        application.router.add_routes(self._pages.routes())
        return application

    def _caller(self, given: Mapping[str, Any]) -> Caller:
        announce = self.interactions.announce
        return Caller(self.workspace, self.handles, self.switches, Arguments(given), announce, self.base)

    def _connect(self, _: Caller) -> Json:
        """apps.connections.open."""
        return {"url": self.sockets.ticket(self.base)}

    async def _link(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self.sockets.link(request, self._beat)
        finally:
            self._beat()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        kept = self.workspace.files.get(request.match_info["file"])
        if kept is None or kept["bytes"] is not None:
            return web.Response(status=404, text="no such upload")
        body = await request.read()
        if request.content_type.startswith("multipart/"):
            fields = [each for each in (await request.post()).values() if isinstance(each, web.FileField)]
            body = fields[0].file.read() if fields else b""
        if len(body) != kept["size"]:
            return web.Response(status=400, text="length is not what was announced")
        kept["bytes"] = body
        return web.Response(text=f"OK - {len(body)}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        kept = self.workspace.files.get(request.match_info["file"])
        if kept is None or kept["bytes"] is None:
            return web.Response(status=404)
        kind = "image/png" if str(kept["name"]).endswith(".png") else "application/octet-stream"
        return web.Response(body=kept["bytes"], content_type=kind)

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._beat()

    def _beat(self) -> None:
        for woken in self._pulse:
            if not woken.done():
                woken.set_result(None)


async def _never(after: datetime) -> datetime | None:
    """Nothing is ever due."""
    return None


async def _nothing() -> None:
    """The step of a workspace in which nobody looks at the clock."""
