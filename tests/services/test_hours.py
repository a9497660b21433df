"""A person's working time: what they set, else what the workspace set, else the product's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.services import absences, hours
from models import Person, PersonSettings, Workspace

TEAM = "T1"
NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as found:
        found.add(Workspace(team_id=TEAM, zone="Europe/London", created_at=NOW))
        found.flush()
        yield found


def person(session: Session, user_id: str = "U1", **given: Any) -> None:
    fields = {"name": user_id, "first_name": user_id, "zone": "Europe/Prague", "asked_at": NOW}
    session.add(Person(team_id=TEAM, user_id=user_id, **fields | given))
    session.flush()


def test_until_somebody_sets_something_it_is_nine_to_half_past_five(session: Session) -> None:
    person(session)
    found = hours.working_time(session, TEAM, "U1")
    assert (found.zone, found.start, found.end) == ("Europe/Prague", time(9), time(17, 30))
    assert found.weekdays == frozenset(range(5))
    assert found.is_working_day(date(2027, 7, 5)), "no country, no holidays"


def test_what_the_workspace_set_holds_until_the_person_sets_something(session: Session) -> None:
    person(session)
    person(session, "U2")
    session.get_one(Workspace, TEAM).work_from = time(10)
    session.get_one(Workspace, TEAM).country = "CZ"
    session.add(PersonSettings(team_id=TEAM, user_id="U2", work_from=time(8), weekdays="0123", country=""))
    session.flush()
    first, second = (hours.working_time(session, TEAM, each) for each in ("U1", "U2"))
    assert (first.start, second.start) == (time(10), time(8))
    assert not first.is_working_day(date(2027, 7, 5))
    assert second.is_working_day(date(2027, 7, 5)), "their own word: no holidays"
    assert not second.is_working_day(date(2027, 7, 9))


def test_leave_is_no_working_time_unless_it_is_left_out(session: Session) -> None:
    person(session)
    day = timedelta(days=1)
    for start, end in (
        (NOW, NOW + 2 * day),
        (NOW + day, datetime(2027, 1, 9, tzinfo=UTC)),
        (NOW + 8 * day, NOW + 9 * day),
    ):
        absences.announce(session, team_id=TEAM, user_id="U1", start=start, end=end, now=NOW)
    away = hours.working_time(session, TEAM, "U1")
    assert len(away.away) == 2, "what overlaps is one"
    assert away.next_opening(NOW) == datetime(2027, 1, 11, 8, tzinfo=UTC)
    assert away.next_opening(NOW + 8 * day) == NOW + 9 * day, "and the next one counts as well"
    assert hours.working_time(session, TEAM, "U1", leave=False).is_working_moment(NOW)


def test_somebody_never_met_and_a_zone_nobody_knows_are_the_workspaces(session: Session) -> None:
    person(session, zone="Mars/Olympus")
    assert hours.working_time(session, TEAM, "U1").zone == "Europe/London"
    assert hours.working_time(session, TEAM, "U9").zone == "Europe/London"
    assert hours.usual(session, "T2").zone == "UTC"


def test_the_morning_message_has_an_hour_and_days_of_its_own(session: Session) -> None:
    person(session)
    person(session, "U2")
    own = {"digest_at": time(8, 30), "digest_days": "02", "digest_parts": "needs,due"}
    session.add(PersonSettings(team_id=TEAM, user_id="U2", **own))
    session.flush()
    found = hours.hours_of(session, TEAM, ["U1", "U2", "U9"])
    assert sorted(found) == ["U1", "U2"]
    assert (found["U1"].digest_at, found["U1"].digest_days, found["U1"].digest_parts) == (
        time(9),
        frozenset(range(5)),
        None,
    )
    assert (found["U2"].digest_days, found["U2"].digest_parts) == (frozenset({0, 2}), frozenset({"needs", "due"}))
