"""Migrations: from nothing to what the models say and back, with data, on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Enum, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot import schema
from bot.db import create
from bot.errors import SchemaOutdated
from tests.engine.conftest import Plant
from tests.engine.rows import counts, fill

ORPHANS = """
revision = "9999"
down_revision = "{head}"

def upgrade():
    from alembic import op
    op.execute("DELETE FROM project")

def downgrade():
    pass
"""


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    there = create(database)
    yield there
    there.dispose()


def test_from_nothing_they_lead_to_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        assert schema.differences(connection) == []
        assert schema.mismatch(connection) is None


def test_each_step_goes_down_and_up_again_with_data_in_every_table(database: str, engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)
        assert set(counts(connection).values()) == {1}
    for script in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions():
        schema.downgrade(database, script.down_revision or "base")  # type: ignore[arg-type]
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    schema.upgrade(database)
    with engine.begin() as connection:
        assert schema.differences(connection) == []
        fill(connection)
        assert set(counts(connection).values()) == {1}


def test_a_choice_takes_no_other_word(engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)
    choices = [
        each for table in SQLModel.metadata.sorted_tables for each in table.columns if isinstance(each.type, Enum)
    ]
    assert len(choices) > 15
    for column in choices:
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE {column.table.name} SET {column.name} = 'perhaps'"))


def test_migrating_what_is_current_changes_nothing(database: str, engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)
    schema.upgrade(database)
    with engine.connect() as connection:
        assert set(counts(connection).values()) == {1}


def test_a_migration_that_would_orphan_rows_is_undone(
    database: str, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        fill(connection)
    careless = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, careless)
    (careless / "versions" / "9999_careless.py").write_text(ORPHANS.format(head=schema.head()))
    before = schema.head()
    monkeypatch.setattr(schema, "MIGRATIONS", careless)
    with pytest.raises((RuntimeError, IntegrityError)) as caught:
        schema.upgrade(database)
    assert "without their parents" in str(caught.value) or engine.dialect.name == "postgresql"
    monkeypatch.undo()
    with engine.connect() as connection:
        assert set(counts(connection).values()) == {1}
        assert schema.mismatch(connection) is None, f"still at {before}"


async def test_an_old_schema_is_migrated_by_sqlite_itself_and_stops_postgresql(plant: Plant) -> None:
    schema.downgrade(plant.url, "base")
    if plant.url.startswith("postgresql"):
        stopped = plant.start("run")
        assert await stopped.ends() == 2
        assert stopped.text.strip().endswith("run `python -m bot migrate` first.")
        migrated = plant.start("migrate")
        assert await migrated.ends() == 0, migrated.text
        assert f"The database is at {schema.head()}." in migrated.text
    bot = await plant.connected("run")
    await bot.stops()


async def test_a_schema_newer_than_the_code_stops_everything(plant: Plant, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    for command in ("run", "migrate"):
        stopped = plant.start(command)
        assert await stopped.ends() == 2
        assert "newer schema" in stopped.text
        assert "Traceback" not in stopped.text
    with pytest.raises(SchemaOutdated, match="newer schema"):
        schema.downgrade(plant.url, "base")


async def test_of_two_that_migrate_at_once_none_breaks_the_other(plant: Plant) -> None:
    schema.downgrade(plant.url, "base")
    both = [plant.start("migrate"), plant.start("migrate")]
    outcomes = sorted([await each.ends() for each in both])
    said = [each.text for each in both if each.status]
    assert outcomes == [0, 0] or all("Another Countersign is using" in each for each in said), said
    assert 0 in outcomes
    assert plant.rows("SELECT version_num FROM alembic_version") == [(schema.head(),)]
