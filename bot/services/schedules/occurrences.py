"""The rows behind a look at the clock: which rules are due, what is written down of each, and when each is due next.

However many rules, it takes a statement or two for each of the three.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, String, Text, bindparam, cast, exists, literal, null, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from bot import cadence
from bot.cadence import Cadence
from bot.prepared import Prepared, among, filled, one_of
from bot.services.schedules.kinds import Of, Place
from models import Occurrence, Project, Rule
from models.columns import Identity
from models.schedule import Outcome

#: So many rows are written or asked for by one statement.
_AT_ONCE = 50

_COLUMNS = ("id", "team_id", "kind", "subject", "user_id", "project_id", "wall", "zone")
_TABLE: Any = Rule.__table__  # type: ignore[attr-defined]
_OCCURRENCES: Any = Occurrence.__table__  # type: ignore[attr-defined]
#: Read as its text: a morning's rules hold few different ones.
_KEPT = cast(col(Rule.cadence), Text)
_MOVE_ON = Prepared(
    update(Rule)
    .where(col(Rule.id) == bindparam("rule_id", type_=Identity))
    .values(
        last_on=bindparam("to_last_on", type_=Date()),
        next_on=bindparam("to_next_on", type_=Date()),
        next_at=bindparam("to_next_at", type_=UTCDateTime()),
    )
)
_PLACES = Prepared(
    select(*(col(each) for each in (Project.id, Project.team_id, Project.status, Project.home_channel))).where(
        one_of(col(Project.id), "project", _AT_ONCE)
    )
)
#: Something of that day was written down already.
_BEFORE = exists().where(col(Occurrence.rule_id) == col(Rule.id), col(Occurrence.on_date) == col(Rule.next_on))
_WRITTEN = ("rule_id", "on_date", "slot", "due_at", "outcome", "reason", "created_at")
WRITE_DOWN = {
    name: Prepared(insert(Occurrence).on_conflict_do_nothing(), _WRITTEN)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def _write_as_planned(insert: Any) -> Prepared:
    """What rules wait for happens, as their rows say it: nothing of it has to travel."""
    values: tuple[Any, ...] = (
        col(Rule.id), col(Rule.next_on), bindparam("slot", type_=String()), col(Rule.next_at),
        literal(Outcome.FIRED, _OCCURRENCES.columns["outcome"].type), null(),
        bindparam("created_at", type_=UTCDateTime()),
    )  # fmt: skip
    rules = select(*values).where(one_of(col(Rule.id), "rule", _AT_ONCE)).order_by(col(Rule.id))
    # Who was first is not asked for: on SQLite RETURNING takes longer than the rows.
    return Prepared(insert(Occurrence).from_select(_WRITTEN, rules).on_conflict_do_nothing())


WRITE_AS_PLANNED = {
    name: _write_as_planned(insert) for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_THERE = Prepared(
    select(*(col(each) for each in (Occurrence.rule_id, Occurrence.on_date, Occurrence.slot))).where(
        one_of(col(Occurrence.rule_id), "rule", _AT_ONCE), col(Occurrence.on_date) >= bindparam("since", type_=Date())
    )
)


@cache
def _due(kinds: tuple[str, ...]) -> Prepared:
    """Those that are due, longest due first. A kind that only a newer version knows is left to its processes."""
    return Prepared(
        select(*(_TABLE.columns[name] for name in _COLUMNS), _KEPT, col(Rule.next_on), col(Rule.next_at), _BEFORE)
        .where(col(Rule.next_at) <= bindparam("instant", type_=UTCDateTime()), among(col(Rule.kind), kinds))
        .order_by(col(Rule.next_at), col(Rule.id))
        .limit(bindparam("at_most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )


class Due(NamedTuple):
    """A rule that is due, as it was read."""

    of: Of
    kind: str
    wall: time
    zone: str
    cadence: Cadence
    next_on: date
    next_at: datetime
    #: Something of that day was written down already.
    was_written: bool


#: What tells an occurrence from all others: rule, day, slot.
Key = tuple[int, date, str]


class Written(NamedTuple):
    """One occurrence as it is written down; `reason` says why it does not happen."""

    key: Key
    due_at: datetime
    reason: str | None


def read_due(session: Session, kinds: Iterable[str], now: datetime, at_most: int) -> list[Due]:
    """So many rules that are due and that nobody else has in hand, the longest due first."""
    return [_read(row) for row in _due(tuple(sorted(kinds))).rows(session, instant=now, at_most=at_most)]


def read_places(session: Session, project_ids: Iterable[int]) -> dict[int, Place]:
    """These projects, as far as rules ask about them."""
    found: dict[int, Place] = {}
    for few in filled("project", project_ids, _AT_ONCE):
        found |= {row[0]: Place(*row) for row in _PLACES.rows(session, **few)}
    return found


def write_as_planned(session: Session, slot: str, rule_ids: Sequence[int], now: datetime) -> None:
    """Write down of each of these rules that what it waits for happens now; nothing of that day was before.

    Whoever writes has the rules in hand and has not moved them on. Raises RuntimeError when somebody wrote all the
    same: then it is looked at again.
    """
    statement = WRITE_AS_PLANNED[session.get_bind().dialect.name]
    count = sum(statement.run(session, slot=slot, created_at=now, **few) for few in filled("rule", rule_ids, _AT_ONCE))
    if count != len(rule_ids):
        raise RuntimeError(f"{len(rule_ids)} occurrences were to be written down, and {count} were")


def write_down(session: Session, written: Sequence[Written], now: datetime) -> set[Key]:
    """Write these occurrences down, in the order given; those that were written down before are left out.

    Whoever writes has their rules in hand. Raises RuntimeError when somebody wrote all the same: then it is looked at
    again.
    """
    if not written:
        return set()
    there, since = set[Key](), min(each.key[1] for each in written)
    for few in filled("rule", (each.key[0] for each in written), _AT_ONCE):
        there |= {(rule_id, on_date, slot) for rule_id, on_date, slot in _THERE.rows(session, since=since, **few)}
    new = [each for each in written if each.key not in there]
    count = WRITE_DOWN[session.get_bind().dialect.name].many(
        session,
        (
            {
                "rule_id": each.key[0],
                "on_date": each.key[1],
                "slot": each.key[2],
                "due_at": each.due_at,
                "outcome": Outcome.FIRED if each.reason is None else Outcome.SKIPPED,
                "reason": each.reason,
            }
            for each in new
        ),
        created_at=now,
    )
    if count != len(new):
        raise RuntimeError(f"{len(new)} occurrences were to be written down, and {count} were")
    return {each.key for each in new}


def move_on(session: Session, moved: Iterable[tuple[int, tuple[date, date | None, datetime | None]]]) -> None:
    """Have these rules wait for their next occurrence: the last day that was dealt with, the next one, its instant."""
    _MOVE_ON.many(
        session,
        (
            {"rule_id": rule_id, "to_last_on": last_on, "to_next_on": on, "to_next_at": at}
            for rule_id, (last_on, on, at) in moved
        ),
    )


def _read(row: Sequence[Any]) -> Due:
    rule_id, team_id, kind, subject, user_id, project_id, wall, zone, kept, next_on, next_at, was_written = row
    of = Of(rule_id, team_id, subject, user_id, project_id)
    return Due(of, kind, wall, zone, cadence.read_text(kept), next_on, next_at, bool(was_written))
