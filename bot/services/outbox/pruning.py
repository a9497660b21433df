"""Forgetting what was owed and had nothing to say: an empty morning of each person each day, and the like."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models import Post
from models.outbox import UNSAID

#: By then nothing is looked at again that could owe the same.
KEPT = timedelta(days=7)


def forget_unsaid(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Delete posts that never were shown and had nothing to say when it was time; how many it was."""
    old = (
        select(col(Post.id))
        .where(UNSAID, col(Post.created_at) < now - KEPT)
        .order_by(col(Post.created_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(old).all()
    session.connection().execute(delete(Post).where(col(Post.id).in_(found)))
    return len(found)
