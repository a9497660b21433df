"""A lane that is ours for a while, and what to send there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, update
from sqlmodel import Session, col

from models import Lane
from models.enums import PostKind

#: Longer than one HTTP call to Slack may take (10 s); renewed before a post is sent.
LEASE = timedelta(seconds=15)

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Claim(Generic[T_co]):
    """A lane that is ours until the lease is over, and the post at its head as it was when claimed."""

    team_id: str
    address: str
    turn: int
    post_id: int
    kind: PostKind
    picture: str
    #: The number of the picture that was drawn.
    wanted: int
    #: None only for a doubtful post that has nothing to say any more.
    payload: T_co | None
    marker: str
    channel_id: str | None
    ts: str | None
    user_id: str | None
    thread_ts: str | None
    attempts: int
    looks: int
    #: Set for a post that was handed to Slack without an answer.
    dispatched_at: datetime | None
    not_before: datetime | None

    @property
    def doubtful(self) -> bool:
        """Slack may have taken it, and it would be seen twice if it were sent again."""
        return self.dispatched_at is not None and self.ts is None and self.kind in (PostKind.CARD, PostKind.NOTICE)


#: Any claim, whatever was drawn for it.
AnyClaim = Claim[Any]

MOVE = (
    update(Lane)
    .where(
        col(Lane.team_id) == bindparam("lane_team"),
        col(Lane.address) == bindparam("lane_address"),
        col(Lane.turn) == bindparam("lane_turn"),
    )
    .values(free_at=bindparam("next_free_at"), turn=bindparam("next_turn"))
)


def move_lane(session: Session, team_id: str, address: str, held: int, *, free_at: datetime, turn: int) -> bool:
    """Set when the lane is free, if its turn is still `held`. False: somebody else has it now."""
    given = {"lane_team": team_id, "lane_address": address, "lane_turn": held}
    done = session.connection().execute(MOVE, given | {"next_free_at": free_at, "next_turn": turn})
    return done.rowcount == 1


def let_go(session: Session, claim: AnyClaim, free_at: datetime) -> bool:
    """Free the claimed lane from `free_at` on. False: the lease was over and somebody else has it now."""
    return move_lane(session, claim.team_id, claim.address, claim.turn, free_at=free_at, turn=claim.turn)
