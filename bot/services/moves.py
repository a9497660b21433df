"""What every move of a request has in common: read the case, ask `may`, move the row, tell people.

A move is one transaction. The row moves by one conditional UPDATE, and its row count says who won.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from bot.errors import Conflict, Refused
from bot.policy.may import Denial, Permit, RequestFacts, may
from bot.services import outbox, routing
from bot.services.people import require_insider
from bot.services.projects import get_project, redraw_homes, require_started
from bot.services.records import record
from bot.services.requests import get_request, owe_request_notice
from models import ChangeRequest, Project
from models.enums import Action, ProjectStatus, RequestState
from models.lifecycle import advance, sources


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to. `again` is True when it had happened before and nothing was changed."""

    name: str
    state: RequestState
    request_id: int
    again: bool = False
    #: For a yes that is not yet enough: who else has to say it.
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One request with all that was read to decide on it."""

    request: ChangeRequest
    project: Project
    facts: RequestFacts
    permit: Permit


def check(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int | None,
    action: Action,
    now: datetime,
) -> ChangeRequest:
    """Whether `actor_id` may do this now, before a form is opened for it. Raises as the move itself would."""
    case = open_case(session, team_id, actor_id, request_id, version, action, now)
    return case.request if isinstance(case, Case) else get_request(session, team_id, request_id)


def open_case(
    session: Session,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int | None,
    action: Action,
    now: datetime,
) -> Case | Moved:
    person = require_insider(session, team_id, actor_id)
    request = get_request(session, team_id, request_id)
    project = get_project(session, team_id, request.project_id)
    facts = routing.request_facts(session, request, project, now)
    if _repeats(request, facts, action, actor_id, version):
        return Moved(request.name, request.state, request_id, again=True)
    verdict = may(routing.actor(person), action, facts)
    if isinstance(verdict, Denial):
        told = {"request_id": request_id, "name": request.name, "whose": list(verdict.whose)}
        if verdict.code == "already_decided":
            raise Conflict(
                "already_decided", **told, state=request.state, who=request.decided_by, at=request.decided_at
            )
        raise Refused(verdict.code, **told)
    require_started(project)
    if version is not None and request.version != version:
        raise Conflict("changed_since", request_id=request_id, name=request.name)
    return Case(request, project, facts, verdict)


def _repeats(request: ChangeRequest, facts: RequestFacts, action: Action, actor_id: str, version: int | None) -> bool:
    """A second click of the same person on the same thing: the same answer, nothing new."""
    if action is Action.WITHDRAW:
        return request.state is RequestState.WITHDRAWN and request.requester_id == actor_id
    wanted = {
        Action.APPROVE: RequestState.APPROVED,
        Action.DECLINE: RequestState.DECLINED,
        Action.ACKNOWLEDGE: RequestState.NOTED,
        Action.OBJECT: RequestState.OBJECTED,
    }.get(action)
    same_version = version is None or request.version == version
    return wanted is request.state and request.decided_by == actor_id and same_version


def touch_project(session: Session, project: Project) -> None:
    """Hold the project open until this commits: nobody can close it or put it on hold in between."""
    result = session.connection().execute(
        update(Project)
        .where(
            col(Project.id) == project.id,
            col(Project.status).in_([ProjectStatus.LIVE, ProjectStatus.PLANNING]),
        )
        .values(status=Project.status)
    )
    if result.rowcount != 1:
        session.refresh(project)
        require_started(project)


def move(
    session: Session,
    request: ChangeRequest,
    action: Action,
    now: datetime,
    *,
    state: RequestState,
    actor_id: str | None,
    decided_as: str | None = None,
    reason: str | None = None,
    take_back_until: datetime | None = None,
) -> None:
    assert all(advance(source, action) is state for source in sources(action))
    result = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request.id,
            col(ChangeRequest.version) == request.version,
            col(ChangeRequest.state).in_(sources(action)),
        )
        .values(
            state=state,
            open_key=None,
            decided_at=now,
            decided_by=actor_id,
            decided_as=decided_as,
            decision_reason=reason,
            take_back_until=take_back_until,
        )
    )
    if result.rowcount != 1:
        session.refresh(request)
        raise Conflict(
            "already_decided",
            request_id=request.id,
            name=request.name,
            state=request.state,
            who=request.decided_by,
            at=request.decided_at,
        )
    session.refresh(request)


def tell(
    session: Session,
    case: Case,
    actor_id: str,
    what: str,
    picture: str | None,
    now: datetime,
    *,
    action: str | None = None,
    **facts: object,
) -> None:
    """Audit, the card anew, one reply in its thread (where there is a `picture`), and everybody's desk."""
    request = case.request
    record(
        session,
        team_id=request.team_id,
        project_id=request.project_id,
        request_id=request.id,
        actor_id=actor_id,
        action=action or (picture or what).removeprefix("request_"),
        now=now,
        state=str(request.state),
        version=request.version,
        reason=request.decision_reason,
        acting_as=case.permit.acting_as,
    )
    outbox.redraw(session, request_id=request.id, now=now)
    if picture is not None:
        owe_request_notice(session, request, what, picture, now, by=actor_id, **facts)
    redraw_homes(session, case.project, now, request.requester_id, actor_id)
