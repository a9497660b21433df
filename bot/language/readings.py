"""What was understood of one typed text: the answer, or what to ask about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a text gives no day that may simply be taken. Each is asked or refused, never guessed."""

    #: day and month without a year, passed within the asking window; candidates: the next one
    PAST_YEARLESS = "past_yearless"
    #: written with its year, and over; candidates: the day as written
    PAST = "past"
    #: two or more days fit: 3/4, "12-14 Dec", "before Friday"; candidates: all of them
    AMBIGUOUS = "ambiguous"
    #: the weekday contradicts the date; candidates: the date as written, the nearest such weekday
    MISMATCH = "mismatch"
    #: shaped like a date, but there is none: 31 Feb, 14/14
    NOT_A_DATE = "not_a_date"
    #: a period whose end is before its start; candidates: start and end as written
    BACKWARDS = "backwards"
    #: neither a day nor a shift was found
    NONE_FOUND = "none_found"


@dataclass(frozen=True, slots=True)
class Day:
    """One day as said: either `date`, or a `problem` with the days it may have meant."""

    date: dt.date | None = None
    problem: Problem | None = None
    candidates: tuple[dt.date, ...] = ()
    #: "in 3 working days": from Monday to Friday that is `date`; by somebody's holidays it may be later
    workdays: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one text.

    `shift_days` and `shift_workdays` are signed: later is positive, sooner negative. A text may hold a date and
    a shift ("by a week, so to the 24th"). `span` is the stretch of the text that was read, as a slice.
    `workdays` tells that `date` is so many working days ahead, counted from Monday to Friday.
    """

    date: dt.date | None = None
    shift_days: int | None = None
    shift_workdays: int | None = None
    problem: Problem | None = None
    candidates: tuple[dt.date, ...] = ()
    span: tuple[int, int] | None = None
    workdays: int | None = None

    @property
    def is_shift(self) -> bool:
        """Whether a duration of change was stated, whatever its unit."""
        return self.shift_days is not None or self.shift_workdays is not None
