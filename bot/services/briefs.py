"""Reading the brief's versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.services.people import names, require_insider
from bot.services.projects import get_project
from models import BriefVersion


@dataclass(frozen=True, slots=True)
class Versions:
    """A project's brief, newest version first."""

    project: str
    versions: tuple[BriefVersion, ...]
    names: Mapping[str, str]

    @property
    def newest(self) -> BriefVersion | None:
        return self.versions[0] if self.versions else None

    def numbered(self, number: int) -> BriefVersion | None:
        return next((each for each in self.versions if each.version == number), None)


def read_versions(session: Session, *, team_id: str, user_id: str, project_id: int) -> Versions:
    """Raises Refused for outsiders, NotFound."""
    require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    query = select(BriefVersion).where(BriefVersion.project_id == project_id).order_by(col(BriefVersion.version).desc())
    found = tuple(session.exec(query.limit(100)))
    return Versions(project.name, found, names(session, team_id, [each.author_id for each in found]))
