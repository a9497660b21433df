"""What moves along with a date, and what is expected: pure, over any plan."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domains.timeline import Step, expected, is_behind, moved_along
from bot.worktime import WorkingTime

WEEK = WorkingTime()
FRIDAY = date(2027, 11, 5)
CHAIN = (
    Step("milestone:1", "Copy", FRIDAY),
    Step("milestone:2", "Look", FRIDAY + timedelta(5), follows="milestone:1"),
    Step("milestone:3", "Proof", FRIDAY + timedelta(10), follows="milestone:2"),
    Step("milestone:4", "Print", FRIDAY + timedelta(12)),
)


def _later(steps: tuple[Step, ...], key: str, new: date, calendar: WorkingTime = WEEK) -> dict[str, str]:
    return {each.name: each.new.isoformat() for each in moved_along(steps, key, new, calendar)}


def test_a_chain_moves_by_as_many_working_days() -> None:
    assert _later(CHAIN, "milestone:1", date(2027, 11, 9)) == {"Look": "2027-11-12", "Proof": "2027-11-17"}
    assert _later(CHAIN, "milestone:2", date(2027, 11, 9)) == {"Proof": "2027-11-12"}
    assert _later(CHAIN, "milestone:3", date(2027, 11, 9)) == {}
    assert _later(CHAIN, "milestone:9", date(2027, 11, 9)) == {}


def test_holidays_count_as_no_working_days() -> None:
    calendar = WorkingTime(holidays=frozenset({date(2027, 11, 8), date(2027, 11, 11)}))
    assert _later(CHAIN, "milestone:1", date(2027, 11, 9), calendar) == {"Look": "2027-11-12", "Proof": "2027-11-16"}


def test_a_weekend_is_no_working_day_later_but_nothing_comes_before_what_it_follows() -> None:
    steps = (Step("milestone:1", "Copy", FRIDAY), Step("milestone:2", "Look", FRIDAY, follows="milestone:1"))
    assert _later(steps, "milestone:1", FRIDAY + timedelta(2)) == {"Look": (FRIDAY + timedelta(2)).isoformat()}


def test_what_is_done_stays_and_so_does_what_follows_it() -> None:
    done = Step("milestone:2", "Look", FRIDAY + timedelta(5), follows="milestone:1", done=True)
    assert _later((CHAIN[0], done, *CHAIN[2:]), "milestone:1", date(2027, 11, 9)) == {}


def test_a_circle_is_seen() -> None:
    assert is_behind(CHAIN, "milestone:1", "milestone:3")
    assert is_behind(CHAIN, "milestone:2", "milestone:2")
    assert not is_behind(CHAIN, "milestone:3", "milestone:1")
    assert not is_behind(CHAIN, "milestone:4", "milestone:3")


def test_what_is_overdue_comes_today_and_pushes_what_follows() -> None:
    deadline = FRIDAY + timedelta(12)
    assert expected(CHAIN, deadline, FRIDAY, WEEK) == {}
    monday = FRIDAY + timedelta(3)
    assert expected(CHAIN, deadline, monday, WEEK) == {
        "milestone:1": monday,
        "milestone:2": FRIDAY + timedelta(6),
        "milestone:3": FRIDAY + timedelta(11),
    }
    assert expected(CHAIN, FRIDAY + timedelta(10), monday, WEEK)["project"] == FRIDAY + timedelta(11)


def test_what_waits_for_something_late_comes_as_much_later() -> None:
    late = {"milestone:2": 2, "project": 1}
    assert expected(CHAIN, FRIDAY + timedelta(31), FRIDAY, WEEK, late) == {
        "milestone:2": FRIDAY + timedelta(7),
        "milestone:3": FRIDAY + timedelta(12),
        "project": FRIDAY + timedelta(32),
    } | {"project": WEEK.add_days(FRIDAY + timedelta(31), 1)}


days = st.integers(0, 400).map(lambda ahead: date(2027, 1, 1) + timedelta(ahead))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Step, ...]:
    """Milestones in any order, each after an earlier-numbered one or none: a forest, so never a circle."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 12))):
        before = draw(st.sampled_from([None, *steps]))
        when = max(draw(days), before.date) if before else draw(days)
        steps.append(Step(f"milestone:{number}", str(number), when, follows=before.key if before else None))
    return tuple(draw(st.permutations(steps)))


@given(steps=plans(), new=days)
def test_nothing_ends_up_before_what_it_follows(steps: tuple[Step, ...], new: date) -> None:
    first = next(each for each in steps if each.key == "milestone:0")
    later = max(new, first.date)
    at = {each.key: each.date for each in steps} | {first.key: later}
    at |= {each.key: each.new for each in moved_along(steps, first.key, later, WEEK)}
    assert all(at[each.key] >= at[each.follows] for each in steps if each.follows)


@given(steps=plans(), new=days)
def test_only_what_is_behind_it_moves(steps: tuple[Step, ...], new: date) -> None:
    moved = {each.key for each in moved_along(steps, "milestone:0", new, WEEK)}
    assert all(is_behind(steps, "milestone:0", each) and each != "milestone:0" for each in moved)
