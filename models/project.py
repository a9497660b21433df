"""A client project, where it is talked about, and the dates on the way to its deadline."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, Index, SQLModel

from models.columns import choice, identity, json_column, reference
from models.enums import Domain, ProjectStatus


class ProjectFields(SQLModel):
    """What is known of one client project. What it says is the agreed plan; what is asked for is a change request."""

    id: int | None = identity()
    team_id: str = Field(foreign_key="workspace.team_id")
    name: str
    #: The name folded for comparison while the project is open; NULL once it is closed, so a name can be used again.
    name_key: str | None = None
    client: str
    status: ProjectStatus = Field(default=ProjectStatus.PLANNING, sa_type=choice(ProjectStatus))
    made_by: str
    am_id: str
    pm_id: str
    #: The peer who stands in for the counterpart where one person is both AM and PM.
    second_id: str | None = None
    deadline: date
    #: True when the client was told this date.
    deadline_client: bool = True
    #: In the currency's minor unit (pence, cents); None when no budget was entered.
    budget_minor: int | None = Field(default=None, sa_type=BigInteger)
    #: What is left for surprises, in the same unit; None when it is not kept.
    contingency_minor: int | None = Field(default=None, sa_type=BigInteger)
    #: ISO 4217.
    currency: str | None = None
    home_channel: str
    #: Messages in its channels are read for requests.
    reads_messages: bool = True
    #: Raised by each change to the proposals before the start; an agreement is to one version.
    plan_version: int = 1
    am_agreed_by: str | None = None
    pm_agreed_by: str | None = None
    second_agreed_by: str | None = None
    #: The number of the newest brief; 0 while there is none.
    brief_version: int = 0
    created_at: datetime
    started_at: datetime | None = None
    #: When somebody said that what the deadline is for is done; a new deadline takes it back.
    delivered_at: datetime | None = None
    closed_at: datetime | None = None


class Project(ProjectFields, table=True):
    """The row."""

    __table_args__ = (
        Index("project_planned", "planned_at"),
        Index("project_name", "team_id", "name_key", unique=True),
        Index("project_am", "team_id", "am_id"),
        Index("project_pm", "team_id", "pm_id"),
    )

    #: Working days ahead at which people are reminded, comma separated; None: as usual.
    reminder_offsets: str | None = None
    #: When its reminders were last brought in step with its plan; None: at once.
    planned_at: datetime | None = None


class ProjectChannel(SQLModel, table=True):
    """A channel in which a project is talked about; the home channel is one of them."""

    __tablename__ = "project_channel"
    __table_args__ = (Index("channel_projects", "team_id", "channel_id"),)

    project_id: int = reference("project", primary_key=True)
    channel_id: str = Field(primary_key=True)
    team_id: str
    #: When a typed command last named this project here: it is offered first.
    used_at: datetime
    #: Slack's name for why we cannot post here, while we cannot.
    broken: str | None = None


class Milestone(SQLModel, table=True):
    """A date on the way to the deadline."""

    __table_args__ = (Index("milestone_name", "project_id", "name_key", unique=True),)

    id: int | None = identity()
    project_id: int = reference("project")
    name: str
    name_key: str
    date: date
    #: True when the client was told this date.
    client_date: bool = False
    #: The milestone it follows: a slip of that one moves this one by as many working days.
    follows_id: int | None = reference("milestone", default=None)
    done_at: datetime | None = None
    #: It was done so many working days late, and what comes after it has still to be looked at.
    overrun: int | None = None
    created_by: str
    created_at: datetime


class Baseline(SQLModel, table=True):
    """The plan as it was agreed: number 1 at the start, the next with each change of a date that was applied."""

    project_id: int = reference("project", primary_key=True)
    number: int = Field(primary_key=True)
    #: Milestone id (or "project") → ISO date.
    dates: dict[str, str] = json_column()
    request_id: int | None = reference("change_request", default=None)
    created_at: datetime


class ProjectValue(SQLModel, table=True):
    """What one domain says of one thing in a project, where it needs no table of its own."""

    __tablename__ = "project_value"

    project_id: int = reference("project", primary_key=True)
    domain: Domain = Field(primary_key=True, sa_type=choice(Domain))
    #: What it is about within the domain, such as a person's id or a deliverable's folded name.
    target: str = Field(primary_key=True)
    #: The domain's own shape; see its file in `bot/domains`.
    value: dict[str, Any] = json_column()
    request_id: int | None = reference("change_request", default=None)
    changed_at: datetime
