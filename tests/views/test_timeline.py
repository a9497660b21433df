"""The picture of a plan, and the words that say the same."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.services.timeline import Bar, Timeline
from bot.views.timeline import ALT_TEXT, ROWS, WIDTH, alt_text, draw, note, rows
from bot.views.words import day
from models.enums import ProjectStatus

TODAY = date(2027, 5, 12)
DEADLINE = Bar("Deadline", date(2027, 9, 24), date(2027, 9, 10), None, client_date=True, is_deadline=True)
BARS = (
    Bar("Kick-off", date(2027, 1, 18), date(2027, 1, 18), date(2027, 1, 18)),
    Bar("Homepage copy", date(2027, 5, 7), date(2027, 4, 30)),
    Bar("Soft launch", date(2027, 8, 20), date(2027, 8, 23), client_date=True),
    DEADLINE,
)
PLAN = Timeline("Acme site", "Acme", ProjectStatus.LIVE, TODAY, date(2027, 1, 4), BARS)
DATES = st.dates(date(2026, 1, 1), date(2030, 12, 31))
ANY_BAR = st.builds(
    Bar, st.text(max_size=80), DATES, st.none() | DATES, st.none() | DATES, st.booleans(), st.just(False)
)


def many(count: int, done: int = 0) -> Timeline:
    steps = [Bar(f"Step {n}", TODAY + timedelta(days=n), None, TODAY if n < done else None) for n in range(count)]
    return replace(PLAN, bars=(*steps, DEADLINE))


def test_it_is_a_png_as_wide_as_three_phones() -> None:
    picture = Image.open(io.BytesIO(draw(PLAN)))
    assert (picture.format, picture.width) == ("PNG", WIDTH * 3)
    assert picture.height < 2 * picture.width
    assert draw(PLAN) == draw(PLAN), "the same plan is the same picture"
    assert len(draw(PLAN)) < 100_000


def test_the_words_say_what_the_picture_says() -> None:
    assert alt_text(PLAN) == (
        "Timeline of Acme site on Wed 12 May 2027 (live). "
        "Kick-off: Mon 18 Jan 2027 (done). "
        "Homepage copy: Fri 7 May 2027, first agreed for Fri 30 Apr 2027 (5 days late, +5 working days). "
        "Soft launch: Fri 20 Aug 2027, client date, first agreed for Mon 23 Aug 2027 (−1 working day). "
        "Deadline: Fri 24 Sep 2027, client date, first agreed for Fri 10 Sep 2027 (+10 working days)."
    )


@pytest.mark.parametrize(
    ("count", "done", "first", "last"),
    [
        (13, 0, "Step 0", "Step 12"),
        (20, 10, "Step 7", "Step 19"),
        (40, 5, "Step 5", "Step 17"),
        (30, 30, "Step 17", "Step 29"),
    ],
)
def test_of_a_long_plan_what_comes_next_is_shown_and_always_the_deadline(
    count: int, done: int, first: str, last: str
) -> None:
    shown, more = rows(many(count, done))
    assert (shown[0].name, shown[-2].name, shown[-1].name) == (first, last, "Deadline")
    assert (len(shown), more) == (ROWS, count + 1 - ROWS)
    assert (f"And {more} more." in alt_text(many(count, done))) == (more > 0)


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY_BAR, max_size=30), DATES, st.text(max_size=80))
def test_any_plan_can_be_drawn_and_said(bars: list[Bar], today: date, name: str) -> None:
    ordered = sorted(bars, key=lambda each: each.planned)
    plan = Timeline(name, name, ProjectStatus.ON_HOLD, today, date(2026, 1, 1), (*ordered, DEADLINE))
    assert draw(plan).startswith(b"\x89PNG")
    words = alt_text(plan)
    assert len(words) <= ALT_TEXT
    if len(words) < ALT_TEXT:
        assert all(day(each.planned) in words and note(each, today) in words for each in rows(plan)[0])
