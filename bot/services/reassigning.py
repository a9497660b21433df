"""What is open moves along when a role gets another holder: who is asked, who asks, its clocks and its private card."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.policy.may import Seat, waits_for
from bot.services import clocks, outbox, privately, routing
from models import ChangeRequest, Post, Project, Signature
from models.enums import RequestState, Role, Stage
from models.lifecycle import OPEN_STATES

WAITING = (*OPEN_STATES, RequestState.TOLD)


def move_along(session: Session, project: Project, old: str, before: Mapping[Role, Seat], now: datetime) -> list[str]:
    """After `project` was written: every open request of it anew for its people; the names of those that moved.

    `before` are the seats as they were, `old` who held the role that has another holder now.
    """
    query = (
        select(ChangeRequest)
        .where(ChangeRequest.project_id == project.id, col(ChangeRequest.state).in_(WAITING))
        .order_by(col(ChangeRequest.id))
    )
    found, moved = routing.seats(session, project, now), []
    for request in session.exec(query).all():
        asked = waits_for(routing.request_facts(session, request, project, now, before))
        values = _give_over(session, request, project)
        asks_anew = waits_for(routing.request_facts(session, request, project, now, found)) != asked
        if asks_anew:
            _restart(session, request, project, now)
        if asks_anew or "requester_id" in values:
            moved.append(request.name)
        _move_card(session, request, project, found, old, now)
        outbox.redraw(session, request_id=request.id)
    return moved


def catch_up(session: Session, request_id: int, project: Project, now: datetime) -> None:
    """A request that waits again is for the people of now, if a role changed hands since it was decided."""
    request = session.get_one(ChangeRequest, request_id, populate_existing=True)
    held = routing.holders(project)
    left = set((request.cast or {}).values()) - set(held.values())
    _give_over(session, request, project)
    found = routing.seats(session, project, now)
    for old in sorted(left):
        _move_card(session, request, project, found, old, now)


def _give_over(session: Session, request: ChangeRequest, project: Project) -> dict[str, Any]:
    """Write whose word it needs, who asks, and who answers instead of the holder; the columns that changed."""
    held, before = routing.holders(project), request.cast or {}
    values: dict[str, Any] = {"cast": {str(each): who for each, who in held.items()}}
    needs = _needs(session, request, project)
    if needs != list(request.needed):
        values["needs"] = ",".join(needs)
    role = request.requester_role
    if role is not None and before.get(str(role)) == request.requester_id != held.get(role, request.requester_id):
        values["requester_id"] = held[role]
    if request.assigned_to in held.values():
        # Who answers in somebody's place holds no role of the same project.
        values["assigned_to"] = None
    session.connection().execute(update(ChangeRequest).where(col(ChangeRequest.id) == request.id).values(**values))
    session.refresh(request)
    return values


def _needs(session: Session, request: ChangeRequest, project: Project) -> list[Role]:
    """Nobody says yes twice: where one person holds both roles now, the second stands in for one of them; where two
    do again, the second's word is the other role's."""
    needs = list(request.needed)
    both = {Role.AM, Role.PM}
    if project.am_id != project.pm_id:
        if Role.SECOND not in needs:
            return needs
        author = {each for each, who in routing.holders(project).items() if who == request.author_id}
        missing = sorted(both - author - set(needs)) or [Role.PM]
        return [*(each for each in needs if each is not Role.SECOND), missing[0]]
    if request.author_id == project.am_id and both & set(needs):
        return [*(each for each in needs if each not in both | {Role.SECOND}), Role.SECOND]
    if both <= set(needs):
        signed = session.exec(
            select(Signature.role).where(Signature.request_id == request.id, Signature.version == request.version)
        ).all()
        keep = Role.AM if Role.AM in signed else Role.PM
        return [*(each for each in needs if each not in both | {Role.SECOND}), keep, Role.SECOND]
    return needs


def _restart(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """Whoever is asked now has as long as anybody; an open question keeps the clock still."""
    if request.state is RequestState.TOLD:
        request.due_at = clocks.objection_time(clocks.hours_of(session, request, project, now), now)
    else:
        times = clocks.first_times(session, request, project, now)
        request.due_at, request.stage = times.due_at, Stage.ASKED
        request.next_at = times.next_at if request.state is RequestState.PENDING else None
    session.add(request)
    session.flush()


def _move_card(
    session: Session, request: ChangeRequest, project: Project, found: Mapping[Role, Seat], old: str, now: datetime
) -> None:
    """A card between few goes to the people of now; what stays with those of before says that there is something."""
    if not privately.is_private(request):
        return
    address = privately.address_of(found, request.requester_id, frozenset(
        routing.acting_roles(request.requester_id, found)
    ))  # fmt: skip
    gone = old not in {each for seat in found.values() for each in (seat.holder, *seat.deputies)}
    keys = [f"request:{request.id}:dm:{old}"] if gone else []
    if address != request.channel_id:
        keys.append(f"request:{request.id}")
    for post in session.exec(select(Post).where(Post.team_id == request.team_id, col(Post.key).in_(keys))).all():
        values = {"key": f"{post.key}:moved:{post.id}", "picture": "request_public", "wanted": col(Post.wanted) + 1}
        session.connection().execute(update(Post).where(col(Post.id) == post.id).values(values))
    if address != request.channel_id:
        request.channel_id = address
        session.add(request)
        session.flush()
        privately.owe_request_card(session, request, project, now)
