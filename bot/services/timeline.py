"""A project's plan over time: what was agreed, what is planned now, what is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from bot.prepared import Prepared, filled, one_of
from bot.worktime import WorkingTime
from models import Baseline, Milestone, ProjectFields
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


#: So many projects are asked for by one statement.
_AT_ONCE = 8
_MILESTONES = Prepared(
    select(*(col(each) for each in (Milestone.project_id, Milestone.id, Milestone.name, Milestone.date,
                                    Milestone.done_at, Milestone.client_date)))
    .where(one_of(col(Milestone.project_id), "project", _AT_ONCE))
    .order_by(col(Milestone.date), col(Milestone.id))
)  # fmt: skip
_BASELINES = Prepared(
    select(col(Baseline.project_id), col(Baseline.dates))
    .where(one_of(col(Baseline.project_id), "project", _AT_ONCE))
    .order_by(col(Baseline.number).desc())
)


def read_timeline(session: Session, project: ProjectFields, *, now: datetime, zone: str = "UTC") -> Timeline:
    """The plan as it stands on the calendar of `zone`."""
    return read_timelines(session, [project], now=now, zone=zone)[project.id or 0]


def read_timelines(
    session: Session, projects: Sequence[ProjectFields], *, now: datetime, zone: str = "UTC"
) -> dict[int, Timeline]:
    """The same of some projects, by their ids."""
    agreed: dict[int, dict[str, str]] = {}
    steps: dict[int, list[Any]] = {}
    for few in filled("project", (each.id for each in projects), _AT_ONCE):
        for project_id, dates in _BASELINES.rows(session, **few):
            # The newest first, so that what was agreed first stays.
            agreed[project_id] = agreed.get(project_id, {}) | dates
        for project_id, *step in _MILESTONES.rows(session, **few):
            steps.setdefault(project_id, []).append(step)
    local = ZoneInfo(zone)
    return {
        each.id or 0: _timeline(each, steps.get(each.id or 0, []), agreed.get(each.id or 0, {}), now, local)
        for each in projects
    }


def _timeline(
    project: ProjectFields, steps: Sequence[Any], agreed: Mapping[str, str], now: datetime, local: ZoneInfo
) -> Timeline:
    """`agreed`: milestone id (or "project") → the date in the first agreed plan that has it."""

    def first(key: str) -> date | None:
        return date.fromisoformat(agreed[key]) if key in agreed else None

    bars = [
        Bar(name, planned, first(str(key)), done.astimezone(local).date() if done else None, told)
        for key, name, planned, done, told in steps
    ]
    bars.append(Bar("Deadline", project.deadline, first("project"), None, project.deadline_client, is_deadline=True))
    start = (project.started_at or project.created_at).astimezone(local).date()
    today = now.astimezone(local).date()
    return Timeline(project.name, project.client, ProjectStatus(project.status), today, start, tuple(bars))
