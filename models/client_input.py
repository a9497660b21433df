"""What production needs from the client: what, from whom, by when, and what waits for it."""

from datetime import date, datetime

from sqlmodel import Index, SQLModel

from models.columns import identity, reference


class ClientInput(SQLModel, table=True):
    """One thing that the client has to send or say. One that is not needed any more has no row."""

    __tablename__ = "client_input"
    __table_args__ = (Index("input_project", "project_id", "received_on"), Index("input_due", "due"))

    id: int | None = identity()
    team_id: str
    project_id: int = reference("project")
    what: str
    #: The client's person, in words: they are not in this workspace.
    from_whom: str
    due: date
    #: What waits for it; None: the project's deadline.
    milestone_id: int | None = reference("milestone", default=None)
    #: The day on which it came, on the calendar of whoever said so; None while it is missing.
    received_on: date | None = None
    received_by: str | None = None
    created_by: str
    created_at: datetime
