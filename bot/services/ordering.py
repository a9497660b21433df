"""A project's milestones, as the forms about them start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.deadline import fold
from bot.domains.kind import Target
from bot.domains.milestones import read_steps
from bot.errors import Complaints, Invalid, NotFound
from bot.services.asking import Ask, Outcome, ask
from bot.services.checking import check_change, today_of
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started, tidy
from models import Project
from models.enums import Domain


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The milestones of one project that are not done."""

    project_id: int
    project: str
    milestones: tuple[Target, ...]


def open_order_form(session: Session, *, team_id: str, user_id: str, project_id: int) -> OrderForm:
    """Raises Refused (outsiders, on hold, closed), NotFound where there are not two of them."""
    form = open_milestone_form(session, team_id=team_id, user_id=user_id, project_id=project_id)
    if len(form.milestones) < 2:
        raise NotFound("order_of_one", project=form.project)
    return form


def open_milestone_form(session: Session, *, team_id: str, user_id: str, project_id: int) -> OrderForm:
    """What a new one can come after. Raises Refused (outsiders, on hold, closed)."""
    require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    require_started(project)
    return OrderForm(project_id, project.name, tuple(KINDS[Domain.DEADLINE].targets(session, project)[1:]))


def add_milestone(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    project_id: int,
    given: Mapping[str, Any],
    reason: str,
    channel_id: str,
    now: datetime,
) -> Outcome:
    """A new one, as its form says. Raises as asking does, and Invalid for a name that another has."""
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id, hold=True)
    require_started(project)
    wrong, kind = Complaints(), KINDS[Domain.DEADLINE]
    with wrong.noting():
        name = _new_name(session, project, str(given.get("name") or ""))
    if wrong:
        with wrong.noting():  # what else is
            check_change(session, project, kind, "new:it", {**given, "name": "it"}, today_of(person, now))
    wrong.tell()
    asked = Ask(project_id, Domain.DEADLINE, f"new:{fold(name)}", {**given, "name": name}, reason, channel_id)
    return ask(session, team_id=team_id, actor_id=actor_id, asked=asked, now=now)


def _new_name(session: Session, project: Project, given: str) -> str:
    clean = tidy(given, "name")
    if any(fold(each.name) == fold(clean) for each in read_steps(session, project.id)):
        raise Invalid("milestone_taken", "name", what=clean, project=project.name)
    return clean
