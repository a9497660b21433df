"""Somebody left the workspace: what waits for them goes to their deputies, or to the ops leads where there is none."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from bot.policy.may import waits_for
from bot.services import clocks, ops, outbox, outsiders, routing
from bot.services.people import Profile
from bot.services.projects import redraw_homes
from bot.services.records import record
from bot.services.requests import owe_request_notice
from models import ChangeRequest, Person, Project
from models.enums import ProjectStatus, RequestState, Stage
from models.lifecycle import OPEN_STATES


def person_changed(session: Session, *, team_id: str, profile: Profile, now: datetime) -> None:
    """Take over Slack's word on somebody whom we met; when they left, what waits for them goes on."""
    known = session.get(Person, (team_id, profile.user_id))
    left = known is not None and not known.is_deleted and profile.is_deleted
    waiting = _waiting(session, team_id, profile.user_id, now) if left else []
    outsiders.update_known(session, team_id=team_id, profile=profile, now=now)
    session.flush()
    if not left:
        return
    record(session, team_id=team_id, action="left", actor_id=profile.user_id, now=now)
    for request, project in waiting:
        _escalate(session, request, project, profile.user_id, now)
    _tell_ops_leads(session, team_id, profile.user_id, now)


def roles_of(session: Session, team_id: str, user_id: str) -> list[tuple[Project, list[str]]]:
    """The open projects in which somebody holds roles, with those roles."""
    query = (
        select(Project)
        .where(
            Project.team_id == team_id,
            col(Project.status) != ProjectStatus.CLOSED,
            or_(Project.am_id == user_id, Project.pm_id == user_id, Project.second_id == user_id),
        )
        .order_by(col(Project.name_key), col(Project.id))
    )
    return [
        (project, [str(role) for role, who in routing.holders(project).items() if who == user_id])
        for project in session.exec(query)
    ]


def _waiting(session: Session, team_id: str, user_id: str, now: datetime) -> list[tuple[ChangeRequest, Project]]:
    query = (
        select(ChangeRequest)
        .where(ChangeRequest.team_id == team_id, col(ChangeRequest.state).in_(OPEN_STATES))
        .order_by(col(ChangeRequest.id))
    )
    found = []
    for request in session.exec(query).all():
        project = session.get_one(Project, request.project_id)
        if user_id in waits_for(routing.request_facts(session, request, project, now)):
            found.append((request, project))
    return found


def _escalate(session: Session, request: ChangeRequest, project: Project, user_id: str, now: datetime) -> None:
    """To the deputy with a fresh clock; to the ops leads where nobody else is left to answer."""
    values: dict[str, object] = {"assigned_to": None} if request.assigned_to == user_id else {}
    session.connection().execute(update(ChangeRequest).where(col(ChangeRequest.id) == request.id).values(
        **values, stage=Stage.ASKED))  # fmt: skip
    session.refresh(request)
    asked = waits_for(routing.request_facts(session, request, project, now))
    nobody = user_id in asked
    times = clocks.first_times(session, request, project, now, ops=nobody)
    running = request.state is RequestState.PENDING
    request.stage = Stage.OPS if nobody else Stage.ASKED
    request.due_at = times.due_at
    request.next_at = times.next_at if running else None
    session.add(request)
    session.flush()
    asked = waits_for(routing.request_facts(session, request, project, now))
    whose = [each for each in asked if each != user_id]
    record(
        session, team_id=request.team_id, project_id=request.project_id, request_id=request.id, action="escalated",
        now=now, left=user_id, asked=whose,
    )  # fmt: skip
    what = f"escalated:{request.version}:{user_id}"
    owe_request_notice(session, request, what, "request_escalated", now, whose=whose, left=user_id)
    outbox.redraw(session, request_id=request.id)
    redraw_homes(session, project, request.requester_id, *whose)


def _tell_ops_leads(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    if not roles_of(session, team_id, user_id):
        return
    for lead in ops.ops_leads(session, team_id):
        outbox.owe_notice(
            session,
            team_id=team_id,
            address=f"dm:{lead}",
            key=f"left:{user_id}:{int(now.timestamp())}:{lead}",
            picture="person_left",
            facts={"user_id": user_id},
            now=now,
        )
