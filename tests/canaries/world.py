"""The workspace and the database as they were when the bot had just come, again and again: cheaper than a new bot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, false, func, insert, select, update
from sqlmodel import Session, SQLModel

from models import Milestone
from tests.scenarios.conftest import Stage

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class World:
    """What a stage holds when everybody of the cast has been seen once, and nothing else has happened."""

    @classmethod
    async def of(cls, stage: Stage) -> "World":
        for person in (stage.ada, stage.petra, stage.sam, stage.oona, stage.cleo):
            await person.command("/countersign", "help", channel="acme-client" if person == stage.cleo else "studio")
        await stage.told()
        return cls(stage)

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        workspace = stage.slack.workspace
        self._rows = stage.bot.db.run_now(_rows)
        self._channels = set(workspace.channels)
        self._cast = {each.id: replace(each) for each in workspace.members.values()}

    def restore(self) -> None:
        """All projects, channels and people that came since are gone, and nobody is sorted."""
        workspace, handles = self.stage.slack.workspace, self.stage.slack.handles
        for made in set(workspace.channels) - self._channels:
            del workspace.channels[made]
        workspace.members.clear()
        workspace.members.update({user: replace(each) for user, each in self._cast.items()})
        handles.homes.clear()
        handles.stacks.clear()
        self.stage.bot.db.run_now(self._as_opened)

    def _as_opened(self, session: Session) -> None:
        self.empty(session)
        for table in SQLModel.metadata.sorted_tables:
            if table.name in self._rows:
                session.connection().execute(insert(table), [dict(each) for each in self._rows[table.name]])
        if session.get_bind().dialect.name == "postgresql":
            _count_anew(session)

    @staticmethod
    def empty(session: Session) -> None:
        """No rows at all; the next workspace gives its channels the same ids again."""
        session.connection().execute(update(Milestone).values(follows_id=None))
        for table in reversed(SQLModel.metadata.sorted_tables):
            session.connection().execute(delete(table))


def _rows(session: Session) -> Rows:
    """Every row of every table that has some."""
    connection = session.connection()
    return {
        table.name: [dict(each) for each in connection.execute(select(table)).mappings()]
        for table in SQLModel.metadata.sorted_tables
        if connection.execute(select(func.count()).select_from(table)).scalar()
    }


def _count_anew(session: Session) -> None:
    """Requests and projects are numbered from the beginning again, as SQLite does by itself."""
    for table in SQLModel.metadata.sorted_tables:
        if "id" in table.columns and table.columns["id"].autoincrement and table.columns["id"].type.python_type is int:
            highest = select(func.coalesce(func.max(table.columns["id"]), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            session.connection().execute(select(func.setval(sequence, highest, false())))
