"""Who acts for which role of a project at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.errors import Refused
from bot.policy.may import Actor, RequestFacts, Seat
from bot.prepared import Prepared, filled, one_of
from models import Deputy, Leave, Person, PersonFields, Project, ProjectFields, RequestFields, Signature
from models.enums import Role, Stage

_ON_LEAVE = exists().where(
    col(Leave.team_id) == Person.team_id,
    col(Leave.user_id) == Person.user_id,
    col(Leave.starts_at) <= bindparam("instant", type_=UTCDateTime()),
    col(Leave.ends_at) > bindparam("instant", type_=UTCDateTime()),
)
#: Those of a project's holders who are not here.
_AWAY = Prepared(
    select(Person.user_id).where(
        or_(col(Person.is_deleted).is_(True), _ON_LEAVE),
        col(Person.team_id) == bindparam("team_id"),
        col(Person.user_id).in_([bindparam("am_id"), bindparam("pm_id"), bindparam("second_id")]),
    )
)
_DEPUTIES = Prepared(
    select(Deputy.role, Deputy.user_id, Deputy.any_time)
    .where(col(Deputy.project_id) == bindparam("project_id"))
    .order_by(col(Deputy.position))
)

#: So many projects are asked for by one statement.
_AT_ONCE = 8
_ALL_DEPUTIES = Prepared(
    select(Deputy.project_id, Deputy.role, Deputy.user_id, Deputy.any_time)
    .where(one_of(col(Deputy.project_id), "project", _AT_ONCE))
    .order_by(col(Deputy.position))
)

_LEFT = Prepared(
    select(Person.user_id).where(
        col(Person.team_id) == bindparam("team_id"),
        one_of(col(Person.user_id), "person", _AT_ONCE),
        col(Person.is_deleted).is_(True),
    )
)

#: (for which role, user id, whether at any time): a deputy.
Named = tuple[Role, str, bool]


def holders(project: ProjectFields) -> dict[Role, str]:
    """The holder of each role; a second only where one was named."""
    found = {Role.AM: project.am_id, Role.PM: project.pm_id}
    if project.second_id:
        found[Role.SECOND] = project.second_id
    return found


def seats(
    session: Session, project: ProjectFields, now: datetime, deputies: Sequence[Named] | None = None
) -> dict[Role, Seat]:
    """Holders and deputies of each role, and whether the holder is away now (asked only where somebody stands in).

    `deputies`: all of the project's, in order, where they were read already.
    """
    held = holders(project)
    named: dict[Role, list[tuple[str, bool]]] = {role: [] for role in held}
    for role, user_id, any_time in _DEPUTIES.rows(session, project_id=project.id) if deputies is None else deputies:
        named.setdefault(role, []).append((user_id, any_time))
    gone = _gone(session, project, now) if any(named.values()) else frozenset()
    return {
        role: Seat(
            holder=holder,
            deputies=tuple(user_id for user_id, _ in named[role]),
            any_time=frozenset(user_id for user_id, any_time in named[role] if any_time),
            away=holder in gone,
        )
        for role, holder in held.items()
    }


def seats_of_many(session: Session, projects: Sequence[ProjectFields], now: datetime) -> dict[int, dict[Role, Seat]]:
    """The same of some projects, by their ids."""
    named: dict[int, list[Named]] = {each.id or 0: [] for each in projects}
    for few in filled("project", named, _AT_ONCE):
        for project_id, *deputy in _ALL_DEPUTIES.rows(session, **few):
            named[project_id].append((deputy[0], deputy[1], deputy[2]))
    return {each.id or 0: seats(session, each, now, named[each.id or 0]) for each in projects}


def _gone(session: Session, project: ProjectFields, now: datetime) -> frozenset[str]:
    found = _AWAY.rows(
        session,
        team_id=project.team_id,
        am_id=project.am_id,
        pm_id=project.pm_id,
        second_id=project.second_id or "",
        instant=now,
    )
    return frozenset(user_id for (user_id,) in found)


def who_left(session: Session, team_id: str, user_ids: Iterable[str]) -> frozenset[str]:
    """Those of these people who were deactivated: they answer nothing any more, whatever is still theirs."""
    found = set[str]()
    for few in filled("person", user_ids, _AT_ONCE):
        found.update(user_id for (user_id,) in _LEFT.rows(session, team_id=team_id, **few))
    return frozenset(found)


def still_here(session: Session, team_id: str, user_ids: Sequence[str]) -> tuple[str, ...]:
    """These people without those."""
    left = who_left(session, team_id, user_ids)
    return tuple(each for each in user_ids if each not in left)


def name_of(session: Session, team_id: str, user_id: str) -> str:
    """The name shown in Slack; of somebody we never met, their id."""
    person = session.get(Person, (team_id, user_id))
    return person.name if person is not None else user_id


def deputies(session: Session, project: ProjectFields) -> list[str]:
    """Everybody who is named as a deputy on this project."""
    return [user_id for _, user_id, _ in _DEPUTIES.rows(session, project_id=project.id)]


def acting_roles(user_id: str, found: Mapping[Role, Seat]) -> frozenset[Role]:
    """The roles that somebody acts for of their own accord: as holder, co-holder, or deputy of a holder who is away."""
    return frozenset(
        role
        for role, seat in found.items()
        if user_id == seat.holder or user_id in seat.any_time or (seat.away and user_id in seat.deputies)
    )


def require_role(session: Session, project: ProjectFields, person: PersonFields) -> None:
    """Raises Refused unless the person holds a role of the project or is an ops lead."""
    if not (person.is_ops_lead or person.user_id in holders(project).values()):
        raise Refused("not_a_role", project=project.name)


def sees_money(session: Session, project: ProjectFields, person: PersonFields) -> bool:
    """Money is seen by AM, PM, second, their deputies and ops leads only, and never by a guest."""
    if person.is_outsider or person.is_freelancer:
        return False
    if person.is_ops_lead or person.user_id in holders(project).values():
        return True
    return person.user_id in deputies(session, project)


def actor(person: PersonFields) -> Actor:
    """What `may` needs to know of whoever acts."""
    return Actor(
        person.user_id,
        is_outsider=person.is_outsider,
        is_deleted=person.is_deleted,
        is_freelancer=person.is_freelancer,
    )


def request_facts(
    session: Session,
    request: RequestFields,
    project: ProjectFields,
    now: datetime,
    found: Mapping[Role, Seat] | None = None,
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
        seats=_with_others(session, request, seats(session, project, now) if found is None else found, now),
        now=now,
        signed=signed,
        due_at=request.due_at,
        decided_by=request.decided_by,
        take_back_until=request.take_back_until,
        stage=request.stage,
        assigned_to=request.assigned_to,
        ops_leads=_ops_leads(session, request),
        rounds=request.rounds,
        by_clock=request.by_clock,
    )


_OPS_LEADS = Prepared(
    select(col(Person.user_id))
    .where(
        col(Person.team_id) == bindparam("team_id"),
        col(Person.is_ops_lead).is_(True),
        col(Person.is_deleted).is_(False),
    )
    .order_by(col(Person.user_id))
)


def _ops_leads(session: Session, request: RequestFields) -> tuple[str, ...]:
    """Only looked up once they have a say."""
    if request.stage is not Stage.OPS:
        return ()
    return tuple(user_id for (user_id,) in _OPS_LEADS.rows(session, team_id=request.team_id))


def _with_others(
    session: Session, request: RequestFields, found: Mapping[Role, Seat], now: datetime
) -> Mapping[Role, Seat]:
    """The seats that belong to the request rather than to its project."""
    needed = request.needed
    if Role.REQUESTER in needed:
        found = {**found, Role.REQUESTER: Seat(request.requester_id)}
    if Role.LENDER in needed and request.lender_project_id is not None:
        lender = session.get_one(Project, request.lender_project_id)
        found = {**found, Role.LENDER: seats(session, lender, now)[Role.PM]}
    return found
