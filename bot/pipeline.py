"""PostgreSQL's way for prepared statements: as few journeys to the server as a call can do with.

The server is asked over a socket, and waking it costs more than what it does for one row. So changes are kept until
somebody asks for something, or until COMMIT, and then sent as one `WITH … SELECT` of all of them. Such a statement
cannot change a row twice and none of its parts sees what another one did: changes of the same rows are not joined.

What only reads needs no transaction before something was changed or locked: at READ COMMITTED each statement sees what
is committed when it runs, inside of one as outside. And where a call's changes fit into one statement, that is its
transaction.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from psycopg import Connection, RawCursor
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection as SAConnection
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.turn import TURN, Change

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"


class Pipelined:
    """One call after the other on a connection in autocommit; each begins its transaction when it comes to need one."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._kept: list[Change] = []
        self._is_open = False
        #: The server may have committed, whatever it answered.
        self.may_be_done = False

    def read(self, sql: str, values: Any) -> Any:
        if self._kept:
            self.flush()
        return self._connection.execute(sql, values)

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
        """Begin, and run what is kept; what a change that lost its row raises is raised here."""
        if not self._is_open:
            self._connection.execute(BEGIN, prepare=False)
            self._is_open = True
        kept, self._kept = self._kept, []
        for together in _joinable(kept):
            for each, count in zip(together, self._send(together), strict=True):
                each.check(count)

    def commit(self) -> None:
        """End the call; raises as `flush`."""
        if not self._is_open:
            groups = list(_joinable(self._kept))
            if not groups or (len(groups) == 1 and self._commit_at_once(groups[0])):
                self._kept = []
                return
        self.flush()
        self.may_be_done = True
        self._connection.commit()
        self._is_open = self.may_be_done = False

    def forget(self) -> None:
        """Undo the call, as far as it came."""
        self._kept, self._is_open, self.may_be_done = [], False, False
        # Asked for what it is, since the session may have ended it.
        if self._connection.info.transaction_status is not TransactionStatus.IDLE:
            self._connection.rollback()

    def _commit_at_once(self, changes: list[Change]) -> bool:
        """All of them as a transaction of their own; False, and nothing was changed, when one lost its row."""
        is_done, self.may_be_done = False, True
        with suppress(DivisionByZero):
            self._send(changes, alone=True)
            is_done = True
        # Only after an answer: an error of the connection leaves it open what became of them.
        self.may_be_done = False
        return is_done

    def _send(self, changes: list[Change], *, alone: bool = False) -> tuple[int, ...]:
        """How many rows each of them changed."""
        guarded = tuple(alone and each.lost is not None for each in changes)
        sql, places = _joined(tuple(each.sql for each in changes), guarded)
        values = [changes[n].values[key] for n, key in places]
        # Takes numbered placeholders as they are; psycopg's other cursors parse so long a statement each time.
        return RawCursor(self._connection).execute(sql, values).fetchone() or ()


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
def _joined(statements: tuple[str, ...], guarded: tuple[bool, ...]) -> tuple[str, list[tuple[int, str]]]:
    """All of them as one statement that counts the rows of each, and where its $1, $2, … are: (statement, name).

    They run in their order, each whole, since the counts are asked for in that order. One that is guarded fails all of
    it (division by zero) where it finds no row.
    """
    places: list[tuple[int, str]] = []

    def numbered(match: re.Match[str], n: int) -> str:
        places.append((n, match[1]))
        return f"${len(places)}"

    parts, counts = [], []
    for n, (sql, guard) in enumerate(zip(statements, guarded, strict=True)):
        text = PLACEHOLDER.sub(partial(numbered, n=n), sql).replace("%%", "%")
        returns = sql.startswith("SELECT") or " RETURNING " in sql
        parts.append(f"q{n} AS ({text}{'' if returns else ' RETURNING 1'})")
        counts.append(f"{'1 / ' if guard else ''}(SELECT count(*) FROM q{n})")
    return f"WITH {', '.join(parts)} SELECT {', '.join(counts)}", places


class Line:
    """One database thread's connection, made when it is first needed and kept from call to call."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: SAConnection | None = None
        self._driver: Connection[Any]
        self._turn: Pipelined
        self._session: Session

    def session(self) -> Session:
        """For the next call. Raises what the driver does where there is no server."""
        if self._connection is None:
            self._connection = self._engine.connect()
            self._driver = self._connection.connection.driver_connection  # type: ignore[assignment]
            self._driver.autocommit = True
            self._turn = Pipelined(self._driver)
            self._connection.execution_options(**{TURN: self._turn})
            self._session = Session(self._connection, expire_on_commit=False, info={TURN: self._turn})
        return self._session

    def commit(self) -> None:
        """End the call."""
        self._session.flush()
        self._turn.commit()
        if self._session.in_transaction():
            # What the session did is committed; it has only to hear of it, and to forget it.
            self._session.commit()
            self._session.close()

    def rollback(self) -> bool:
        """Leave nothing of a call that failed. True where it failed for want of the connection alone, before the
        server can have committed it: it may be run again, on another one."""
        if self._connection is None:
            return False
        again = self._driver.closed and not self._turn.may_be_done
        try:
            self._session.close()
            self._turn.forget()
        except Exception:
            self._give_back(broken=True)
        return again

    def close(self) -> None:
        if self._connection is not None:
            self._give_back(broken=self._driver.closed)

    def _give_back(self, *, broken: bool) -> None:
        """As it was found; or as one that nobody should be given again."""
        connection, self._connection = self._connection, None
        assert connection is not None
        if broken:
            connection.invalidate()
        else:
            self._driver.autocommit = False
        connection.close()


def keep_order(engine: Engine) -> None:
    """Have what is kept sent, within a transaction, before any statement that goes the long way."""

    @event.listens_for(engine, "before_cursor_execute")
    def flush(connection: Any, *_: Any) -> None:
        turn = connection.get_execution_options().get(TURN)
        if turn is not None:
            turn.flush()
