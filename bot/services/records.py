"""Writing down what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col

from bot.prepared import Prepared
from models import AuditEntry

_COLUMNS = ("team_id", "project_id", "request_id", "actor_id", "action", "facts", "created_at")
_INSERT = Prepared(insert(AuditEntry).returning(col(AuditEntry.id)), _COLUMNS)


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
    values = {
        "team_id": team_id,
        "project_id": project_id,
        "request_id": request_id,
        "actor_id": actor_id,
        "action": action,
        "facts": facts,
        "created_at": now,
    }
    found = _INSERT.first(session, **values)
    assert found is not None
    return int(found[0])
