"""What the alarm clock calls: find what is due, write down that it happened, owe what it tells; all in one transaction.

Every process may tick. Rules that somebody else has in hand are left to them, and an occurrence that is written down
already does not happen again. Occurrences go in by rule, day and slot, so that no two writers wait for each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Date, Integer, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from bot import cadence
from bot.prepared import Prepared, among
from bot.services.hours import Hours, hours_of, usual
from bot.services.schedules.kinds import Firing, Kind, Of, following, hours_for
from bot.worktime import NoWorkingTime, WorkingTime
from models import Occurrence, Project, Rule
from models.columns import Identity
from models.enums import ProjectStatus
from models.schedule import Outcome

#: So many missed days of one rule are looked at in one call.
_MISSED = 400

_COLUMNS = (
    "id",
    "team_id",
    "kind",
    "subject",
    "user_id",
    "project_id",
    "wall",
    "zone",
    "cadence",
    "next_on",
    "next_at",
)
_TABLE: Any = Rule.__table__  # type: ignore[attr-defined]
_MOVE_ON = Prepared(
    update(Rule)
    .where(col(Rule.id) == bindparam("rule_id", type_=Identity))
    .values(
        last_on=bindparam("to_last_on", type_=Date()),
        next_on=bindparam("to_next_on", type_=Date()),
        next_at=bindparam("to_next_at", type_=UTCDateTime()),
    )
)
_WRITTEN = ("rule_id", "on_date", "slot", "due_at", "outcome", "reason", "created_at")
WRITE_DOWN = {
    name: Prepared(insert(Occurrence).on_conflict_do_nothing(), _WRITTEN)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@cache
def _due(kinds: tuple[str, ...]) -> Prepared:
    """Those that are due, longest due first. A kind that only a newer version knows is left to its processes."""
    return Prepared(
        select(*(_TABLE.columns[name] for name in _COLUMNS))
        .where(col(Rule.next_at) <= bindparam("instant", type_=UTCDateTime()), among(col(Rule.kind), kinds))
        .order_by(col(Rule.next_at), col(Rule.id))
        .limit(bindparam("at_most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )


@dataclass(frozen=True, slots=True)
class _Due:
    """A rule that is due, as it was read."""

    of: Of
    kind: str
    wall: time
    zone: str
    cadence: Mapping[str, Any]
    next_on: date
    next_at: datetime


def tick(session: Session, *, kinds: Mapping[str, Kind], now: datetime, at_most: int = 50) -> int:
    """Make what is due happen, at most so many rules; how many it were. Called again until it is fewer."""
    if not kinds:
        return 0
    due = [_read(row) for row in _due(tuple(sorted(kinds))).rows(session, instant=now, at_most=at_most)]
    if not due:
        return 0
    due.sort(key=lambda each: each.of.rule_id)
    hours = _hours(session, due)
    projects = _projects(session, due)
    fired: dict[str, list[Firing]] = {}
    for each in due:
        kind = kinds[each.kind]
        project = projects.get(each.of.project_id or 0)
        for firing in _happen(session, kind, each, hours[each.of.team_id, each.of.user_id], project, now):
            fired.setdefault(kind.name, []).append(firing)
    for name in sorted(fired):
        kinds[name].occur(session, fired[name], now)
    return len(due)


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which a rule is due; None when nothing is to come."""
    query = select(func.min(col(Rule.next_at), type_=UTCDateTime())).where(col(Rule.next_at).is_not(None))
    found = session.scalar(query)
    return found if isinstance(found, datetime) else None


def _happen(
    session: Session, kind: Kind, due: _Due, hours: Hours, project: Project | None, now: datetime
) -> Iterator[Firing]:
    """Write down each occurrence that was due by now, and move the rule on; yields those that happen."""
    working = hours_for(kind, hours.working)
    on = cadence.read(due.cadence)
    missed: list[tuple[date, datetime]] = [(due.next_on, due.next_at)]
    day, at = following(kind, on, due.next_on, due.wall, due.zone, working)
    while day is not None and at is not None and at <= now and len(missed) < _MISSED:
        missed.append((day, at))
        day, at = following(kind, on, day, due.wall, due.zone, working)
    for number, (on_date, due_at) in enumerate(missed):
        reason = _reason(kind, due, hours, project, due_at, now, newest=number == len(missed) - 1)
        if _write_down(session, kind, due, on_date, due_at, reason, now) and reason is None:
            away = kind.stands_in and not _may_be_told(hours.working, due_at)
            yield Firing(due.of, on_date, due_at, _tell_at(kind, working, now), working, project, away)
    _move_on(session, due, missed[-1][0], day, at)


def _reason(
    kind: Kind, due: _Due, hours: Hours, project: Project | None, due_at: datetime, now: datetime, *, newest: bool
) -> str | None:
    """Why an occurrence does not happen; None when it does. What allowed it may have ended since it was planned."""
    if kind.newest_only and not newest:
        return "superseded"
    if kind.late is not None and now - due_at > kind.late:
        return "late"
    if due.of.project_id is not None and (project is None or project.status is not ProjectStatus.LIVE):
        return str(project.status) if project is not None else "gone"
    if due.of.user_id is not None and not hours.is_here:
        return "gone"
    if kind.keeps_hours and not kind.stands_in and not _may_be_told(hours.working, due_at):
        return "away"
    return None


def _may_be_told(working: WorkingTime, at: datetime) -> bool:
    """Whether the person is not on leave at that moment."""
    return not any(start <= at < end for start, end in working.away)


def _tell_at(kind: Kind, working: WorkingTime, now: datetime) -> datetime:
    if not kind.keeps_hours:
        return now
    try:
        return working.next_arrival(now)
    except NoWorkingTime:
        return now


def _write_down(
    session: Session, kind: Kind, due: _Due, on_date: date, due_at: datetime, reason: str | None, now: datetime
) -> bool:
    """False when it was written down before."""
    written = WRITE_DOWN[session.get_bind().dialect.name].run(
        session,
        rule_id=due.of.rule_id,
        on_date=on_date,
        slot=kind.slot,
        due_at=due_at,
        outcome=Outcome.FIRED if reason is None else Outcome.SKIPPED,
        reason=reason,
        created_at=now,
    )
    return written == 1


def _move_on(session: Session, due: _Due, last_on: date, next_on: date | None, next_at: datetime | None) -> None:
    _MOVE_ON.run(session, rule_id=due.of.rule_id, to_last_on=last_on, to_next_on=next_on, to_next_at=next_at)


def _hours(session: Session, due: Sequence[_Due]) -> dict[tuple[str, str | None], Hours]:
    """(team, person) → their hours; of nobody, and of somebody we never met, the workspace's."""
    found: dict[tuple[str, str | None], Hours] = {}
    for team_id, rules in groupby(sorted(due, key=lambda each: each.of.team_id), lambda each: each.of.team_id):
        people = {each.of.user_id for each in rules}
        known = hours_of(session, team_id, [each for each in people if each])
        others = Hours(usual(session, team_id))
        found |= {(team_id, each): known.get(each or "", others) for each in people}
    return found


def _projects(session: Session, due: Sequence[_Due]) -> dict[int, Project]:
    wanted = sorted({each.of.project_id for each in due if each.of.project_id is not None})
    if not wanted:
        return {}
    return {each.id or 0: each for each in session.scalars(select(Project).where(col(Project.id).in_(wanted)))}


def _read(row: Sequence[Any]) -> _Due:
    rule_id, team_id, kind, subject, user_id, project_id, wall, zone, kept, next_on, next_at = row
    return _Due(Of(rule_id, team_id, subject, user_id, project_id), kind, wall, zone, kept, next_on, next_at)
