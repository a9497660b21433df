"""What the alarm clock calls: find what is due, write down that it happened, owe what it tells; all in one transaction.

Every process may tick. Rules that somebody else has in hand are left to them, and an occurrence that is written down
already does not happen again. Occurrences go in by rule, day and slot, so that no two writers wait for each other.
Everything is reckoned before anything is written, so that what is written takes a statement of each kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.services.hours import Hours, hours_of, usual
from bot.services.schedules.kinds import Firing, Kind, Place, following, hours_for
from bot.services.schedules.occurrences import (
    Due,
    Written,
    move_on,
    read_due,
    read_places,
    write_as_planned,
    write_down,
)
from bot.worktime import NoWorkingTime, WorkingTime
from models import Rule
from models.enums import ProjectStatus

#: So many missed days of one rule are looked at in one call.
_MISSED = 400
#: What one call bears, of which each rule takes the part that its kind says.
_BEARABLE = 1000


def tick(session: Session, *, kinds: Mapping[str, Kind], now: datetime, at_most: int = 200) -> int:
    """Make what is due happen, so many rules and no more than their kinds bear at once; how many it were. Called again
    until it is none."""
    due = _bearable(read_due(session, kinds, now, at_most), kinds) if kinds else []
    if not due:
        return 0
    look = _Look(kinds, now, _hours(session, due), read_places(session, _project_ids(due)))
    reckoned = [look.reckon(each) for each in due]
    fired = _write_down(session, reckoned, now)
    move_on(session, ((each.due.of.rule_id, each.outline.next) for each in reckoned))
    for name in sorted(fired):
        kinds[name].occur(session, fired[name], now)
    return len(due)


def next_due(session: Session) -> datetime | None:
    """The earliest instant at which a rule is due; None when nothing is to come."""
    query = select(func.min(col(Rule.next_at), type_=UTCDateTime())).where(col(Rule.next_at).is_not(None))
    found = session.scalar(query)
    return found if isinstance(found, datetime) else None


class _Outline(NamedTuple):
    """What rules have in common that wait for the same moment, for one person, by one cadence."""

    kind: Kind
    working: WorkingTime
    #: Each occurrence that was due by now, with why it does not happen; None when it does.
    missed: list[tuple[date, datetime, str | None]]
    #: Of those that happen: the day, the instant, whether the person is on leave then.
    happen: list[tuple[date, datetime, bool]]
    #: The last day that is dealt with then, the next one, and its instant.
    next: tuple[date, date | None, datetime | None]
    #: When the person can be told.
    tell_at: datetime
    #: It happens once, as the rules' rows say it, and nothing of that day was written down before.
    is_planned: bool


class _Reckoned(NamedTuple):
    """What becomes of a rule that is due."""

    due: Due
    outline: _Outline
    place: Place | None


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the clock, and what was read for it."""

    kinds: Mapping[str, Kind]
    now: datetime
    #: (team, person) → their hours.
    hours: Mapping[tuple[str, str | None], Hours]
    places: Mapping[int, Place]
    outlines: dict[tuple[Any, ...], _Outline] = field(default_factory=dict)

    def reckon(self, due: Due) -> _Reckoned:
        of, kind, wall, zone, cadence, next_on, next_at, was_written = due
        place, at_rest = None, None
        if of.project_id is not None:
            place = self.places.get(of.project_id)
            if place is None or place.status is not ProjectStatus.LIVE:
                at_rest = str(place.status) if place is not None else "gone"
        # A morning's rules hold few cadences, and equal ones are one: telling them apart by what they are is enough.
        alike = (kind, of.team_id, of.user_id, wall, zone, id(cadence), next_on, next_at, was_written, at_rest)
        outline = self.outlines.get(alike)
        if outline is None:
            outline = self.outlines[alike] = self._outline(due, at_rest)
        return _Reckoned(due, outline, place)

    def _outline(self, due: Due, at_rest: str | None) -> _Outline:
        kind, hours = self.kinds[due.kind], self.hours[due.of.team_id, due.of.user_id]
        working = hours_for(kind, hours.working)
        days: list[tuple[date, datetime]] = [(due.next_on, due.next_at)]
        day, at = following(kind, due.cadence, due.next_on, due.wall, due.zone, working)
        while day is not None and at is not None and at <= self.now and len(days) < _MISSED:
            days.append((day, at))
            day, at = following(kind, due.cadence, day, due.wall, due.zone, working)
        gone = due.of.user_id is not None and not hours.is_here
        missed, happen = list[tuple[date, datetime, str | None]](), list[tuple[date, datetime, bool]]()
        for each in days:
            away = not _may_be_told(hours.working, each[1])
            reason = self._late(kind, each[1], newest=each is days[-1]) or at_rest or ("gone" if gone else None)
            if reason is None and away and kind.keeps_hours and not kind.stands_in:
                reason = "away"
            missed.append((*each, reason))
            if reason is None:
                happen.append((*each, away and kind.stands_in))
        is_planned = len(missed) == len(happen) == 1 and not due.was_written
        tell_at = self._tell_at(kind, working)
        return _Outline(kind, working, missed, happen, (days[-1][0], day, at), tell_at, is_planned)

    def _late(self, kind: Kind, due_at: datetime, *, newest: bool) -> str | None:
        """Why it is too late for an occurrence; None when it is not."""
        if kind.newest_only and not newest:
            return "superseded"
        return "late" if kind.late is not None and self.now - due_at > kind.late else None

    def _tell_at(self, kind: Kind, working: WorkingTime) -> datetime:
        if not kind.keeps_hours:
            return self.now
        try:
            return working.next_arrival(self.now)
        except NoWorkingTime:
            return self.now


def _bearable(due: Sequence[Due], kinds: Mapping[str, Kind]) -> list[Due]:
    """As many of these as may happen in one call, in the order of their rules."""
    left, found = _BEARABLE, list[Due]()
    for each in due:
        left -= _BEARABLE // kinds[each.kind].at_once
        if left < 0:
            break
        found.append(each)
    return sorted(found, key=lambda each: each.of.rule_id)


def _write_down(session: Session, reckoned: Sequence[_Reckoned], now: datetime) -> dict[str, list[Firing]]:
    """Write down what becomes of these rules; what happens by it, by kinds. What was written down before does not."""
    planned: dict[str, list[int]] = {}
    written: list[Written] = []
    for due, outline, _ in reckoned:
        slot = outline.kind.slot
        if outline.is_planned:
            planned.setdefault(slot, []).append(due.of.rule_id)
        else:
            written += (Written((due.of.rule_id, day, slot), at, reason) for day, at, reason in outline.missed)
    for slot in sorted(planned):
        write_as_planned(session, slot, planned[slot], now)
    others = write_down(session, written, now)
    fired: dict[str, list[Firing]] = {}
    for due, outline, place in reckoned:
        slot, rule_id = outline.kind.slot, due.of.rule_id
        for day, at, away in outline.happen:
            if outline.is_planned or (rule_id, day, slot) in others:
                firing = Firing(due.of, day, at, outline.tell_at, outline.working, place, away)
                fired.setdefault(due.kind, []).append(firing)
    return fired


def _may_be_told(working: WorkingTime, at: datetime) -> bool:
    """Whether the person is not on leave at that moment."""
    return not working.away or not any(start <= at < end for start, end in working.away)


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
