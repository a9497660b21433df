"""`/checkin schedule`: when one project has its check-ins, for its own people to say."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Invalid
from bot.language.rhythms import Rhythm
from bot.services import routing
from bot.services.checkins import plans
from bot.services.checkins.plans import Plan, plan_of
from bot.services.people import require_insider
from bot.services.projects import get_project, owe_project_notice
from bot.services.records import record_numbered
from models import CheckinPlan
from models.enums import ProjectStatus

EVERY = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What the form starts with."""

    project_id: int
    project: str
    plan: Plan


def open_plan(
    session: Session, *, team_id: str, user_id: str, project_id: int, rhythm: Rhythm | None = None
) -> PlanForm:
    """The plan as it is, or as `rhythm` would make it. Raises Refused for who may not change it, NotFound."""
    project = get_project(session, team_id, project_id)
    routing.require_role(session, project, require_insider(session, team_id, user_id))
    plan = plan_of(session, project_id)
    return PlanForm(project_id, project.name, plan if rhythm is None else _in(plan, rhythm))


def set_rhythm(
    session: Session, *, team_id: str, actor_id: str, project_id: int, rhythm: Rhythm, now: datetime
) -> tuple[str, Plan, bool]:
    """From now on it is so, and what was not said stays: the project's name, the plan, and whether that changed it.

    Raises as `set_plan` does.
    """
    plan = _in(plan_of(session, project_id), rhythm)
    name, changed = set_plan(session, team_id=team_id, actor_id=actor_id, project_id=project_id, plan=plan, now=now)
    return name, plan, changed


def _in(plan: Plan, rhythm: Rhythm) -> Plan:
    """What was said of it; a plan that was off is on again."""
    return replace(
        plan,
        is_off=rhythm.is_off,
        weekday=plan.weekday if rhythm.weekday is None else rhythm.weekday,
        every=rhythm.every or plan.every,
        wall=plan.wall if rhythm.wall is None else rhythm.wall,
    )


def set_plan(
    session: Session, *, team_id: str, actor_id: str, project_id: int, plan: Plan, now: datetime
) -> tuple[str, bool]:
    """From now on this is the plan; the project's name, and whether anything was changed.

    A time of the night arrives when people work. Raises Refused, NotFound; Invalid with the field's key.
    """
    project = get_project(session, team_id, project_id, hold=True)
    routing.require_role(session, project, require_insider(session, team_id, actor_id))
    if plan.weekday not in range(7):
        raise Invalid("choice_missing", "weekday")
    if plan.every not in EVERY:
        raise Invalid("choice_missing", "every")
    if plan.answer_days not in range(5):
        raise Invalid("choice_missing", "answer_days")
    if plan.answer_days == 0 and plan.answer_wall <= plan.wall:
        raise Invalid("answers_before", "answer_wall")
    if plan == plan_of(session, project_id):
        return project.name, False
    own = session.get(CheckinPlan, project_id) or CheckinPlan(
        project_id=project_id,
        weekday=plan.weekday,
        every=plan.every,
        wall=plan.wall,
        answer_days=plan.answer_days,
        answer_wall=plan.answer_wall,
        changed_by=actor_id,
        changed_at=now,
    )
    own.is_off, own.weekday, own.every, own.wall = plan.is_off, plan.weekday, plan.every, plan.wall
    own.answer_days, own.answer_wall, own.changed_by, own.changed_at = (
        plan.answer_days, plan.answer_wall, actor_id, now,
    )  # fmt: skip
    session.add(own)
    session.flush()
    if project.status in (ProjectStatus.LIVE, ProjectStatus.ON_HOLD):
        plans.arrange(session, project, now)
    facts: dict[str, Any] = {
        "is_off": plan.is_off,
        "weekday": plan.weekday,
        "every": plan.every,
        "wall": f"{plan.wall:%H:%M}",
    }
    audit = record_numbered(session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="checkin_plan",
                   now=now, **facts)  # fmt: skip
    owe_project_notice(session, project, f"checkin_plan:{audit}", "checkin_plan", now, by=actor_id, **facts)
    return project.name, True
