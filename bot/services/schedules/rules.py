"""Writing rules down, and reckoning when each is due next."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import cadence
from bot.cadence import Cadence
from bot.services.hours import hours_of, usual
from bot.services.schedules.kinds import Kind, following, hours_for
from bot.worktime import WorkingTime, valid_zone
from models import Rule


def set_rule(
    session: Session,
    kind: Kind,
    *,
    team_id: str,
    subject: str,
    wall: time,
    zone: str,
    on: Cadence,
    now: datetime,
    user_id: str | None = None,
    project_id: int | None = None,
    working: WorkingTime | None = None,
) -> None:
    """From now on this happens; a rule of the same kind and subject is changed.

    What is due already stays due; nothing happens twice on one day. `working`: of `user_id`, where it is known.
    Raises ValueError on an unknown zone.
    """
    if not valid_zone(zone):
        raise ValueError(f"unknown time zone: {zone!r}")
    query = select(Rule).where(Rule.team_id == team_id, Rule.kind == kind.name, Rule.subject == subject)
    rule = session.exec(query.execution_options(populate_existing=True)).first()
    rule = rule or Rule(team_id=team_id, kind=kind.name, subject=subject, wall=wall, zone=zone)
    rule.user_id, rule.project_id = user_id, project_id
    rule.wall, rule.zone, rule.cadence = wall, zone, on.kept()
    _plan(kind, rule, working or _working(session, team_id, user_id), now)
    session.add(rule)


def drop_rules(
    session: Session, kind: Kind, *, team_id: str, subjects: Collection[str] = (), project_id: int | None = None
) -> None:
    """These happen no more. The rows stay, since their occurrences name them; `set_rule` wakes them again."""
    of = [col(Rule.team_id) == team_id, col(Rule.kind) == kind.name, col(Rule.next_at).is_not(None)]
    if project_id is not None:
        of.append(col(Rule.project_id) == project_id)
    if project_id is None or subjects:
        of.append(col(Rule.subject).in_(sorted(subjects)))
    session.flush()
    session.connection().execute(update(Rule).where(*of).values(next_on=None, next_at=None))


def plan_again(
    session: Session, kinds: Mapping[str, Kind], *, team_id: str, user_id: str, now: datetime, wall: time | None = None
) -> None:
    """This person's zone, hours or leave changed: their rules are reckoned anew. `wall`: their new time for them.

    What is due already stays due, and no day that was dealt with comes again.
    """
    working = _working(session, team_id, user_id)
    query = select(Rule).where(Rule.team_id == team_id, Rule.user_id == user_id, col(Rule.next_at).is_not(None))
    for rule in session.exec(query.order_by(col(Rule.id)).execution_options(populate_existing=True)):
        kind = kinds.get(rule.kind)
        if kind is None or not kind.keeps_hours:
            continue
        rule.zone = working.zone
        rule.wall = rule.wall if kind.own_wall else wall or rule.wall
        _plan(kind, rule, working, now)
        session.add(rule)


def _plan(kind: Kind, rule: Rule, working: WorkingTime, now: datetime) -> None:
    if rule.next_at is not None and rule.next_at <= now:
        return
    on = cadence.read(rule.cadence)
    hours = hours_for(kind, working)
    # Yesterday's may still be to come, for whoever works at night.
    after = max(rule.last_on or date.min, WorkingTime(rule.zone).local_date(now) - timedelta(days=2))
    day, due_at = following(kind, on, after, rule.wall, rule.zone, hours)
    while day is not None and due_at is not None and due_at < now:
        day, due_at = following(kind, on, day, rule.wall, rule.zone, hours)
    rule.next_on, rule.next_at = day, due_at


def _working(session: Session, team_id: str, user_id: str | None) -> WorkingTime:
    known = hours_of(session, team_id, [user_id]).get(user_id) if user_id else None
    return known.working if known is not None else usual(session, team_id)
