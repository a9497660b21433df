"""A project's dates as typed commands need them: what can move, whose calendar counts, what a typed date means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Target
from bot.errors import Invalid
from bot.language.dates import Problem, Reading
from bot.language.schedules import Period
from bot.services.hours import working_time
from bot.services.people import require_insider
from bot.services.projects import get_project
from bot.worktime import WorkingTime
from models.enums import Domain

#: Why a reading gives no date → the sentence's code.
_CODES = {
    Problem.PAST_YEARLESS: "date_past_yearless",
    Problem.PAST: "date_past",
    Problem.AMBIGUOUS: "date_ambiguous",
    Problem.MISMATCH: "date_mismatch",
    Problem.NOT_A_DATE: "date_unknown",
    Problem.BACKWARDS: "away_upside_down",
}


@dataclass(frozen=True, slots=True)
class Dates:
    """What can move in one project, on the calendar of the person who types."""

    today: date
    #: None where the person's locale does not tell; then 3/4 is asked about.
    day_first: bool | None
    targets: tuple[Target, ...]
    #: In whose working days a shift is counted.
    working: WorkingTime = field(default_factory=WorkingTime)

    def target(self, name: str | None) -> Target:
        """The target of this name; the project's own deadline where none was named."""
        return next((each for each in self.targets if each.name == name), self.targets[0])


def read_dates(session: Session, *, team_id: str, user_id: str, project_id: int, now: datetime) -> Dates:
    """Raises Refused for outsiders, NotFound."""
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    targets = KINDS[Domain.DEADLINE].targets(session, project)
    # Of the locales that Slack offers, only American English puts the month first.
    day_first = None if person.locale is None else person.locale != "en-US"
    working = working_time(session, team_id, user_id, leave=False)
    return Dates(now.astimezone(ZoneInfo(person.zone)).date(), day_first, tuple(targets), working)


def last_of(session: Session, *, team_id: str, user_id: str, period: Period) -> date | None:
    """The last day of a typed period; working days are counted in those of whoever typed it."""
    if period.start is None or period.workdays is None:
        return period.end
    working = working_time(session, team_id, user_id, leave=False)
    return working.add_days(period.start - timedelta(days=1), period.workdays)


def unreadable(problem: Problem, candidates: Sequence[date], text: str) -> Invalid:
    """What to tell of a date or a period that cannot be used as it was typed; `choices` are the days to offer."""
    first = candidates[0] if candidates else None
    return Invalid(_CODES.get(problem, "date_unclear"), "date", choices=tuple(candidates), date=first, text=text)


def resolve(reading: Reading, current: date | None, today: date, text: str, working: WorkingTime) -> date:
    """The day that a reading means, counted in working days of `working`; a shift counts from `current`.

    Raises Invalid: past, ambiguous, contradictory, no such day, or none found; `choices` are the days to offer.
    """
    if reading.problem is not None:
        raise unreadable(reading.problem, reading.candidates, text)
    when = reading.date if reading.workdays is None else working.add_days(today, reading.workdays)
    if when is None and current is not None and reading.is_shift:
        if reading.shift_workdays is not None:
            when = working.add_days(current, reading.shift_workdays)
        else:
            when = current + timedelta(days=reading.shift_days or 0)
    if when is None:
        raise Invalid("date_unclear", "date", text=text)
    if when < today:
        raise Invalid("date_past", "date", date=when)
    return when
