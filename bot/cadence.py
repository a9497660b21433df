"""On which days something happens: pure arithmetic on dates; zones and hours are `bot/worktime.py`.

    Weekly      on these weekdays, each week or each n-th
    Once        on one day
    Ahead       so many working days ahead of a date, and again and again once it is overdue

`next(after, working)` is the first day later than `after`, None when there is none. A cadence is kept as JSON: `kept`
and `read` are each other's reverse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from bot.worktime import NoWorkingTime, WorkingTime

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
#: Overdue, each working day up to this many, then each so many.
DAILY, THEN_EACH = 5, 5
#: Nothing is told earlier than this many working days ahead.
FARTHEST = 200
#: No list of holidays and weekdays leaves less than one working day in so many.
_IDLE = 400


@dataclass(frozen=True, slots=True)
class Weekly:
    """`weekdays` counts Monday as 0; with `every` n, in the week of `since` and each n-th after it.

    `rolls`: a day that is not worked gives the next one of the same seven days that is.
    """

    weekdays: frozenset[int]
    every: int = 1
    since: date = date(2024, 1, 1)
    rolls: bool = False

    def next(self, after: date, working: WorkingTime) -> date | None:
        if not self.rolls:
            return self._next(after)
        day = self._next(after - 6 * _DAY)
        for _ in range(_IDLE):
            if day is None:
                return None
            seven = (day + ahead * _DAY for ahead in range(7))
            worked = next((each for each in seven if working.is_working_day(each)), None)
            if worked is not None and worked > after:
                return worked
            day = self._next(day)
        return None

    def _next(self, after: date) -> date | None:
        if not self.weekdays:
            return None
        first = self.since - self.since.weekday() * _DAY
        day = max(after + _DAY, first)
        for _ in range(7 * self.every + 7):
            if day.weekday() in self.weekdays and (day - first).days // 7 % self.every == 0:
                return day
            day += _DAY
        return None

    def kept(self) -> dict[str, Any]:
        return {
            "weekly": sorted(self.weekdays),
            "every": self.every,
            "since": self.since.isoformat(),
            "rolls": self.rolls,
        }


@dataclass(frozen=True, slots=True)
class Once:
    on: date

    def next(self, after: date, working: WorkingTime) -> date | None:
        return self.on if self.on > after else None

    def kept(self) -> dict[str, Any]:
        return {"once": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Ahead:
    """`offsets` working days ahead of `due`, on working days only; overdue, each of the first five working days and
    each fifth after that. A due day that is not worked counts as reached on the working day before it."""

    due: date
    offsets: frozenset[int]

    def next(self, after: date, working: WorkingTime) -> date | None:
        day = max(after + _DAY, self._first(working))
        left = working.days_between(day, self.due)
        idle = 0
        while idle < _IDLE:
            works = working.is_working_day(day)
            if works and self._tells(day, left):
                return day
            idle = 0 if works else idle + 1
            day += _DAY
            left -= working.is_working_day(day)
        return None

    def hits(self, day: date, working: WorkingTime) -> bool:
        """Whether it is told on `day`."""
        return working.is_working_day(day) and self._tells(day, working.days_between(day, self.due))

    def _tells(self, day: date, left: int) -> bool:
        if day <= self.due:
            return left in self.offsets
        return -left <= DAILY or -left % THEN_EACH == 0

    def kept(self) -> dict[str, Any]:
        return {"ahead": self.due.isoformat(), "offsets": sorted(self.offsets)}

    def _first(self, working: WorkingTime) -> date:
        try:
            # A due day that is not worked lies between the working days: a week more is surely before them all.
            return working.add_days(self.due, -max(self.offsets, default=0)) - _WEEK
        except NoWorkingTime:
            return self.due


Cadence = Weekly | Once | Ahead


def read(kept: Mapping[str, Any]) -> Cadence:
    """Raises ValueError or KeyError for what no cadence was kept as."""
    if "weekly" in kept:
        since = date.fromisoformat(kept["since"])
        return Weekly(frozenset(kept["weekly"]), int(kept["every"]), since, bool(kept.get("rolls")))
    if "once" in kept:
        return Once(date.fromisoformat(kept["once"]))
    return Ahead(date.fromisoformat(kept["ahead"]), frozenset(kept["offsets"]))


@lru_cache(maxsize=4096)
def read_text(kept: str) -> Cadence:
    """The same of a cadence as the row holds it, which many rows do alike."""
    return read(json.loads(kept))
