"""What holds of any text and any day: nothing raises, nothing is over."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import Problem, read_date
from bot.language.phrases import read_deadline_phrase, read_period


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200), st.dates(), st.sampled_from([None, True, False]))
def test_no_text_raises(text: str, today: date, day_first: bool | None) -> None:
    read_date(text, today, day_first=day_first)


_PIECES = st.sampled_from(
    [
        "in",
        "a",
        "week",
        "on",
        "friday",
        "next",
        "31",
        "29",
        "Feb",
        "of",
        "the",
        "3rd",
        "-",
        "/",
        ".",
        "9999",
        "12",
        "days",
        "after",
        "before",
        "+",
        "end",
        "month",
        "last",
        "first",
        "w/c",
        "working",
        "more",
        "later",
        "~",
        "<",
        "|",
        ">",
        "'",
        "2026",
        "²",
        "٣",
        "İ",
        "tomorrow",
        "or",
        "from",
        "to",
        "then",
        "not",
        "at",
        "within",
        "couple",
        "hours",
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.lists(_PIECES, max_size=25), st.sampled_from(["", " "]), st.dates())
def test_no_mixture_of_date_words_raises_and_an_answer_is_never_over(
    pieces: list[str], between: str, today: date
) -> None:
    reading = read_date(between.join(pieces), today)
    assert reading.date is None or reading.date >= today
    assert (reading.date is None) or (reading.problem is None)


@pytest.mark.parametrize(
    ("text", "today"),
    [("in 2 weeks", date.max), ("Friday week", date.max), ("the 3rd", date.max), ("last Friday", date.min)],
)
def test_at_the_ends_of_the_calendar_there_is_no_such_date(text: str, today: date) -> None:
    assert read_date(text, today).problem is Problem.NOT_A_DATE
    assert read_period(text, today).problem is Problem.NOT_A_DATE
    assert read_deadline_phrase(text, today, ["Launch"]).reading.problem is Problem.NOT_A_DATE


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2097, 1, 1)), st.integers(0, 700))
def test_a_day_written_out_is_the_day_read(today: date, ahead: int) -> None:
    day = date.fromordinal(today.toordinal() + ahead)
    for form in ("%d %b %Y", "%B %d, %Y", "%Y-%m-%d", "%d-%b-%y", "%a %d %B %Y", "by %A %d.%m.%Y"):
        reading = read_date(day.strftime(form), today, day_first=True)
        assert reading.date == day, form
