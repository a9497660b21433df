"""What is owed to Slack: posts in lanes, one lane for each address."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel, text

from models.columns import Identity, choice, identity, json_column
from models.enums import PostKind, PostState

#: A post is owed while more is wanted than is shown.
OWED = text("state = 'open' AND wanted > shown")
#: Handed to Slack, and no answer came back (yet).
UNANSWERED = text("state = 'open' AND dispatched_at IS NOT NULL AND ts IS NULL")
#: Never shown, and when it was time there was nothing to say.
UNSAID = text("state = 'dead' AND error = 'nothing_to_say' AND ts IS NULL")
#: Most posts are of no request, live no five minutes and are not shown yet: what they lack is in no index.
REFRESHED, SHOWN, OF_REQUEST = text("refresh_at IS NOT NULL"), text("ts IS NOT NULL"), text("request_id IS NOT NULL")


class Lane(SQLModel, table=True):
    """One address. Whoever moves `free_at` and `turn` forward owns it until then."""

    team_id: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    free_at: datetime
    turn: int = 0


class Post(SQLModel, table=True):
    """One message, picture or ephemeral answer at one address."""

    __table_args__ = (
        Index("post_key", "team_id", "key", unique=True),
        Index("post_owed", "team_id", "address", "id", sqlite_where=OWED, postgresql_where=OWED),
        Index("post_unanswered", "team_id", "address", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
        Index("post_refresh", "refresh_at", sqlite_where=REFRESHED, postgresql_where=REFRESHED),
        Index("post_thread", "team_id", "channel_id", "ts", sqlite_where=SHOWN, postgresql_where=SHOWN),
        Index("post_request", "request_id", sqlite_where=OF_REQUEST, postgresql_where=OF_REQUEST),
        Index("post_project", "project_id"),
        Index("post_unsaid", "created_at", sqlite_where=UNSAID, postgresql_where=UNSAID),
    )

    id: int | None = identity()
    team_id: str
    #: A channel id, "dm:<user>", "group:<user>,<user>" or "home:<user>".
    address: str
    kind: PostKind = Field(sa_type=choice(PostKind))
    #: Names the fact or the subject; the same key is owed once.
    key: str
    #: Which picture it is; `bot/delivery/pictures.py` knows how each is drawn.
    picture: str
    #: A notice's snapshot, or what a card's picture needs beside its subject.
    facts: dict[str, Any] = json_column()
    project_id: int | None = Field(default=None, sa_type=Identity)
    request_id: int | None = Field(default=None, sa_type=Identity)
    #: The post in whose thread it goes; it waits until that one is shown.
    thread_of: int | None = Field(default=None, sa_type=Identity)
    #: A thread that is not one of our posts (a message that somebody wrote).
    thread_ts: str | None = None
    #: For a whisper: who may see it.
    user_id: str | None = None
    state: PostState = Field(default=PostState.OPEN, sa_type=choice(PostState))
    wanted: int = 1
    shown: int = 0
    #: The conversation Slack named when it took the post, and the message's ts there.
    channel_id: str | None = None
    ts: str | None = None
    #: Draw it again at this instant (buttons that live five minutes).
    refresh_at: datetime | None = None
    attempts: int = 0
    #: Set in its own commit just before Slack is called; still set without a ts means: in doubt.
    dispatched_at: datetime | None = None
    #: Opaque id carried in the message's metadata, by which a doubtful post is looked for.
    marker: str
    #: How many times a doubtful post was looked for.
    looks: int = 0
    not_before: datetime | None = None
    error: str | None = None
    created_at: datetime
