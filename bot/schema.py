"""The database's schema: Alembic's migrations, run on a connection of their own.

On SQLite foreign keys are off while tables are rebuilt (a batch alter with keys on emptied a child table) and are
checked as a whole before COMMIT.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from bot.db import FileLock, create
from bot.errors import SchemaOutdated

MIGRATIONS = Path(__file__).parent.parent / "migrations"
OLDER = "The database has an older schema: run `python -m bot migrate` first."
NEWER = "The database has a newer schema than this version knows: run the newer Countersign, or restore a backup."
#: Two processes that migrate one PostgreSQL database take turns; the number is only ours.
TURN = 0xC0BA7


def upgrade(url: str, revision: str = "head", *, locked: bool = False) -> None:
    """Bring the schema to `revision`. `locked`: the caller holds the file's lock.

    Raises DatabaseLocked, and SchemaOutdated when the schema is newer than this code.
    """
    _run(url, lambda config: command.upgrade(config, revision), locked, unless_current=revision == "head")


def downgrade(url: str, revision: str, *, locked: bool = False) -> None:
    """Take the schema back to `revision` ("base" empties the database)."""
    _run(url, lambda config: command.downgrade(config, revision), locked)


def write_revision(url: str, message: str) -> None:
    """For developers: a new migration from what the models say more than the database."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True), False)


def require_current(engine: Engine) -> None:
    """Raises SchemaOutdated when the database needs a migration first, or a newer Countersign."""
    with engine.connect() as connection:
        reason = mismatch(connection)
    if reason is not None:
        raise SchemaOutdated(reason)


def mismatch(connection: Connection) -> str | None:
    """Why this code cannot work on this database's schema, for a person; None when it can."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found == head():
        return None
    return OLDER if found is None or found in _revisions() else NEWER


def head() -> str | None:
    """The newest revision."""
    return _scripts(MIGRATIONS).get_current_head()


def _revisions() -> set[str]:
    return {each.revision for each in _scripts(MIGRATIONS).walk_revisions()}


@cache
def _scripts(folder: Path) -> ScriptDirectory:
    """The migrations, imported once."""
    return ScriptDirectory(str(folder))


def differences(connection: Connection) -> list[object]:
    """What the models say that the database does not; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


def _run(url: str, work: Callable[[Config], object], locked: bool, *, unless_current: bool = False) -> None:
    lock = FileLock(url)
    if not locked:
        lock.acquire()
    try:
        with _connection(url) as connection:
            found = mismatch(connection)
            if found == NEWER:
                raise SchemaOutdated(NEWER)
            if found is None and unless_current:
                return  # as at most starts; Alembic reads its scripts anew each time it is asked
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            work(config)
    finally:
        lock.release()


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Has no effect inside a transaction, so it goes straight to the driver.
                connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
                yield connection
                if engine.dialect.name == "sqlite":
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"the migration would leave {len(broken)} rows without their parents")
    finally:
        engine.dispose()
