"""What a kind of happening says of itself, and what it is told when it fires."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import ClassVar, NamedTuple

from sqlmodel import Session

from bot.cadence import Cadence
from bot.services.hours import without_leave
from bot.worktime import NoWorkingTime, WorkingTime
from models.enums import ProjectStatus

DAY = timedelta(days=1)
#: Occurrences are looked for so far ahead: more than any list of holidays or leave takes.
_AHEAD = 800


class Of(NamedTuple):
    """What a rule is about, as it was read when it came due."""

    rule_id: int
    team_id: str
    subject: str
    user_id: str | None
    project_id: int | None


class Place(NamedTuple):
    """The project that a rule is of, as it is now."""

    id: int
    team_id: str
    status: ProjectStatus
    home_channel: str


class Firing(NamedTuple):
    """One occurrence that happens now."""

    of: Of
    #: The day on the wall for which it is.
    day: date
    due_at: datetime
    #: When the person may be told: now, or, where it is late, as soon as they work.
    tell_at: datetime
    #: Whose time it was reckoned in.
    working: WorkingTime
    project: Place | None = None
    #: The person is on leave; only where the kind has somebody stand in.
    is_away: bool = False


class Kind(ABC):
    """A kind of happening. Defaults are those of a reminder to one person."""

    name: ClassVar[str]
    #: Which of a day's this is, where a rule has several.
    slot: ClassVar[str] = ""
    #: Later than this it is skipped; None: however late.
    late: ClassVar[timedelta | None] = DAY
    #: Of several that were missed only the newest happens.
    newest_only: ClassVar[bool] = False
    #: It arrives in the working time of `user_id`, and not at all on days that they do not work.
    keeps_hours: ClassVar[bool] = True
    #: While the person is on leave it happens all the same: somebody stands in.
    stands_in: ClassVar[bool] = False
    #: Its time of the wall is set by itself, not by when the person wants the morning message.
    own_wall: ClassVar[bool] = False
    #: So many may happen in one call without holding the database for long.
    at_once: ClassVar[int] = 50

    @abstractmethod
    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        """Owe what is to be told, by keys that name rule and day. At most `at_once`, in the order of the rules."""


def hours_for(kind: Kind, working: WorkingTime) -> WorkingTime:
    """The working time by which a kind's occurrences are reckoned."""
    return without_leave(working) if kind.stands_in else working


def instant(kind: Kind, day: date, wall: time, zone: str, working: WorkingTime) -> datetime | None:
    """When the occurrence of `day` is due, None when it has none on that day; `working` by `hours_for`."""
    if kind.keeps_hours:
        return working.arrival(day, wall)
    return WorkingTime(zone).at_local(day, wall)


@lru_cache(maxsize=4096)
def following(
    kind: Kind, cadence: Cadence, after: date, wall: time, zone: str, working: WorkingTime
) -> tuple[date, datetime] | tuple[None, None]:
    """The first occurrence on a day later than `after`; (None, None) when nothing is to come.

    Kept, since a morning asks the same of hundreds of rules.
    """
    for _ in range(_AHEAD):
        try:
            day = cadence.next(after, working)
        except NoWorkingTime:
            return None, None
        if day is None:
            return None, None
        due_at = instant(kind, day, wall, zone, working)
        if due_at is not None:
            return day, due_at
        after = day
    return None, None
