"""The written brief: every version is kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import json_column, reference

#: The parts of a brief, in the order in which they are read: (key, label).
BRIEF_FIELDS: tuple[tuple[str, str], ...] = (
    ("background", "Background"),
    ("objective", "Objective"),
    ("audience", "Audience"),
    ("message", "Message"),
    ("tone", "Tone"),
    ("deliverables", "Deliverables"),
    ("mandatories", "Mandatories"),
    ("timing", "Timing"),
    ("success_measure", "Success measure"),
)


class BriefVersion(SQLModel, table=True):
    """One agreed text of a project's brief."""

    __tablename__ = "brief_version"

    project_id: int = reference("project", primary_key=True)
    version: int = Field(primary_key=True)
    #: Field key → text; a part without text is absent.
    text: dict[str, str] = json_column()
    author_id: str
    reason: str
    #: The request that brought it, where one was needed.
    request_id: int | None = reference("change_request", default=None)
    created_at: datetime
