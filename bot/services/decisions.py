"""Deciding: approve, decline, withdraw, take back.

Each is one transaction: the project row is touched, the request moves by one conditional UPDATE whose row count says
who won, and the decision, the change itself, the audit row and what is owed to Slack commit with it or not at all.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from bot.errors import Conflict
from bot.policy.may import waits_for
from bot.prepared import Prepared
from bot.services import clocks, privately, routing
from bot.services.applying import apply_decided, put_back_done, take_back_applied
from bot.services.impacts import impacts_now, require_seen
from bot.services.moves import Case, Moved, move, open_case, tell, touch_project
from bot.services.projects import get_project
from bot.services.reassigning import catch_up
from bot.services.requests import change_row, clean_reason, open_key, open_request, read_again
from bot.services.signing import next_lender, sign_as_author
from models import ChangeRequest, Decision, Project, RequestFields, Signature
from models.enums import Action, Domain, RequestState, Role, Stage

#: For this long the decider may take the decision back.
TAKE_BACK = timedelta(minutes=5)


_DECISION = ("request_id", "version", "state", "user_id", "decided_as", "reason", "policy_version", "created_at")
_DECIDE = Prepared(insert(Decision), _DECISION)


def approve(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int,
    now: datetime,
    picture: str | None = None,
) -> Moved:
    """One needed role says yes. With the last yes the change is applied.

    `picture`: the mark of how the plan was when they were shown that it moved since it was asked. Raises Refused (not
    theirs), Conflict (decided, withdrawn or changed meanwhile; the facts say by whom; "plan_moved").
    """
    case = open_case(session, team_id, actor_id, request_id, version, Action.APPROVE, now)
    if isinstance(case, Moved):
        return case
    require_seen(session, case, picture, now)
    needed = case.facts.needs
    lender = next_lender(session, case.request) if case.permit.role is Role.LENDER else None
    if lender is not None:
        return _ask_next_lender(session, case, actor_id, lender, now)
    if len(needed) > 1:
        _sign(session, case, actor_id, now)
    signed = case.facts.signed | ({case.permit.role} if case.permit.role else set())
    missing = [role for role in needed if role not in signed]
    if missing:
        return _half_signed(session, case, actor_id, now)
    return _decide(session, case, actor_id, RequestState.APPROVED, None, now)


def decline(
    session: Session, *, team_id: str, actor_id: str, request_id: int, version: int, reason: str, now: datetime
) -> Moved:
    """One needed role says no, with a reason. Raises as `approve`, and Invalid for an empty reason."""
    text = clean_reason(reason)
    case = open_case(session, team_id, actor_id, request_id, version, Action.DECLINE, now)
    if isinstance(case, Moved):
        return case
    return _decide(session, case, actor_id, RequestState.DECLINED, text, now)


def withdraw(session: Session, *, team_id: str, actor_id: str, request_id: int, now: datetime) -> Moved:
    """The requester takes an open request back. Raises Refused, Conflict."""
    case = open_case(session, team_id, actor_id, request_id, None, Action.WITHDRAW, now)
    if isinstance(case, Moved):
        return case
    moved = move(session, case.request, Action.WITHDRAW, now, state=RequestState.WITHDRAWN, actor_id=actor_id)
    back = put_back_done(session, case, actor_id, now)
    what = "withdrawn"
    tell(session, case, actor_id, what, "request_withdrawn", now, request=moved, project_changed=back, put_back=back)
    return Moved(case.request.name, RequestState.WITHDRAWN, request_id, mute_in=case.mute_in)


def take_back(session: Session, *, team_id: str, actor_id: str, request_id: int, now: datetime) -> Moved:
    """Within five minutes the decider undoes their decision: the request waits again, as a new version.

    Raises Refused, Conflict ("moved_on" once something depends on it).
    """
    case = open_case(session, team_id, actor_id, request_id, None, Action.TAKE_BACK, now)
    if isinstance(case, Moved):
        return case
    request, project = case.request, case.project
    if request.also:
        # Nobody may begin to ask about one of its other values in between.
        get_project(session, team_id, request.project_id, hold=True)
    for part in request.parts:
        other = open_request(session, project, part.domain, part.target, but=request_id)
        if other is not None:
            raise Conflict("asked_again", name=request.name, other=other.name, request_id=request_id)
    if request.state is RequestState.APPROVED:
        take_back_applied(session, case, actor_id, now)
    _wait_again(session, request, now)
    session.connection().execute(
        update(Decision)
        .where(col(Decision.request_id) == request_id, col(Decision.version) == request.version)
        .values(taken_back_at=now)
    )
    catch_up(session, request_id, get_project(session, team_id, request.project_id), now)
    what = f"taken-back:{request.version}"
    again = read_again(session, request)
    sign_as_author(session, again, case.facts.seats, now)
    tell(session, case, actor_id, what, "request_taken_back", now, request=again, project_changed=True)
    return Moved(request.name, RequestState.PENDING, request_id, mute_in=case.mute_in)


def _wait_again(session: Session, request: RequestFields, now: datetime) -> None:
    """It waits for an answer as its next version. Raises Conflict when somebody was faster."""
    # What was taken back moved the plan once more since the project was read.
    plan = session.get_one(Project, request.project_id, populate_existing=True)
    change_row(
        session,
        request,
        Action.TAKE_BACK,
        col(ChangeRequest.take_back_until) > now,
        version=request.version + 1,
        **impacts_now(session, plan, request.parts, now),
        open_key=open_key(plan, Domain(request.domain), request.target),
        decided_at=None,
        decided_by=None,
        decided_as=None,
        decision_reason=None,
        take_back_until=None,
        question=None,
        questioned_by=None,
        **_clock_again(session, request, plan, now),
    )


def _clock_again(session: Session, request: RequestFields, project: Project, now: datetime) -> dict[str, Any]:
    """What was decided with a question still open waits without it: the clock that it had stopped goes on."""
    if request.next_at is not None:
        return {}
    times = clocks.resume(session, request, project, now)
    return {"due_at": times.due_at, "next_at": times.next_at, "seconds_left": None}


def _sign(session: Session, case: Case, actor_id: str, now: datetime) -> None:
    assert case.permit.role is not None
    session.connection().execute(
        insert(Signature).values(
            request_id=case.request.id,
            version=case.request.version,
            role=case.permit.role,
            user_id=actor_id,
            signed_as=case.permit.acting_as,
            created_at=now,
        )
    )


def _ask_next_lender(session: Session, case: Case, actor_id: str, project_id: int, now: datetime) -> Moved:
    """One project lends its person; another that has them too is asked next."""
    request = case.request
    change_row(
        session,
        request,
        Action.APPROVE,
        col(ChangeRequest.lender_project_id) == request.lender_project_id,
        stays=True,
        lender_project_id=project_id,
        stage=Stage.ASKED,
        assigned_to=None,
    )
    again = read_again(session, request)
    clocks.start(session, again, case.project, now)
    session.refresh(again)
    project = get_project(session, again.team_id, again.project_id)
    privately.owe_request_card(session, again, project, now)
    asked = waits_for(routing.request_facts(session, again, case.project, now, case.facts.seats))
    what = f"lent:{request.version}:{request.lender_project_id}"
    tell(session, case, actor_id, what, "request_signed", now, request=again, whose=list(asked), action="lent")
    return Moved(request.name, RequestState(request.state), request.id or 0, waits_for=asked, mute_in=case.mute_in)


def _half_signed(session: Session, case: Case, actor_id: str, now: datetime) -> Moved:
    request = case.request
    # The same row is touched by every decision on this request, so that two signatures cannot pass each other.
    change_row(session, request, Action.APPROVE, stays=True, version=request.version)
    asked = waits_for(routing.request_facts(session, request, case.project, now, case.facts.seats))
    what = f"signed:{request.version}:{case.permit.role}"
    tell(session, case, actor_id, what, "request_signed", now, whose=list(asked))
    return Moved(request.name, RequestState(request.state), request.id or 0, waits_for=asked, mute_in=case.mute_in)


def _decide(
    session: Session, case: Case, actor_id: str, state: RequestState, reason: str | None, now: datetime
) -> Moved:
    request, project = case.request, case.project
    touch_project(session, project)
    action = Action.APPROVE if state is RequestState.APPROVED else Action.DECLINE
    version = request.version
    moved = move(
        session,
        request,
        action,
        now,
        state=state,
        actor_id=actor_id,
        decided_as=case.permit.acting_as,
        reason=reason,
        take_back_until=now + TAKE_BACK,
    )
    _DECIDE.later(
        session,
        request_id=request.id,
        version=version,
        state=state,
        user_id=actor_id,
        decided_as=case.permit.acting_as,
        reason=reason,
        policy_version=request.policy_version,
        created_at=now,
    )
    applied, back = state is RequestState.APPROVED, False
    if applied:
        apply_decided(session, case, now)
    else:
        back = put_back_done(session, case, actor_id, now)
    what, changed = f"decided:{version}", applied or back
    tell(session, case, actor_id, what, "request_decided", now, request=moved, project_changed=changed, put_back=back)
    return Moved(request.name, state, request.id or 0, mute_in=case.mute_in)
