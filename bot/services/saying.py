"""What a project's domains say today, for whoever reads it."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Line
from bot.services.lines import named
from models import ProjectFields
from models.enums import Domain

#: Dates and the brief have their own place in a project's status.
SHOWN_BY_ITSELF = (Domain.DEADLINE, Domain.BRIEF)


@dataclass(frozen=True, slots=True)
class Said:
    """One domain: each of its things as lines from nothing."""

    domain: Domain
    things: tuple[tuple[Line, ...], ...]


def read_said(session: Session, project: ProjectFields, *, money: bool) -> tuple[Said, ...]:
    """What every domain says of this project; money only for those who see it."""
    found = []
    for domain, kind in KINDS.items():
        if domain in SHOWN_BY_ITSELF or (kind.private and not money):
            continue
        values = [each.value for each in kind.targets(session, project) if each.value]
        lines = [named(session, project.team_id, kind.lines({}, value)) for value in values]
        if any(lines):
            found.append(Said(domain, tuple(each for each in lines if each)))
    return tuple(found)
