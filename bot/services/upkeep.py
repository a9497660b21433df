"""Looking after a project that exists: its name, channel and deputies, and what of it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.domains.deadline import fold
from bot.errors import Conflict, Invalid, NotFound
from bot.language.targets import by_words
from bot.services import homes, outsiders, overruns, routing
from bot.services.due import read_offsets
from bot.services.people import require_insider, require_pickable
from bot.services.projects import (
    get_project,
    require_free_name,
    require_started,
    show_changed,
    tidy,
)
from bot.services.records import record
from models import Deputy, Milestone, Project
from models.enums import Role


def edit_project(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    project_id: int,
    name: str,
    channel_id: str,
    deputies: Mapping[Role, Sequence[str]],
    any_time: Mapping[Role, bool],
    now: datetime,
    offsets: str | None = None,
) -> Project:
    """AM, PM and ops leads edit name, home channel, deputies and when the project reminds (`offsets`, as typed).

    Nobody deputises both roles, or their own. Raises Refused, Invalid with the field's key.
    """
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id)
    routing.require_role(session, project, person)
    _require_deputies(session, project, deputies)
    kept = read_offsets(offsets) if offsets is not None else project.reminder_offsets
    clean = tidy(name, "name")
    require_free_name(session, team_id, clean, but=project_id)
    if not channel_id.startswith(("C", "G")):
        raise Invalid("channel_missing", "channel")
    old_home = project.home_channel
    if channel_id != old_home:
        outsiders.require_internal(session, team_id, channel_id, "channel")
    project.name, project.name_key, project.home_channel = clean, fold(clean), channel_id
    project.reminder_offsets, project.planned_at = kept, None
    session.add(project)
    _name_deputies(session, project, deputies, any_time)
    if channel_id != old_home:
        homes.bind(session, project, channel_id, now)
        homes.move_posts(session, project, old_home, now)
    record(
        session,
        team_id=team_id,
        project_id=project_id,
        actor_id=actor_id,
        action="project_edited",
        now=now,
        name=clean,
        channel=channel_id,
        deputies={str(role): list(people) for role, people in deputies.items()},
    )
    show_changed(session, project)
    return project


def _name_deputies(
    session: Session, project: Project, deputies: Mapping[Role, Sequence[str]], any_time: Mapping[Role, bool]
) -> None:
    session.connection().execute(delete(Deputy).where(col(Deputy.project_id) == project.id))
    for role, people in deputies.items():
        for position, user_id in enumerate(dict.fromkeys(people)):
            session.add(
                Deputy(
                    project_id=project.id or 0,
                    role=role,
                    user_id=user_id,
                    team_id=project.team_id,
                    position=position,
                    any_time=any_time.get(role, False),
                )
            )
    session.flush()


def mark_done(session: Session, *, team_id: str, actor_id: str, project_id: int, name: str, now: datetime) -> Milestone:
    """A milestone is done; AM, PM and ops leads say so. Raises Refused, NotFound, Conflict."""
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id, hold=True)
    require_started(project)
    routing.require_role(session, project, person)
    milestone = _find_milestone(session, project, name)
    changed = session.connection().execute(
        update(Milestone).where(col(Milestone.id) == milestone.id, col(Milestone.done_at).is_(None)).values(done_at=now)
    )
    if changed.rowcount != 1:
        raise Conflict("already_done", name=milestone.name)
    record(
        session,
        team_id=team_id,
        project_id=project_id,
        actor_id=actor_id,
        action="milestone_done",
        now=now,
        milestone=milestone.name,
        planned=milestone.date.isoformat(),
    )
    session.flush()
    session.refresh(milestone)
    overruns.look_behind(session, project, milestone, now)
    show_changed(session, project)
    return milestone


def _require_deputies(session: Session, project: Project, deputies: Mapping[Role, Sequence[str]]) -> None:
    for role, people in deputies.items():
        other = {routing.holders(project)[role.counterpart], *deputies.get(role.counterpart, ())}
        for user_id in people:
            person = require_pickable(session, project.team_id, user_id, f"{role}_deputies")
            if user_id in other or user_id == routing.holders(project)[role]:
                raise Invalid("deputy_other_role", f"{role}_deputies", name=person.name)


def _find_milestone(session: Session, project: Project, name: str) -> Milestone:
    query = select(Milestone).where(Milestone.project_id == project.id).order_by(col(Milestone.date), col(Milestone.id))
    rows = session.exec(query).all()
    wanted = fold(name)
    fitting = by_words(wanted.split(), [each.name for each in rows])
    found = [each for each in rows if each.name_key == wanted] or [each for each in rows if each.name in fitting]
    if len(found) != 1:
        known, alike = [each.name for each in rows], [each.name for each in found if each.done_at is None]
        raise NotFound("milestone_unknown", text=name, project=project.name, known=known, alike=alike)
    return found[0]
