"""Whether a project is live, on hold or closed, and what follows for its requests."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains.deadline import fold
from bot.errors import Conflict, Refused
from bot.services import clocks, outbox, routing
from bot.services.lines import read_lines, what_of
from bot.services.people import require_insider
from bot.services.projects import get_project, owe_project_notice, require_free_name, show_changed
from bot.services.records import record
from models import ChangeRequest, Project
from models.enums import ProjectStatus, RequestState
from models.lifecycle import OPEN_STATES

#: Why what was open ended with its project; the card says it.
CLOSED = "project closed"
#: Who closes is told of so many requests, those that were asked first.
MOST_SHOWN = 200
#: Which status each word of the command leads from and to.
STEPS: Mapping[str, tuple[frozenset[ProjectStatus], ProjectStatus]] = {
    "hold": (frozenset({ProjectStatus.LIVE}), ProjectStatus.ON_HOLD),
    "resume": (frozenset({ProjectStatus.ON_HOLD}), ProjectStatus.LIVE),
    "close": (
        frozenset({ProjectStatus.PLANNING, ProjectStatus.LIVE, ProjectStatus.ON_HOLD}),
        ProjectStatus.CLOSED,
    ),
    "reopen": (frozenset({ProjectStatus.CLOSED}), ProjectStatus.LIVE),
}


def change_status(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    project_id: int,
    step: str,
    now: datetime,
    shown: Collection[int] | None = None,
) -> tuple[Project, list[str]]:
    """Hold, resume, close or reopen; the project, and the names of the open requests that ended with it.

    `shown`: the open requests that whoever closes was told of; None where nobody is to be asked.
    Raises Refused (not a role; only ops leads reopen), Conflict (it is that already, has not started, or requests
    would end with it that were not shown).
    """
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id)
    routing.require_role(session, project, person)
    sources, goal = STEPS[step]
    if step == "reopen" and not person.is_ops_lead:
        raise Refused("ops_lead_only")
    if project.status not in sources:
        if project.status is ProjectStatus.PLANNING:
            raise Conflict("not_started", project=project.name)
        raise Conflict("already_status", project=project.name, status=project.status)
    if step == "reopen":
        require_free_name(session, team_id, project.name, but=project_id)
        goal = ProjectStatus.LIVE if project.started_at is not None else ProjectStatus.PLANNING
    closing = goal is ProjectStatus.CLOSED
    _move(session, project, goal, now)
    if step == "resume":
        clocks.restart(session, project, now)
    if step == "hold":
        for each in _waiting(session, project):
            outbox.redraw(session, request_id=each.id)
    if closing and shown is not None:
        # After the row is ours: nothing can be asked in between.
        _require_shown(session, project, shown)
    ended = _end_requests(session, project, now) if closing else []
    names = [name for name, _ in ended]
    record(session, team_id=team_id, project_id=project_id, actor_id=actor_id, action=step, now=now, ended=names)
    owe_project_notice(
        session, project, f"{step}:{now.isoformat()}", "project_status", now, by=actor_id, step=step, ended=ended
    )
    show_changed(session, project)
    return project, names


def _move(session: Session, project: Project, goal: ProjectStatus, now: datetime) -> None:
    """Raises Conflict where it was moved in the meantime."""
    closing = goal is ProjectStatus.CLOSED
    changed = session.connection().execute(
        update(Project)
        .where(col(Project.id) == project.id, col(Project.status) == ProjectStatus(project.status))
        .values(status=goal, closed_at=now if closing else None, name_key=None if closing else fold(project.name))
    )
    if changed.rowcount != 1:
        raise Conflict("already_status", project=project.name, status=goal)
    session.refresh(project)


def _require_shown(session: Session, project: Project, shown: Collection[int]) -> None:
    """Nothing ends that whoever closes did not know of. Raises Conflict, with what would."""
    open_ = [each for each in _waiting(session, project) if each.state in OPEN_STATES]
    if len(shown) < MOST_SHOWN and any(each.id not in shown for each in open_):
        raise Conflict(
            "would_end",
            project=project.name,
            closing=project.id,
            ending=[(each.name, what_of(each, read_lines(session, each)), each.requester_id) for each in open_],
            shown=[each.id for each in open_[:MOST_SHOWN]],
        )


def _waiting(session: Session, project: Project) -> list[ChangeRequest]:
    """What is open, and the heads-ups that can still be objected to."""
    query = select(ChangeRequest).where(
        ChangeRequest.project_id == project.id,
        col(ChangeRequest.state).in_([*OPEN_STATES, RequestState.TOLD]),
    )
    return list(session.exec(query.order_by(col(ChangeRequest.id))))


def _end_requests(session: Session, project: Project, now: datetime) -> list[tuple[str, str]]:
    """End what is open, and note the heads-ups that could still be objected to; (CR-n, requester) of the former."""
    ended = []
    for request in _waiting(session, project):
        open_ = request.state in OPEN_STATES
        session.connection().execute(
            update(ChangeRequest)
            .where(col(ChangeRequest.id) == request.id, col(ChangeRequest.state) == request.state)
            .values(
                state=RequestState.LAPSED if open_ else RequestState.NOTED,
                open_key=None,
                decided_at=now,
                decision_reason=CLOSED,
            )
        )
        record(
            session,
            team_id=project.team_id,
            project_id=project.id,
            request_id=request.id,
            action="lapsed" if open_ else "noted",
            now=now,
            reason=CLOSED,
        )
        outbox.redraw(session, request_id=request.id)
        if open_:
            ended.append((request.name, request.requester_id))
    return ended
