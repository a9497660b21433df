"""Writing down what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models import AuditEntry

_INSERT = insert(AuditEntry.__table__)  # type: ignore[attr-defined]


def record(
    session: Session,
    *,
    team_id: str,
    action: str,
    now: datetime,
    actor_id: str | None = None,
    project_id: int | None = None,
    request_id: int | None = None,
    **facts: Any,
) -> int:
    """Add one audit row, which commits with what it tells of; its id. `facts` must be JSON."""
    done = session.connection().execute(
        _INSERT,
        {
            "team_id": team_id,
            "project_id": project_id,
            "request_id": request_id,
            "actor_id": actor_id,
            "action": action,
            "facts": facts,
            "created_at": now,
        },
    )
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])
