"""Holding what is internal in a channel that outsiders read, and moving it to where they do not."""

import secrets
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from bot.services.outbox.lanes import AnyClaim, let_go
from bot.services.outbox.owing import make_lanes, owe_removal
from bot.services.outbox.reach import OUTSIDERS_READ
from models import Post
from models.enums import PostKind, PostState
from models.outbox import OWED

#: What is read by everybody in a channel; ephemeral answers are not.
READ_BY_ALL = (PostKind.CARD, PostKind.NOTICE)


def hold_internal(session: Session, *, claim: AnyClaim, now: datetime) -> bool:
    """Outsiders read where this post is owed: it and all that is owed there waits. False: the lease was over."""
    if not let_go(session, claim, now):
        return False
    hold_all(session, team_id=claim.team_id, address=claim.address)
    return True


def hold_all(session: Session, *, team_id: str, address: str) -> int:
    """All that is owed in a channel waits, but for ephemeral answers. Returns how many posts."""
    here = (col(Post.team_id) == team_id, col(Post.address) == address, col(Post.kind).in_(READ_BY_ALL))
    owed = select(col(Post.id)).where(*here, OWED).order_by(col(Post.id))
    if session.get_bind().dialect.name == "postgresql":
        owed = owed.with_for_update()
    held = {"state": PostState.HELD, "error": OUTSIDERS_READ, "not_before": None}
    return session.connection().execute(update(Post).where(col(Post.id).in_(owed)).values(**held)).rowcount


def move_posts(session: Session, *, team_id: str, project_id: int, old: str, new: str, now: datetime) -> int:
    """A project's living cards and what waited in `old` go to `new`; what was shown in `old` is taken away there.

    Returns how many posts moved. They keep their keys, so that later redraws find them.
    """
    here = (col(Post.team_id) == team_id, col(Post.address) == old, col(Post.project_id) == project_id)
    unsaid = or_(col(Post.kind) == PostKind.CARD, (col(Post.kind) == PostKind.NOTICE) & col(Post.ts).is_(None))
    living = col(Post.state).in_((PostState.OPEN, PostState.HELD))
    shown = col(Post.ts).is_not(None)
    for post in session.scalars(
        select(Post).where(*here, col(Post.kind).in_(READ_BY_ALL), shown).order_by(col(Post.id))
    ):
        owe_removal(session, team_id=team_id, address=old, channel_id=post.channel_id or old, ts=post.ts or "", now=now)
    fresh = {"address": new, "state": PostState.OPEN, "wanted": col(Post.wanted) + 1, "error": None, "attempts": 0}
    gone = {"ts": None, "channel_id": None, "dispatched_at": None, "not_before": None, "looks": 0}
    moved = 0
    for post_id in session.scalars(select(col(Post.id)).where(*here, unsaid, living).order_by(col(Post.id))).all():
        values = fresh | gone | {"marker": secrets.token_hex(12)}
        moved += session.connection().execute(update(Post).where(col(Post.id) == post_id).values(**values)).rowcount
    make_lanes(session, [(team_id, new)], now)
    session.expire_all()
    return moved


def readdress(session: Session, *, team_id: str, old: str, new: str, now: datetime) -> None:
    """Slack gave a channel another id: what is owed there, and what was shown there, is now under the new one."""
    make_lanes(session, [(team_id, new)], now)
    here = (col(Post.team_id) == team_id, col(Post.address) == old)
    session.connection().execute(update(Post).where(*here).values(address=new))
    shown = (col(Post.team_id) == team_id, col(Post.channel_id) == old)
    session.connection().execute(update(Post).where(*shown).values(channel_id=new))
