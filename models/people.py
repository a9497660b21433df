"""People as Slack tells them, and who stands in for whom."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, text

from models.columns import choice, identity, reference
from models.enums import Guest, Role

#: What arrives by itself has to be reckoned anew.
UNPLANNED = text("planned_at IS NULL")


class PersonFields(SQLModel):
    """What `users.info` said, kept for a day, and what the person told us."""

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    #: The name shown in Slack.
    name: str
    first_name: str
    #: IANA zone.
    zone: str = "UTC"
    locale: str | None = None
    #: A guest of the workspace, single- or multi-channel.
    is_guest: bool = False
    #: As what whoever linked a channel sorted this guest; None: not sorted, which means client.
    guest: Guest | None = Field(default=None, sa_type=choice(Guest))
    #: A member of another organisation.
    is_stranger: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_admin: bool = False
    #: The one upper role: tie-breaks, escalations, policy, reopening.
    is_ops_lead: bool = False
    #: How often in a row this person said "Not a request": each makes the bot surer before it offers again.
    shyness: int = 0
    #: When Slack was last asked about this person.
    asked_at: datetime

    @property
    def is_outsider(self) -> bool:
        """True for whom nothing internal may be shown and who may not press, type or be picked."""
        return self.is_stranger or self.is_bot or (self.is_guest and self.guest != Guest.FREELANCER)

    @property
    def is_freelancer(self) -> bool:
        """A guest who works with us: may be booked and may check in, and nothing more."""
        return self.is_guest and not self.is_outsider


class Person(PersonFields, table=True):
    """The row."""

    __table_args__ = (Index("person_unplanned", "team_id", "user_id", sqlite_where=UNPLANNED,
                            postgresql_where=UNPLANNED),)  # fmt: skip

    #: When what arrives for them by itself was last reckoned; None: their zone, hours or leave changed since.
    planned_at: datetime | None = None


class Deputy(SQLModel, table=True):
    """Who stands in for a role's holder on one project, in order."""

    __table_args__ = (Index("deputy_person", "team_id", "user_id"),)

    project_id: int = reference("project", primary_key=True)
    role: Role = Field(primary_key=True, sa_type=choice(Role))
    user_id: str = Field(primary_key=True)
    team_id: str
    position: int = 0
    #: A co-AM or co-PM: may answer although the holder is there.
    any_time: bool = False


class Leave(SQLModel, table=True):
    """One stretch in which somebody is away; those of one person lie apart."""

    __table_args__ = (Index("leave_person", "team_id", "user_id", "ends_at"),)

    id: int | None = identity()
    team_id: str
    user_id: str
    starts_at: datetime
    #: The first instant at which they are back.
    ends_at: datetime
