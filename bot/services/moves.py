"""What every move of a request has in common: read the case, ask `may`, move the row, tell people.

A move is one transaction. The row moves by one conditional UPDATE, and its row count says who won.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col

from bot.errors import Conflict, Refused
from bot.policy.may import Denial, Permit, RequestFacts, may
from bot.prepared import Prepared, among, as_model
from bot.services import outbox, privately, routing
from bot.services.cases import REQUEST, columns, read_case
from bot.services.projects import Thread, require_started
from bot.services.records import named_also, record
from bot.services.requests import owe_request_notice
from models import ChangeRequest, Project, ProjectFields, RequestFields
from models.enums import Action, ProjectStatus, RequestState
from models.lifecycle import OPEN_STATES, sources

#: Asked of PostgreSQL only.
_TOUCH = Prepared(
    select(col(Project.id))
    .where(
        col(Project.id) == bindparam("project_id"),
        among(col(Project.status), (ProjectStatus.LIVE, ProjectStatus.PLANNING)),
    )
    .with_for_update(key_share=True),
    rows="project: held",
)
_DECIDED = ("state", "open_key", "decided_at", "decided_by", "decided_as", "decision_reason", "take_back_until")


def _moving(action: Action) -> Prepared:
    decided = dict(zip(_DECIDED, columns(ChangeRequest, _DECIDED), strict=True))
    return Prepared(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == bindparam("request_id"),
            col(ChangeRequest.version) == bindparam("at_version"),
            among(col(ChangeRequest.state), sorted(sources(action))),
        )
        .values({column: bindparam(f"to_{name}", type_=column.type) for name, column in decided.items()})
    )


#: The conditional UPDATE of each action that ends a request.
_MOVES = {
    action: _moving(action)
    for action in (Action.APPROVE, Action.DECLINE, Action.WITHDRAW, Action.ACKNOWLEDGE, Action.OBJECT, Action.SETTLE)
}

#: Denials that name who has to answer.
_TO_ANSWER = frozenset({"not_yours", "deputy_not_yet", "own_version", "already_signed"})


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to. `again` is True when it had happened before and nothing was changed."""

    name: str
    state: RequestState
    request_id: int
    again: bool = False
    #: For a yes that is not yet enough: who else has to say it.
    waits_for: tuple[str, ...] = ()
    #: The channel whose card cannot show it, since we are not there any more.
    mute_in: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One request with all that was read to decide on it."""

    request: RequestFields
    project: ProjectFields
    facts: RequestFacts
    permit: Permit
    #: Its card, in whose thread is told what happens.
    thread: Thread | None
    #: The channel of its card, where we cannot say anything any more.
    mute_in: str | None = None


def open_case(
    session: Session,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int | None,
    action: Action,
    now: datetime,
) -> Case | Moved:
    """Read everything that bears on the move and ask `may`; Moved when it had happened before.

    Raises NotFound, Refused (not theirs; on hold; closed), Conflict (decided or changed meanwhile).
    """
    person, request, project, deputies, thread, is_broken = read_case(session, team_id, actor_id, request_id)
    seats = routing.seats(session, project, now, deputies)
    facts = routing.request_facts(session, request, project, now, seats)
    if _repeats(request, action, actor_id, version):
        return Moved(request.name, request.state, request_id, again=True)
    verdict = may(routing.actor(person), action, facts)
    if isinstance(verdict, Denial):
        whose = _whose(session, request, verdict)
        if verdict.whose and not whose:
            raise Refused("whose_left", request_id=request_id, name=request.name, whose=list(verdict.whose))
        told = {"request_id": request_id, "name": request.name, "whose": whose}
        if verdict.code == "already_decided":
            raise Conflict(
                "already_decided", **told, state=request.state, who=request.decided_by, at=request.decided_at
            )
        raise Refused(verdict.code, **told)
    require_started(project)
    if version is not None and request.version != version:
        raise Conflict("changed_since", request_id=request_id, name=request.name)
    return Case(request, project, facts, verdict, thread, thread[1] if thread is not None and is_broken else None)


def _whose(session: Session, request: RequestFields, denial: Denial) -> list[str]:
    """Whose it is; who left has nothing to answer any more."""
    if denial.code not in _TO_ANSWER:
        return list(denial.whose)
    return list(routing.still_here(session, request.team_id, denial.whose))


def _repeats(request: RequestFields, action: Action, actor_id: str, version: int | None) -> bool:
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


def touch_project(session: Session, project: ProjectFields) -> None:
    """Hold the project open until this commits: nobody can close it or put it on hold in between.

    Raises Refused (when the statement is run, before the commit) where somebody did.
    """
    if session.get_bind().dialect.name == "sqlite":
        return  # one writer at a time: what this transaction read of the project still holds

    _TOUCH.later(session, lambda: Refused("closed", project=project.name), project_id=project.id)


def move(
    session: Session,
    request: RequestFields,
    action: Action,
    now: datetime,
    *,
    state: RequestState,
    actor_id: str | None,
    decided_as: str | None = None,
    reason: str | None = None,
    take_back_until: datetime | None = None,
    at_once: bool = False,
) -> RequestFields:
    """Move the row if it still stands where it was read; the request as it is then.

    Whoever lost gets a Conflict and nothing of theirs is kept: at COMMIT at the latest, or with `at_once` here, for
    callers who go on without it.
    """
    changed = {
        "state": state,
        "open_key": None,
        "decided_at": now,
        "decided_by": actor_id,
        "decided_as": decided_as,
        "decision_reason": reason,
        "take_back_until": take_back_until,
    }

    values: dict[str, Any] = {f"to_{key}": value for key, value in changed.items()}
    values |= {"request_id": request.id, "at_version": request.version}
    if not at_once:
        _MOVES[action].later(session, partial(_lost, session, request), **values)
    elif _MOVES[action].run(session, **values) != 1:
        raise _lost(session, request)
    before = vars(request) if type(request) is RequestFields else {key: getattr(request, key) for key in REQUEST}
    return as_model(RequestFields, REQUEST, [changed[key] if key in changed else before[key] for key in REQUEST])


def _lost(session: Session, request: RequestFields) -> Conflict:
    row = session.get_one(ChangeRequest, request.id, populate_existing=True)
    told = {"request_id": row.id, "name": row.name}
    if row.state in OPEN_STATES or row.state is RequestState.TOLD:
        return Conflict("changed_since", **told)
    return Conflict("already_decided", **told, state=row.state, who=row.decided_by, at=row.decided_at)


def tell(
    session: Session,
    case: Case,
    actor_id: str,
    what: str,
    picture: str | None,
    now: datetime,
    *,
    request: RequestFields | None = None,
    project_changed: bool = False,
    action: str | None = None,
    also: object = None,
    **facts: object,
) -> None:
    """Audit, the cards anew, one reply in the thread (where there is a `picture`), and everybody's desk.

    `request` is the request as it stands after the move; `also`: what is decided with it, for the audit.
    """
    after = request or case.request
    record(
        session,
        team_id=after.team_id,
        project_id=after.project_id,
        request_id=after.id,
        actor_id=actor_id,
        action=action or (picture or what).removeprefix("request_"),
        now=now,
        state=str(after.state),
        version=after.version,
        reason=after.decision_reason,
        acting_as=case.permit.acting_as,
        **named_also(also),
    )
    keys = [f"request:{after.id}", *(f"home:{each}" for each in _desks(case, actor_id))]
    if project_changed:
        keys.append(f"project:{after.project_id}")
    outbox.mark(session, team_id=after.team_id, keys=keys)
    if privately.readers(after.channel_id) or after.lender_project_id is not None:
        # What the channel reads of it, and the cards of who is asked elsewhere.
        outbox.redraw(session, request_id=after.id)
    if picture is not None:
        owe_request_notice(session, after, what, picture, now, case.thread, by=actor_id, **facts)


def _desks(case: Case, actor_id: str) -> list[str]:
    """Everybody whose desk shows this request."""
    seats = case.facts.seats.values()
    people = {case.request.requester_id, case.project.made_by, actor_id}
    return sorted(people.union(*((seat.holder, *seat.deputies) for seat in seats)))
