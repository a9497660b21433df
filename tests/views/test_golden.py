"""Everything that is shown has an example, looks as it did, is what Slack takes, and pings nobody by mistake."""

import inspect
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest

from bot.delivery.pictures import PICTURES
from bot.domains.kind import FieldKind, Line
from bot.services.marks import Mark
from bot.views import (
    answers,
    calendar,
    cards,
    checkin_forms,
    checkins,
    digests,
    forms,
    handing,
    help,
    home,
    ids,
    notices,
    offers,
    policy,
    promises,
    questions,
    talks,
)
from bot.views.blocks import Message, escape
from models.brief import BRIEF_FIELDS
from sandbox import blockkit
from tests.views import facts
from tests.views.examples import examples
from tests.views.golden import FOLDER, as_json, written

FOUND = examples()
MODULES = (
    handing,
    answers,
    calendar,
    cards,
    checkin_forms,
    checkins,
    digests,
    forms,
    help,
    home,
    notices,
    offers,
    policy,
    promises,
    questions,
    talks,
)
#: Helpers that make a part of something shown.
PARTS = {
    "answers.said",
    "offers.reading_switch",
    "cards.decision_buttons",
    "policy.cells_of",
    "home.item_buttons",
    "home.checkin_line",
}
FORBIDDEN = re.compile(r"\b(domain|steward|lapsed?|joint|counterpart)\b", re.IGNORECASE)


def _problems(shown: Any) -> list[str]:
    if isinstance(shown, Message):
        return blockkit.problems_of_message(shown.blocks)
    return blockkit.problems_of_view(shown)


@pytest.mark.parametrize("name", FOUND)
def test_it_looks_as_it_did(name: str) -> None:
    """When a change is meant: `python -m tests.views.golden`, and read the difference."""
    path = FOLDER / f"{name}.json"
    assert path.exists(), f"{path.name} is missing: python -m tests.views.golden"
    assert written(FOUND[name]) == path.read_text(encoding="utf-8")


def test_slack_takes_it() -> None:
    assert {name: found for name, shown in FOUND.items() if (found := _problems(shown))} == {}
    wordless = [name for name, shown in FOUND.items() if isinstance(shown, Message) and not shown.text.strip()]
    assert wordless == [], "a message needs words for notifications"


def test_its_words_are_plain() -> None:
    said = {name: FORBIDDEN.findall(" ".join(_words(as_json(shown)))) for name, shown in FOUND.items()}
    assert {name: words for name, words in said.items() if words} == {}


def test_nobody_but_known_people_is_pinged() -> None:
    for name, shown in FOUND.items():
        texts = list(_markup(as_json(shown)))
        tags = {tag for text in texts for tag in re.findall(r"<[^>]*>", text)}
        known = (re.fullmatch(r"<(@U0[A-Z]+|#C0[A-Z]+|!date\^\d+\^[^|]*\|[^|]*)>", tag) for tag in tags)
        assert all(known), (name, tags)
        assert not any("<!channel>" in text or "& co" in text for text in texts), name


def _words(part: Any, key: str = "") -> list[str]:
    if isinstance(part, dict):
        return [word for name, each in part.items() for word in _words(each, name)]
    if isinstance(part, list):
        return [word for each in part for word in _words(each, key)]
    return [part] if isinstance(part, str) and key == "text" else []


def _markup(part: Any) -> list[str]:
    """What Slack reads markup in: the top-level text, and every mrkdwn object."""
    found = [part["text"]] if isinstance(part, dict) and isinstance(part.get("text"), str) and "blocks" in part else []
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            found.append(part["text"])
        return found + [text for each in part.values() for text in _markup(each)]
    return [text for each in part for text in _markup(each)] if isinstance(part, list) else found


def test_no_file_is_left_of_an_example_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(FOUND)


@pytest.mark.parametrize("module", MODULES, ids=lambda each: each.__name__)
def test_everything_that_is_shown_has_an_example(module: ModuleType) -> None:
    short = module.__name__.rpartition(".")[2]
    shown = {
        f"{short}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and _shows(function)
    }
    assert shown - PARTS <= {".".join(name.split(".")[:2]) for name in FOUND}


def _shows(function: Any) -> bool:
    given = inspect.signature(function).return_annotation
    return given is Message or str(given) == str(inspect.signature(home.home).return_annotation)


def test_every_notice_of_a_request_has_an_example() -> None:
    said = {name for name, picture in PICTURES.items() if picture.__name__ == "_request_notice"}
    assert said <= {f"request_{name.split('.')[2]}" for name in FOUND if name.startswith("notices.request_notice.")}


def test_people_are_named_where_their_role_answers() -> None:
    rule = FOUND["cards.request_card.pending"].blocks[-1]["elements"][0]["text"]
    assert rule == "Petra answers for dates. It needs a yes from Petra."


def test_a_card_says_first_what_changes_then_who_and_why_then_who_answers_then_the_rule() -> None:
    message = FOUND["cards.request_card.pending"]
    told = json.dumps(message.blocks, ensure_ascii=False)
    order = ["→", "asks:", "The client's event moved", "answers", '"Approve"', "Petra answers for dates"]
    places = [told.index(each) for each in order]
    assert places == sorted(places)


def test_a_plan_of_a_hundred_milestones_shows_twenty_and_counts_the_rest() -> None:
    marks = tuple(Mark(f"Step {n} " + "x" * 68, date(2027, 5, 1) + timedelta(n), n % 2 == 0, False) for n in range(100))
    message = cards.project_card(facts.project(milestones=marks, name="N" * 80, client="C" * 80))
    assert _problems(message) == []
    told = "\n".join(each["text"]["text"] for each in message.blocks[1:-2])
    assert "Step 19 " in told
    assert "Step 20 " not in told
    assert "and 80 more milestones" in told
    assert "Account manager: Ada" in told, "the end is not cut off"


def test_a_brief_of_nine_long_parts_fits_its_card() -> None:
    lines = tuple(Line(label, FieldKind.LONG_TEXT, "old " * 700, "new " * 700) for _, label in BRIEF_FIELDS)
    message = cards.request_card(facts.brief_card(lines=lines, reason="w" * 1000), facts.NOW)
    assert _problems(message) == []
    assert len(json.dumps(message.blocks)) < 40_000
    labels = [each["elements"][0]["text"] for each in message.blocks[1]["elements"][::2]]
    assert labels == [label for _, label in BRIEF_FIELDS]


def test_the_form_of_long_names_is_still_one_that_slack_takes() -> None:
    targets = tuple(
        replace(each, name="n" * 80, key=f"milestone:{n}") for n, each in enumerate(facts.DATE_TARGETS * 60)
    )
    choices = tuple(replace(facts.CHOICES[0], project_id=n, name="p" * 75) for n in range(1, 120))
    form = facts.date_form(targets=targets, choices=choices, choice=choices[0], chosen="milestone:0")
    assert _problems(forms.change_form(form, channel_id=facts.SITE)) == []
    assert _problems(answers.which_project(choices, "deadline", "x" * 5000)) == []


def test_a_home_of_a_hundred_of_everything_is_still_one_that_slack_takes() -> None:
    many = replace(
        facts.FULL_DESK,
        for_me=tuple(replace(facts.ITEM, request_id=n) for n in range(100)),
        on_others=tuple(replace(facts.ITEM, request_id=n + 200, waits_for=(facts.ADA,)) for n in range(100)),
        due=facts.FULL_DESK.due * 50,
        projects=tuple(replace(facts.CHOICES[0], project_id=n) for n in range(1, 101)),
        deadlines={n: date(2027, 5, 1) for n in range(1, 101)},
    )
    view = home.home(many)
    assert _problems(view) == []
    assert json.dumps(view).count("and 90 more") >= 2


def test_escaping_is_done_once() -> None:
    card = facts.card(project="A & B", reason="A & B")
    told = json.dumps(cards.request_card(card, facts.NOW).blocks)
    assert "A &amp; B" in told
    assert "&amp;amp;" not in told
    assert escape("<&>") == "&lt;&amp;&gt;"


def test_home_fits_slack_on_every_page_of_a_hundred_projects() -> None:
    busy = {"for_me": (facts.ITEM,) * 30, "on_others": (facts.ITEM,) * 30, "due": facts.FULL_DESK.due * 10}
    desk = replace(facts.FULL_DESK, **facts.MANY_PROJECTS, **busy)
    seen: set[int] = set()
    for page in range(30):
        view = home.home(desk, page=page)
        assert _problems(view) == []
        buttons = [each["accessory"] for each in view["blocks"] if "accessory" in each]
        seen |= {json.loads(each["value"])["project"] for each in buttons if each["action_id"] == ids.SHOW_PROJECT}
    assert seen == {each.project_id for each in desk.projects}
