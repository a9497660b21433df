"""Requests picked up from talk: what is read, what is left alone, and the commands that show it."""

import json
import subprocess
import sys
from datetime import date

import pytest

from bot.language import training
from bot.language.talk import Understood, read, worth_reading
from bot.language.talk.weights import KINDS, shipped
from bot.services.listening import is_sure

WEDNESDAY = date(2026, 11, 18)


def understood(text: str, role: str | None = "am", targets: tuple[str, ...] = ()) -> Understood:
    return read(text, sent_on=WEDNESDAY, author_role=role, day_first=None, targets=targets)


def test_an_ask_for_a_later_day_is_picked_up_with_its_day_and_what_moves() -> None:
    asked = understood("any chance we could move the homepage to next Friday instead?")
    assert (asked.is_request, asked.kind, asked.proposed_date) == (True, "deadline", date(2026, 11, 27))
    assert "homepage" in (asked.target or "")
    assert not asked.money


def test_a_shift_is_signed() -> None:
    asked = understood("could we have three more working days for the wireframes please?", "pm")
    assert (asked.kind, asked.proposed_date, asked.shift_days, asked.shift_workdays) == ("deadline", None, None, 3)


def test_a_known_milestone_is_named_by_its_own_name() -> None:
    asked = understood("can we push homepage copy to Friday please?", "pm", ("Homepage copy", "Launch"))
    assert asked.target == "Homepage copy"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could we go back to the client for another £2k for the extra edit?", "budget"),
        ("Can we swap Tom for a more senior designer on this?", "resourcing"),
        ("They'd like to change the target audience in the brief to students, could you update it?", "brief"),
        ("Client is asking if we can add a Spanish version of the landing page", "scope"),
    ],
)
def test_each_kind_of_request_is_told_apart(text: str, kind: str) -> None:
    asked = understood(text)
    assert (asked.confidence > 0.5, asked.kind) == (True, kind)


@pytest.mark.parametrize(
    "text",
    [
        "thanks so much for moving that so quickly",
        "we moved the launch to Friday as agreed with the client",
        "Can we move the standup to 10 tomorrow?",
        "when's the deadline again?",
        "please don't move the launch",
        "👍",
    ],
)
def test_what_asks_for_no_change_is_left_alone(text: str) -> None:
    assert not understood(text).is_request


@pytest.mark.parametrize("role", ["am", "pm", "other", None])
def test_a_plain_ask_is_read_whoever_says_it(role: str | None) -> None:
    sooner = understood("any chance the homepage comes a bit sooner, say Thursday?", role)
    assert (sooner.is_request, sooner.kind, sooner.proposed_date) == (True, "deadline", date(2026, 11, 19))
    pushed = understood("can we push the deadline to 14 Dec 2027?", role)
    assert (pushed.is_request, pushed.kind, pushed.proposed_date) == (True, "deadline", date(2027, 12, 14))
    told = understood("move the deadline of acme to 21 Dec 2027 please", role)
    assert is_sure(told, shipped().threshold, 0, directly=True)
    assert (told.kind, told.proposed_date) == ("deadline", date(2027, 12, 21))


def test_figures_too_long_for_a_year_name_no_day() -> None:
    assert understood("can we push the deadline to 14 Dec 12027?").proposed_date is None


def test_small_talk_never_reaches_the_reader_and_asks_do() -> None:
    assert not worth_reading("morning all, the coffee machine works again ☕")
    assert not worth_reading("ok 👍")
    assert worth_reading("could we have the homepage on Thursday instead")


def test_the_shipped_weights_are_those_of_the_messages_and_the_code_in_the_repository() -> None:
    assert shipped().digest == training.digest(training.everything()), "run `python -m bot.language train`"


def test_predictions_are_lines_in_the_order_of_the_messages() -> None:
    lines = [
        {
            "id": "1",
            "text": "Would it be possible to push the launch by a week?",
            "sent_at": "2026-11-18T23:40:00-05:00",
            "author_role": "am",
        },
        {"id": "2", "text": "lunch?", "sent_at": "2026-11-18T12:00:00+00:00", "author_role": "other"},
    ]
    told = subprocess.run(
        [sys.executable, "-m", "bot.language", "predict"],
        input="\n".join(json.dumps(line) for line in lines),
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = (json.loads(line) for line in told.stdout.splitlines())
    assert (first["id"], first["is_request"], first["kind"], first["shift_days"]) == ("1", True, "deadline", 7)
    assert (second["id"], second["is_request"], second["kind"]) == ("2", False, None)
    assert set(first) == {
        "id", "is_request", "confidence", "kind", "proposed_date", "shift_days", "shift_workdays", "target",
    }  # fmt: skip
    assert first["kind"] in KINDS
