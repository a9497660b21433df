"""Finishing: what Slack answered, written down by whoever still owns the lane.

Each function returns whether it did: False means that the lease was over, and the next owner of the lane settles it.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Update, func, update
from sqlmodel import Session, col

from bot.services.outbox.lanes import LEASE, AnyClaim, let_go
from models import Post
from models.enums import PostKind, PostState

#: Nothing is wrong with it any more.
_CALM: dict[str, Any] = {"attempts": 0, "looks": 0, "not_before": None, "error": None}
_UNPOSTED = (col(Post.ts).is_(None), col(Post.state) == PostState.OPEN)


def dispatch(session: Session, *, claim: AnyClaim, now: datetime) -> bool:
    """Note, just before Slack is called, that it is; and renew the lease. False: do not call.

    Only what would be seen twice is noted; for what can be repeated (a Home, an update) the lease is all.
    """
    if not let_go(session, claim, now + LEASE):
        return False
    if claim.ts is not None or claim.kind is PostKind.HOME:
        return True
    noted = {"dispatched_at": now, "looks": 0, "not_before": None}
    if session.connection().execute(_post(claim, *_UNPOSTED).values(**noted)).rowcount == 1:
        return True
    let_go(session, claim, now)
    return False


def renew(session: Session, *, claim: AnyClaim, now: datetime) -> bool:
    """What comes before the post takes longer than one call: keep the lane. False: it belongs to somebody else now."""
    return let_go(session, claim, now + LEASE)


def shown(
    session: Session,
    *,
    claim: AnyClaim,
    channel_id: str | None,
    ts: str | None,
    free_at: datetime,
    refresh_at: datetime | None = None,
) -> bool:
    """Slack shows picture `claim.wanted`, as message `ts` of conversation `channel_id`."""
    place = {"channel_id": channel_id, "ts": ts}
    if not let_go(session, claim, free_at):
        # Too late, but where Slack put it is worth more than a search for it.
        same_marker = col(Post.marker) == claim.marker
        session.connection().execute(_post(claim, *_UNPOSTED, same_marker).values(**place))
        return False
    done: dict[str, Any] = {"shown": claim.wanted, **place, **_CALM}
    if refresh_at is not None:
        done["refresh_at"] = refresh_at
    session.connection().execute(_post(claim).values(**done))
    return True


def found(session: Session, *, claim: AnyClaim, channel_id: str, ts: str, free_at: datetime) -> bool:
    """A doubtful post turned out to be there. Which of its pictures Slack has is not known: at least the first."""
    if not let_go(session, claim, free_at):
        return False
    at_least = 1 if claim.kind is PostKind.CARD else claim.wanted
    seen = {"shown": func.coalesce(func.nullif(col(Post.shown), 0), at_least), "channel_id": channel_id, "ts": ts}
    session.connection().execute(_post(claim).values(**seen, **_CALM))
    return True


def again(
    session: Session, *, claim: AnyClaim, error: str, free_at: datetime, attempt: bool = True, unsent: bool = True
) -> bool:
    """To be tried again when the lane is free. `unsent`: Slack surely did not take it, so nothing is in doubt."""
    if not let_go(session, claim, free_at):
        return False
    noted: dict[str, Any] = {"error": error, "attempts": col(Post.attempts) + int(attempt)}
    if unsent:
        noted["dispatched_at"] = None
    session.connection().execute(_post(claim).values(**noted))
    return True


def doubt(session: Session, *, claim: AnyClaim, error: str, look_at: datetime, now: datetime) -> bool:
    """Slack may have taken it: look for it at `look_at`. Others of the lane that need not wait may go on."""
    if not let_go(session, claim, now):
        return False
    noted = {"error": error, "attempts": col(Post.attempts) + 1, "looks": 0, "not_before": look_at}
    session.connection().execute(_post(claim).values(**noted))
    return True


def look_again(session: Session, *, claim: AnyClaim, look_at: datetime, now: datetime) -> bool:
    """It was looked for and not seen; history may lag, so look again at `look_at`."""
    if not let_go(session, claim, now):
        return False
    session.connection().execute(_post(claim).values(looks=col(Post.looks) + 1, not_before=look_at))
    return True


def settle(session: Session, *, claim: AnyClaim, state: PostState, error: str, free_at: datetime) -> bool:
    """Take it out of the lane for good (dead) or until a person decides (parked)."""
    if not let_go(session, claim, free_at):
        return False
    session.connection().execute(_post(claim).values(state=state, error=error, not_before=None))
    return True


def wait(session: Session, *, claim: AnyClaim, until: datetime, free_at: datetime) -> bool:
    """It is not time for it yet; it keeps nothing else of the lane waiting."""
    if not let_go(session, claim, free_at):
        return False
    session.connection().execute(_post(claim).values(not_before=until))
    return True


def say_nothing(session: Session, *, claim: AnyClaim, free_at: datetime) -> bool:
    """There is nothing to say any more: what is shown stays; what never was shown never will be."""
    if claim.ts is None and claim.kind is not PostKind.HOME:
        return settle(session, claim=claim, state=PostState.DEAD, error="nothing_to_say", free_at=free_at)
    if not let_go(session, claim, free_at):
        return False
    session.connection().execute(_post(claim).values(shown=claim.wanted, **_CALM))
    return True


def anew(session: Session, *, claim: AnyClaim, now: datetime) -> bool:
    """The message we would change is gone: the card is posted again, under a new marker.

    Compare-and-set on the ts: whoever posted it again in the meantime is not undone.
    """
    if not let_go(session, claim, now):
        return False
    gone = {"ts": None, "channel_id": None, "dispatched_at": None, "marker": secrets.token_hex(12)}
    session.connection().execute(_post(claim, col(Post.ts) == claim.ts).values(**gone))
    return True


def unthread(session: Session, *, claim: AnyClaim, now: datetime) -> bool:
    """Its thread cannot be written in: to be said in the conversation itself."""
    if not let_go(session, claim, now):
        return False
    session.connection().execute(_post(claim).values(thread_of=None, thread_ts=None, dispatched_at=None))
    return True


def _post(claim: AnyClaim, *also: Any) -> Update:
    return update(Post).where(col(Post.id) == claim.post_id, *also)
