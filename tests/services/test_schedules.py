"""Rules and occurrences: each once, at its time of the wall, late or not at all by its kind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.cadence import Once, Weekly
from bot.services import absences
from bot.services.schedules import drop_rules, next_due, plan_again, set_rule, tick
from models import Occurrence, Person, PersonSettings, Project, Rule
from models.enums import ProjectStatus
from models.schedule import Outcome
from tests.services.scheduling import (
    BELL,
    CHECK_IN,
    DIGEST,
    FOR_DEPUTIES,
    KINDS,
    NOW,
    REMINDER,
    TEAM,
    Bell,
    found,
    ring_at,
    told,
    written,
)

DAY = timedelta(days=1)
MONDAY = NOW.date()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        found(opened, "UTC", "U1", "U2")
        yield opened


def ring(session: Session, at: datetime) -> int:
    count = tick(session, kinds=KINDS, now=at)
    session.expire_all()
    return count


def test_nothing_happens_before_its_time_and_then_once(session: Session) -> None:
    ring_at(session, BELL)
    assert next_due(session) == NOW + timedelta(hours=1)
    assert ring(session, NOW + timedelta(minutes=59)) == 0
    assert ring(session, NOW + timedelta(minutes=60)) == 1
    assert ring(session, NOW + timedelta(minutes=60)) == 0
    assert told(session) == ["bell:x:2027-01-04"]
    assert next_due(session) == NOW + timedelta(hours=25)


@pytest.mark.parametrize(
    ("day", "wall", "instant"),
    [
        (date(2027, 3, 28), time(1, 30), "2027-03-28T01:00"),  # the gap: the first minute after it
        (date(2027, 10, 31), time(1, 30), "2027-10-31T00:30"),  # shown twice: the first time
    ],
)
def test_a_time_that_a_clock_change_leaves_out_or_shows_twice_happens_once(
    session: Session, day: date, wall: time, instant: str
) -> None:
    ring_at(session, BELL, wall=wall, zone="Europe/London", on=Once(day))
    due = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert next_due(session) == due
    for hours in range(-3, 6):
        ring(session, due + timedelta(hours=hours))
    assert told(session) == [f"bell:x:{day}"]


def test_a_reminder_comes_up_to_a_day_late_and_in_working_time(session: Session) -> None:
    ring_at(session, REMINDER, user_id="U1", on=Weekly(frozenset(range(5))))
    # Down from Monday to Wednesday evening: Monday's is more than a day late, Tuesday's too.
    ring(session, NOW + 2 * DAY + timedelta(hours=12))
    assert written(session) == [
        (MONDAY, "skipped", "late"),
        (MONDAY + DAY, "skipped", "late"),
        (MONDAY + 2 * DAY, "fired", None),
    ]
    assert told(session) == ["reminder:x:2027-01-06"]


def test_a_check_in_comes_up_to_two_hours_late(session: Session) -> None:
    ring_at(session, CHECK_IN)
    ring(session, NOW + timedelta(hours=3))
    assert written(session) == [(MONDAY, "fired", None)]
    ring(session, NOW + DAY + timedelta(hours=3, seconds=1))
    assert written(session)[1:] == [(MONDAY + DAY, "skipped", "late")]


def test_of_several_digests_that_were_missed_only_the_newest_comes(session: Session) -> None:
    ring_at(session, DIGEST)
    ring(session, NOW + 3 * DAY)
    assert [each[1:] for each in written(session)] == [("skipped", "superseded")] * 2 + [("fired", None)]
    assert told(session) == ["digest:x:2027-01-06"]


def test_nothing_is_for_a_day_off_and_what_is_early_waits_for_work(session: Session) -> None:
    session.add(PersonSettings(team_id=TEAM, user_id="U1", work_from=time(11), weekdays="01"))
    session.flush()
    ring_at(session, REMINDER, user_id="U1")
    due = [next_due(session)]
    for _ in range(2):
        assert due[-1] is not None
        ring(session, due[-1])
        due.append(next_due(session))
    monday = datetime(2027, 1, 4, 11, tzinfo=UTC)
    assert due == [monday, monday + DAY, monday + 7 * DAY]


def test_who_is_away_is_left_alone_and_who_stands_in_is_not(session: Session) -> None:
    ring_at(session, REMINDER, user_id="U1")
    ring_at(session, FOR_DEPUTIES, user_id="U1")
    absences.announce(session, team_id=TEAM, user_id="U1", start=NOW, end=NOW + 3 * DAY, now=NOW)
    ring(session, NOW + timedelta(hours=1))
    assert told(session) == ["for_deputies:x:2027-01-04"]
    assert ("skipped", "away") in [each[1:] for each in written(session)]
    rule = session.exec(select(Rule).where(Rule.kind == "reminder")).one()
    assert rule.next_on == date(2027, 1, 7), "the first day back"


def test_leave_that_ends_early_brings_the_reminders_back(session: Session) -> None:
    leave = absences.announce(session, team_id=TEAM, user_id="U1", start=NOW, end=NOW + 20 * DAY, now=NOW)
    ring_at(session, REMINDER, user_id="U1")
    assert next_due(session) == NOW + 21 * DAY + timedelta(hours=1)
    absences.take_back(session, team_id=TEAM, user_id="U1", leave_ids=[leave.id or 0], now=NOW)
    plan_again(session, KINDS, team_id=TEAM, user_id="U1", now=NOW)
    assert next_due(session) == NOW + timedelta(hours=1)


def test_a_person_who_moves_is_told_once_a_day_all_the_same(session: Session) -> None:
    ring_at(session, REMINDER, user_id="U1")
    ring(session, NOW + timedelta(hours=1))
    person = session.get_one(Person, (TEAM, "U1"))
    person.zone = "America/New_York"
    session.add(person)
    session.flush()
    plan_again(session, KINDS, team_id=TEAM, user_id="U1", now=NOW + timedelta(hours=2))
    assert next_due(session) == datetime(2027, 1, 5, 14, tzinfo=UTC), "Tuesday at nine in New York"


def test_a_rule_that_is_changed_after_it_happened_waits_for_the_next_day(session: Session) -> None:
    ring_at(session, BELL)
    ring(session, NOW + timedelta(hours=1))
    ring_at(session, BELL, wall=time(12), now=NOW + timedelta(hours=2))
    assert next_due(session) == datetime(2027, 1, 5, 12, tzinfo=UTC)


def test_what_is_due_stays_due_when_its_rule_is_changed(session: Session) -> None:
    ring_at(session, BELL)
    late = NOW + timedelta(hours=2)
    ring_at(session, BELL, wall=time(12), now=late)
    ring(session, late)
    assert told(session) == ["bell:x:2027-01-04"]


def test_a_rule_that_was_dropped_is_silent_until_it_is_set_again(session: Session) -> None:
    ring_at(session, BELL)
    drop_rules(session, BELL, team_id=TEAM, subjects=["x"])
    assert ring(session, NOW + 5 * DAY) == 0
    ring_at(session, BELL, now=NOW + 5 * DAY)
    assert next_due(session) == NOW + 5 * DAY + timedelta(hours=1)


@pytest.mark.parametrize("status", [ProjectStatus.ON_HOLD, ProjectStatus.CLOSED, ProjectStatus.PLANNING])
def test_a_projects_clock_stands_still_unless_it_is_live(session: Session, status: ProjectStatus) -> None:
    project = Project(
        team_id=TEAM, name="Acme", client="Acme", status=status, made_by="U1", am_id="U1", pm_id="U2",
        deadline=date(2027, 3, 1), home_channel="C1", created_at=NOW,
    )  # fmt: skip
    session.add(project)
    session.flush()
    ring_at(session, BELL, project_id=project.id)
    ring(session, NOW + timedelta(hours=1))
    assert written(session) == [(MONDAY, "skipped", str(status))]
    project.status = ProjectStatus.LIVE
    session.add(project)
    session.flush()
    ring(session, NOW + DAY + timedelta(hours=1))
    assert told(session) == ["bell:x:2027-01-05"]


def test_who_left_or_turned_out_to_be_a_guest_is_told_nothing(session: Session) -> None:
    for user_id, field in (("U1", "is_deleted"), ("U2", "is_guest")):
        ring_at(session, REMINDER, user_id, user_id=user_id)
        setattr(session.get_one(Person, (TEAM, user_id)), field, True)
    session.flush()
    ring(session, NOW + timedelta(hours=1))
    assert {each[1:] for each in written(session)} == {("skipped", "gone")}


def test_an_unknown_zone_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="Mars/Olympus"):
        set_rule(session, BELL, team_id=TEAM, subject="x", wall=time(9), zone="Mars/Olympus", on=Once(MONDAY), now=NOW)
    assert session.exec(select(Rule)).all() == []


def test_a_kind_that_only_a_newer_version_knows_is_left_to_it(session: Session) -> None:
    ring_at(session, BELL)
    ring_at(session, REMINDER)
    assert tick(session, kinds={"bell": BELL}, now=NOW + timedelta(hours=1)) == 1
    assert told(session) == ["bell:x:2027-01-04"]


class Slow(Bell):
    """One that takes long: two at a time."""

    name: ClassVar[str] = "slow"
    at_once: ClassVar[int] = 2


def test_a_kind_that_takes_long_happens_a_few_at_a_time_and_keeps_its_turn(session: Session) -> None:
    kinds = {**KINDS, "slow": Slow()}
    for number in range(5):
        ring_at(session, kinds["slow"], f"{number}", wall=time(9))
    ring_at(session, BELL, wall=time(9, 1))
    at, taken = NOW + timedelta(hours=2), []
    while count := tick(session, kinds=kinds, now=at):
        taken.append(count)
    assert taken == [2, 2, 2]
    assert len(told(session)) == 6


def test_what_is_written_down_already_does_not_happen_though_its_rule_waits_for_it(session: Session) -> None:
    for subject in "xyz":
        ring_at(session, BELL, subject)
    rule = session.exec(select(Rule).where(Rule.subject == "y")).one()
    written_before = Occurrence(
        rule_id=rule.id or 0, on_date=MONDAY, due_at=NOW, outcome=Outcome.SKIPPED, reason="late", created_at=NOW
    )
    session.add(written_before)
    session.flush()
    assert tick(session, kinds=KINDS, now=NOW + timedelta(hours=1)) == 3
    assert told(session) == ["bell:x:2027-01-04", "bell:z:2027-01-04"]
    assert tick(session, kinds=KINDS, now=NOW + timedelta(hours=1)) == 0
