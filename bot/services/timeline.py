"""A project's plan over time: what was agreed, what is planned now, what is done."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.worktime import WorkingTime
from models import Baseline, Milestone, Project
from models.enums import ProjectStatus


@dataclass(frozen=True, slots=True)
class Bar:
    """One date of the plan."""

    name: str
    #: When it is planned for now.
    planned: date
    #: When it was first agreed to be; None for what was never in an agreed plan.
    agreed: date | None = None
    done: date | None = None
    client_date: bool = False
    #: The project's own deadline.
    is_deadline: bool = False

    @property
    def slip(self) -> int:
        """Working days (Monday to Friday) later than agreed; negative when it is earlier, 0 when it is as agreed."""
        return WorkingTime().days_between(self.agreed, self.planned) if self.agreed else 0

    def is_late(self, today: date) -> bool:
        return self.done is None and self.planned < today


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture of a plan shows; `bars` by date, the deadline last."""

    project: str
    client: str
    status: ProjectStatus
    today: date
    start: date
    bars: tuple[Bar, ...]


def read_timeline(session: Session, project: Project, *, now: datetime, zone: str = "UTC") -> Timeline:
    """The plan as it stands on the calendar of `zone`."""
    local = ZoneInfo(zone)
    agreed = _first_agreed(session, project)
    query = select(Milestone).where(Milestone.project_id == project.id).order_by(col(Milestone.date), col(Milestone.id))
    bars = [
        Bar(
            each.name,
            each.date,
            agreed.get(str(each.id)),
            each.done_at.astimezone(local).date() if each.done_at else None,
            each.client_date,
        )
        for each in session.exec(query)
    ]
    bars.append(
        Bar("Deadline", project.deadline, agreed.get("project"), None, project.deadline_client, is_deadline=True)
    )
    start = (project.started_at or project.created_at).astimezone(local).date()
    today = now.astimezone(local).date()
    return Timeline(project.name, project.client, ProjectStatus(project.status), today, start, tuple(bars))


def _first_agreed(session: Session, project: Project) -> dict[str, date]:
    """Milestone id (or "project") → the date in the first agreed plan that has it."""
    query = select(Baseline).where(Baseline.project_id == project.id).order_by(col(Baseline.number).desc())
    found: dict[str, str] = {}
    for each in session.exec(query):
        found |= each.dates
    return {key: date.fromisoformat(day) for key, day in found.items()}
