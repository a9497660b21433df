"""A project's milestones, as the forms about them start."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.deadline import fold
from bot.domains.kind import Target
from bot.domains.milestones import read_steps
from bot.errors import Invalid, NotFound
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started, tidy
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


def require_new_name(session: Session, *, team_id: str, user_id: str, project_id: int, name: str) -> str:
    """The name of a milestone that is to be added, tidied. Raises Refused (outsiders), NotFound, Invalid."""
    require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    clean = tidy(name, "name")
    if any(fold(each.name) == fold(clean) for each in read_steps(session, project_id)):
        raise Invalid("milestone_taken", "name", what=clean, project=project.name)
    return clean
