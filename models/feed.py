"""Calendar feeds: who may read which dates by a secret address."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from models.columns import identity, reference


class CalendarFeed(SQLModel, table=True):
    """One person's link to a calendar: their own (no project), or one project's. Revoking deletes the row."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index("feed_owner", "team_id", "user_id", "scope", unique=True),)

    id: int | None = identity()
    team_id: str
    user_id: str
    #: "mine", or "project:<id>": a person has one link for each.
    scope: str
    project_id: int | None = reference("project", default=None)
    #: SHA-256 of the token in hexadecimal; the token itself is shown once and kept by nobody.
    token_hash: str = Field(unique=True)
    #: Fingerprint of what was served last, and since when it reads so.
    content_hash: str | None = None
    changed_at: datetime
    created_at: datetime
