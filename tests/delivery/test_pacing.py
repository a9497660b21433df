"""The bucket of each team and method, Slack's pauses, and our own between attempts."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import BURST, PER_SECOND, Pace, back_off
from tests.delivery.scene import START

NONE = timedelta(0)
POST = "chat.postMessage"


def test_a_burst_passes_and_then_five_a_second() -> None:
    pace = Pace()
    assert {pace.take("T1", POST, START) for _ in range(BURST)} == {NONE}
    wait = pace.take("T1", POST, START)
    assert wait == timedelta(seconds=1 / PER_SECOND)
    assert pace.take("T1", POST, START + wait) == NONE
    later = START + wait + timedelta(seconds=1)
    assert [pace.take("T1", POST, later) == NONE for _ in range(6)] == [True] * 5 + [False]


def test_teams_and_methods_have_buckets_of_their_own() -> None:
    pace = Pace()
    for _ in range(BURST):
        pace.take("T1", POST, START)
    assert pace.take("T2", POST, START) == pace.take("T1", "chat.update", START) == NONE


def test_a_pause_holds_until_it_is_over_and_a_shorter_one_does_not_end_it() -> None:
    pace = Pace()
    pace.pause("T1", POST, START + timedelta(seconds=30))
    pace.pause("T1", POST, START + timedelta(seconds=3))
    assert pace.take("T1", POST, START + timedelta(seconds=10)) == timedelta(seconds=20)
    assert pace.take("T1", "chat.update", START) == NONE
    assert pace.take("T1", POST, START + timedelta(seconds=30)) == NONE


@given(st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=900))
def test_no_more_than_the_burst_and_five_a_second_ever_pass(gaps: list[float]) -> None:
    pace, now, passed = Pace(), START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        passed += pace.take("T1", POST, now) == NONE
    # A rounding of the clock's microseconds may round up to one call.
    assert passed <= BURST + PER_SECOND * (now - START).total_seconds() + 1


@given(st.integers(min_value=0, max_value=10_000), st.floats(min_value=0, max_value=1))
def test_pauses_grow_to_a_minute_and_spread_by_a_quarter(attempts: int, chance: float) -> None:
    full = min(60, 2.0 ** min(attempts, 6))
    assert timedelta(seconds=full * 0.75) <= back_off(attempts, chance) <= timedelta(seconds=full)
