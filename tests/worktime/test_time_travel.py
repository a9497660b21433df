"""Every zone and every clock change to 2036: an occurrence is once, at the first minute that its wall shows or passes.

A slice of the zones unless COUNTERSIGN_ZONES=all (`make timetravel`).
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.cadence import Weekly
from bot.services.schedules.kinds import following
from bot.worktime import WorkingTime, valid_zone
from tests.services.scheduling import BELL

ZONES = sorted(zone for zone in available_timezones() if valid_zone(zone))
CHOSEN = ZONES if os.environ.get("COUNTERSIGN_ZONES") == "all" else [*ZONES[::40], "Europe/London", "Africa/Casablanca"]
FIRST, LAST = date(2026, 11, 1), date(2036, 12, 31)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
EVERY_DAY = Weekly(frozenset(range(7)))


def changes(zone: ZoneInfo) -> list[date]:
    """The days within which the offset changes, and the ones beside them."""
    found, day = set(), FIRST
    while day <= LAST:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        if noon.astimezone(zone).utcoffset() != (noon + DAY).astimezone(zone).utcoffset():
            found.update({day - DAY, day, day + DAY, day + 2 * DAY})
        day += DAY
    return sorted(found)


def walk(zone: ZoneInfo, day: date, wall: time) -> datetime:
    """A second way of computing it: look at the wall every minute, from before the day begins anywhere."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    while (shown := at.astimezone(zone).replace(tzinfo=None)) < datetime.combine(day, wall):
        behind = datetime.combine(day, wall) - shown
        # A clock is never put forward by more than a day at once here; near the time go by minutes.
        at += behind - timedelta(hours=3) if behind > timedelta(hours=6) else MINUTE
    return at


@pytest.mark.parametrize("name", CHOSEN)
def test_each_occurrence_is_once_at_the_first_valid_minute(name: str) -> None:
    zone, working = ZoneInfo(name), WorkingTime(name)
    for day in changes(zone) or [FIRST, LAST]:
        for wall in (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(9)):
            found, at = following(BELL, EVERY_DAY, day - DAY, wall, name, working)
            assert found == day
            assert at is not None
            expected = walk(zone, day, wall)
            assert at == expected, f"{day} {wall} in {name}: {at} instead of {expected}"
