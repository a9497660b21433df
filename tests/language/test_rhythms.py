"""How often, on which day and when, as it is typed."""

from datetime import time

import pytest

from bot.language.rhythms import Rhythm, read_rhythm

HALF_NINE = time(9, 30)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tuesday 9:30", Rhythm(1, HALF_NINE)),
        ("tue at 9.30am", Rhythm(1, HALF_NINE)),
        ("Tuesdays", Rhythm(1)),
        ("9:30", Rhythm(wall=HALF_NINE)),
        ("every other Monday at 2 pm", Rhythm(0, time(14), 2)),
        ("every 3 weeks, Thu 00:00", Rhythm(3, time(0), 3)),
        ("fortnightly Fri noon", Rhythm(4, time(12), 2)),
        ("every week", Rhythm(every=1)),
        ("never", Rhythm(is_off=True)),
    ],
)
def test_what_is_meant(text: str, meant: Rhythm) -> None:
    assert read_rhythm(text) == meant


@pytest.mark.parametrize(
    "text",
    ["", " ", "blah", "Tuesday 25:00", "Tuesday 9:61", "13pm", "0am", "at 9", "Mon Tue", "9:30 10:30", "never Friday",
     "every 9 weeks", "Tuesday because", "<!channel>", "Tuesday " * 40, "٣:٣٠"],
)  # fmt: skip
def test_what_is_not_clear_is_said_to_be(text: str) -> None:
    assert read_rhythm(text).unread
