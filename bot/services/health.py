"""What the bot knows of its own state, for `/countersign health`, `/readyz`, `/metrics` and `doctor`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models import ChangeRequest, Post, Project, ProjectChannel
from models.enums import PostState, ProjectStatus
from models.lifecycle import OPEN_STATES


@dataclass(frozen=True, slots=True)
class Health:
    """Counts for one workspace, or for all where no team was named."""

    #: Messages that Slack has not taken yet.
    owed: int
    #: How long the oldest of them has waited.
    oldest: timedelta
    #: Waiting until a channel can be reached again.
    held: int
    #: In doubt whether Slack has them; shown to a person instead of being posted twice.
    parked: int
    open_requests: int
    projects: int
    broken_channels: int


def read_health(session: Session, *, now: datetime, team_id: str | None = None) -> Health:
    """Count what is there now."""

    def count(table: Any, *conditions: Any) -> int:
        mine = (table.team_id == team_id,) if team_id is not None else ()
        return int(
            session.connection().execute(select(func.count()).select_from(table).where(*conditions, *mine)).scalar_one()
        )

    # What waits for somebody's working time is not late.
    is_time = or_(col(Post.not_before).is_(None), col(Post.not_before) <= now, col(Post.dispatched_at).is_not(None))
    owed = (col(Post.state) == PostState.OPEN, col(Post.wanted) > col(Post.shown), is_time)
    return Health(
        owed=count(Post, *owed),
        oldest=_oldest(session, owed, now, team_id),
        held=count(Post, col(Post.state) == PostState.HELD),
        parked=count(Post, col(Post.state) == PostState.PARKED),
        open_requests=count(ChangeRequest, col(ChangeRequest.state).in_(OPEN_STATES)),
        projects=count(Project, col(Project.status) != ProjectStatus.CLOSED),
        broken_channels=count(ProjectChannel, col(ProjectChannel.broken).is_not(None)),
    )


def _oldest(session: Session, owed: tuple[Any, ...], now: datetime, team_id: str | None) -> timedelta:
    mine = (col(Post.team_id) == team_id,) if team_id is not None else ()
    query = select(col(Post.created_at)).where(*owed, *mine).order_by(col(Post.created_at)).limit(1)
    found = session.connection().execute(query).scalar()
    return max(now - found.astimezone(UTC), timedelta(0)) if found is not None else timedelta(0)
