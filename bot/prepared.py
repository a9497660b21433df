"""Core statements compiled once and run on the driver's cursor: what a click waits for.

SQLAlchemy builds, caches and processes each execution anew, which costs five times the driver's own work.
The statement is still Core and still typed; only the way to the driver is shorter. A test runs each one both ways.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, Dialect, Enum, Executable, Time, bindparam, literal
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.turn import TURN, Change, Lost, Straight, Turn

Model = TypeVar("Model", bound=SQLModel)
Process = Callable[[Any], Any]
#: From so many rows on they are read column by column.
FEW = 4
#: In a SELECT on PostgreSQL.
LOCKS = re.compile(r"\bFOR (NO KEY )?UPDATE|\bFOR (KEY )?SHARE")


class Prepared:
    """A SELECT or a change whose parameters are all named `bindparam`s (or, for an INSERT, `columns`)."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None, *, rows: str = "") -> None:
        """`rows` names what a change changes, where that is less than its table: see `Change`."""
        self.statement = statement
        self.changes = rows or str(getattr(statement, "table", ""))
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, /, **values: Any) -> int:
        """Change rows; how many there were."""
        count: int = self._execute(session, values)[0].rowcount
        return count

    def later(self, session: Session, lost: Lost | None = None, /, **values: Any) -> None:
        """Change rows (or lock them by a SELECT) at the latest before COMMIT. With `lost` it is one row: where that is
        not to be had, what `lost` returns is raised and undoes the transaction. A statement that returns rows cannot
        wait."""
        compiled = self._compile(session)
        _turn(session).later(Change(compiled.sql, compiled.bound(values), self.changes, lost))

    def many(self, session: Session, rows: Iterable[Mapping[str, Any]], /, **same: Any) -> int:
        """Change rows by each of these, in their order; how many there were in all.

        `same`: what is the same for all of them.
        """
        compiled = self._compile(session)
        bound = compiled.bound_many(rows, same)
        return _turn(session).many(compiled.sql, bound) if bound else 0

    def rows(self, session: Session, /, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, as Python values."""
        cursor, compiled = self._execute(session, values)
        return compiled.read(cursor.fetchall())

    def first(self, session: Session, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(session, **values)
        return found[0] if found else None

    def _execute(self, session: Session, values: dict[str, Any]) -> "tuple[Any, _Compiled]":
        compiled, turn = self._compile(session), _turn(session)
        run = turn.read if compiled.is_read else turn.execute
        return run(compiled.sql, compiled.bound(values)), compiled

    def _compile(self, session: Session) -> "_Compiled":
        # What was changed through the session must reach the database first.
        session.flush()
        dialect = session.get_bind().dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self.statement, self._columns, dialect)
        return compiled


def _turn(session: Session) -> Turn:
    found: Turn | None = session.info.get(TURN)
    return found if found is not None else Straight(session.connection().connection.cursor())


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column IN (…)` of values known now; SQLAlchemy's own is expanded anew at each execution."""
    type_ = column.expression.type
    found: ColumnElement[bool] = column.in_([literal(value, type_) for value in values])
    return found


def one_of(column: Any, name: str, width: int) -> ColumnElement[bool]:
    """`column IN (…)` of so many values, given when it is run: see `filled`."""
    found: ColumnElement[bool] = column.in_([bindparam(each) for each in _numbered(name, width)])
    return found


def filled(name: str, values: Iterable[Any], width: int) -> Iterator[dict[str, Any]]:
    """What `one_of` is run with, as often as it takes; where there are fewer values the last one stands for them."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), width):
        few = wanted[start : start + width]
        few += few[-1:] * (width - len(few))
        yield dict(zip(_numbered(name, width), few, strict=True))


@cache
def _numbered(name: str, width: int) -> list[str]:
    return [f"{name}_{number}" for number in range(width)]


class _Compiled:
    """One statement for one kind of database."""

    def __init__(self, statement: Any, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        #: It leaves no trace in the transaction.
        self.is_read = isinstance(statement, SelectBase) and not LOCKS.search(self.sql)
        process = {name: _binding(bind.type, dialect) for name, bind in compiled.binds.items()}
        #: What was known when the statement was written, as the driver takes it.
        self._known = {
            name: each(bind.value) if (each := process[name]) is not None else bind.value
            for name, bind in compiled.binds.items()
            if not bind.required
        }
        places = list(compiled.positiontup) if compiled.positional else list(process)
        self._is_positional = bool(compiled.positional)
        self._places = [(name, None if name in self._known else process[name]) for name in places]
        columns_out = statement.exported_columns if isinstance(statement, SelectBase | UpdateBase) else ()
        results = [_reading(column.type, dialect) for column in columns_out]
        self._results = [(number, each) for number, each in enumerate(results) if each is not None]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them. Raises KeyError for one that was not given."""
        given = {**values, **self._known} if self._known else values
        if self._is_positional:
            return [each(given[name]) if each is not None else given[name] for name, each in self._places]
        return {name: each(given[name]) if each is not None else given[name] for name, each in self._places}

    def bound_many(self, rows: Iterable[Mapping[str, Any]], same: Mapping[str, Any]) -> list[Any]:
        """The same for many, where what is the same for all is made ready once. A row may name more than is asked."""
        given, wanted = {**same, **self._known}, list(rows)
        # Column by column, since hundreds of rows differ in few of them.
        columns: list[Iterable[Any]] = []
        for name, each in self._places:
            if name in given:
                columns.append(repeat(given[name] if each is None else each(given[name]), len(wanted)))
            else:
                values = [row[name] for row in wanted]
                columns.append(values if each is None else _each_once(each, values))
        found = list(zip(*columns, strict=True))
        if self._is_positional:
            return found
        names = [name for name, _ in self._places]
        return [dict(zip(names, values, strict=True)) for values in found]

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The driver's rows as Python values."""
        if not self._results or not rows:
            return rows
        if len(rows) < FEW:
            return [self._read_one(list(row)) for row in rows]
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for number, each in self._results:
            columns[number] = map(each, columns[number])
        return list(zip(*columns, strict=True))

    def _read_one(self, row: list[Any]) -> tuple[Any, ...]:
        for number, each in self._results:
            row[number] = each(row[number])
        return tuple(row)


def _each_once(process: Process, values: list[Any]) -> list[Any]:
    """Each of these made ready, one that stands in many rows once. They are told apart by what they are, not by their
    looks, as long as `values` holds them."""
    keys = list(map(id, values))
    ready = {key: process(value) for key, value in dict(zip(keys, values, strict=True)).items()}
    return list(map(ready.__getitem__, keys))


def _binding(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """Python value → what the driver takes: SQLAlchemy's own way, shorter for what a click is full of."""
    slow: Process | None = type_.dialect_impl(dialect).bind_processor(dialect)
    if dialect.name == "sqlite" and isinstance(type_, UTCDateTime):
        return _stored
    if dialect.name == "sqlite" and type(type_) is Date:
        return _stored_day
    if isinstance(type_, Enum) and type_.enum_class is not None and slow is not None:
        members: dict[Any, Any] = {None: None} | {member: slow(member) for member in type_.enum_class}
        return members.__getitem__
    return slow


def _reading(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """The reverse."""
    slow: Process | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    if dialect.name == "sqlite" and type(type_) in (Date, Time) and slow is not None:
        return lru_cache(maxsize=1024)(slow)
    if isinstance(type_, UTCDateTime) and dialect.name == "sqlite":
        return _restored
    if isinstance(type_, Enum) and type_.enum_class is not None and slow is not None:
        names: dict[Any, Any] = {None: None} | {each: slow(each) for each in type_.enums}
        return names.__getitem__
    return slow


def _stored(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone: a naive datetime names none")
    # In their own zone the two instants of an hour that comes twice are equal, and would be one in a cache.
    return _written(at if at.tzinfo is UTC else at.astimezone(UTC))


# A look at the clock binds and reads the same few instants and days hundreds of times.
@lru_cache(maxsize=1024)
def _written(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=1024)
def _stored_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@lru_cache(maxsize=1024)
def _restored(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def as_model(model: type[Model], names: Sequence[str], row: Sequence[Any]) -> Model:
    """A row as the model's fields: plain data that belongs to no session."""
    # `model_construct` does the same at five times the price, for defaults that a whole row does not need.
    found: Model = model.__new__(model)
    found.__dict__.update(zip(names, row, strict=True))
    return found
