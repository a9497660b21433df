"""Core statements compiled once and run on the driver's cursor: what a click waits for.

SQLAlchemy builds, caches and processes each execution anew, which costs five times the driver's own work (HOUSE,
"Choices already made"). The statement is still Core and still typed; only the way to the driver is shorter. A test
runs each one both ways.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Dialect, Executable, literal
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase
from sqlmodel import Session, SQLModel

Model = TypeVar("Model", bound=SQLModel)
Process = Callable[[Any], Any]


class Prepared:
    """A SELECT or a change whose parameters are all named `bindparam`s (or, for an INSERT, `columns`)."""

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self._columns = list(columns) if columns is not None else None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, /, **values: Any) -> int:
        """Change rows; how many there were."""
        cursor = self._execute(session, values)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def rows(self, session: Session, /, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, as Python values."""
        cursor = self._execute(session, values)
        found = cursor.fetchall()
        cursor.close()
        process = self._for(session).results
        return [
            tuple(each(value) if each is not None else value for each, value in zip(process, row, strict=True))
            for row in found
        ]

    def first(self, session: Session, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(session, **values)
        return found[0] if found else None

    def _execute(self, session: Session, values: dict[str, Any]) -> Any:
        # What was changed through the session must reach the database first.
        session.flush()
        compiled = self._for(session)
        cursor = session.connection().connection.cursor()
        cursor.execute(compiled.sql, compiled.bound(values))
        return cursor

    def _for(self, session: Session) -> "_Compiled":
        dialect = session.get_bind().dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self.statement, self._columns, dialect)
        return found


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column IN (…)` of values known now; SQLAlchemy's own is expanded anew at each execution."""
    type_ = column.expression.type
    found: ColumnElement[bool] = column.in_([literal(value, type_) for value in values])
    return found


class _Compiled:
    """One statement for one kind of database."""

    def __init__(self, statement: Any, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        self._order: list[str] | None = list(compiled.positiontup) if compiled.positional else None
        self._defaults = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._process: dict[str, Process | None] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        columns_out = statement.exported_columns if isinstance(statement, SelectBase | UpdateBase) else ()
        types = [column.type.dialect_impl(dialect) for column in columns_out]
        self.results = [each.result_processor(dialect, None) for each in types]

    def bound(self, values: dict[str, Any]) -> Any:
        given = self._defaults | values
        processed = {
            name: process(given[name]) if process is not None else given[name]
            for name, process in self._process.items()
        }
        return processed if self._order is None else [processed[name] for name in self._order]


def as_model(model: type[Model], names: Sequence[str], row: Sequence[Any]) -> Model:
    """A row as the model's fields: plain data that belongs to no session."""
    # `model_construct` does the same at five times the price, for defaults that a whole row does not need.
    found: Model = model.__new__(model)
    found.__dict__.update(zip(names, row, strict=True))
    return found
