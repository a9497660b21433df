"""Whatever is written, nothing raises, nothing is over, and the work grows with the length of the text at most.

`make fuzz-text` reads 100,000 such texts; here it is a slice of them.
"""

import cProfile
import os
from collections.abc import Callable
from datetime import date

import pytest

from bot.language.dates import read_date, stretches
from bot.language.phrases import read_deadline_phrase, read_milestone_phrase, read_period
from bot.language.talk import KINDS, read, worth_reading
from tests.language import hostile

TEXTS = int(os.environ.get("COUNTERSIGN_FUZZ_TEXTS", "2000"))
SLICES = 4
WEDNESDAY = date(2026, 11, 18)
NAMES = ("Homepage copy", "Friday newsletter", "May")


@pytest.mark.parametrize("slice_", range(SLICES))
def test_no_hostile_text_raises_and_every_answer_makes_sense(slice_: int) -> None:
    for seed in range(slice_, TEXTS, SLICES):
        text = hostile.text(seed)
        said = date(1990, 1, 1).replace(year=1990 + seed % 100)
        worth_reading(text)
        seen = read(
            text, sent_on=said, author_role=("am", "pm", "other", None)[seed % 4], day_first=None, targets=NAMES
        )
        assert 0 <= seen.confidence <= 1, seed
        assert seen.kind is None or seen.kind in KINDS, seed
        assert seen.proposed_date is None or seen.proposed_date >= said, seed
        assert seen.kind is not None or not seen.is_request, seed
        if len(text) <= 3_000:
            read_deadline_phrase(text, said, NAMES)
            read_milestone_phrase(text, said)
            read_period(text, said)
            stretches(text, said)


def work(call: Callable[[], object]) -> int:
    """How many functions are called, Python's and C's: the same on every machine, however busy."""
    profile = cProfile.Profile()
    profile.runcall(call)
    return sum(each.callcount for each in profile.getstats())


@pytest.mark.parametrize("unit", [*hostile.BOMBS, "fri ", "~a~ ", "not ", "by 3 ", "<a|", "friday or ", "a.b ", "“"])
def test_ten_times_the_text_is_at_most_ten_times_the_work(unit: str) -> None:
    def dates(length: int) -> int:
        text = hostile.of_length(unit, length)
        return work(lambda: read_date(text, WEDNESDAY))

    def talk(length: int) -> int:
        text = hostile.of_length(unit, length)
        return work(lambda: read(text, sent_on=WEDNESDAY, author_role="am", day_first=None))

    assert dates(20_000) <= 11 * dates(2_000) + 2_000
    assert talk(20_000) <= 11 * talk(2_000) + 2_000
    assert talk(40_000) <= 400_000, "a long message is read at its head and its tail only"
