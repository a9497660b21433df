"""Alembic's entrance. `bot/schema.py` opens the connection, with the house's rules, and hands it over."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401  (registers the tables)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
