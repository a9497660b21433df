"""What other live projects have of somebody while they would work here, and how much they work in those days."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domains.impact import KEPT
from bot.domains.kind import Value
from bot.domains.resourcing import others_with
from bot.services.calendars import calendar_of, day_of
from bot.services.hours import working_time
from models import ProjectFields

#: Days ahead in which somebody's hours are counted.
FAR = 366


def bookings(session: Session, project: ProjectFields, after: Value, now: datetime) -> dict[str, Any]:
    """The picture of a booking: `booked`, other projects that have the person in those days, with all the hours they
    have of them; `works`, the hours that the person works in those days, leave left out."""
    start, end = _span(session, project, after, now)
    found = []
    for other, row in others_with(session, project, after["person"]):
        until = row.value.get("until") or other.deadline.isoformat()
        if row.value and row.value.get("from", "") <= end.isoformat() and start.isoformat() <= until:
            booked = {"user": after["person"], "project_id": other.id, "project": other.name}
            found.append(booked | {"hours": row.value["hours"], "until": until})
    if not found:
        return {}
    return {"booked": found[:KEPT], "works": _works(session, project, after["person"], start, end)}


def _span(session: Session, project: ProjectFields, after: Value, now: datetime) -> tuple[date, date]:
    """The first and the last day: from today on and until the deadline, where nothing else was said."""
    start, end = after.get("from"), after.get("until")
    first = date.fromisoformat(start) if start else day_of(now, calendar_of(session, project))
    return first, date.fromisoformat(end) if end else project.deadline


def _works(session: Session, project: ProjectFields, user_id: str, start: date, end: date) -> dict[str, Any]:
    working = working_time(session, project.team_id, user_id)
    until = min(end, start + timedelta(days=FAR))
    opens = working.at_local(start, working.start)
    closes = working.at_local(until + timedelta(days=1), working.start)
    hours = working.elapsed(opens, closes).total_seconds() / 3600
    return {"hours": max(0, round(hours)), "until": until.isoformat()}
