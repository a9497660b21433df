"""Which project somebody means, and which projects they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domains.deadline import fold
from bot.errors import NotFound
from bot.services.people import require_insider
from models import Deputy, Project, ProjectChannel
from models.enums import ProjectStatus


@dataclass(frozen=True, slots=True)
class Choice:
    """One project that could be meant."""

    project_id: int
    name: str
    client: str
    status: ProjectStatus


@dataclass(frozen=True, slots=True)
class Meant:
    """The project that was meant, if that is sure, else the ones to ask about; `rest` is the text without the name."""

    choice: Choice | None
    choices: tuple[Choice, ...]
    rest: str
    #: The closed project of the channel, where there is nothing else to choose from.
    closed: Choice | None = None


def which_project(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    channel_id: str,
    text: str,
    now: datetime,
    project_id: int | None = None,
) -> Meant:
    """Find the project a typed command is about: the one it names, else the channel's only one.

    A name counts among the channel's projects and those the person may see. With several in the channel and none
    named, all are offered, last used first. `project_id` is one that was picked already. Raises Refused for outsiders.
    """
    here = in_channel(session, team_id=team_id, channel_id=channel_id)
    mine = [each for each in visible(session, team_id=team_id, user_id=user_id) if each not in here]
    picked = next((each for each in [*here, *mine] if each.project_id == project_id), None)
    named = (picked, text) if picked is not None else _named(text, [*here, *mine])
    if named is not None:
        project, rest = named
        _mark_used(session, project.project_id, channel_id, now)
        return Meant(project, (), rest)
    if len(here) == 1:
        return Meant(here[0], (), text)
    if not here and not mine:
        return Meant(None, (), text, closed_here(session, team_id=team_id, channel_id=channel_id))
    return Meant(None, tuple(here or mine), text)


def visible(session: Session, *, team_id: str, user_id: str, closed: bool = False) -> list[Choice]:
    """The projects a person has to do with (an ops lead: all), by name. Raises Refused for outsiders."""
    person = require_insider(session, team_id, user_id)
    query = select(Project).where(Project.team_id == team_id).order_by(col(Project.name_key), col(Project.id))
    if not closed:
        query = query.where(col(Project.status) != ProjectStatus.CLOSED)
    if not person.is_ops_lead:
        deputised = select(Deputy.project_id).where(Deputy.team_id == team_id, Deputy.user_id == user_id)
        query = query.where(
            or_(
                Project.am_id == user_id,
                Project.pm_id == user_id,
                Project.second_id == user_id,
                Project.made_by == user_id,
                col(Project.id).in_(deputised),
            )
        )
    return [choice(each) for each in session.exec(query)]


def in_question(session: Session, *, team_id: str, user_id: str, channel_id: str) -> list[Choice]:
    """The projects that may be meant, the channel's before the person's own.

    Raises NotFound when there are none, Refused for outsiders.
    """
    here = in_channel(session, team_id=team_id, channel_id=channel_id)
    mine = visible(session, team_id=team_id, user_id=user_id)
    if not here and not mine:
        raise no_project(closed_here(session, team_id=team_id, channel_id=channel_id))
    return list(dict.fromkeys([*here, *mine]))


def no_project(closed: Choice | None) -> NotFound:
    """Why there is nothing to ask about: the channel's project is closed, or there never was one."""
    return NotFound("no_project") if closed is None else NotFound("project_closed", project=closed.name)


def in_channel(session: Session, *, team_id: str, channel_id: str) -> list[Choice]:
    """The open projects of a channel, last used first."""
    return [choice(each) for each in session.exec(query_of_channel(team_id, channel_id))]


def query_of_channel(team_id: str, channel_id: str) -> SelectOfScalar[Project]:
    """The same as a query, for what asks for more than that."""
    return (
        select(Project)
        .join(ProjectChannel, col(ProjectChannel.project_id) == col(Project.id))
        .where(
            ProjectChannel.team_id == team_id,
            ProjectChannel.channel_id == channel_id,
            col(Project.status) != ProjectStatus.CLOSED,
        )
        .order_by(col(ProjectChannel.used_at).desc(), col(Project.id))
    )


def closed_here(session: Session, *, team_id: str, channel_id: str) -> Choice | None:
    """The project of a channel that was closed last, if one was."""
    query = (
        select(Project)
        .join(ProjectChannel, col(ProjectChannel.project_id) == col(Project.id))
        .where(
            ProjectChannel.team_id == team_id,
            ProjectChannel.channel_id == channel_id,
            col(Project.status) == ProjectStatus.CLOSED,
        )
        .order_by(col(Project.closed_at).desc(), col(Project.id).desc())
    )
    found = session.exec(query).first()
    return choice(found) if found is not None else None


def choice(project: Project) -> Choice:
    """What is said of a project where one is picked."""
    return Choice(project.id or 0, project.name, project.client, ProjectStatus(project.status))


def _named(text: str, choices: list[Choice]) -> tuple[Choice, str] | None:
    """The project whose name opens the text (the longest wins), and the text after it."""
    words = text.split()
    folded = fold(text)
    best: Choice | None = None
    for each in choices:
        name = fold(each.name)
        opens = folded == name or folded.startswith((f"{name} ", f"{name}:", f"{name},"))
        if opens and (best is None or len(each.name) > len(best.name)):
            best = each
    if best is None:
        return None
    rest = " ".join(words)[len(" ".join(best.name.split())) :].lstrip(" :,")
    return best, rest


def _mark_used(session: Session, project_id: int, channel_id: str, now: datetime) -> None:
    session.connection().execute(
        update(ProjectChannel)
        .where(col(ProjectChannel.project_id) == project_id, col(ProjectChannel.channel_id) == channel_id)
        .values(used_at=now)
    )


@dataclass(frozen=True, slots=True)
class Projects:
    """A list of projects and their deadlines."""

    choices: tuple[Choice, ...]
    deadlines: Mapping[int, date]


def list_projects(
    session: Session, *, team_id: str, user_id: str, channel_id: str = "", closed: bool = False
) -> Projects:
    """The person's projects and those of the channel. Raises Refused for outsiders."""
    found = visible(session, team_id=team_id, user_id=user_id, closed=closed)
    found += [each for each in in_channel(session, team_id=team_id, channel_id=channel_id) if each not in found]
    query = select(Project).where(col(Project.id).in_([each.project_id for each in found]))
    return Projects(tuple(found), {each.id or 0: each.deadline for each in session.exec(query)})


def closed_project(session: Session, *, team_id: str, user_id: str, channel_id: str, text: str) -> Choice | None:
    """The newest closed project of this name among those the person may see, else the open one that is called so;
    without a name the channel's."""
    if not text:
        return closed_here(session, team_id=team_id, channel_id=channel_id)
    found = [
        each
        for each in visible(session, team_id=team_id, user_id=user_id, closed=True)
        if fold(each.name) == fold(text)
    ]
    return max(found, key=lambda each: (each.status is ProjectStatus.CLOSED, each.project_id), default=None)
