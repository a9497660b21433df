"""Who acts for which role of a project at this moment."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from bot.errors import Refused
from bot.policy.may import Actor, RequestFacts, Seat
from models import ChangeRequest, Deputy, Person, Project, Signature
from models.enums import Role


def holders(project: Project) -> dict[Role, str]:
    """The holder of each role; a second only where one was named."""
    found = {Role.AM: project.am_id, Role.PM: project.pm_id}
    if project.second_id:
        found[Role.SECOND] = project.second_id
    return found


def seats(session: Session, project: Project, now: datetime) -> dict[Role, Seat]:
    """Holders and deputies of each role, and whether the holder is away now."""
    held = holders(project)
    people = {
        each.user_id: each
        for each in session.exec(
            select(Person).where(Person.team_id == project.team_id, col(Person.user_id).in_(list(held.values())))
        )
    }
    deputies: dict[Role, list[Deputy]] = {role: [] for role in held}
    query = select(Deputy).where(Deputy.project_id == project.id).order_by(col(Deputy.position))
    for deputy in session.exec(query):
        deputies.setdefault(Role(deputy.role), []).append(deputy)
    found = {}
    for role, user_id in held.items():
        person = people.get(user_id)
        found[role] = Seat(
            holder=user_id,
            deputies=tuple(each.user_id for each in deputies[role]),
            any_time=frozenset(each.user_id for each in deputies[role] if each.any_time),
            away=person is not None and (person.is_deleted or person.is_away(now)),
        )
    return found


def deputies(session: Session, project: Project) -> list[str]:
    """Everybody who is named as a deputy on this project."""
    return list(session.exec(select(Deputy.user_id).where(Deputy.project_id == project.id)))


def acting_roles(user_id: str, found: Mapping[Role, Seat]) -> frozenset[Role]:
    """The roles that somebody acts for of their own accord: as holder, co-holder, or deputy of a holder who is away."""
    return frozenset(
        role
        for role, seat in found.items()
        if user_id == seat.holder or user_id in seat.any_time or (seat.away and user_id in seat.deputies)
    )


def require_role(session: Session, project: Project, person: Person) -> None:
    """Raises Refused unless the person holds a role of the project or is an ops lead."""
    if not (person.is_ops_lead or person.user_id in holders(project).values()):
        raise Refused("not_a_role", project=project.name)


def sees_money(session: Session, project: Project, person: Person) -> bool:
    """Money is seen by AM, PM, second, their deputies and ops leads only."""
    if person.is_ops_lead or person.user_id in holders(project).values():
        return True
    query = select(Deputy.user_id).where(Deputy.project_id == project.id, Deputy.user_id == person.user_id)
    return session.exec(query).first() is not None


def actor(person: Person) -> Actor:
    return Actor(person.user_id, is_outsider=person.is_outsider, is_deleted=person.is_deleted)


def request_facts(
    session: Session, request: ChangeRequest, project: Project, now: datetime, found: Mapping[Role, Seat] | None = None
) -> RequestFacts:
    """What `may` needs to know of a request, read in this transaction."""
    signed: frozenset[Role] = frozenset()
    if len(request.needed) > 1:
        query = select(Signature.role).where(Signature.request_id == request.id, Signature.version == request.version)
        signed = frozenset(Role(each) for each in session.exec(query))
    return RequestFacts(
        state=request.state,
        mode=request.mode,
        requester_id=request.requester_id,
        author_id=request.author_id,
        needs=request.needed,
        seats=seats(session, project, now) if found is None else found,
        now=now,
        signed=signed,
        due_at=request.due_at,
        decided_by=request.decided_by,
        take_back_until=request.take_back_until,
    )
