"""What is to arrive by itself, kept in step with plans and people: each project's reminders, each person's messages.

Nothing has to remember to call this when a date moves: projects are looked at again every few minutes, and what a
reminder says is read when it is sent.
"""

from datetime import date, datetime, time

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from bot.cadence import Ahead, Once, Weekly
from bot.services import absences, routing
from bot.services.due import offsets_of, things_of
from bot.services.happenings import KINDS
from bot.services.hours import Hours, hours_of
from bot.services.mornings import BACK, DIGEST
from bot.services.reminders import AGAIN, REMINDER, SNOOZE
from bot.services.schedules import drop_rules, plan_again, set_rule
from bot.worktime import NoWorkingTime
from models import Person, Project, Rule
from models.enums import ProjectStatus


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
    for project in found:
        _plan_project(session, project, now)
        session.connection().execute(update(Project).where(col(Project.id) == project.id).values(planned_at=now))
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


def _plan_project(session: Session, project: Project, now: datetime) -> None:
    wanted: dict[str, tuple[str, Ahead]] = {}
    if project.status is ProjectStatus.LIVE:
        offsets, seats = offsets_of(project), routing.seats(session, project, now)
        for thing in things_of(session, project, seats, now):
            on = thing.cadence(offsets)
            wanted |= {f"{thing.key}:{role}": (routing.holders(project)[role], on) for role in thing.roles}
            wanted |= {f"{thing.key}:{user_id}": (user_id, on) for user_id in thing.people}
    query = select(Rule).where(
        Rule.project_id == project.id, Rule.kind == REMINDER.name, col(Rule.next_at).is_not(None)
    )
    there = {each.subject: each for each in session.exec(query)}
    gone = [each for each in there if each not in wanted and not each.startswith(SNOOZE)]
    if gone:
        drop_rules(session, REMINDER, team_id=project.team_id, subjects=gone, project_id=project.id)
    hours = hours_of(session, project.team_id, {user_id for user_id, _ in wanted.values()})
    for subject, (user_id, on) in sorted(wanted.items()):
        of = hours.get(user_id)
        rule = there.get(subject)
        if of is None or (rule is not None and _is_as(rule, user_id, of, on)):
            continue
        set_rule(
            session, REMINDER, team_id=project.team_id, subject=subject, wall=of.digest_at, zone=of.working.zone,
            on=on, now=now, user_id=user_id, project_id=project.id, working=of.working,
        )  # fmt: skip


def _is_as(rule: Rule, user_id: str, hours: Hours, on: Ahead) -> bool:
    told: tuple[object, ...] = (rule.user_id, rule.wall, rule.zone, rule.cadence)
    return told == (user_id, hours.digest_at, hours.working.zone, on.kept())


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
