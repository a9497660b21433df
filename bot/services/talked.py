"""What was said to the client beside the plan: small extras, and dates that the plan does not hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from bot.services import extras, promises
from bot.services.extras import Extra
from bot.services.people import names
from models import Project
from models.enums import PromiseState


@dataclass(frozen=True, slots=True)
class Talked:
    """For a project's status, digests, and what a change would move."""

    extras: tuple[Extra, ...] = ()
    #: (date, who said it, whether it was agreed before): promises that stand.
    promises: tuple[tuple[date, str, bool], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def read_talked(session: Session, project: Project) -> Talked:
    """Everything that was said to the client beside the plan of this project."""
    found = extras.extras_of(session, project)
    said = promises.standing(session, project)
    people = [*(each.logged_by for each in found), *(each.author_id for each in said)]
    return Talked(
        found,
        tuple((each.date, each.author_id, each.state is PromiseState.AGREED) for each in said),
        names(session, project.team_id, people),
    )
