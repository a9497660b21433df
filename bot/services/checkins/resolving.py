"""Which project a person checks in on: the one they name, the channel's, the one that waits for them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.domains.deadline import fold
from bot.services.checkins.reading import waiting_for
from bot.services.checkins.rounds import projects_of
from bot.services.finding import Meant, choice
from bot.services.people import require_colleague
from models import Deputy, Project, ProjectChannel, ProjectValue
from models.enums import Domain, ProjectStatus


def mine(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    channel_id: str,
    text: str,
    now: datetime,
    project_id: int | None = None,
) -> Meant:
    """The project if that is sure, else those to ask about. Raises Refused.

    Freelancers have those on which they are booked.
    """
    require_colleague(session, team_id, user_id)
    found = _mine(session, team_id, user_id, now)
    picked = next((each for each in found if each.id == project_id), None)
    if picked is not None:
        return Meant(choice(picked), (), text)
    named = [each for each in found if fold(text).startswith(fold(each.name))]
    if named:
        best = max(named, key=lambda each: len(each.name))
        return Meant(choice(best), (), text.strip()[len(best.name) :].lstrip(" :,"))
    here = _of_channel(session, team_id, channel_id, found)
    if len(here) == 1:
        return Meant(choice(here[0]), (), text)
    waiting = {each.project_id for each in waiting_for(session, team_id, user_id)}
    due = [each for each in here or found if each.id in waiting]
    if len(due) == 1 or len(found) == 1:
        return Meant(choice((due or found)[0]), (), text)
    return Meant(None, tuple(choice(each) for each in here or due or found), text)


def _mine(session: Session, team_id: str, user_id: str, now: datetime) -> list[Project]:
    deputised = select(Deputy.project_id).where(Deputy.team_id == team_id, Deputy.user_id == user_id)
    booked = select(ProjectValue.project_id).where(
        ProjectValue.domain == Domain.RESOURCING, ProjectValue.target == user_id
    )
    query = (
        select(Project)
        .where(
            Project.team_id == team_id,
            col(Project.status) != ProjectStatus.CLOSED,
            or_(
                Project.am_id == user_id,
                Project.pm_id == user_id,
                col(Project.id).in_(deputised),
                col(Project.id).in_(booked),
            ),
        )
        .order_by(col(Project.name_key), col(Project.id))
    )
    return projects_of(session, team_id, user_id, now, session.exec(query).all())


def _of_channel(session: Session, team_id: str, channel_id: str, found: Sequence[Project]) -> list[Project]:
    query = select(ProjectChannel.project_id).where(
        ProjectChannel.team_id == team_id, ProjectChannel.channel_id == channel_id
    )
    here = set(session.exec(query))
    return [each for each in found if each.id in here]
