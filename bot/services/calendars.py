"""Whose working days a plan counts in: the workspace's own, its weekends and public holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.services.hours import usual
from bot.worktime import WorkingTime
from models import ProjectFields


def calendar_of(session: Session, project: ProjectFields) -> WorkingTime:
    """The working days of a project's plan."""
    return usual(session, project.team_id)


def day_of(at: datetime, calendar: WorkingTime) -> date:
    """The day on this calendar's wall."""
    return at.astimezone(ZoneInfo(calendar.zone)).date()
