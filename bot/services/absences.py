"""Leave as rows: somebody's stretches of it, in order and apart. Those of the past are kept for a while, since who
comes back is told what happened meanwhile."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from bot.errors import Invalid
from bot.services.records import record
from models import Leave

#: Longer ago than this nobody asks about it.
KEPT = timedelta(days=60)
#: Nobody has more ahead of them.
MOST = 10


def ahead(session: Session, team_id: str, user_id: str, now: datetime) -> list[Leave]:
    """This person's leave that is not over, the present one first."""
    query = select(Leave).where(Leave.team_id == team_id, Leave.user_id == user_id, col(Leave.ends_at) > now)
    return list(session.exec(query.order_by(col(Leave.starts_at))))


def away_until(session: Session, team_id: str, user_id: str, now: datetime) -> datetime | None:
    """When their present leave ends; None while they are here."""
    return next((each.ends_at for each in ahead(session, team_id, user_id, now) if each.starts_at <= now), None)


def last_began(session: Session, team_id: str, user_id: str, now: datetime) -> datetime | None:
    """When their present or last leave began."""
    query = select(func.max(Leave.starts_at, type_=Leave.__table__.c.starts_at.type)).where(  # type: ignore[attr-defined]
        Leave.team_id == team_id, Leave.user_id == user_id, col(Leave.starts_at) <= now
    )
    return session.exec(query).one()


def announce(session: Session, *, team_id: str, user_id: str, start: datetime, end: datetime, now: datetime) -> Leave:
    """Away from `start` until `end`; what overlaps or touches becomes one with it. Returns that one.

    Raises Invalid when that is over, upside down, or more than one can have.
    """
    if end <= start:
        raise Invalid("away_upside_down", "until")
    if end <= now:
        raise Invalid("away_past", "until")
    record(session, team_id=team_id, action="away", actor_id=user_id, now=now,
           start=start.isoformat(), end=end.isoformat())  # fmt: skip
    theirs = (col(Leave.team_id) == team_id, col(Leave.user_id) == user_id)
    session.connection().execute(delete(Leave).where(*theirs, col(Leave.ends_at) < now - KEPT))
    same = [each for each in ahead(session, team_id, user_id, now) if each.starts_at <= end and start <= each.ends_at]
    found = Leave(team_id=team_id, user_id=user_id, starts_at=start, ends_at=end)
    for each in same:
        found.starts_at, found.ends_at = min(found.starts_at, each.starts_at), max(found.ends_at, each.ends_at)
        session.delete(each)
    session.add(found)
    session.flush()
    if len(ahead(session, team_id, user_id, now)) > MOST:
        raise Invalid("away_many", "from", most=MOST)
    return found


def take_back(session: Session, *, team_id: str, user_id: str, leave_ids: Collection[int], now: datetime) -> int:
    """These of their own are no more; the present one is over from now on. How many it was."""
    mine = [each for each in ahead(session, team_id, user_id, now) if each.id in leave_ids]
    for each in mine:
        if each.starts_at <= now:
            each.ends_at = now
            session.add(each)
        else:
            session.delete(each)
    session.flush()
    if mine:
        record(session, team_id=team_id, action="back", actor_id=user_id, now=now)
    return len(mine)
