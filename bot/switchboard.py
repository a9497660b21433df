"""One look-up instead of a scan: finds the one listener of a request and hands it what its signature names.

    on = Switchboard(tasks, extras={"deps": deps}, on_error=problem)

    @on.command("/deadline")
    async def deadline(ack, command, deps): ...

    app.use(on)     # last of all middleware

Reads as in Bolt, except: names are exact (no patterns), one listener per name, no lazy listeners, no
per-listener middleware. Action ids (also those of `options`) may carry a suffix that makes them unique
within a block: only the part before the first ":" is looked up, so "approve:2" reaches `@on.action("approve")`.

The app runs with `process_before_response=True`: `ack()` only sets the answer, which leaves when the listener
has returned. A listener that returns without `ack()` is answered 200 and empty. Nobody listens: 200 as well
(buttons that open a link send actions too) and a line at INFO.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.errors import Problem
from bot.listener import Listener, source_of
from bot.tasks import Tasks, TasksClosed, new_code

logger = logging.getLogger(__name__)

Function = TypeVar("Function", bound=Callable[..., Awaitable[Any]])
Words = dict[str, Any]
#: (error, body, kind, code) → plain data for the answer, or None to say nothing. `kind` is "command", "action",
#: "view", "view_closed", "shortcut", "options"; `code` is None for a Problem, else what the log line carries.
OnError = Callable[[Exception, Words, str, str | None], "Words | Awaitable[Words | None] | None"]


class Misshapen(Exception):
    """A signed request that is not what Slack sends. It can never succeed: answered 400, not retried by us."""


def _stem(action_id: Any) -> Any:
    return action_id.partition(":")[0]


#: What Slack calls the request → our kind, and where its body holds the name.
PLACES: Mapping[str, tuple[str, Callable[[Words], Any]]] = {
    "event_callback": ("event", lambda body: body["event"]["type"]),
    "block_actions": ("action", lambda body: _stem(body["actions"][0]["action_id"])),
    "view_submission": ("view", lambda body: body["view"]["callback_id"]),
    "view_closed": ("view_closed", lambda body: body["view"]["callback_id"]),
    "shortcut": ("shortcut", lambda body: body["callback_id"]),
    "message_action": ("shortcut", lambda body: body["callback_id"]),
    "block_suggestion": ("options", lambda body: _stem(body["action_id"])),
}
KINDS = ("command", "event", "action", "view", "view_closed", "shortcut", "options")


def address(body: Words) -> tuple[str, str] | None:
    """(kind, name) of a request, or None when it has none (url_verification and kinds we do not know).

    Raises Misshapen when the body says what it is but does not hold what that needs.
    """
    try:
        place = PLACES.get(body.get("type", ""))
        if place is None and "command" not in body:
            return None
        kind, name = (place[0], place[1](body)) if place else ("command", body["command"])
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise Misshapen(f"no address: {type(error).__name__}") from None
    if not isinstance(name, str):
        raise Misshapen(f"the name of a {kind} is no text")
    return kind, name


class Switchboard(AsyncMiddleware):
    """Bolt's last middleware: it answers every request itself and never calls `next`."""

    def __init__(
        self, tasks: Tasks, *, extras: Mapping[str, Any] | None = None, on_error: OnError | None = None
    ) -> None:
        """`extras` are further names that listeners may ask for; they may not hide one of Bolt's."""
        self._tasks = tasks
        self._extras = dict(extras or {})
        self._on_error = on_error
        self._listeners: dict[tuple[str, str], Listener] = {}
        hidden = [name for name in self._extras if source_of(name, Switchboard.names, {}) is not None]
        if hidden:
            raise ValueError(f"extras hide Bolt's own arguments: {', '.join(hidden)}")

    def _register(self, kind: str, name: str) -> Callable[[Function], Function]:
        def register(function: Function) -> Function:
            if (kind, name) in self._listeners:
                raise ValueError(f"two listeners for {kind} {name!r}")
            self._listeners[kind, name] = Listener.of(function, self._extras)
            return function

        return register

    def command(self, name: str) -> Callable[[Function], Function]:
        """A slash command, with its slash."""
        return self._register("command", name)

    def event(self, name: str) -> Callable[[Function], Function]:
        """An event by its type; "message" means every subtype. If the listener raises, Slack is answered 500
        and sends the event again."""
        return self._register("event", name)

    def action(self, name: str) -> Callable[[Function], Function]:
        """A block action by the part of its action id before the first ":"."""
        return self._register("action", name)

    def options(self, name: str) -> Callable[[Function], Function]:
        """A request for a select's options, by the part of its action id before the first ":"."""
        return self._register("options", name)

    def view(self, name: str) -> Callable[[Function], Function]:
        """A submitted form, by callback id."""
        return self._register("view", name)

    def view_closed(self, name: str) -> Callable[[Function], Function]:
        """A form that was closed (Slack tells only of those with `notify_on_close`), by callback id."""
        return self._register("view_closed", name)

    def shortcut(self, name: str) -> Callable[[Function], Function]:
        """A global or message shortcut, by callback id."""
        return self._register("shortcut", name)

    def names(self, kind: str) -> tuple[str, ...]:
        """The registered names of one of KINDS, sorted."""
        return tuple(sorted(name for of, name in self._listeners if of == kind))

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """Always an answer: 200, 400 for what is misshapen, 500 for an event whose listener raised."""
        kind = name = "request"
        try:
            kind, name = address(req.body) or (kind, str(req.body.get("type")))
            found = self._listeners.get((kind, name))
            if found is None:
                logger.info("nobody listens to %s %.80r", kind, name)
                return BoltResponse(status=200)
            await found.hear(req)
        except Misshapen as error:
            logger.info("misshapen %s %.80r: %s", kind, name, error)
            return BoltResponse(status=400)
        except Exception as error:
            return await self._failed(error, req, kind, name)
        return req.context.ack.response or BoltResponse(status=200)

    async def _failed(self, error: Exception, req: AsyncBoltRequest, kind: str, name: str) -> BoltResponse:
        code = None if isinstance(error, Problem) else new_code()
        if code is None:
            logger.info("%s %.80r: %s", kind, name, error)
        else:
            logger.error("%s %.80r failed, code %s", kind, name, code, exc_info=error)
        if kind == "event":
            return BoltResponse(status=500)
        words = await self._words(error, req, kind, code)
        if kind == "options":
            return BoltResponse(status=200, body={"options": []})
        if words is None:
            return BoltResponse(status=200)
        if kind == "command":
            return BoltResponse(status=200, body={"response_type": "ephemeral", **words})
        if kind == "view" and "response_action" in words:
            return BoltResponse(status=200, body=words)
        try:
            self._tasks.after(_tell(req, words))
        except TasksClosed:
            logger.warning("too late to tell of a failed %s, code %s", kind, code)
        return BoltResponse(status=200)

    async def _words(self, error: Exception, req: AsyncBoltRequest, kind: str, code: str | None) -> Words | None:
        if self._on_error is None:
            return None
        try:
            words = self._on_error(error, req.body, kind, code)
            return await words if inspect.isawaitable(words) else words
        except Exception:
            logger.exception("no words for a failed %s, code %s", kind, code)
            return None


async def _tell(req: AsyncBoltRequest, message: Words) -> None:
    """Tell only the person who pressed. Forms, homes and global shortcuts have no response_url: a direct message."""
    context = req.context
    if context.response_url is not None:
        await context.respond({"response_type": "ephemeral", "replace_original": False, **message})  # type: ignore[misc]
    elif context.user_id is not None:
        await context.client.chat_postMessage(channel=context.user_id, **message)
