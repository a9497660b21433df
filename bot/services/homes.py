"""Where a project lives: its home channel, the channels it is linked to, and moving house."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from bot.errors import Conflict, Invalid, NotFound
from bot.services import outbox, outsiders, routing
from bot.services.people import require_insider
from bot.services.projects import (
    find_post,
    get_project,
    owe_project_card,
    owe_project_notice,
    require_open,
    show_changed,
)
from bot.services.records import record, record_numbered
from models import ChangeRequest, Channel, ChannelGuest, Post, Project, ProjectChannel


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
    show_changed(session, project)
    return project


def require_mover(session: Session, *, team_id: str, user_id: str, project_id: int) -> Project:
    """The project, for somebody who may say where it lives. Raises Refused, NotFound."""
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    require_open(project)
    routing.require_role(session, project, person)
    return project


@dataclass(frozen=True, slots=True)
class Linked:
    """A channel that a project is talked about in from now on."""

    project: str
    #: The account manager, whom asks of outsiders there go to.
    am_id: str
    shared: bool
    #: The guests who count as the client's.
    clients: tuple[str, ...]
    #: Somebody there can still be sorted.
    sortable: bool


def link(session: Session, *, team_id: str, actor_id: str, project_id: int, channel_id: str, now: datetime) -> Linked:
    """Link a channel: typed commands there mean this project, and what is asked there is picked up. Nothing is posted
    there. AM, PM and ops leads do, also for a channel that outsiders read. Raises Refused, NotFound, Invalid."""
    project = require_mover(session, team_id=team_id, user_id=actor_id, project_id=project_id)
    if not channel_id.startswith(("C", "G")):
        raise Invalid("not_a_channel")
    bind(session, project, channel_id, now)
    audit = record_numbered(
        session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="linked", now=now, channel=channel_id
    )
    outside = outsiders.reassess(session, team_id, channel_id, now)
    if channel_id != project.home_channel:
        facts = {"by": actor_id, "channel": channel_id, "outside": outside, "reads": project.reads_messages}
        owe_project_notice(session, project, f"linked:{audit}", "linked", now, **facts)
    return Linked(
        project.name,
        project.am_id,
        outbox.is_shared(session, team_id, channel_id),
        tuple(outsiders.clients_in(session, team_id=team_id, channel_id=channel_id)),
        bool(outsiders.sorting_of(session, team_id=team_id, channel_id=channel_id)),
    )


def unlink(
    session: Session, *, team_id: str, actor_id: str, project_id: int, channel_id: str, now: datetime
) -> Project:
    """The project is not talked about there any more. Raises Refused, NotFound, Conflict for its home."""
    project = require_mover(session, team_id=team_id, user_id=actor_id, project_id=project_id)
    if channel_id == project.home_channel:
        raise Conflict("home_channel", project=project.name)
    row = session.get(ProjectChannel, (project_id, channel_id))
    if row is None:
        raise NotFound("not_linked", project=project.name)
    session.delete(row)
    record(
        session, team_id=team_id, project_id=project_id, actor_id=actor_id, action="unlinked", now=now,
        channel=channel_id,
    )  # fmt: skip
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
    owe_project_card(session, project, now)


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
    show_changed(session, project)
    return project


def renumber(session: Session, *, team_id: str, old: str, new: str, now: datetime) -> None:
    """Slack gave a channel another id."""
    for table in (ProjectChannel, ChannelGuest, Channel):
        here: tuple[object, ...] = (col(table.team_id) == team_id, col(table.channel_id) == old)
        session.connection().execute(update(table).where(*here).values(channel_id=new))  # type: ignore[arg-type]
    mine = (col(Project.team_id) == team_id, col(Project.home_channel) == old)
    session.connection().execute(update(Project).where(*mine).values(home_channel=new))
    asked = (col(ChangeRequest.team_id) == team_id, col(ChangeRequest.channel_id) == old)
    session.connection().execute(update(ChangeRequest).where(*asked).values(channel_id=new))
    outbox.readdress(session, team_id=team_id, old=old, new=new, now=now)
    session.expire_all()
