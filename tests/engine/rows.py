"""Rows for tests that need some in every table, whatever the tables are."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Connection, Enum, Table, func, select
from sqlmodel import SQLModel

#: One value of each type; where a column points to another table, what was put there.
SAMPLES: dict[type, Any] = {
    str: "x",
    int: 1,
    float: 0.5,
    bool: True,
    datetime: datetime(2027, 1, 4, tzinfo=UTC),
    date: date(2027, 1, 4),
    time: time(9),
}


def fill(connection: Connection) -> None:
    """One row in every table."""
    rows: dict[str, dict[str, Any]] = {}
    for table in SQLModel.metadata.sorted_tables:
        row = _row(table, rows)
        key = connection.execute(table.insert().values(**row)).inserted_primary_key
        rows[table.name] = row | dict(zip((each.name for each in table.primary_key), key or (), strict=True))


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = SQLModel.metadata.sorted_tables
    return {each.name: connection.execute(select(func.count()).select_from(each)).scalar_one() for each in tables}


def _row(table: Table, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        if column is table.autoincrement_column:
            continue
        pointed = [key.column for key in column.foreign_keys if key.column.table.name in rows]
        if pointed:
            row[column.name] = rows[pointed[0].table.name][pointed[0].name]
        elif isinstance(column.type, Enum):
            row[column.name] = next(iter(column.type.enum_class or column.type.enums))
        elif isinstance(column.type, JSON):
            row[column.name] = {}
        elif not column.foreign_keys:
            row[column.name] = SAMPLES[getattr(column.type, "impl_instance", column.type).python_type]
    return row
