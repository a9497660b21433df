"""What the alarm clock calls: find what is due, write down that it happened, owe what it tells; all in one transaction.

Every process may tick. Rules that somebody else has in hand are left to them, and an occurrence that is written down
already does not happen again. Occurrences go in by rule, day and slot, so that no two writers wait for each other.
Everything is reckoned before anything is written, so that what is written takes a statement of each kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.services.hours import Hours, hours_of, usual
from bot.services.schedules.kinds import Firing, Kind, Place, following, hours_for
from bot.services.schedules.occurrences import Due, Next, Written, move_on, read_due, read_places, write_down
from bot.worktime import NoWorkingTime, WorkingTime
from models import Rule
from models.enums import ProjectStatus

#: So many missed days of one rule are looked at in one call.
_MISSED = 400


def tick(session: Session, *, kinds: Mapping[str, Kind], now: datetime, at_most: int = 50) -> int:
    """Make what is due happen, at most so many rules; how many it were. Called again until it is fewer."""
    due = read_due(session, kinds, now, at_most) if kinds else []
    if not due:
        return 0
    look = _Look(kinds, now, _hours(session, due), read_places(session, _project_ids(due)))
    reckoned = [look.reckon(each) for each in due]
    new = write_down(session, [row for each in reckoned for row in each.written], now)
    move_on(session, (each.next for each in reckoned))
    fired: dict[str, list[Firing]] = {}
    for each in reckoned:
        for row in each.written:
            if row.reason is None and row.key in new:
                fired.setdefault(each.due.kind, []).append(look.fire(each.due, row))
    for name in sorted(fired):
        kinds[name].occur(session, fired[name], now)
    return len(due)


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which a rule is due; None when nothing is to come."""
    query = select(func.min(col(Rule.next_at), type_=UTCDateTime())).where(col(Rule.next_at).is_not(None))
    found = session.scalar(query)
    return found if isinstance(found, datetime) else None


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What becomes of a rule that is due: each occurrence that was due by now, and when it is due next."""

    due: Due
    written: list[Written]
    next: Next


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the clock, and what was read for it."""

    kinds: Mapping[str, Kind]
    now: datetime
    #: (team, person) → their hours.
    hours: Mapping[tuple[str, str | None], Hours]
    places: Mapping[int, Place]
    #: When people can be told: the same for all that is due for somebody.
    arrivals: dict[WorkingTime, datetime] = field(default_factory=dict)

    def reckon(self, due: Due) -> _Reckoned:
        kind = self.kinds[due.kind]
        working = hours_for(kind, self._hours(due).working)
        missed: list[tuple[date, datetime]] = [(due.next_on, due.next_at)]
        day, at = following(kind, due.cadence, due.next_on, due.wall, due.zone, working)
        while day is not None and at is not None and at <= self.now and len(missed) < _MISSED:
            missed.append((day, at))
            day, at = following(kind, due.cadence, day, due.wall, due.zone, working)
        rule_id = due.of.rule_id
        written = [
            Written((rule_id, on_date, kind.slot), due_at, self._reason(kind, due, due_at, newest=each == len(missed)))
            for each, (on_date, due_at) in enumerate(missed, 1)
        ]
        return _Reckoned(due, written, Next(rule_id, missed[-1][0], day, at))

    def fire(self, due: Due, row: Written) -> Firing:
        kind, hours, place = self.kinds[due.kind], self._hours(due), self._place(due)
        working = hours_for(kind, hours.working)
        away = kind.stands_in and not _may_be_told(hours.working, row.due_at)
        return Firing(due.of, row.key[1], row.due_at, self._tell_at(kind, working), working, place, away)

    def _hours(self, due: Due) -> Hours:
        return self.hours[due.of.team_id, due.of.user_id]

    def _place(self, due: Due) -> Place | None:
        return self.places.get(due.of.project_id or 0)

    def _reason(self, kind: Kind, due: Due, due_at: datetime, *, newest: bool) -> str | None:
        """Why an occurrence does not happen; None when it does. What allowed it may have ended since it was planned."""
        if kind.newest_only and not newest:
            return "superseded"
        if kind.late is not None and self.now - due_at > kind.late:
            return "late"
        if due.of.project_id is not None:
            place = self._place(due)
            if place is None or place.status is not ProjectStatus.LIVE:
                return str(place.status) if place is not None else "gone"
        hours = self._hours(due)
        if due.of.user_id is not None and not hours.is_here:
            return "gone"
        if kind.keeps_hours and not kind.stands_in and not _may_be_told(hours.working, due_at):
            return "away"
        return None

    def _tell_at(self, kind: Kind, working: WorkingTime) -> datetime:
        if not kind.keeps_hours:
            return self.now
        found = self.arrivals.get(working)
        if found is None:
            try:
                found = working.next_arrival(self.now)
            except NoWorkingTime:
                found = self.now
            self.arrivals[working] = found
        return found


def _may_be_told(working: WorkingTime, at: datetime) -> bool:
    """Whether the person is not on leave at that moment."""
    return not any(start <= at < end for start, end in working.away)


def _project_ids(due: Sequence[Due]) -> set[int]:
    return {each.of.project_id for each in due if each.of.project_id is not None}


def _hours(session: Session, due: Sequence[Due]) -> dict[tuple[str, str | None], Hours]:
    """(team, person) → their hours; of nobody, and of somebody we never met, the workspace's."""
    found: dict[tuple[str, str | None], Hours] = {}
    for team_id, rules in groupby(sorted(due, key=lambda each: each.of.team_id), lambda each: each.of.team_id):
        people = {each.of.user_id for each in rules}
        known = hours_of(session, team_id, [each for each in people if each])
        others = Hours(usual(session, team_id))
        found |= {(team_id, each): known.get(each or "", others) for each in people}
    return found
