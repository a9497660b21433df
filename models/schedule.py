"""What happens by itself: rules, and the occurrences of each, so that none happens twice."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from models.columns import Identity, choice, identity, json_column, reference

#: A rule has something still to come.
COMING = text("next_at IS NOT NULL")


class Outcome(StrEnum):
    """What became of an occurrence."""

    #: It happened; what it owes is in the outbox.
    FIRED = "fired"
    #: It did not happen, and never will; the row says why.
    SKIPPED = "skipped"


class Rule(SQLModel, table=True):
    """Something that happens by itself: what, for whom, and when on whose wall."""

    __tablename__ = "schedule_rule"
    __table_args__ = (
        Index("rule_subject", "team_id", "kind", "subject", unique=True),
        Index("rule_due", "next_at", "id", sqlite_where=COMING, postgresql_where=COMING),
        Index("rule_user", "team_id", "user_id"),
        Index("rule_project", "project_id"),
    )

    id: int | None = identity()
    team_id: str
    #: What happens; `bot/services/happenings.py` lists the kinds.
    kind: str
    #: What it is about within the kind, such as "U07ADA" or "milestone:12:am".
    subject: str
    #: In whose zone and working time, where it is for one person.
    user_id: str | None = None
    project_id: int | None = Field(default=None, sa_type=Identity)
    #: The time on the wall …
    wall: time
    #: … in this IANA zone.
    zone: str
    #: On which days; `bot/cadence.py` reads it.
    cadence: dict[str, Any] = json_column()
    #: The last day that was dealt with.
    last_on: date | None = None
    #: The next day on which it happens, and the instant; None when nothing is to come.
    next_on: date | None = None
    next_at: datetime | None = None


class Occurrence(SQLModel, table=True):
    """One time that a rule was due. Written with what it owes, in one transaction."""

    __tablename__ = "schedule_occurrence"
    #: The key is the row: nothing else is ever looked up by it.
    __table_args__ = {"sqlite_with_rowid": False}

    rule_id: int = reference("schedule_rule", primary_key=True)
    #: The day on the wall.
    on_date: date = Field(primary_key=True)
    #: Which of that day's.
    slot: str = Field(default="", primary_key=True)
    due_at: datetime
    outcome: Outcome = Field(sa_type=choice(Outcome))
    #: Why it was skipped: "late", "superseded", "away", "on_hold", "closed", "gone".
    reason: str | None = None
    created_at: datetime
