"""When a project has its check-ins, and the rules that ring for them: one for each role, in its holder's own zone."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import String, cast, exists
from sqlmodel import Session, col, or_, select

from bot.cadence import Weekly
from bot.services import routing, schedules
from bot.services.checkins.asking import CHECK_IN
from bot.services.hours import working_time
from models import CheckinPlan, Project, Rule
from models.enums import ProjectStatus, Role

SEATED = (Role.AM, Role.PM)


@dataclass(frozen=True, slots=True)
class Plan:
    """Each so many weeks on one weekday; answers are due some working days later."""

    is_off: bool = False
    weekday: int = 0
    every: int = 1
    wall: time = time(10)
    answer_days: int = 1
    answer_wall: time = time(12)
    usual: ClassVar["Plan"]


Plan.usual = Plan()


def plan_of(session: Session, project_id: int) -> Plan:
    """The project's own plan, else the usual one."""
    own = session.get(CheckinPlan, project_id)
    if own is None:
        return Plan.usual
    return Plan(own.is_off, own.weekday, own.every, own.wall, own.answer_days, own.answer_wall)


def arrange(session: Session, project: Project, now: datetime) -> None:
    """Make the rules what the plan and the roles say: call it when either changes, and when the project starts."""
    plan = plan_of(session, project.id or 0)
    if plan.is_off:
        end(session, project)
        return
    holders = routing.holders(project)
    for role in SEATED:
        working = working_time(session, project.team_id, holders[role])
        schedules.set_rule(
            session,
            CHECK_IN,
            team_id=project.team_id,
            subject=f"{project.id}:{role}",
            wall=plan.wall,
            zone=working.zone,
            on=Weekly(frozenset({plan.weekday}), plan.every, since=date(2024, 1, 1), rolls=True),
            now=now,
            user_id=holders[role],
            project_id=project.id,
            working=working,
        )


def keep_in_step(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Make or change the rules of projects that started, changed hands, ended or came back; how many it was.

    Whatever changes a project need not know that there are check-ins.
    """
    rings = (col(Rule.kind) == CHECK_IN.name, col(Rule.next_at).is_not(None))
    missing = [
        ~exists().where(
            *rings,
            col(Rule.team_id) == Project.team_id,
            col(Rule.subject) == cast(col(Project.id), String) + f":{role}",
            col(Rule.user_id) == holder,
        )
        for role, holder in ((Role.AM, col(Project.am_id)), (Role.PM, col(Project.pm_id)))
    ]
    off = exists().where(col(CheckinPlan.project_id) == Project.id, col(CheckinPlan.is_off).is_(True))
    query = select(Project).where(Project.status == ProjectStatus.LIVE, ~off, or_(*missing)).order_by(col(Project.id))
    begun = session.exec(query.limit(at_most)).all()
    for project in begun:
        arrange(session, project, now)
    rung = exists().where(*rings, col(Rule.project_id) == Project.id)
    closed = select(Project).where(Project.status == ProjectStatus.CLOSED, rung).order_by(col(Project.id))
    ended = session.exec(closed.limit(at_most)).all()
    for project in ended:
        end(session, project)
    return max(len(begun), len(ended))


def end(session: Session, project: Project) -> None:
    """No check-ins any more."""
    schedules.drop_rules(session, CHECK_IN, team_id=project.team_id, project_id=project.id)
