"""Column shapes that several tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, Integer
from sqlmodel import Field

#: An identity that is 64 bits wide on PostgreSQL and the rowid on SQLite.
Identity = BigInteger().with_variant(Integer(), "sqlite")


def choice(enum: type[StrEnum]) -> Enum:
    """The enum's values as text with a CHECK, so that the rows read as the product speaks."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=16,
        name=enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


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
