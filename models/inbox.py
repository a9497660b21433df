"""What Slack delivered and we have acted on, so that a second delivery of the same thing does nothing."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel


class Receipt(SQLModel, table=True):
    """Written in the transaction that acts on the delivery: either both happened or neither."""

    __table_args__ = (Index("receipt_age", "received_at"),)

    team_id: str = Field(primary_key=True)
    #: "event:<event_id>", "message:<channel>:<ts>" or "form:<view id>:<hash>"; of our own,
    #: "ping:<picture>:<user>:<day>".
    key: str = Field(primary_key=True)
    received_at: datetime
