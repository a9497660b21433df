"""PostgreSQL's way for prepared statements: what nobody waits for goes together, as one statement.

The server is asked over a socket, and waking it costs more than what it does for one row. So changes are kept until
somebody asks for something, or until COMMIT, and then sent as one `WITH … SELECT` of all of them. Such a statement
cannot change a row twice and none of its parts sees what another one did: changes of the same rows are not joined.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.turn import TURN, Change

if TYPE_CHECKING:
    from psycopg import Connection

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Pipelined:
    """Keeps changes until they have to be sent."""

    def __init__(self, connection: "Connection[Any]") -> None:
        from psycopg import RawCursor  # SQLite does without the driver

        self._connection = connection
        #: Takes numbered placeholders as they are; psycopg's other cursors parse so long a statement each time.
        self._cursor = RawCursor
        self._kept: list[Change] = []

    def execute(self, sql: str, values: Any) -> Any:
        self.flush()
        return self._connection.execute(sql, values)

    def later(self, change: Change) -> None:
        self._kept.append(change)

    def many(self, sql: str, values: list[Any]) -> int:
        self.flush()
        # The driver sends them one behind the other and waits once.
        cursor = self._connection.cursor()
        cursor.executemany(sql, values)
        return cursor.rowcount

    def flush(self) -> None:
        """Run what is kept, now; what a check raises is raised here."""
        kept, self._kept = self._kept, []
        for together in _joinable(kept):
            sql, places = _joined(tuple(each.sql for each in together))
            values = [together[n].values[key] for n, key in places]
            counts = self._cursor(self._connection).execute(sql, values).fetchone()
            for each, count in zip(together, counts or (), strict=True):
                if each.check is not None:
                    each.check(count)


def _joinable(kept: list[Change]) -> Iterator[list[Change]]:
    together: list[Change] = []
    for change in kept:
        if any(change.rows == each.rows for each in together):
            yield together
            together = []
        together.append(change)
    if together:
        yield together


@lru_cache(maxsize=256)
def _joined(statements: tuple[str, ...]) -> tuple[str, list[tuple[int, str]]]:
    """All of them as one statement that counts the rows of each, and where its $1, $2, … are: (statement, name).

    They run in their order, each whole, since the counts are asked for in that order.
    """
    places: list[tuple[int, str]] = []

    def numbered(match: re.Match[str], n: int) -> str:
        places.append((n, match[1]))
        return f"${len(places)}"

    parts, counts = [], []
    for n, sql in enumerate(statements):
        text = PLACEHOLDER.sub(partial(numbered, n=n), sql).replace("%%", "%")
        returns = sql.startswith("SELECT") or " RETURNING " in sql
        parts.append(f"q{n} AS ({text}{'' if returns else ' RETURNING 1'})")
        counts.append(f"(SELECT count(*) FROM q{n})")
    return f"WITH {', '.join(parts)} SELECT {', '.join(counts)}", places


def pipelined(session: Session) -> Pipelined:
    """For the one transaction of a session that has just been opened."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    turn = session.info[TURN] = Pipelined(driver)
    connection.execution_options(**{TURN: turn})
    return turn


def keep_order(engine: Engine) -> None:
    """Have what is kept sent before any statement that goes the long way."""

    @event.listens_for(engine, "before_cursor_execute")
    def flush(connection: Any, *_: Any) -> None:
        turn = connection.get_execution_options().get(TURN)
        if turn is not None:
            turn.flush()
