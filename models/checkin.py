"""Check-ins: when a project has them, what is asked, what was answered, and what stands in the way."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.columns import choice, identity, json_column, reference
from models.enums import Colour


class CheckinQuestions(SQLModel, table=True):
    """What a workspace asks one role, where it is not what comes with the product."""

    __tablename__ = "checkin_questions"

    team_id: str = Field(primary_key=True)
    #: "am", "pm" or "team".
    role: str = Field(primary_key=True)
    #: In order: {"label", "kind", "private"}.
    questions: list[dict[str, Any]] = json_column()
    changed_by: str
    changed_at: datetime


class CheckinPlan(SQLModel, table=True):
    """When one project has its check-ins, where that is not Monday at 10:00 each week."""

    __tablename__ = "checkin_plan"

    project_id: int = reference("project", primary_key=True)
    is_off: bool = False
    #: Monday 0.
    weekday: int
    #: Each so many weeks.
    every: int
    wall: time
    #: Answers are due so many working days later …
    answer_days: int
    #: … at this time.
    answer_wall: time
    changed_by: str
    changed_at: datetime


class CheckinRound(SQLModel, table=True):
    """One check-in of one project: everybody's answers of one week."""

    __tablename__ = "checkin_round"
    __table_args__ = (
        Index("checkin_round_day", "project_id", "on_date", unique=True),
        Index("checkin_round_summary", "summary_at"),
    )

    id: int | None = identity()
    team_id: str
    project_id: int = reference("project")
    on_date: date
    #: When the first was asked; None while there are only early answers.
    opened_at: datetime | None = None
    #: When it is summed up (or what was held back is shown); None when nothing is to come.
    summary_at: datetime | None = None
    summed_up_at: datetime | None = None
    #: When the two were told that they see it differently.
    differs_told_at: datetime | None = None


class Checkin(SQLModel, table=True):
    """What one seat of a project answered in one round."""

    __table_args__ = (
        Index("checkin_seat", "round_id", "seat", unique=True),
        Index("checkin_remind", "remind_at"),
        Index("checkin_person", "team_id", "user_id"),
    )

    id: int | None = identity()
    team_id: str
    round_id: int = reference("checkin_round")
    #: "am", "pm", or "team:<user>" for somebody who works on it.
    seat: str
    #: Who is asked: the role's holder, or who stands in.
    user_id: str
    asked_at: datetime | None = None
    due_at: datetime | None = None
    #: When whoever has not answered is reminded, once.
    remind_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    edited_at: datetime | None = None
    skipped_at: datetime | None = None
    #: None: they were away, and nobody stood in.
    skipped_by: str | None = None
    colour: Colour | None = Field(default=None, sa_type=choice(Colour))
    #: In order: {"label", "kind", "private", "text"}, as it was asked.
    answers: list[dict[str, Any]] = json_column(default_factory=list)


class Blocker(SQLModel, table=True):
    """Something that stands in the way, with who takes care of it and by when; chased until it is closed."""

    __table_args__ = (
        Index("blocker_project", "project_id", "closed_at"),
        Index("blocker_owner", "team_id", "owner_id"),
    )

    id: int | None = identity()
    team_id: str
    project_id: int = reference("project")
    #: The round in which it was named.
    round_id: int | None = reference("checkin_round", default=None)
    what: str
    owner_id: str
    due: date
    raised_by: str
    created_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
