"""What happened, in order; never changed."""

from datetime import datetime
from typing import Any

from sqlmodel import Index, SQLModel

from models.columns import identity, json_column, reference


class AuditEntry(SQLModel, table=True):
    """One thing that one person (or the clock) did."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("audit_project", "project_id", "id"),)

    id: int | None = identity()
    team_id: str
    project_id: int | None = reference("project", default=None)
    request_id: int | None = reference("change_request", default=None)
    #: Slack user id, or None when it was the clock.
    actor_id: str | None = None
    action: str
    facts: dict[str, Any] = json_column()
    created_at: datetime
