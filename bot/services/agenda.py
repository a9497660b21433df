"""What is to arrive by itself, kept in step with plans and people: each project's reminders, each person's messages.

Nothing has to remember to call this when a date moves: projects are looked at again every few minutes, and what a
reminder says is read when it is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.cadence import Ahead, Once, Weekly
from bot.prepared import Prepared, among, filled, one_of
from bot.services import absences, routing
from bot.services.due import Thing, offsets_of, things_of_many
from bot.services.happenings import KINDS
from bot.services.hours import Hours, hours_of
from bot.services.mornings import BACK, DIGEST
from bot.services.reminders import AGAIN, REMINDER, SNOOZE
from bot.services.schedules import Setting, drop_rules, plan_again, set_rule, set_rules
from bot.worktime import NoWorkingTime
from models import Person, Project, Rule
from models.enums import ProjectStatus

#: (whom, on which days) and (whom, time of the wall, zone, cadence as the row holds it) of a rule.
Wanted = tuple[str, Ahead]
Kept = tuple[Any, ...]
#: So many projects are asked for by one statement.
_AT_ONCE = 8
_RULES = Prepared(
    core_select(*(col(each) for each in (Rule.project_id, Rule.subject, Rule.user_id, Rule.wall, Rule.zone,
                                         Rule.cadence))).where(
        one_of(col(Rule.project_id), "project", _AT_ONCE),
        among(col(Rule.kind), [REMINDER.name]),
        col(Rule.next_at).is_not(None),
    )
)  # fmt: skip
_PLANNED = Prepared(
    update(Project)
    .where(col(Project.id) == bindparam("project_id"))
    .values(planned_at=bindparam("at", type_=UTCDateTime()))
)


def plan_projects(session: Session, *, now: datetime, at_most: int = 10) -> int:
    """Bring the reminders of so many projects in step with their plans; how many it were."""
    query = (
        select(Project)
        .where(
            or_(
                col(Project.planned_at).is_(None),
                (col(Project.planned_at) < now - AGAIN) & (col(Project.status) == ProjectStatus.LIVE),
            )
        )
        .order_by(col(Project.planned_at).nulls_first(), col(Project.id))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query).all()
    live = [each for each in found if each.status is ProjectStatus.LIVE]
    seats = routing.seats_of_many(session, live, now)
    things, there = things_of_many(session, live, seats, now), _rules(session, found)
    wanted = {each.id or 0: _wanted(each, things.get(each.id or 0, [])) for each in found}
    hours = _hours(session, found, wanted)
    for project in found:
        key = project.id or 0
        _plan_project(session, project, wanted[key], there[key], hours[project.team_id], now)
    _PLANNED.many(session, ({"project_id": each.id} for each in found), at=now)
    return len(found)


def plan_people(session: Session, *, now: datetime, at_most: int = 10) -> int:
    """Reckon anew what arrives for so many people whose zone, hours or leave changed; how many it were."""
    query = (
        select(Person)
        .where(col(Person.planned_at).is_(None))
        .order_by(col(Person.team_id), col(Person.user_id))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query).all()
    for person in found:
        hours = hours_of(session, person.team_id, [person.user_id]).get(person.user_id)
        if hours is not None:
            _plan_person(session, person, hours, now)
        whose = (col(Person.team_id) == person.team_id, col(Person.user_id) == person.user_id)
        session.connection().execute(update(Person).where(*whose).values(planned_at=now))
    return len(found)


def _wanted(project: Project, things: Sequence[Thing]) -> dict[str, Wanted]:
    found: dict[str, Wanted] = {}
    held, offsets = routing.holders(project), offsets_of(project)
    for thing in things:
        on = thing.cadence(offsets)
        found |= {f"{thing.key}:{role}": (held[role], on) for role in thing.roles}
        found |= {f"{thing.key}:{user_id}": (user_id, on) for user_id in thing.people}
    return found


def _rules(session: Session, projects: Sequence[Project]) -> dict[int, dict[str, Kept]]:
    """The reminders of each of these projects that are to come, by their subjects."""
    found: dict[int, dict[str, Kept]] = {each.id or 0: {} for each in projects}
    for few in filled("project", found, _AT_ONCE):
        for project_id, subject, *kept in _RULES.rows(session, **few):
            found[project_id][subject] = tuple(kept)
    return found


def _hours(
    session: Session, projects: Sequence[Project], wanted: Mapping[int, Mapping[str, Wanted]]
) -> dict[str, dict[str, Hours]]:
    """Team → person → their hours, of all who are to be reminded."""
    people: dict[str, set[str]] = {}
    for each in projects:
        people.setdefault(each.team_id, set()).update(user_id for user_id, _ in wanted[each.id or 0].values())
    return {team_id: hours_of(session, team_id, people[team_id]) for team_id in sorted(people)}


def _plan_project(
    session: Session,
    project: Project,
    wanted: Mapping[str, Wanted],
    there: Mapping[str, Kept],
    hours: Mapping[str, Hours],
    now: datetime,
) -> None:
    gone = [each for each in there if each not in wanted and not each.startswith(SNOOZE)]
    if gone:
        drop_rules(session, REMINDER, team_id=project.team_id, subjects=gone, project_id=project.id)
    settings = []
    for subject, (user_id, on) in wanted.items():
        of = hours.get(user_id)
        if of is None or there.get(subject) == (user_id, of.digest_at, of.working.zone, on.kept()):
            continue
        settings.append(
            Setting(project.team_id, subject, of.digest_at, of.working.zone, on, user_id, project.id, of.working)
        )
    if settings:
        set_rules(session, REMINDER, settings, now)


def _plan_person(session: Session, person: Person, hours: Hours, now: datetime) -> None:
    days = hours.digest_days if hours.is_here and hours.digest_parts != frozenset() else frozenset[int]()
    if days:
        _set(session, person, hours, DIGEST.name, Weekly(days), now)
    else:
        drop_rules(session, DIGEST, team_id=person.team_id, subjects=[person.user_id])
    # Of several the next one; when they are back from it, the one after that is looked at.
    leave = absences.ahead(session, person.team_id, person.user_id, now)
    first = first_day_back(leave[0].ends_at, hours) if leave else None
    if first is not None:
        _set(session, person, hours, BACK.name, Once(first), now)
    plan_again(session, KINDS, team_id=person.team_id, user_id=person.user_id, now=now, wall=hours.digest_at)


def _set(session: Session, person: Person, hours: Hours, kind: str, on: Weekly | Once, now: datetime) -> None:
    wall: time = hours.digest_at
    set_rule(
        session, KINDS[kind], team_id=person.team_id, subject=person.user_id, wall=wall, zone=hours.working.zone,
        on=on, now=now, user_id=person.user_id, working=hours.working,
    )  # fmt: skip


def first_day_back(until: datetime, hours: Hours) -> date | None:
    """The first day on which somebody works after leave that ends then; None where there is none in sight."""
    try:
        return hours.working.local_date(hours.working.next_opening(until))
    except NoWorkingTime:
        return None
