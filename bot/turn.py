"""How prepared statements reach the driver within one transaction."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

#: Called when a change did not find its one row; what it returns is raised.
Lost = Callable[[], Exception]
#: In `session.info`; also among the connection's execution options where the ORM's statements must not overtake it.
TURN = "turn"


class Change(NamedTuple):
    """One change on its way: the driver's SQL and values."""

    sql: str
    values: Any
    #: Names the rows that it changes. Two changes of the same rows have to be told the database one after the other.
    rows: str
    #: Given where it has to change (or lock) one row exactly.
    lost: Lost | None = None

    def check(self, count: int) -> None:
        """Raises what `lost` returns, unless so many rows are right."""
        if self.lost is not None and count != 1:
            raise self.lost()


class Turn(Protocol):
    """One transaction's way to the driver."""

    def execute(self, sql: str, values: Any) -> Any:
        """Run it now, after all that was to run before it; the driver's cursor."""
        ...

    def read(self, sql: str, values: Any) -> Any:
        """The same for what changes and locks nothing."""
        ...

    def later(self, change: Change) -> None:
        """Run it at the latest before COMMIT. Changes of the same rows run in the order of the calls."""
        ...

    def many(self, sql: str, values: list[Any]) -> int:
        """Run one change for each of these values now, in their order, after all that was to run before it; how many
        rows were changed in all."""
        ...


class Straight:
    """Everything at once, on one cursor."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def execute(self, sql: str, values: Any) -> Any:
        self._cursor.execute(sql, values)
        return self._cursor

    read = execute

    def later(self, change: Change) -> None:
        self._cursor.execute(change.sql, change.values)
        if change.lost is not None:
            change.check(self._cursor.rowcount)

    def many(self, sql: str, values: list[Any]) -> int:
        self._cursor.executemany(sql, values)
        return int(self._cursor.rowcount)
