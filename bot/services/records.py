"""Writing down what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col

from bot.prepared import Prepared
from models import AuditEntry

_COLUMNS = ("team_id", "project_id", "request_id", "actor_id", "action", "facts", "created_at")
_INSERT = Prepared(insert(AuditEntry), _COLUMNS)
_NUMBERED = Prepared(insert(AuditEntry).returning(col(AuditEntry.id)), _COLUMNS)


def record(session: Session, *, team_id: str, action: str, now: datetime, **facts: Any) -> None:
    """Add one audit row, which commits with what it tells of.

    `facts` must be JSON; of them `actor_id`, `project_id` and `request_id` have columns of their own.
    """
    _INSERT.later(session, **_row(team_id, action, now, facts))


def record_numbered(session: Session, *, team_id: str, action: str, now: datetime, **facts: Any) -> int:
    """The same, and the row's id, for what is said of it once."""
    found = _NUMBERED.first(session, **_row(team_id, action, now, facts))
    assert found is not None
    return int(found[0])


def named_also(also: object) -> dict[str, Any]:
    """For the records: what is decided together with what was asked for, where there is any such thing."""
    return {"also": also} if also else {}


def _row(team_id: str, action: str, now: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    about = {name: facts.pop(name, None) for name in ("project_id", "request_id", "actor_id")}
    return {"team_id": team_id, **about, "action": action, "facts": facts, "created_at": now}
