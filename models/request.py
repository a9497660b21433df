"""A change request (or a heads-up), its versions, who signed it and how it was decided."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Field, Index, SQLModel

from models.columns import choice, identity, json_column, optional_json, reference
from models.enums import Domain, Mode, RequestState, Role, Stage


class Part(NamedTuple):
    """One value that a request is about, and what it is to become; `impact`: what that would move."""

    domain: Domain
    target: str
    before: dict[str, Any]
    after: dict[str, Any]
    impact: dict[str, Any] | None = None

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {**self._asdict(), "domain": str(self.domain)}

    @classmethod
    def restored(cls, kept: dict[str, Any]) -> "Part":
        """The reverse."""
        return cls(**{**kept, "domain": Domain(kept["domain"])})


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
    #: Other values that were offered together with it: each a `Part` by name.
    also: list[dict[str, Any]] | None = optional_json()
    reason: str
    #: Role → who held it when it was last open; what was decided keeps these names.
    cast: dict[str, str] | None = json_column(default=None)
    #: Codes of the rules that led to the mode, with their facts.
    rule: list[dict[str, Any]] = json_column()
    policy_version: int = 1
    #: Where its card is: a channel id, or "group:<user>,<user>" for money.
    channel_id: str
    #: Counter-offers so far; after three the ops lead decides.
    rounds: int = 0
    #: Who answers instead of the role's holder, after `Not me`.
    assigned_to: str | None = None
    #: The other project whose manager is asked, where a person is booked there.
    lender_project_id: int | None = reference("project", default=None)
    #: The client input that is late, where the clock proposed this; then nobody of the workspace asked for it.
    input_id: int | None = reference("client_input", default=None)
    #: What it comes after was done late, and the clock proposed this.
    follow_on: bool = False
    #: Answer due in two working hours instead of eight.
    urgent: bool = False
    #: The value that was made so before anybody said yes to it; NULL where nothing was, or it was put back.
    done: dict[str, Any] | None = json_column(default=None)
    stage: Stage = Field(default=Stage.ASKED, sa_type=choice(Stage))
    #: When silence carries it on; None while nothing runs (a question is open, on hold, decided).
    next_at: datetime | None = None
    #: Working time that was left to answer when a question paused the clock.
    seconds_left: int | None = None
    #: The open question, and who has it.
    question: str | None = None
    questioned_by: str | None = None
    #: What the change would move, as it was shown when asked.
    impact: dict[str, Any] | None = json_column(default=None)
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
    def parts(self) -> tuple[Part, ...]:
        """All that it is about, what was asked for first."""
        own = Part(Domain(self.domain), self.target, self.before, self.after, self.impact)
        return (own, *map(Part.restored, self.also or ()))

    @property
    def by_clock(self) -> bool:
        """Nobody of the workspace asked for it."""
        return self.input_id is not None or self.follow_on

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
        Index("request_next", "next_at"),
    )


class RequestVersion(SQLModel, table=True):
    """What was asked for, each time it was put anew."""

    __tablename__ = "request_version"

    request_id: int = reference("change_request", primary_key=True)
    version: int = Field(primary_key=True)
    author_id: str
    after: dict[str, Any] = json_column()
    #: What was offered together with it, as in the request.
    also: list[dict[str, Any]] | None = optional_json()
    reason: str
    created_at: datetime

    def parts(self, own: Part) -> tuple[Part, ...]:
        """All that this version is about; `own`: what was asked for, in any version."""
        return (own._replace(after=self.after), *map(Part.restored, self.also or ()))


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
