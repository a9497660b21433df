"""What was picked up from talk: ids and what was understood, never the words."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from models.columns import choice, identity, json_column, reference
from models.enums import PickUpState, PromiseState

OPEN_PROMISE = text("state = 'open'")


class PickUp(SQLModel, table=True):
    """One message in which somebody asked for a change, or that was turned into a request."""

    __tablename__ = "pick_up"
    __table_args__ = (
        Index("pick_up_message", "team_id", "channel_id", "ts", unique=True),
        Index("pick_up_author", "team_id", "author_id", "state"),
        Index("pick_up_request", "request_id"),
    )

    id: int | None = identity()
    team_id: str
    channel_id: str
    ts: str
    thread_ts: str | None = None
    author_id: str
    #: An outsider wrote it: the account manager alone is told.
    by_outsider: bool = False
    project_id: int = reference("project")
    state: PickUpState = Field(default=PickUpState.OFFERED, sa_type=choice(PickUpState))
    #: Raised when the message was edited and means something else now.
    version: int = 1
    #: "domain", "target", "name", "date", "money", "sure", "given": as `bot/services/understanding.py` tells.
    understood: dict[str, Any] = json_column()
    request_id: int | None = reference("change_request", default=None)
    #: "edited" or "deleted", once its author did that.
    changed: str | None = None
    created_at: datetime

    def end(self, state: PickUpState) -> None:
        """Something came of it, or nothing will: what the form would have been filled in with is not kept."""
        self.state, self.understood = state, {key: each for key, each in self.understood.items() if key != "given"}


class SmallExtra(SQLModel, table=True):
    """Something small that the client got without a request."""

    __tablename__ = "small_extra"
    __table_args__ = (Index("extra_project", "project_id", "id"),)

    id: int | None = identity()
    team_id: str
    project_id: int = reference("project")
    what: str
    hours: float | None = None
    #: The message in which it was asked for.
    pick_up_id: int | None = reference("pick_up", default=None)
    logged_by: str
    created_at: datetime


class Promise(SQLModel, table=True):
    """A date that somebody of ours wrote where the client reads, and that the plan did not hold."""

    __table_args__ = (
        Index("promise_message", "team_id", "channel_id", "ts", unique=True),
        Index("promise_project", "project_id", "state"),
        Index("promise_due", "due_at", sqlite_where=OPEN_PROMISE, postgresql_where=OPEN_PROMISE),
    )

    id: int | None = identity()
    team_id: str
    project_id: int = reference("project")
    channel_id: str
    ts: str
    author_id: str
    #: The date that was written, never the words.
    date: date
    #: Which date of the plan was named with it, such as "milestone:12".
    target: str | None = None
    state: PromiseState = Field(default=PromiseState.OPEN, sa_type=choice(PromiseState))
    #: A working hour of the author's later: then the other role is told.
    due_at: datetime
    told_at: datetime | None = None
    request_id: int | None = reference("change_request", default=None)
    created_at: datetime
