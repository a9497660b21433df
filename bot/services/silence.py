"""What silence does to a request: a nudge at half, the deputy when due, the ops lead later, and in the end it expires.

No request can get stuck: each stage has a next one, and the last ends it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.policy.may import waits_for
from bot.services import clocks, outbox, routing
from bot.services.patience import patience_of
from bot.services.projects import redraw_homes
from bot.services.records import record
from bot.services.requests import owe_request_notice
from models import ChangeRequest, Project
from models.enums import ProjectStatus, RequestState, Stage

#: Stage → the stage after it.
NEXT = {Stage.ASKED: Stage.NUDGED, Stage.NUDGED: Stage.DEPUTY, Stage.DEPUTY: Stage.OPS}


def carry_on(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Carry on the requests whose time has come; how many it was. Several processes may do so at once."""
    query = (
        select(ChangeRequest)
        .join(Project, col(Project.id) == col(ChangeRequest.project_id))
        .where(
            ChangeRequest.state == RequestState.PENDING,
            col(ChangeRequest.next_at) <= now,
            col(Project.status).in_([ProjectStatus.LIVE, ProjectStatus.PLANNING]),
        )
        .order_by(col(ChangeRequest.id))
        .limit(at_most)
    )
    found = session.exec(query).all()
    for request in found:
        project = session.get_one(Project, request.project_id)
        if request.stage is Stage.OPS and request.done is not None:
            _remind(session, request, project, now)
        elif request.stage is Stage.OPS:
            _lapse(session, request, project, now)
        else:
            _raise(session, request, project, now)
    return len(found)


def _raise(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    before = set(waits_for(routing.request_facts(session, request, project, now)))
    stage, patience = NEXT[request.stage], patience_of(session, request.team_id)
    working = clocks.hours_of(session, request, project, now)
    # A nudge comes before; what comes next is due as it was said when it was asked.
    next_at = request.due_at
    if stage is not Stage.NUDGED:
        next_at = working.add_hours(now, patience.ops if stage is Stage.DEPUTY else patience.lapse)
    if not _moved(session, request, stage=stage, next_at=next_at):
        return
    session.refresh(request)
    asked = _asked(session, request, project, now)
    added = [each for each in asked if each not in before]
    _write(session, request, project, f"silence_{stage}", now, asked=list(asked))
    if stage is Stage.NUDGED and asked:
        _say(session, request, "request_nudged", now, whose=list(asked))
    elif added:
        _say(session, request, "request_raised", now, whose=added, stage=str(stage))


def _remind(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """What was done first does not expire, for it would stay with nobody's word: the ops leads hear of it again."""
    working = clocks.hours_of(session, request, project, now)
    if not _moved(session, request, next_at=working.add_hours(now, patience_of(session, request.team_id).lapse)):
        return
    session.refresh(request)
    asked = _asked(session, request, project, now)
    _write(session, request, project, "silence_done", now, asked=list(asked))
    if asked:
        _say(session, request, "request_nudged", now, whose=list(asked))


def _lapse(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    asked = _asked(session, request, project, now)
    if not _moved(session, request, state=RequestState.LAPSED, open_key=None, decided_at=now, next_at=None):
        return
    session.refresh(request)
    _write(session, request, project, "lapsed", now, asked=list(asked))
    _say(
        session,
        request,
        "request_lapsed",
        now,
        whose=list(asked) if request.by_clock else [request.requester_id, *asked],
    )


def _asked(session: Session, request: ChangeRequest, project: Project, now: datetime) -> tuple[str, ...]:
    """Who has to answer; nobody who left is told that it waits for them."""
    whose = waits_for(routing.request_facts(session, request, project, now))
    return routing.still_here(session, request.team_id, whose)


def _moved(session: Session, request: ChangeRequest, **values: object) -> bool:
    """Move the row if nobody did so first."""
    result = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request.id,
            col(ChangeRequest.version) == request.version,
            col(ChangeRequest.state) == RequestState.PENDING,
            col(ChangeRequest.stage) == request.stage,
        )
        .values(**values)
    )
    return result.rowcount == 1


def _write(
    session: Session, request: ChangeRequest, project: Project, action: str, now: datetime, **facts: Any
) -> None:
    record(
        session,
        team_id=request.team_id,
        project_id=request.project_id,
        request_id=request.id,
        action=action,
        now=now,
        **facts,
    )
    outbox.redraw(session, request_id=request.id)
    asked = facts.get("asked")
    redraw_homes(session, project, request.requester_id, *(asked if isinstance(asked, list) else ()))


def _say(session: Session, request: ChangeRequest, picture: str, now: datetime, **facts: object) -> None:
    what = f"{picture}:{request.version}:{request.stage}:{int(now.timestamp())}"
    owe_request_notice(session, request, what, picture, now, None, **facts)
