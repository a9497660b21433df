"""Who reads a channel: what Slack told us of it, and the guests and strangers in it."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from models.columns import json_column


class Channel(SQLModel, table=True):
    """One channel that a project is bound to, or was."""

    team_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    #: Shared with another organisation.
    is_external: bool = False
    #: Somebody may have become a guest in it: its members are asked for before anything more is posted there.
    is_stale: bool = False
    #: Since when we know that somebody outside reads it; None while nobody does.
    outside_since: datetime | None = None
    #: Ids of colleagues whom we met and who are not in it: what names them there is told them directly.
    missing: list[str] | None = json_column(default=None)


class ChannelGuest(SQLModel, table=True):
    """A guest or a stranger who is a member of a channel. Full members are not kept."""

    __tablename__ = "channel_guest"
    __table_args__ = (Index("guest_channels", "team_id", "user_id"),)

    team_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
