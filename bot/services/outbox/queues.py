"""The queries behind claiming, each built once: building one takes longer than running it.

Within a lane posts go in the order of their ids, except that
- a reply waits for the post in whose thread it goes;
- what is not yet shown waits behind a doubtful post of the same lane, so that an hour without Slack leaves one post
  in doubt for each lane and not all of them. Updates and answers to one person do not wait for it.

Which lanes have something owed is read off the index of owed posts, from each address to the next, so that neither
a long backlog nor thousands of idle lanes cost anything.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.sql.sqltypes import UTCDateTime

from models import Lane, Post
from models.enums import PostKind, PostState
from models.outbox import OWED, UNANSWERED

#: What only one person sees, or what Slack may be told twice without harm.
HARMLESS = (PostKind.HOME, PostKind.WHISPER)

INSTANT: Any = bindparam("instant", type_=UTCDateTime())
WITHOUT: Any = bindparam("without", expanding=True, type_=String())


@cache
def refresh(dialect: str) -> Executable:
    """Raises `wanted` of what is to be drawn again by `instant`."""
    due = select(col(Post.id)).where(col(Post.refresh_at) <= INSTANT, col(Post.state) == PostState.OPEN)
    if dialect == "postgresql":
        due = due.order_by(col(Post.id)).with_for_update(skip_locked=True)
    return update(Post).where(col(Post.id).in_(due)).values(wanted=col(Post.wanted) + 1, refresh_at=None)


@cache
def free_lanes() -> Select[Any]:
    """At most `at_most` lanes that are free at `instant` and have something due, longest free first, locked."""
    busy, post = _busy(), aliased(Post)
    pending = exists().where(
        col(Post.team_id) == Lane.team_id, col(Post.address) == Lane.address, OWED, _is_time(), _may_go()
    )
    found = (
        select(Lane)
        .select_from(busy)
        .join(post, col(post.id) == busy.c.id)
        .join(Lane, and_(col(Lane.team_id) == post.team_id, col(Lane.address) == post.address))
        .where(col(Lane.free_at) <= INSTANT, col(Lane.team_id).not_in(WITHOUT), pending)
        .order_by(col(Lane.free_at))
        .limit(bindparam("at_most", type_=Integer()))
    )
    # SQLite has no row locks and drops the clause: there BEGIN IMMEDIATE lets one in at a time.
    return found.with_for_update(skip_locked=True, of=Lane)


@cache
def head() -> Select[Any]:
    """The post that goes next in the lane of team `of_team` and address `of`."""
    here = (col(Post.team_id) == bindparam("of_team"), col(Post.address) == bindparam("of"))
    return select(Post).where(*here, OWED, _is_time(), _may_go()).order_by(col(Post.id)).limit(1)


@cache
def next_due(dialect: str) -> Select[Any]:
    """The earliest instant at which something that is owed may go."""
    # Both databases have a greatest-of-two, under different names.
    greatest = func.max if dialect == "sqlite" else func.greatest
    free_at = col(Lane.free_at)
    moment = func.min(greatest(free_at, func.coalesce(Post.not_before, free_at)), type_=UTCDateTime())
    same_lane = and_(col(Post.team_id) == Lane.team_id, col(Post.address) == Lane.address)
    owed = select(moment).select_from(Lane).join(Post, same_lane).where(OWED, _may_go())
    return owed.where(col(Lane.team_id).not_in(WITHOUT))


def _busy() -> CTE:
    """One owed post of each address, found by stepping through the index from address to address."""
    post, before = aliased(Post), aliased(Post)
    order = (col(post.team_id), col(post.address), col(post.id))
    # The names in the text are those of the innermost SELECT.
    first = select(col(post.id)).where(OWED).order_by(*order).limit(1).scalar_subquery()
    steps = select(first.label("id")).cte("busy", recursive=True)
    # Two seeks: SQLite would use only the first column of a comparison of pairs, and read the whole team.
    same_team = and_(col(post.team_id) == before.team_id, col(post.address) > before.address)
    next_team = col(post.team_id) > before.team_id
    seeks = [
        select(col(post.id)).where(beyond, OWED).order_by(*order).limit(1).correlate(before).scalar_subquery()
        for beyond in (same_team, next_team)
    ]
    here = select(func.coalesce(*seeks)).select_from(steps).join(before, col(before.id) == steps.c.id)
    return steps.union_all(here)


def _is_time() -> ColumnElement[bool]:
    return or_(col(Post.not_before).is_(None), col(Post.not_before) <= INSTANT)


def _may_go() -> ColumnElement[bool]:
    parent, doubtful = aliased(Post), aliased(Post)
    waits_for_parent = exists().where(
        col(parent.id) == Post.thread_of,
        col(parent.address) == Post.address,
        col(parent.ts).is_(None),
        col(parent.state).in_((PostState.OPEN, PostState.HELD)),
    )
    doubt_in_lane = exists().where(
        col(doubtful.team_id) == Post.team_id,
        col(doubtful.address) == Post.address,
        col(doubtful.kind).not_in(HARMLESS),
        UNANSWERED,
    )
    passes = or_(
        col(Post.ts).is_not(None),
        col(Post.dispatched_at).is_not(None),
        col(Post.kind).in_(HARMLESS),
        ~doubt_in_lane,
    )
    return and_(~waits_for_parent, passes)
