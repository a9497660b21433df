"""Whose working days a plan counts in."""

from sqlmodel import Session

from bot.worktime import WorkingTime
from models import ProjectFields


def calendar_of(session: Session, project: ProjectFields) -> WorkingTime:
    """The working days of a project's plan."""
    return WorkingTime()
