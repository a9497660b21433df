"""What a listener may ask for by naming it, and where each of these comes from. The names mean what Bolt means.

Bolt builds all of its arguments for each request; here only those that a signature names are built, by the same
functions (a test holds the values equal).
"""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from slack_bolt.context.base_context import BaseContext
from slack_bolt.request import payload_utils
from slack_bolt.request.async_request import AsyncBoltRequest

Source = Callable[[AsyncBoltRequest], Any]


def _payload(req: AsyncBoltRequest) -> Any:
    # Bolt's order of precedence, without the legacy kinds.
    return (
        payload_utils.to_options(req.body)
        or payload_utils.to_shortcut(req.body)
        or payload_utils.to_action(req.body)
        or payload_utils.to_view(req.body)
        or payload_utils.to_command(req.body)
        or payload_utils.to_event(req.body)
        or req.body
    )


#: What a listener may name, besides `logger`, the extras and what Bolt keeps in the context.
SOURCES: Mapping[str, Source] = {
    "req": lambda req: req,
    "request": lambda req: req,
    "context": lambda req: req.context,
    "installation": lambda req: req.context.get("installation"),
    "body": lambda req: req.body,
    "payload": _payload,
    "options": lambda req: payload_utils.to_options(req.body),
    "shortcut": lambda req: payload_utils.to_shortcut(req.body),
    "action": lambda req: payload_utils.to_action(req.body),
    "view": lambda req: payload_utils.to_view(req.body),
    "command": lambda req: payload_utils.to_command(req.body),
    "event": lambda req: payload_utils.to_event(req.body),
    "message": lambda req: payload_utils.to_message(req.body),
    "client": lambda req: req.context.client,
    "ack": lambda req: req.context.ack,
    "say": lambda req: req.context.say,
    "respond": lambda req: req.context.respond,
    "complete": lambda req: req.context.complete,
    "fail": lambda req: req.context.fail,
}
#: Bolt sets these in middleware of its own listeners only, so that here they would always be None.
NOT_OFFERED = {
    "matches", "listener_runner", "set_status", "set_title", "set_suggested_prompts", "say_stream",
    "get_thread_context", "save_thread_context",
}  # fmt: skip


def source_of(name: str, function: Callable[..., Any], extras: Mapping[str, Any]) -> Source | None:
    """Where the argument `name` comes from, or None when no request can hand it."""
    if name in extras:
        return lambda req: extras[name]
    if name == "logger":
        own = logging.getLogger(function.__module__)
        return lambda req: own
    if name in SOURCES:
        return SOURCES[name]
    if name in BaseContext.standard_property_names and name not in NOT_OFFERED:
        return lambda req: req.context.get(name)
    return None


@cache
def _parameters(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """Looked at once, however often a bot is opened."""
    return inspect.signature(function).parameters


@dataclass(frozen=True)
class Listener:
    """A function and where each argument that its signature names comes from."""

    function: Callable[..., Awaitable[Any]]
    sources: tuple[tuple[str, Source], ...]

    @classmethod
    def of(cls, function: Callable[..., Awaitable[Any]], extras: Mapping[str, Any]) -> "Listener":
        """Raises TypeError for a function that is not async or names what nobody can hand it.

        A parameter of an unknown name keeps its default (Bolt would hand it None).
        """
        if not inspect.iscoroutinefunction(function):
            raise TypeError(f"{function!r} must be an async function")
        sources = []
        for name, parameter in _parameters(function).items():
            source = source_of(name, function, extras)
            if source is not None and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                sources.append((name, source))
            elif parameter.default is parameter.empty:
                raise TypeError(f"{function.__qualname__} names {name!r}, which no request can hand it")
        return cls(function, tuple(sources))

    async def hear(self, req: AsyncBoltRequest) -> None:
        await self.function(**{name: source(req) for name, source in self.sources})
