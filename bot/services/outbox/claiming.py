"""Claiming: which lanes go next, and what is to be said there.

Lanes are claimed, not posts, so that one address never has two posts in flight. Whoever moved `free_at` and `turn`
forward owns the lane until `free_at`; what is finished after that belongs to the next owner and changes nothing.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import exists, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from bot.db import RETRYABLE
from bot.services.outbox import finishing, queues
from bot.services.outbox.holding import hold_internal
from bot.services.outbox.lanes import LEASE, Claim, move_lane
from bot.services.outbox.owing import make_lanes
from bot.services.outbox.reach import Reach, reach_of
from models import Lane, Post
from models.enums import PostKind, PostState
from models.outbox import OWED

log = logging.getLogger(__name__)

T = TypeVar("T")


class Later(Exception):
    """Raised while drawing: nobody should see it before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


#: Draws a post within the claiming transaction; None: there is nothing to say any more.
Render = Callable[[Session, Post, datetime], T | None]


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """What one call claimed. `heads` counts the lanes that had something due, those settled unsent included."""

    claims: list[Claim[T]]
    heads: int


def claim(
    session: Session, *, render: Render[T], now: datetime, limit: int = 8, without: Iterable[str] = ()
) -> Batch[T]:
    """Claim up to `limit` lanes that are free and have something due; `without` names teams to leave alone.

    A post that cannot be drawn is parked, one that has nothing to say is settled; neither keeps another waiting.
    """
    _refresh(session, now)
    claims: list[Claim[T]] = []
    heads = 0
    for lane in _free_lanes(session, now, limit, sorted(without)):
        post = _head(session, lane, now)
        if post is None:
            continue
        heads += 1
        move_lane(session, lane.team_id, lane.address, lane.turn, free_at=now + LEASE, turn=lane.turn + 1)
        found = _draw(session, post, lane.turn + 1, render, now)
        if found is not None:
            claims.append(found)
    return Batch(claims, heads)


def next_due(session: Session, *, without: Iterable[str] = ()) -> datetime | None:
    """The earliest instant at which something that is owed now can go out; None when nothing is owed."""
    found = session.scalar(queues.next_due(_dialect(session)), {"without": sorted(without)})
    return found if isinstance(found, datetime) else None


def mend_lanes(session: Session, *, now: datetime) -> None:
    """Make the lanes that are missing for what is owed (a database put back by hand, say)."""
    no_lane = ~exists().where(col(Lane.team_id) == Post.team_id, col(Lane.address) == Post.address)
    found = select(col(Post.team_id), col(Post.address)).where(OWED, no_lane).distinct()
    make_lanes(session, [(row[0], row[1]) for row in session.execute(found)], now)


def _refresh(session: Session, now: datetime) -> None:
    """Owe again the pictures whose time has come (buttons that live five minutes)."""
    session.connection().execute(queues.refresh(_dialect(session)), {"instant": now})


def _free_lanes(session: Session, now: datetime, limit: int, without: list[str]) -> list[Lane]:
    given = {"instant": now, "at_most": limit, "without": without}
    return list(session.scalars(queues.free_lanes(), given))


def _head(session: Session, lane: Lane, now: datetime) -> Post | None:
    return session.scalars(queues.head(), {"instant": now, "of_team": lane.team_id, "of": lane.address}).first()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _draw(session: Session, post: Post, turn: int, render: Render[T], now: datetime) -> Claim[T] | None:
    """The claim with its picture; None when the post was settled here and its lane is free again."""
    claimed: Claim[T] = _describe(session, post, turn)
    if claimed.kind is PostKind.WHISPER and claimed.dispatched_at is not None:
        # At most once: whether it was seen cannot be asked, and a late answer is worth less than a doubled one.
        finishing.settle(session, claim=claimed, state=PostState.DEAD, error="unanswered", free_at=now)
        return None
    reach = reach_of(session, post)
    if reach is Reach.NEVER:
        finishing.settle(session, claim=claimed, state=PostState.DEAD, error="for_an_outsider", free_at=now)
        return None
    if reach is Reach.HELD:
        # One in doubt stays so: if the channel is ours alone again, it is looked for before it is posted.
        hold_internal(session, claim=claimed, now=now)
        return None
    try:
        # A savepoint, so that a picture whose query fails does not take the other lanes down with it.
        with session.begin_nested():
            payload = render(session, post, now)
    except Later as later:
        finishing.wait(session, claim=claimed, until=later.until, free_at=now)
        return None
    except Exception as error:
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in RETRYABLE:
            raise
        log.exception("post %s (%s) cannot be drawn and was parked", claimed.post_id, claimed.picture)
        finishing.settle(session, claim=claimed, state=PostState.PARKED, error="render_failed", free_at=now)
        return None
    if payload is None and not claimed.doubtful:
        finishing.say_nothing(session, claim=claimed, free_at=now)
        return None
    return replace(claimed, payload=payload)


def _describe(session: Session, post: Post, turn: int) -> Claim[T]:
    assert post.id is not None
    return Claim(
        team_id=post.team_id,
        address=post.address,
        turn=turn,
        post_id=post.id,
        kind=post.kind,
        picture=post.picture,
        wanted=post.wanted,
        payload=None,
        marker=post.marker,
        channel_id=post.channel_id,
        ts=post.ts,
        user_id=post.user_id,
        thread_ts=_thread(session, post),
        attempts=post.attempts,
        looks=post.looks,
        dispatched_at=post.dispatched_at,
        not_before=post.not_before,
    )


def _thread(session: Session, post: Post) -> str | None:
    """Where in the conversation it goes.

    A reply to a post that was never shown, or is shown elsewhere, goes into the conversation itself: to be told
    a decision out of its thread is better than not to be told.
    """
    parent = session.get(Post, post.thread_of) if post.thread_of is not None else None
    if parent is None or parent.ts is None or parent.address != post.address:
        return post.thread_ts
    return parent.ts
