"""Column shapes that several tables share."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Enum, Integer, Table, event
from sqlmodel import Field

#: An identity that is 64 bits wide on PostgreSQL and the rowid on SQLite.
Identity = BigInteger().with_variant(Integer(), "sqlite")


def choice(enum: type[StrEnum]) -> Enum:
    """The enum's values as text with a CHECK, so that the rows read as the product speaks."""
    values = [member.value for member in enum]
    found = Enum(enum, native_enum=False, length=16, name=enum.__name__.lower(), values_callable=lambda _: values)

    def check(_: Enum, column: Column[Any]) -> None:
        if column.name:  # SQLModel makes its columns first and names their copies
            event.listen(column, "after_parent_attach", _only(found.name, values))

    event.listen(found, "after_parent_attach", check)
    return found


def _only(name: str | None, values: list[str]) -> Callable[[Column[Any], Table], None]:
    def constrain(column: Column[Any], table: Table) -> None:
        # With IN, SQLite fills a table of the values at each insert, which takes several times as long as the row.
        condition = " OR ".join(f"{column.name} = '{value}'" for value in values)
        table.append_constraint(CheckConstraint(condition, name=name))

    return constrain


def identity() -> Any:
    """An integer primary key that the database gives."""
    return Field(default=None, primary_key=True, sa_type=Identity)


def json_column(**options: Any) -> Any:
    """A column that holds JSON."""
    return Field(sa_type=JSON, **options)


def optional_json() -> Any:
    """The same, where most rows have none: NULL, which can be looked for."""
    return Field(default=None, sa_type=JSON(none_as_null=True))


def reference(table: str, **options: Any) -> Any:
    """A column that names a row of `table` by its identity."""
    return Field(sa_type=Identity, foreign_key=f"{table}.id", **options)
