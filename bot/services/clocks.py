"""The clocks of requests: when an answer is due, what silence does next, and when the clock stands still.

All times are working time of whoever is asked: a nudge, the deputy when due, then the ops lead, then the end, as the
workspace set it. A question and a project on hold stop them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.policy.may import RequestFacts, waits_for
from bot.services import outbox, routing
from bot.services.hours import usual, working_time
from bot.services.patience import patience_of
from bot.worktime import WorkingTime
from models import AuditEntry, ChangeRequest, Project, ProjectFields, RequestFields
from models.enums import RequestState, Stage
from models.lifecycle import OPEN_STATES

#: A heads-up may be objected to within so many working days, however long the day of whoever was told is.
OBJECTION_DAYS = 2


@dataclass(frozen=True, slots=True)
class Times:
    """When the answer is due, and when silence carries the request on."""

    due_at: datetime
    next_at: datetime


def first_times(
    session: Session, request: RequestFields, project: ProjectFields, now: datetime, *, ops: bool = False
) -> Times:
    """The times of a request that is asked, or asked anew, now; `ops`: of the ops leads, after whom nobody is."""
    hours, patience = hours_of(session, request, project, now), patience_of(session, request.team_id)
    due_at = hours.add_hours(now, patience.until_due(urgent=request.urgent))
    if ops:
        return Times(due_at, hours.add_hours(now, patience.answer + patience.lapse))
    return Times(due_at, hours.add_hours(now, patience.until_nudge(urgent=request.urgent)))


def objection_time(hours: WorkingTime, now: datetime) -> datetime:
    """Until when whoever is told now may object."""
    return hours.add_hours(now, OBJECTION_DAYS * hours.day_length)


def start(session: Session, request: RequestFields, project: ProjectFields, now: datetime) -> Times:
    """Start a request's clocks from the beginning: it was asked, edited, countered or passed on."""
    found = first_times(session, request, project, now)
    session.connection().execute(
        update(ChangeRequest)
        .where(col(ChangeRequest.id) == request.id)
        .values(due_at=found.due_at, next_at=found.next_at, stage=Stage.ASKED, seconds_left=None)
    )
    return found


def left(session: Session, request: RequestFields, project: ProjectFields, now: datetime) -> int:
    """Working seconds until silence would carry the request on; kept while a question is open."""
    if request.next_at is None:
        return 0
    elapsed = hours_of(session, request, project, now).elapsed(now, request.next_at)
    return max(0, int(elapsed.total_seconds()))


def resume(session: Session, request: RequestFields, project: ProjectFields, now: datetime) -> Times:
    """The clocks go on with what was left when they were stopped; as columns to write."""
    hours, patience = hours_of(session, request, project, now), patience_of(session, request.team_id)
    next_at = hours.add_hours(now, timedelta(seconds=request.seconds_left or 0))
    due_at = request.due_at or next_at
    if request.stage is Stage.ASKED:
        due_at = hours.add_hours(
            next_at, patience.until_due(urgent=request.urgent) - patience.until_nudge(urgent=request.urgent)
        )
    elif request.stage is Stage.NUDGED:
        due_at = next_at
    return Times(due_at, next_at)


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
        ChangeRequest.project_id == project.id, col(ChangeRequest.state).in_([*OPEN_STATES, RequestState.TOLD])
    )
    for request in session.exec(waiting):
        hours = hours_of(session, request, project, now)
        shifted = {
            name: hours.add_hours(now, max(hours.elapsed(held_at, at), timedelta(0)))
            for name in ("due_at", "next_at")
            if (at := getattr(request, name)) is not None and at > held_at
        }
        if shifted:
            session.connection().execute(
                update(ChangeRequest).where(col(ChangeRequest.id) == request.id).values(**shifted)
            )
        outbox.redraw(session, request_id=request.id)


def hours_of(
    session: Session,
    request: RequestFields,
    project: ProjectFields,
    now: datetime,
    facts: RequestFacts | None = None,
) -> WorkingTime:
    """The working time of whoever is asked first.

    Their leave does not stop the clock: a deputy is asked instead, and without one it goes on to the ops leads.
    """
    asked = waits_for(facts or routing.request_facts(session, request, project, now))
    if not asked:
        return usual(session, project.team_id)
    return working_time(session, project.team_id, asked[0], leave=False)
