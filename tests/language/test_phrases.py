"""What is typed behind `/deadline`, `/project milestone` and `/countersign away`, on Wednesday 18 November 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates import Problem
from bot.language.phrases import read_deadline_phrase, read_milestone_phrase, read_period

WEDNESDAY = date(2026, 11, 18)
NAMES = [
    "Homepage copy",
    "Homepage design",
    "May launch",
    "Q4 3 day event",
    "Friday newsletter",
    "Halcyon rebrand",
    "Launch",
    "May",
]


@pytest.mark.parametrize(
    ("typed", "target", "meant", "reason"),
    [
        ("14 Dec because the client's event moved", None, "2026-12-14", "the client's event moved"),
        ("14 Dec 2027 because the client's event moved", None, "2027-12-14", "the client's event moved"),
        ("the deadline to 14 Dec", None, "2026-12-14", None),
        ("Homepage copy +3 days because the client asked", "Homepage copy", "+3", "the client asked"),
        ("HOMEPAGE  COPY to 12 Dec - client is away", "Homepage copy", "2026-12-12", "client is away"),
        ("move homepage copy to friday, client asked", "Homepage copy", "2026-11-20", "client asked"),
        ("Homepage copy: 12 Dec: Client away", "Homepage copy", "2026-12-12", "Client away"),
        ("Launch 14 Dec – client’s event moved", "Launch", "2026-12-14", "client’s event moved"),
        ("halcyon 14 Dec, because of the budget", "Halcyon rebrand", "2026-12-14", "the budget"),
        ("newsletter next Friday since Sam is off", "Friday newsletter", "2026-11-27", "Sam is off"),
        ("May launch 12 Dec", "May launch", "2026-12-12", None),
        ("may launch to 2 June so that print can start", "May launch", "2027-06-02", "print can start"),
        ("Q4 3 day event +2 days due to legal", "Q4 3 day event", "+2", "legal"),
        (
            "Friday newsletter to Monday as Sam is off on Friday",
            "Friday newsletter",
            "2026-11-23",
            "Sam is off on Friday",
        ),
        ("Friday newsletter because it is late", "Friday newsletter", Problem.NONE_FOUND, "it is late"),
        ("14 May", None, "2027-05-14", None),
        ("launch from 3 Dec to 10 Dec", "Launch", "2026-12-10", None),
        ("Dec 14, 2027 because x", None, "2027-12-14", "x"),
        ("from 3 Dec to Dec 14, 2027 because x", None, "2027-12-14", "x"),
        ("Friday, 27.11. because x", None, "2026-11-27", "x"),
        ("14 Dec because Homepage copy is late", None, "2026-12-14", "Homepage copy is late"),
        ("Launch +3 days because the fair is on 9 Dec", "Launch", "+3", "the fair is on 9 Dec"),
        ("Launch 24 Dec - 2 Jan", "Launch", Problem.AMBIGUOUS, None),
        ("", None, Problem.NONE_FOUND, None),
    ],
)
def test_a_deadline_command_is_target_day_and_reason(
    typed: str, target: str | None, meant: str | Problem, reason: str | None
) -> None:
    phrase = read_deadline_phrase(typed, WEDNESDAY, NAMES)
    reading = phrase.reading
    said = f"{reading.shift_days:+d}" if reading.shift_days is not None else reading.problem or str(reading.date)
    assert (phrase.target, said, phrase.reason) == (target, meant, reason)
    assert (phrase.unknown, phrase.alike) == (None, ())


def test_a_name_that_nobody_knows_is_handed_back_in_its_spelling() -> None:
    phrase = read_deadline_phrase("Press Kit to 12 Dec because x", WEDNESDAY, NAMES)
    assert (phrase.target, phrase.unknown, phrase.reason) == (None, "Press Kit", "x")


def test_words_that_fit_several_names_choose_none() -> None:
    phrase = read_deadline_phrase("homepage to 12 Dec", WEDNESDAY, NAMES)
    assert (phrase.target, phrase.unknown, phrase.alike) == (None, None, ("Homepage copy", "Homepage design"))


@pytest.mark.parametrize(
    ("typed", "name", "meant", "client"),
    [
        ("Homepage copy 12 Dec", "Homepage copy", "2026-12-12", None),
        ("Homepage copy due on 12 Dec", "Homepage copy", "2026-12-12", None),
        ("Homepage copy 12 Dec client date", "Homepage copy", "2026-12-12", True),
        ("Homepage copy, client date 12 Dec", "Homepage copy", "2026-12-12", True),
        ("Send to client on 12 Dec internal", "Send to client", "2026-12-12", False),
        ("May launch 12 Dec", "May launch", "2026-12-12", None),
        ("Q4 3 day event 5 Jan (client)", "Q4 3 day event", "2027-01-05", True),
        ("Friday newsletter", "Friday newsletter", Problem.NONE_FOUND, None),
        ("12 Dec Homepage copy", "Homepage copy", "2026-12-12", None),
        ("Copy due 3/4", "Copy", Problem.AMBIGUOUS, None),
        ("Copy 31 Feb", "Copy", Problem.NOT_A_DATE, None),
        ("12 Dec", "", "2026-12-12", None),
    ],
)
def test_a_milestone_is_a_name_with_its_day(typed: str, name: str, meant: str | Problem, client: bool | None) -> None:
    phrase = read_milestone_phrase(typed, WEDNESDAY)
    assert (phrase.name, phrase.reading.problem or str(phrase.reading.date)) == (name, meant)
    assert phrase.client is client


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("24 Dec - 2 Jan", "2026-12-24", "2027-01-02"),
        ("from 24 Dec until 2 Jan", "2026-12-24", "2027-01-02"),
        ("24-28 Dec", "2026-12-24", "2026-12-28"),
        ("until Friday", "2026-11-18", "2026-11-20"),
        ("till 2 Jan", "2026-11-18", "2027-01-02"),
        ("tomorrow", "2026-11-19", "2026-11-19"),
        ("Mon-Wed", "2026-11-23", "2026-11-25"),
        ("Thursday to Tuesday", "2026-11-19", "2026-11-24"),
        ("Friday to Thursday", "2026-11-20", "2026-11-26"),
        ("back on Monday", "2026-11-18", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("for 3 days", "2026-11-18", "2026-11-20"),
        ("3 working days from tomorrow", "2026-11-19", "2026-11-23"),
        ("3 days from Monday", "2026-11-23", "2026-11-25"),
        ("two weeks from Monday", "2026-11-23", "2026-12-06"),
        ("10 Nov - 25 Nov", "2026-11-18", "2026-11-25"),
        ("1 Jul - 25 Nov", "2026-11-18", "2026-11-25"),
        ("since yesterday until Friday", "2026-11-18", "2026-11-20"),
    ],
)
def test_an_absence_has_a_first_and_a_last_day(typed: str, start: str, end: str) -> None:
    period = read_period(typed, WEDNESDAY)
    assert (str(period.start), str(period.end), period.problem, period.back) == (start, end, None, False)


@pytest.mark.parametrize("typed", ["back", "I'm back", "back now"])
def test_who_is_back_is_back(typed: str) -> None:
    assert read_period(typed, WEDNESDAY).back


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("5 Jan 2028 - 2 Jan 2028", Problem.BACKWARDS),
        ("31 Feb", Problem.NOT_A_DATE),
        ("tomorrow - yesterday", Problem.BACKWARDS),
        ("tomorrow - today", Problem.BACKWARDS),
        ("Friday - tomorrow", Problem.BACKWARDS),
        ("5 Jan - 2 Jan", Problem.BACKWARDS),
        ("yesterday", Problem.PAST),
        ("5 Oct - 10 Nov", Problem.PAST_YEARLESS),
        ("3/4 - 5/4", Problem.AMBIGUOUS),
        ("10 Nov", Problem.PAST_YEARLESS),
        ("nonsense", Problem.NONE_FOUND),
    ],
)
def test_an_absence_that_cannot_be_is_told_why(typed: str, problem: Problem) -> None:
    period = read_period(typed, WEDNESDAY)
    assert (period.start, period.end, period.problem) == (None, None, problem)


_TYPED = st.text(max_size=80) | st.lists(
    st.sampled_from(
        [
            "Friday",
            "newsletter",
            "may",
            "3",
            "days",
            "+",
            "-",
            ",",
            ":",
            "because",
            "as",
            "14",
            "Dec",
            "until",
            "back",
            "from",
            "to",
            "2",
            "weeks",
            "client",
        ]
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(_TYPED, st.dates())
def test_no_command_raises_and_a_reason_is_the_persons_own_words(typed: str, today: date) -> None:
    phrase = read_deadline_phrase(typed, today, NAMES)
    assert phrase.reason is None or phrase.reason in typed
    assert phrase.unknown is None or phrase.unknown in typed
    assert phrase.target is None or (phrase.unknown is None and phrase.alike == ())
    read_milestone_phrase(typed, today)
    period = read_period(typed, today)
    assert period.start is None or period.end is None or period.start <= period.end
