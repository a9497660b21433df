"""A change request (or a heads-up), its versions, who signed it and how it was decided."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from models.columns import choice, identity, json_column, reference
from models.enums import Domain, Mode, RequestState, Role


class RequestFields(SQLModel):
    """The present state of one request, CR-<number> in its workspace."""

    id: int | None = identity()
    team_id: str = Field(foreign_key="workspace.team_id")
    number: int
    project_id: int = reference("project")
    domain: Domain = Field(sa_type=choice(Domain))
    #: What moves within the domain, such as "project" or "milestone:12".
    target: str
    mode: Mode = Field(sa_type=choice(Mode))
    state: RequestState = Field(sa_type=choice(RequestState))
    version: int = 1
    #: "<project>:<domain>:<target>" while open, else NULL: one open request for one value.
    open_key: str | None = None
    requester_id: str
    #: As what the requester acted; NULL for somebody with no role on the project.
    requester_role: Role | None = Field(default=None, sa_type=choice(Role))
    #: The author of the present version; nobody accepts a version they wrote.
    author_id: str
    #: The roles whose word is needed, as "am", "pm", "second" or "am,pm".
    needs: str
    #: What the value was when asked, and what it is to become; their shape is the domain's own.
    before: dict[str, Any] = json_column()
    after: dict[str, Any] = json_column()
    reason: str
    #: Codes of the rules that led to the mode, with their facts.
    rule: list[dict[str, Any]] = json_column()
    policy_version: int = 1
    channel_id: str
    asked_at: datetime
    due_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    #: As what: a role, "<role> deputy" or "ops lead".
    decided_as: str | None = None
    decision_reason: str | None = None
    #: Until when the decider may take the decision back.
    take_back_until: datetime | None = None

    @property
    def name(self) -> str:
        return f"CR-{self.number}"

    @property
    def needed(self) -> tuple[Role, ...]:
        """The roles whose word is needed."""
        return tuple(Role(each) for each in self.needs.split(",") if each)


class ChangeRequest(RequestFields, table=True):
    """The row."""

    __tablename__ = "change_request"
    __table_args__ = (
        Index("request_number", "team_id", "number", unique=True),
        Index("request_open_value", "open_key", unique=True),
        Index("request_project", "project_id", "state"),
    )


class RequestVersion(SQLModel, table=True):
    """What was asked for, each time it was put anew."""

    __tablename__ = "request_version"

    request_id: int = reference("change_request", primary_key=True)
    version: int = Field(primary_key=True)
    author_id: str
    after: dict[str, Any] = json_column()
    reason: str
    created_at: datetime


class Signature(SQLModel, table=True):
    """One role's yes to one version; a request is approved when every needed role has signed."""

    request_id: int = reference("change_request", primary_key=True)
    version: int = Field(primary_key=True)
    role: Role = Field(primary_key=True, sa_type=choice(Role))
    user_id: str
    signed_as: str
    created_at: datetime


class Decision(SQLModel, table=True):
    """How one version ended, under which policy. A taken-back decision keeps its row; the version is raised."""

    request_id: int = reference("change_request", primary_key=True)
    version: int = Field(primary_key=True)
    state: RequestState = Field(sa_type=choice(RequestState))
    user_id: str | None = None
    decided_as: str | None = None
    reason: str | None = None
    policy_version: int = 1
    created_at: datetime
    taken_back_at: datetime | None = None
