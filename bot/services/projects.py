"""Finding a project, agreeing to start it, changing its proposals, and telling of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, null, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.domains.deadline import fold
from bot.errors import Conflict, Invalid, NotFound, Refused
from bot.prepared import Prepared
from bot.services import baselines, outbox, routing
from bot.services.people import require_insider
from bot.services.records import record
from models import Post, Project, ProjectFields
from models.enums import ProjectStatus, Role

NAME_LENGTH = 80
AGREED = {Role.AM: "am_agreed_by", Role.PM: "pm_agreed_by", Role.SECOND: "second_agreed_by"}


#: A card's post, and the address where it is owed.
Thread = tuple[int, str]
_FIND_POST = Prepared(
    core_select(col(Post.id), col(Post.address)).where(
        col(Post.team_id) == bindparam("team_id"), col(Post.key) == bindparam("key")
    )
)
_PLAN_ANEW = Prepared(
    update(Project)
    .where(col(Project.id) == bindparam("project_id"), col(Project.planned_at).is_not(None))
    .values(planned_at=null())
)


def get_project(session: Session, team_id: str, project_id: int, *, hold: bool = False) -> Project:
    """The project of this workspace. Raises NotFound.

    `hold`: nobody else changes it until this commits, for what reads it first and writes by what it read.
    """
    project = session.get(
        Project, project_id, populate_existing=hold, with_for_update={"key_share": True} if hold else None
    )
    if project is None or project.team_id != team_id:
        raise NotFound("project_gone")
    return project


def agree_to_start(
    session: Session, *, team_id: str, actor_id: str, project_id: int, plan_version: int, now: datetime
) -> Project:
    """One role agrees to the proposals; when every role has, the project is live and this is baseline 1.

    Raises Refused (not theirs), Conflict (changed since it was shown, agreed already, started already).
    """
    require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id, hold=True)
    roles = routing.acting_roles(actor_id, routing.seats(session, project, now))
    if not roles:
        raise Refused("not_yours_to_start", whose=waiting_to_agree(project), project_id=project_id)
    if project.status is not ProjectStatus.PLANNING:
        raise Conflict("already_started", project_id=project_id)
    if project.plan_version != plan_version:
        raise Conflict("plan_changed", project_id=project_id)
    open_roles = [role for role in roles if getattr(project, AGREED[role]) is None]
    if not open_roles:
        raise Conflict("already_agreed", whose=waiting_to_agree(project), project_id=project_id)
    started = not waiting_to_agree(project, but=open_roles)
    _agree(session, project, actor_id, open_roles, started_at=now if started else None)
    record(
        session,
        team_id=team_id,
        project_id=project_id,
        actor_id=actor_id,
        action="agreed_to_start",
        now=now,
        plan_version=plan_version,
        started=started,
        deadline=project.deadline.isoformat(),
    )
    if started:
        baselines.keep(session, project, now)
        owe_project_notice(session, project, f"started:{plan_version}", "project_started", now, by=actor_id)
    show_changed(session, project)
    return project


def _agree(
    session: Session, project: Project, actor_id: str, roles: Sequence[Role], *, started_at: datetime | None
) -> None:
    """Agree for these roles to the plan as it was read; it is live where `started_at` says since when."""
    live = {"status": ProjectStatus.LIVE, "started_at": started_at} if started_at is not None else {}
    changed = session.connection().execute(
        update(Project)
        .where(
            col(Project.id) == project.id,
            col(Project.status) == ProjectStatus.PLANNING,
            col(Project.plan_version) == project.plan_version,
            *(col(getattr(Project, AGREED[role])).is_(None) for role in roles),
        )
        .values({AGREED[role]: actor_id for role in roles} | live)
    )
    if changed.rowcount != 1:
        raise Conflict("plan_changed", project_id=project.id)
    session.expire(project)


def change_proposals(session: Session, project: ProjectFields, actor_id: str | None, now: datetime) -> int:
    """Before the start every change asks for agreement again; whoever made it agrees to it. The new plan's version.

    `actor_id` None: nobody agrees yet. Raises Conflict when the plan was changed or started in the meantime.
    """
    version = project.plan_version + 1
    held = routing.acting_roles(actor_id, routing.seats(session, project, now)) if actor_id else frozenset()
    agreed = {column: actor_id if role in held else None for role, column in AGREED.items()}
    changed = session.connection().execute(
        update(Project)
        .where(
            col(Project.id) == project.id,
            col(Project.status) == ProjectStatus.PLANNING,
            col(Project.plan_version) == project.plan_version,
        )
        .values({"plan_version": version} | agreed)
    )
    if changed.rowcount != 1:
        raise Conflict("plan_changed", project_id=project.id)
    return version


def waiting_to_agree(project: Project, but: Iterable[Role] = ()) -> list[str]:
    """The people who have not agreed to the present proposals, AM first; empty when all have. `but`: as if they had."""
    found = [
        holder
        for role, holder in routing.holders(project).items()
        if getattr(project, AGREED[role]) is None and role not in but
    ]
    return list(dict.fromkeys(found))


def involved(session: Session, project: ProjectFields) -> list[str]:
    """Everybody whose desk shows this project."""
    people = set(routing.holders(project).values()) | {project.made_by}
    people.update(routing.deputies(session, project))
    return sorted(people)


def redraw_homes(session: Session, project: ProjectFields, *more: str) -> None:
    outbox.redraw_home(session, team_id=project.team_id, user_ids=sorted({*involved(session, project), *more}))


def show_changed(session: Session, project: ProjectFields) -> None:
    """Draw the project's card and its people's homes again; what it reminds of is reckoned anew."""
    plan_anew(session, project.id or 0)
    outbox.redraw(session, key=f"project:{project.id}", team_id=project.team_id)
    redraw_homes(session, project)


def plan_anew(session: Session, project_id: int) -> None:
    """Something that reminders tell of changed."""
    _PLAN_ANEW.later(session, project_id=project_id)


def owe_project_card(session: Session, project: Project, now: datetime) -> None:
    """The project's own card, in its home channel."""
    outbox.owe_card(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=f"project:{project.id}",
        picture="project",
        project_id=project.id,
        now=now,
    )


def owe_project_notice(
    session: Session, project: Project, what: str, picture: str, now: datetime, **facts: object
) -> None:
    """Say one thing in the thread of the project's card."""
    outbox.owe_notice(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=f"project:{project.id}:{what}",
        picture=picture,
        facts=dict(facts),
        project_id=project.id,
        thread_of=find_post(session, project.team_id, f"project:{project.id}"),
        now=now,
    )


def find_post(session: Session, team_id: str, key: str) -> int | None:
    """The id of the post with this key, for replies in its thread."""
    found = find_thread(session, team_id, key)
    return found[0] if found is not None else None


def find_thread(session: Session, team_id: str, key: str) -> Thread | None:
    """The same with the address where it is owed."""
    found = _FIND_POST.first(session, team_id=team_id, key=key)
    return (int(found[0]), found[1]) if found is not None else None


def require_started(project: ProjectFields) -> None:
    """Raises Refused when the project's clocks stand still or it has ended."""
    if project.status is ProjectStatus.ON_HOLD:
        raise Refused("on_hold", project=project.name)
    require_open(project)


def require_open(project: ProjectFields) -> None:
    """Raises Refused when the project has ended."""
    if project.status is ProjectStatus.CLOSED:
        raise Refused("closed", project=project.name)


def tidy(given: str, field: str) -> str:
    """A one-line name, trimmed. Raises Invalid."""
    text = " ".join(given.split())
    if not text:
        raise Invalid("empty", field)
    if len(text) > NAME_LENGTH:
        raise Invalid("too_long", field, limit=NAME_LENGTH)
    return text


def require_free_name(session: Session, team_id: str, name: str, but: int | None = None) -> None:
    """Raises Invalid when an open project of the workspace has this name."""
    taken = session.exec(select(Project.id).where(Project.team_id == team_id, Project.name_key == fold(name))).first()
    if taken is not None and taken != but:
        raise Invalid("name_taken", "name", name=name)
