"""The clocks of a project's requests: they stand still while it is on hold."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.policy.may import waits_for
from bot.services import outbox, routing
from bot.worktime import WorkingTime
from models import AuditEntry, ChangeRequest, Person, Project
from models.enums import RequestState
from models.lifecycle import OPEN_STATES


def restart(session: Session, project: Project, now: datetime) -> None:
    """After a hold, what was still to be answered has as much working time left as when the hold began."""
    query = (
        select(AuditEntry.created_at)
        .where(AuditEntry.project_id == project.id, AuditEntry.action == "hold")
        .order_by(col(AuditEntry.id).desc())
    )
    held_at = session.exec(query).first()
    if held_at is None:
        return
    waiting = select(ChangeRequest).where(
        ChangeRequest.project_id == project.id,
        col(ChangeRequest.state).in_([*OPEN_STATES, RequestState.TOLD]),
        col(ChangeRequest.due_at) > held_at,
    )
    for request in session.exec(waiting):
        assert request.due_at is not None
        hours = WorkingTime(zone=_zone(session, request, project, now))
        due_at = hours.add_hours(now, max(hours.elapsed(held_at, request.due_at), timedelta(0)))
        session.connection().execute(
            update(ChangeRequest).where(col(ChangeRequest.id) == request.id).values(due_at=due_at)
        )
        outbox.redraw(session, request_id=request.id, now=now)


def _zone(session: Session, request: ChangeRequest, project: Project, now: datetime) -> str:
    """Where the clock of whoever is asked hangs."""
    asked = waits_for(routing.request_facts(session, request, project, now))
    person = session.get(Person, (project.team_id, asked[0])) if asked else None
    return person.zone if person is not None else "UTC"
