"""Acting once on what Slack may deliver twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from models import Receipt

P = ParamSpec("P")
T = TypeVar("T")

#: Slack's last retry of an event comes after an hour, or after a day with "Delayed Events" on.
KEPT = timedelta(days=3)


def first_time(session: Session, team_id: str, key: str, now: datetime) -> bool:
    """True when this delivery was not acted on before; it is then marked in this transaction."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    statement = insert(Receipt).values(team_id=team_id, key=key, received_at=now).on_conflict_do_nothing()
    # Not by the row count: for an INSERT on PostgreSQL it is -1, whatever was inserted.
    return session.connection().execute(statement.returning(col(Receipt.key))).first() is not None


def forget_old(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Delete receipts that no retry can ask for any more; how many it was."""
    query = select(Receipt.team_id, Receipt.key).where(col(Receipt.received_at) < now - KEPT).limit(at_most)
    old = session.exec(query).all()
    for team_id, key in old:
        session.connection().execute(delete(Receipt).where(col(Receipt.team_id) == team_id, col(Receipt.key) == key))
    return len(old)


def once(
    session: Session,
    team_id: str,
    key: str,
    now: datetime,
    service: Callable[Concatenate[Session, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T | None:
    """Run `service` unless this delivery was acted on before; both commit together. None the second time."""
    if not first_time(session, team_id, key, now):
        return None
    return service(session, *args, **kwargs)
