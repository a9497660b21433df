"""Handover: a role of a project gets another holder. What is open moves along, what was decided keeps its names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.errors import Conflict, Invalid, Refused
from bot.services import outbox, reassigning, routing
from bot.services.people import names, require_insider, require_pickable
from bot.services.projects import AGREED, get_project, owe_project_notice, redraw_homes, require_open, show_changed
from bot.services.records import record_numbered
from bot.services.requests import clean_reason
from models import Deputy, Person, Project
from models.enums import ProjectStatus, Role

COLUMNS = {Role.AM: "am_id", Role.PM: "pm_id", Role.SECOND: "second_id"}


@dataclass(frozen=True, slots=True)
class HandoverForm:
    """Which roles somebody may hand over, and who holds them."""

    project_id: int
    project: str
    holders: Mapping[Role, str]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handover:
    """Who gets which role, and why; the second only where one person would hold both roles."""

    role: Role
    to_id: str
    reason: str
    second_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What it came to: the names of the open requests that moved along."""

    project: str
    moved: tuple[str, ...]


def open_handover_form(session: Session, *, team_id: str, user_id: str, project_id: int) -> HandoverForm:
    """Raises Refused for who holds no role and is no ops lead."""
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    require_open(project)
    theirs = _may_hand_over(project, person)
    return HandoverForm(project_id, project.name, theirs, names(session, team_id, theirs.values()))


def needs_second(session: Session, *, team_id: str, project_id: int, role: Role, to_id: str) -> bool:
    """Whether one person would hold both roles then."""
    project = get_project(session, team_id, project_id)
    return role in (Role.AM, Role.PM) and routing.holders(project)[role.counterpart] == to_id


def hand_over(
    session: Session, *, team_id: str, actor_id: str, project_id: int, given: Handover, now: datetime
) -> HandedOver:
    """By the holder or an ops lead. Raises Refused, Conflict, Invalid with the field of what cannot be."""
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id, hold=True)
    require_open(project)
    theirs = _may_hand_over(project, person)
    if given.role not in theirs:
        holder = routing.holders(project).get(given.role)
        raise Refused("handover_not_yours", project=project.name, whose=[holder] if holder else [])
    old, reason = theirs[given.role], clean_reason(given.reason)
    second_id = _check(session, project, given)
    before = routing.seats(session, project, now)
    _write(session, project, given, old, second_id)
    moved = reassigning.move_along(session, project, old, before, now)
    _tell(session, project, given, old, actor_id, reason, moved, now)
    return HandedOver(project.name, tuple(moved))


def _may_hand_over(project: Project, person: Person) -> dict[Role, str]:
    held = routing.holders(project)
    theirs = held if person.is_ops_lead else {role: each for role, each in held.items() if each == person.user_id}
    if not theirs:
        raise Refused("not_a_role", project=project.name)
    return theirs


def _check(session: Session, project: Project, given: Handover) -> str | None:
    """Who is second afterwards. Nobody holds or deputises both roles, unless a second stands in for the other."""
    held = routing.holders(project)
    to = require_pickable(session, project.team_id, given.to_id, "to")
    if held[given.role] == given.to_id:
        raise Invalid("handover_same", "to", name=to.name)
    deputies = session.exec(select(Deputy).where(Deputy.project_id == project.id)).all()
    elsewhere = {each.user_id for each in deputies if each.role != given.role}
    if given.role is Role.SECOND:
        if given.to_id == project.am_id or given.to_id in elsewhere:
            raise Invalid("deputy_other_role", "to", name=to.name)
        return given.to_id
    if given.to_id in elsewhere:
        raise Invalid("deputy_other_role", "to", name=to.name)
    if held[given.role.counterpart] != given.to_id:
        return None
    if not given.second_id:
        raise Invalid("second_missing", "second", name=to.name)
    second = require_pickable(session, project.team_id, given.second_id, "second")
    if given.second_id == given.to_id:
        raise Invalid("second_same", "second")
    if given.second_id in {each.user_id for each in deputies}:
        raise Invalid("deputy_other_role", "second", name=second.name)
    return given.second_id


def _write(session: Session, project: Project, given: Handover, old: str, second_id: str | None) -> None:
    column = COLUMNS[given.role]
    values: dict[str, object] = {column: given.to_id, "second_id": second_id}
    if project.status is ProjectStatus.PLANNING:
        # What was proposed is agreed to by whoever holds the role then.
        values |= {AGREED[given.role]: None}
    changed = session.connection().execute(
        update(Project).where(col(Project.id) == project.id, col(getattr(Project, column)) == old).values(values)
    )
    if changed.rowcount != 1:
        raise Conflict("plan_changed", project_id=project.id)
    session.connection().execute(
        delete(Deputy).where(
            col(Deputy.project_id) == project.id, col(Deputy.role) == given.role, col(Deputy.user_id) == given.to_id
        )
    )
    session.refresh(project)


def _tell(
    session: Session,
    project: Project,
    given: Handover,
    old: str,
    actor_id: str,
    reason: str,
    moved: list[str],
    now: datetime,
) -> None:
    facts: dict[str, Any] = {
        "role": str(given.role),
        "old": old,
        "new": given.to_id,
        "by": actor_id,
        "reason": reason,
        "moved": moved,
    }
    audit_id = record_numbered(
        session,
        team_id=project.team_id,
        project_id=project.id,
        actor_id=actor_id,
        action="handed_over",
        now=now,
        role=str(given.role),
        old=old,
        new=given.to_id,
        reason=reason,
        moved=moved,
        second=project.second_id,
    )
    owe_project_notice(session, project, f"handover:{audit_id}", "handed_over", now, **facts)
    left = session.get(Person, (project.team_id, old))
    gone = {old} if left is None or left.is_deleted else set()
    concerned = {old, given.to_id, *([project.second_id] if project.second_id else [])}
    for user_id in sorted(concerned - gone - {actor_id}):
        outbox.owe_notice(
            session,
            team_id=project.team_id,
            address=f"dm:{user_id}",
            key=f"handover:{audit_id}:{user_id}",
            picture="handed_over",
            facts=facts,
            project_id=project.id,
            now=now,
        )
    show_changed(session, project)
    redraw_homes(session, project, old, given.to_id)
