"""Answering a heads-up: it is done already; the counterpart acknowledges it, or objects within two working days."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.errors import Conflict
from bot.policy.table import DEFAULT_POLICY
from bot.services import outbox
from bot.services.applying import put_back
from bot.services.moves import Case, Moved, move, open_case, tell
from bot.services.projects import get_project
from bot.services.records import record
from bot.services.requests import clean_reason
from bot.services.undoing import ask_back
from models import ChangeRequest, Project
from models.enums import Action, ProjectStatus, RequestState


def acknowledge(
    session: Session, *, team_id: str, actor_id: str, request_id: int, version: int | None, now: datetime
) -> Moved:
    """The counterpart has seen it. Raises Refused, Conflict."""
    case = open_case(session, team_id, actor_id, request_id, version, Action.ACKNOWLEDGE, now)
    if isinstance(case, Moved):
        return case
    moved = move(
        session,
        case.request,
        Action.ACKNOWLEDGE,
        now,
        state=RequestState.NOTED,
        actor_id=actor_id,
        decided_as=case.permit.acting_as,
    )
    tell(session, case, actor_id, "noted", None, now, request=moved, action="acknowledged")
    return Moved(case.request.name, RequestState.NOTED, request_id, mute_in=case.mute_in)


def object_to(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int | None,
    reason: str,
    now: datetime,
) -> Moved:
    """The counterpart objects, with a reason.

    An objection by the role that answers for it puts the old value back at once; any other opens a request to do so.

    Raises Refused, Invalid, Conflict ("moved_on" when the value was changed again since).
    """
    text = clean_reason(reason)
    case = open_case(session, team_id, actor_id, request_id, version, Action.OBJECT, now)
    if isinstance(case, Moved):
        return case
    moved = move(
        session,
        case.request,
        Action.OBJECT,
        now,
        state=RequestState.OBJECTED,
        actor_id=actor_id,
        decided_as=case.permit.acting_as,
        reason=text,
    )
    if all(DEFAULT_POLICY[part.domain].steward is case.permit.role for part in case.request.parts):
        put_back(session, case, actor_id, now)
        facts: dict[str, Any] = {"put_back": True}
    else:
        facts = {"opened": _ask_to_put_back(session, case, actor_id, text, now)}
    tell(session, case, actor_id, "objected", "request_objected", now, request=moved, project_changed=True, **facts)
    return Moved(case.request.name, RequestState.OBJECTED, request_id, mute_in=case.mute_in)


def settle_silent(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Heads-ups that nobody objected to in time are noted; how many it was."""
    query = (
        select(ChangeRequest)
        .join(Project, col(Project.id) == col(ChangeRequest.project_id))
        .where(
            ChangeRequest.state == RequestState.TOLD,
            col(ChangeRequest.due_at) <= now,
            # On hold every clock stands still.
            col(Project.status) != ProjectStatus.ON_HOLD,
        )
        .order_by(col(ChangeRequest.id))
        .limit(at_most)
    )
    found = session.exec(query).all()
    for request in found:
        try:
            move(session, request, Action.SETTLE, now, state=RequestState.NOTED, actor_id=None, at_once=True)
        except Conflict:
            continue  # answered, or settled by another process, since it was found
        tell_clock(session, request, now)
    return len(found)


def tell_clock(session: Session, request: ChangeRequest, now: datetime) -> None:
    """What the clock did: recorded, and the card drawn anew; nobody is pinged for silence."""
    record(
        session,
        team_id=request.team_id,
        project_id=request.project_id,
        request_id=request.id,
        action="noted",
        now=now,
        state=str(request.state),
    )
    outbox.redraw(session, request_id=request.id)


def _ask_to_put_back(session: Session, case: Case, actor_id: str, reason: str, now: datetime) -> str:
    project = get_project(session, case.request.team_id, case.request.project_id)
    return ask_back(session, case.request, project, actor_id, reason, now).name or ""
