"""How the mouth writes down what came of it: a service run to its end, whatever happens meanwhile."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")


class Store(Protocol):
    """Runs a service in a transaction of its own, without the patience kept for people."""

    async def __call__(
        self, service: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...
