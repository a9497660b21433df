"""When something happens next by itself: for a clock that is moved from one such moment to the next."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from models import ChangeRequest, Checkin, CheckinRound, Post, Promise, Rule
from models.enums import PromiseState, RequestState
from models.outbox import OWED

#: (the instant, what else has to hold): each as the job that looks at it asks.
_MOMENTS: tuple[tuple[Any, Any], ...] = (
    (Rule.next_at, True),
    (ChangeRequest.next_at, col(ChangeRequest.state) == RequestState.PENDING),
    (ChangeRequest.due_at, col(ChangeRequest.state) == RequestState.TOLD),
    (CheckinRound.summary_at, True),
    (Checkin.remind_at, True),
    (Promise.due_at, col(Promise.state) == PromiseState.OPEN),
    (Post.not_before, OWED),
)


def next_moment(session: Session, *, after: datetime) -> datetime | None:
    """The first instant later than `after` at which something is due; None when nothing is to come."""
    found = []
    for at, where in _MOMENTS:
        query = select(func.min(col(at), type_=UTCDateTime())).where(col(at) > after)
        found.append(session.scalar(query if where is True else query.where(where)))
    return min((each for each in found if each is not None), default=None)
