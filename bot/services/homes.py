"""Where a project lives: its home channel, the channels it is linked to, and moving house."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from bot.errors import Invalid
from bot.services import outbox, outsiders, routing
from bot.services.people import require_insider
from bot.services.projects import find_post, get_project, owe_project_notice, require_open, show_changed
from bot.services.records import record, record_numbered
from models import ChangeRequest, Post, Project, ProjectChannel


def move_home(
    session: Session, *, team_id: str, actor_id: str, project_id: int, channel_id: str, now: datetime
) -> Project:
    """Another home channel, chosen by AM, PM or an ops lead. Raises Refused, NotFound, Invalid with the field's key."""
    project = require_mover(session, team_id=team_id, user_id=actor_id, project_id=project_id)
    if not channel_id.startswith(("C", "G")):
        raise Invalid("channel_missing", "channel")
    old = project.home_channel
    if channel_id == old and not outbox.outsiders_read(session, team_id, old):
        return project
    outsiders.require_internal(session, team_id, channel_id, "channel")
    project.home_channel = channel_id
    session.add(project)
    session.flush()
    bind(session, project, channel_id, now)
    move_posts(session, project, old, now)
    record(
        session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="moved_home", now=now, old=old,
        new=channel_id,
    )  # fmt: skip
    show_changed(session, project, now)
    return project


def require_mover(session: Session, *, team_id: str, user_id: str, project_id: int) -> Project:
    """The project, for somebody who may say where it lives. Raises Refused, NotFound."""
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    require_open(project)
    routing.require_role(session, project, person)
    return project


def bind(session: Session, project: Project, channel_id: str, now: datetime) -> None:
    """The project is talked about in this channel from now on."""
    if session.get(ProjectChannel, (project.id, channel_id)) is None:
        row = {"project_id": project.id, "channel_id": channel_id, "team_id": project.team_id, "used_at": now}
        outbox.insert_once(session, ProjectChannel, row)


def move_posts(session: Session, project: Project, old: str, now: datetime) -> None:
    """The project's messages follow it to its new home.

    Out of a channel of ours it gets a new card, and what was said stays behind as it was. Out of one that outsiders
    read everything that lives moves, and is taken away there.
    """
    if outbox.outsiders_read(session, project.team_id, old):
        outbox.move_posts(
            session, team_id=project.team_id, project_id=project.id or 0, old=old, new=project.home_channel, now=now
        )
        asked = (col(ChangeRequest.project_id) == project.id, col(ChangeRequest.channel_id) == old)
        session.connection().execute(update(ChangeRequest).where(*asked).values(channel_id=project.home_channel))
        session.expire_all()
        return
    post_id = find_post(session, project.team_id, f"project:{project.id}")
    if post_id is not None:
        session.connection().execute(
            update(Post).where(col(Post.id) == post_id).values(key=f"project:{project.id}:moved:{post_id}")
        )
    outbox.owe_card(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=f"project:{project.id}",
        picture="project",
        project_id=project.id,
        now=now,
    )


def set_reading(
    session: Session, *, team_id: str, actor_id: str, project_id: int, reads: bool, now: datetime
) -> Project:
    """Switch reading on or off; AM, PM and ops leads do. Raises Refused, NotFound."""
    project = require_mover(session, team_id=team_id, user_id=actor_id, project_id=project_id)
    if project.reads_messages != reads:
        project.reads_messages = reads
        session.add(project)
        session.flush()
        audit = record_numbered(
            session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="reading", now=now, on=reads
        )
        owe_project_notice(session, project, f"reading:{audit}", "reading", now, by=actor_id, on=reads)
    show_changed(session, project, now)
    return project
