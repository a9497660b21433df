"""Small extras: what a client got without a request, logged so that it can be added up."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domains.fields import read_fields
from bot.domains.kind import Field, FieldKind
from bot.services import outbox, picking
from bot.services.projects import get_project, redraw_homes, require_started
from bot.services.records import record
from models import PickUp, Project, SmallExtra
from models.enums import PickUpState

#: The form's questions.
FIELDS = (
    Field("what", "What", FieldKind.TEXT, max_length=200),
    Field("hours", "Hours", FieldKind.NUMBER, required=False),
)


@dataclass(frozen=True, slots=True)
class Extra:
    """Something small that was done for the client beside the scope."""

    what: str
    hours: float | None
    logged_by: str
    at: datetime


def log_extra(
    session: Session, *, team_id: str, actor_id: str, pick_up_id: int, what: str, hours: str, now: datetime
) -> SmallExtra:
    """Log what an outsider asked for as a small extra. Raises Refused, NotFound, Conflict, Invalid with the field."""
    shown = picking.require_offer(
        session, team_id=team_id, actor_id=actor_id, pick_up_id=pick_up_id, version=None, now=now
    )
    project = get_project(session, team_id, shown.project_id)
    require_started(project)
    given = read_fields(FIELDS, {"what": what, "hours": hours})
    extra = SmallExtra(
        team_id=team_id,
        project_id=shown.project_id,
        what=given["what"],
        hours=given["hours"],
        pick_up_id=pick_up_id,
        logged_by=actor_id,
        created_at=now,
    )
    found = session.get_one(PickUp, pick_up_id)
    found.end(PickUpState.LOGGED)
    session.add(extra)
    session.add(found)
    session.flush()
    record(
        session, team_id=team_id, project_id=project.id, actor_id=actor_id, action="extra_logged", now=now,
        what=extra.what, hours=extra.hours,
    )  # fmt: skip
    outbox.mark(session, team_id=team_id, keys=[f"pick_up:{pick_up_id}"])
    redraw_homes(session, project)
    return extra


def extras_of(session: Session, project: Project) -> tuple[Extra, ...]:
    """The small extras of a project, newest first."""
    query = select(SmallExtra).where(SmallExtra.project_id == project.id).order_by(col(SmallExtra.id).desc())
    return tuple(Extra(each.what, each.hours, each.logged_by, each.created_at) for each in session.exec(query))
