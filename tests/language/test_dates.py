"""What one typed text means, said on Wednesday 18 November 2026 unless told otherwise."""

from datetime import date

import pytest

from bot.language.dates import Problem, read_date

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14 Dec", "2026-12-14"),
        ("Dec 14", "2026-12-14"),
        ("14Dec", "2026-12-14"),
        ("14th December 2027", "2027-12-14"),
        ("14th of December", "2026-12-14"),
        ("14-Dec-27", "2027-12-14"),
        ("14 Dec 27", "2027-12-14"),
        ("5 Mar '27", "2027-03-05"),
        ("2027-12-14", "2027-12-14"),
        ("2027/12/14", "2027-12-14"),
        ("14/12/27", "2027-12-14"),
        ("14.12.2027", "2027-12-14"),
        ("12/14/2027", "2027-12-14"),
        ("14/12", "2026-12-14"),
        ("4/30", "2027-04-30"),
        ("26.06", "2027-06-26"),
        ("4/4", "2027-04-04"),
        ("Dec 14, 2027", "2027-12-14"),
        ("December the 14th, 2027", "2027-12-14"),
        ("Fri 15 Jan 2027", "2027-01-15"),
        ("Friday, 27.11.", "2026-11-27"),
        ("Thu 26", "2026-11-26"),
        ("18 Nov", "2026-11-18"),
        ("today", "2026-11-18"),
        ("EOD", "2026-11-18"),
        ("tomorrow", "2026-11-19"),
        ("2moro", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("friday", "2026-11-20"),
        ("this Friday", "2026-11-20"),
        ("wednesday", "2026-11-25"),
        ("EOD Thurs", "2026-11-19"),
        ("next Friday", "2026-11-27"),
        ("next Mon", "2026-11-23"),
        ("next week Tuesday", "2026-11-24"),
        ("Monday week", "2026-11-30"),
        ("a week on Friday", "2026-11-27"),
        ("a week from Friday", "2026-11-27"),
        ("a week today", "2026-11-25"),
        ("this time next week", "2026-11-25"),
        ("a week tomorrow", "2026-11-26"),
        ("in 2 weeks", "2026-12-02"),
        ("in a fortnight", "2026-12-02"),
        ("in twelve days", "2026-11-30"),
        ("in a couple of days", "2026-11-20"),
        ("in 48 hours", "2026-11-20"),
        ("in 3 working days", "2026-11-23"),
        ("start of next week", "2026-11-23"),
        ("middle of next week", "2026-11-25"),
        ("end of next week", "2026-11-27"),
        ("w/c 7 December", "2026-12-07"),
        ("week commencing 7th December", "2026-12-07"),
        ("January, w/c 11th", "2027-01-11"),
        ("the 3rd", "2026-12-03"),
        ("Fri 27th", "2026-11-27"),
        ("may 3", "2027-05-03"),
        ("the nineteenth", "2026-11-19"),
        ("by the 18th", "2026-12-18"),
        ("the 31st", "2026-12-31"),
        ("end of month", "2026-11-30"),
        ("month-end", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of May", "2027-05-31"),
        ("last day of Feb", "2027-02-28"),
        ("first Monday in December", "2026-12-07"),
        ("last Friday in July", "2027-07-30"),
        ("NYE", "2026-12-31"),
        ("3 days after 14 Dec", "2026-12-17"),
        ("the Wednesday after the 14th", "2026-12-16"),
        ("29 Feb", "2028-02-29"),
        ("Sunday 20 December", "2026-12-20"),
    ],
)
def test_a_day_is_read_in_the_forms_people_type(typed: str, meant: str) -> None:
    reading = read_date(typed, WEDNESDAY)
    assert (reading.date, reading.problem) == (date.fromisoformat(meant), None)


@pytest.mark.parametrize(
    ("typed", "in_days", "in_workdays"),
    [
        ("+3 days", 3, None),
        ("-3 days", -3, None),
        ("+2w", 14, None),
        ("a fortnight", 14, None),
        ("a week later", 7, None),
        ("a week earlier", -7, None),
        ("two days early", -2, None),
        ("3 working days later", None, 3),
        ("2 business days sooner", None, -2),
        ("another couple of days", 2, None),
        ("48 hr extension", 2, None),
        ("push it by one week", 7, None),
        ("bring it forward two days", -2, None),
        ("buy me five days", 5, None),
        ("shave four days off the timeline", -4, None),
        ("tack on another week", 7, None),
        ("slide right by 10 days", 10, None),
        ("twelve more days", 12, None),
    ],
)
def test_a_shift_is_signed_and_keeps_its_unit(typed: str, in_days: int | None, in_workdays: int | None) -> None:
    reading = read_date(typed, WEDNESDAY)
    assert (reading.shift_days, reading.shift_workdays, reading.date) == (in_days, in_workdays, None)


@pytest.mark.parametrize(
    ("typed", "problem", "candidates"),
    [
        ("10 Nov", Problem.PAST_YEARLESS, ["2027-11-10"]),
        ("19 Sep", Problem.PAST_YEARLESS, ["2027-09-19"]),
        ("10/31", Problem.PAST_YEARLESS, ["2027-10-31"]),
        ("first Monday in November", Problem.PAST_YEARLESS, ["2027-11-01"]),
        ("10 Nov 2026", Problem.PAST, ["2026-11-10"]),
        ("2026-11-17", Problem.PAST, ["2026-11-17"]),
        ("last Friday", Problem.PAST, ["2026-11-13"]),
        ("3/4", Problem.AMBIGUOUS, ["2027-04-03", "2027-03-04"]),
        ("3/4/27", Problem.AMBIGUOUS, ["2027-04-03", "2027-03-04"]),
        ("12-14 Dec", Problem.AMBIGUOUS, ["2026-12-12", "2026-12-14"]),
        ("Thursday or Friday", Problem.AMBIGUOUS, ["2026-11-19", "2026-11-20"]),
        ("before Friday", Problem.AMBIGUOUS, ["2026-11-19", "2026-11-20"]),
        ("Friday after next", Problem.AMBIGUOUS, ["2026-11-27", "2026-12-04"]),
        ("Thu 15 Jan 2027", Problem.MISMATCH, ["2027-01-15", "2027-01-14"]),
        ("w/c 8 December", Problem.MISMATCH, ["2026-12-08", "2026-12-07"]),
        ("Fri 25th", Problem.MISMATCH, ["2026-11-25", "2026-11-27"]),
        ("31 Feb", Problem.NOT_A_DATE, []),
        ("29 Feb 2027", Problem.NOT_A_DATE, []),
        ("14/14", Problem.NOT_A_DATE, []),
        ("32 Dec", Problem.NOT_A_DATE, []),
        ("", Problem.NONE_FOUND, []),
        ("sooner", Problem.NONE_FOUND, []),
        ("2-3 days later", Problem.NONE_FOUND, []),
        ("one more sprint", Problem.NONE_FOUND, []),
        ("we won't make Friday", Problem.NONE_FOUND, []),
        ("ahead of Thanksgiving", Problem.NONE_FOUND, []),
        ("2 days of Ellie's time", Problem.NONE_FOUND, []),
        ("the 2nd round", Problem.NONE_FOUND, []),
        ("the second landing page", Problem.NONE_FOUND, []),
        ("v2.14 costs £12.50 at 10.30", Problem.NONE_FOUND, []),
        ("we may 3 people sat down", Problem.NONE_FOUND, []),
        ("December", Problem.NONE_FOUND, []),
        ("next week", Problem.NONE_FOUND, []),
    ],
)
def test_what_is_no_single_day_is_asked_and_not_guessed(typed: str, problem: Problem, candidates: list[str]) -> None:
    reading = read_date(typed, WEDNESDAY)
    assert (reading.date, reading.problem) == (None, problem)
    assert [str(each) for each in reading.candidates] == candidates
    assert not reading.is_shift


@pytest.mark.parametrize(("ago", "asked"), [(0, False), (1, True), (60, True), (61, False)])
def test_a_yearless_day_is_asked_about_for_sixty_days_after_it_passed(ago: int, asked: bool) -> None:
    today = date.fromordinal(date(2026, 6, 1).toordinal() + ago)
    reading = read_date("1 June", today)
    assert (reading.problem is Problem.PAST_YEARLESS) is asked
    assert (reading.date or reading.candidates[0]) == date(2027 if ago else 2026, 6, 1)


def test_the_order_of_day_and_month_is_the_writers_where_it_is_known() -> None:
    assert read_date("3/4/27", WEDNESDAY, day_first=True).date == date(2027, 4, 3)
    assert read_date("3/4/27", WEDNESDAY, day_first=False).date == date(2027, 3, 4)
    assert read_date("4/30/27", WEDNESDAY, day_first=True).date == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("from Thursday to Monday", "2026-11-23"),
        ("8/24 (was Sept 8)", "2027-08-24"),
        ("~5th~ 8th", "2026-12-08"),
        ("not Friday, Monday please", "2026-11-23"),
        ("Friday instead of Tuesday", "2026-11-20"),
        ("Friday is out, how about next Wednesday?", "2026-11-25"),
        ("The code freeze lifts 1 December. Can it wait till then?", "2026-12-01"),
        ("Since Tom is off until 30 Nov, can we move the edit to 4 Dec?", "2026-12-04"),
        ("launch moves to 14 January (was 7 January)", "2027-01-14"),
        ("can't we say Friday?", "2026-11-20"),
        ("why not Friday?", "2026-11-20"),
        ("why don't we go for Monday instead of Friday", "2026-11-23"),
        ("we promised Tuesday but need Thursday", "2026-11-19"),
        ("<@U123> launch to <https://x.test/1/2/2030|4 Dec> please", "2026-12-04"),
    ],
)
def test_of_old_and_new_days_the_new_one_is_taken(said: str, meant: str) -> None:
    assert read_date(said, WEDNESDAY).date == date.fromisoformat(meant)


def test_a_day_and_a_shift_may_both_be_said() -> None:
    reading = read_date("push the designs by a week, so to the 24th", WEDNESDAY)
    assert (reading.date, reading.shift_days) == (date(2026, 11, 24), 7)


def test_a_day_that_only_explains_a_shift_is_left_out() -> None:
    reading = read_date("can't do Thursday any more, push it out 4 days", WEDNESDAY)
    assert (reading.date, reading.shift_days) == (None, 4)


def test_the_span_is_the_stretch_that_was_read() -> None:
    text = "Homepage copy 3 days later please"
    span = read_date(text, WEDNESDAY).span
    assert span is not None
    assert text[slice(*span)] == "3 days later"
