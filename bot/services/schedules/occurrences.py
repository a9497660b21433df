"""The rows behind a look at the clock: which rules are due, what is written down of each, and when each is due next.

However many rules, it takes a statement or two for each of the three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Text, bindparam, cast, select, update
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
_WRITTEN = ("rule_id", "on_date", "slot", "due_at", "outcome", "reason", "created_at")
WRITE_DOWN = {
    name: Prepared(insert(Occurrence).on_conflict_do_nothing(), _WRITTEN)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
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
        select(*(_TABLE.columns[name] for name in _COLUMNS), _KEPT, col(Rule.next_on), col(Rule.next_at))
        .where(col(Rule.next_at) <= bindparam("instant", type_=UTCDateTime()), among(col(Rule.kind), kinds))
        .order_by(col(Rule.next_at), col(Rule.id))
        .limit(bindparam("at_most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A rule that is due, as it was read."""

    of: Of
    kind: str
    wall: time
    zone: str
    cadence: Cadence
    next_on: date
    next_at: datetime


#: What tells an occurrence from all others: rule, day, slot.
Key = tuple[int, date, str]


@dataclass(frozen=True, slots=True)
class Written:
    """One occurrence as it is written down; `reason` says why it does not happen."""

    key: Key
    due_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Next:
    """How far a rule has come, and when it is due next; None: never."""

    rule_id: int
    last_on: date
    on: date | None
    at: datetime | None


def read_due(session: Session, kinds: Iterable[str], now: datetime, at_most: int) -> list[Due]:
    """So many rules that are due and that nobody else has in hand, in the order of their ids."""
    rows = _due(tuple(sorted(kinds))).rows(session, instant=now, at_most=at_most)
    return sorted((_read(row) for row in rows), key=lambda each: each.of.rule_id)


def read_places(session: Session, project_ids: Iterable[int]) -> dict[int, Place]:
    """These projects, as far as rules ask about them."""
    found: dict[int, Place] = {}
    for few in filled("project", project_ids, _AT_ONCE):
        found |= {row[0]: Place(*row) for row in _PLACES.rows(session, **few)}
    return found


def write_down(session: Session, written: Sequence[Written], now: datetime) -> set[Key]:
    """Write these occurrences down, in the order given; those that were written down before are left out.

    Whoever writes has their rules in hand. Raises RuntimeError when somebody wrote all the same: then it is looked at
    again.
    """
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


def move_on(session: Session, moved: Iterable[Next]) -> None:
    """Have these rules wait for their next occurrence."""
    _MOVE_ON.many(
        session,
        (
            {"rule_id": each.rule_id, "to_last_on": each.last_on, "to_next_on": each.on, "to_next_at": each.at}
            for each in moved
        ),
    )


def _read(row: Sequence[Any]) -> Due:
    rule_id, team_id, kind, subject, user_id, project_id, wall, zone, kept, next_on, next_at = row
    of = Of(rule_id, team_id, subject, user_id, project_id)
    return Due(of, kind, wall, zone, cadence.read_text(kept), next_on, next_at)
