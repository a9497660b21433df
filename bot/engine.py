"""Connections with this house's settings, and the lock that keeps a SQLite file to one process."""

import fcntl
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

from bot.errors import DatabaseLocked

#: Transactions side by side.
POSTGRES_THREADS = 6
#: PostgreSQL's codes for a transaction that lost to another and may be run again.
RETRYABLE = {"40001", "40P01"}
#: The code for a row that another transaction wrote first: run again, the service finds it and says so.
TAKEN = "23505"


def _create_sqlite(url: str) -> Engine:
    engine = create_engine(
        url, poolclass=StaticPool, connect_args={"check_same_thread": False, "isolation_level": None}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    # The driver's own transactions begin deferred and lose decisions (two readers, then two writers).
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE")

    # Each call that uses the session is a savepoint, whose clauses SQLAlchemy compiles anew each time: eight times what
    # the database takes for them.
    for does, words in (("", "SAVEPOINT"), ("release_", "RELEASE"), ("rollback_to_", "ROLLBACK TO")):
        setattr(engine.dialect, f"do_{does}savepoint", partial(_tell, words))
    return engine


def _tell(words: str, connection: Connection, name: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"{words} {name}")


def _create_postgres(url: str) -> Engine:
    from bot.pipeline import keep_order  # SQLite does without the driver

    engine = create_engine(
        url,
        # One for each thread, and one for who looks at the schema.
        pool_size=POSTGRES_THREADS + 1,
        max_overflow=0,
        pool_pre_ping=False,
        isolation_level="READ COMMITTED",
        connect_args=_manners(url),
    )
    keep_order(engine)
    return engine


def _manners(url: str) -> dict[str, Any]:
    if "pgbouncer" in url:
        # In transaction mode it has no place for prepared statements, and it refuses the server's own options.
        return {"prepare_threshold": None}
    # What is prepared reads single rows by their keys: planning it anew for each value costs more than running it.
    return {"options": "-c plan_cache_mode=force_generic_plan"}


def create(url: str) -> Engine:
    """An engine with this house's settings for `url`; nothing is connected yet."""
    return _create_sqlite(url) if url.startswith("sqlite") else _create_postgres(url)


class FileLock:
    """An OS lock beside a SQLite file: two processes writing one WAL file can corrupt it (SQLite < 3.51.3)."""

    def __init__(self, url: str) -> None:
        self._path: Path | None = None
        name = make_url(url).database if url.startswith("sqlite") else None
        if name and name != ":memory:":
            self._path = Path(name + ".lock")
        self._file: Any = None

    def acquire(self) -> None:
        """Raises DatabaseLocked when another process has it."""
        if self._path is None:
            return
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            self._file = None
            raise DatabaseLocked(
                f"Another Countersign is using {self._path.with_suffix('')}. "
                "A SQLite file serves one process; to run several, use PostgreSQL."
            ) from None

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def is_retryable(error: BaseException) -> bool:
    """Whether it lost to another transaction on PostgreSQL; the driver's own errors are told apart as well."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) in {*RETRYABLE, TAKEN}
