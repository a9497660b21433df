"""Whose working days a plan counts in: the workspace's own, its weekends and public holidays."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.countries import holiday_name
from bot.domains.impact import off_day
from bot.services.hours import country_of, usual
from bot.worktime import WorkingTime
from models import ProjectFields


def calendar_of(session: Session, project: ProjectFields) -> WorkingTime:
    """The working days of a project's plan."""
    return usual(session, project.team_id)


def off_on(session: Session, project: ProjectFields) -> Callable[[date], str]:
    """Why nobody works on a day of that calendar; empty for a working day."""
    return partial(off_day, calendar_of(session, project), partial(holiday_name, country_of(session, project.team_id)))


def day_of(at: datetime, calendar: WorkingTime) -> date:
    """The day on this calendar's wall."""
    return at.astimezone(ZoneInfo(calendar.zone)).date()
