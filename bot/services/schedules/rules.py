"""Writing rules down, and reckoning when each is due next."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_core
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot import cadence
from bot.cadence import Cadence
from bot.prepared import Prepared, filled, one_of
from bot.services.hours import hours_of, usual
from bot.services.schedules.kinds import Kind, following, hours_for
from bot.worktime import WorkingTime, valid_zone
from models import Rule

#: So many rules are asked for by one statement.
_AT_ONCE = 50
_THERE = Prepared(
    select_core(col(Rule.subject), col(Rule.last_on), col(Rule.next_on), col(Rule.next_at)).where(
        col(Rule.team_id) == bindparam("of_team"),
        col(Rule.kind) == bindparam("of_kind"),
        one_of(col(Rule.subject), "subject", _AT_ONCE),
    )
)
_KEY = ("team_id", "kind", "subject")
_WRITTEN = ("user_id", "project_id", "wall", "zone", "cadence", "next_on", "next_at")


def _insert_or_change(insert: Any) -> Prepared:
    statement = insert(Rule)
    changed = {name: statement.excluded[name] for name in _WRITTEN}
    return Prepared(statement.on_conflict_do_update(index_elements=list(_KEY), set_=changed), (*_KEY, *_WRITTEN))


_SET = {
    name: _insert_or_change(insert) for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


class Setting(NamedTuple):
    """One rule as it is to be: what about, for whom, when on whose wall. `working`: of `user_id`, where it is known."""

    team_id: str
    subject: str
    wall: time
    zone: str
    on: Cadence
    user_id: str | None = None
    project_id: int | None = None
    working: WorkingTime | None = None


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

    What is due already stays due; nothing happens twice on one day. Raises ValueError on an unknown zone.
    """
    set_rules(session, kind, [Setting(team_id, subject, wall, zone, on, user_id, project_id, working)], now)


def set_rules(session: Session, kind: Kind, settings: Sequence[Setting], now: datetime) -> None:
    """The same for many, each of another subject, by a statement or two."""
    for team_id in sorted({each.team_id for each in settings}):
        # Two who set the same at once take them in the same order.
        theirs = sorted((each for each in settings if each.team_id == team_id), key=attrgetter("subject"))
        there: dict[str, _Come] = {}
        for few in filled("subject", (each.subject for each in theirs), _AT_ONCE):
            found = _THERE.rows(session, of_team=team_id, of_kind=kind.name, **few)
            there |= {subject: _Come(*come) for subject, *come in found}
        rows = [_row(session, kind, each, there.get(each.subject, _Come()), now) for each in theirs]
        _SET[session.get_bind().dialect.name].many(session, rows, team_id=team_id, kind=kind.name)


class _Come(NamedTuple):
    """How far a rule has come."""

    last_on: date | None = None
    next_on: date | None = None
    next_at: datetime | None = None


def _row(session: Session, kind: Kind, setting: Setting, come: _Come, now: datetime) -> dict[str, Any]:
    team_id, subject, wall, zone, on, user_id, project_id, working = setting
    if not valid_zone(zone):
        raise ValueError(f"unknown time zone: {zone!r}")
    working = working or _working(session, team_id, user_id)
    next_on, next_at = _next(kind, on, wall, zone, working, come, now)
    return {
        "subject": subject, "user_id": user_id, "project_id": project_id, "wall": wall, "zone": zone,
        "cadence": on.kept(), "next_on": next_on, "next_at": next_at,
    }  # fmt: skip


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
    come = _Come(rule.last_on, rule.next_on, rule.next_at)
    rule.next_on, rule.next_at = _next(kind, cadence.read(rule.cadence), rule.wall, rule.zone, working, come, now)


def _next(
    kind: Kind, on: Cadence, wall: time, zone: str, working: WorkingTime, come: _Come, now: datetime
) -> tuple[date | None, datetime | None]:
    """When it is due next; what is due already stays so."""
    if come.next_at is not None and come.next_at <= now:
        return come.next_on, come.next_at
    hours = hours_for(kind, working)
    # Yesterday's may still be to come, for whoever works at night.
    after = max(come.last_on or date.min, WorkingTime(zone).local_date(now) - timedelta(days=2))
    day, due_at = following(kind, on, after, wall, zone, hours)
    while day is not None and due_at is not None and due_at < now:
        day, due_at = following(kind, on, day, wall, zone, hours)
    return day, due_at


def _working(session: Session, team_id: str, user_id: str | None) -> WorkingTime:
    known = hours_of(session, team_id, [user_id]).get(user_id) if user_id else None
    return known.working if known is not None else usual(session, team_id)
