"""The order of a project's milestones, as its form starts."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Target
from bot.errors import NotFound
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started
from models.enums import Domain


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The milestones of one project that are not done."""

    project_id: int
    project: str
    milestones: tuple[Target, ...]


def open_order_form(session: Session, *, team_id: str, user_id: str, project_id: int) -> OrderForm:
    """Raises Refused (outsiders, on hold, closed), NotFound where there are not two of them."""
    require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    require_started(project)
    milestones = KINDS[Domain.DEADLINE].targets(session, project)[1:]
    if len(milestones) < 2:
        raise NotFound("order_of_one", project=project.name)
    return OrderForm(project_id, project.name, tuple(milestones))
