"""Every thing that a person may be told has its sentence, no sentence is left over, and each gets what it names."""

import ast
import inspect
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import errors
from bot.errors import Problem
from bot.views.problems import SENTENCES, sentence, spoken_sentence, told
from models.enums import ProjectStatus, RequestState

ROOT = Path(__file__).resolve().parents[2]
KINDS = {name for name, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Problem)}
#: What every denial is told with: see `open_case`.
OF_A_DENIAL = {"request_id", "name", "whose"}
#: Facts that a sentence needs and that are worked out from others.
WORKED_OUT = {"already_decided": {"ended"}}
#: An example of each fact.
EXAMPLES: dict[str, Any] = {
    "date": date(2027, 12, 14),
    "choices": (date(2027, 3, 4), date(2027, 4, 3)),
    "whose": ["U0ADA", "U0PETRA"],
    "who": "U0PETRA",
    "known": ["Homepage copy"],
    "period": (date(2027, 12, 24), date(2028, 1, 2)),
    "ending": [("CR-7", "Dates & co", "U0ADA")],
    "status": ProjectStatus.ON_HOLD,
    "state": RequestState.APPROVED,
    "at": datetime(2027, 1, 4, 10, tzinfo=UTC),
}


def _calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in shipped code of something that makes a problem, with the name of what is called."""
    for folder in ("bot", "handlers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                    yield path, node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def _literals(node: ast.AST) -> set[str]:
    """The codes that an argument can be: a literal, or either branch of an `… if … else …`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _literals(node.body) | _literals(node.orelse)
    return set()


def _raised() -> dict[str, list[tuple[Path, set[str] | None]]]:
    """code → where it is raised, with the facts it is given (None where they come as `**facts`)."""
    found: dict[str, list[tuple[Path, set[str] | None]]] = {}
    for path, call, name in _calls():
        if not call.args or (name not in KINDS and name != "Denial"):
            continue
        given = {each.arg for each in call.keywords if each.arg}
        starred = any(each.arg is None for each in call.keywords)
        known = OF_A_DENIAL if name == "Denial" else None if starred else given
        for code in _literals(call.args[0]):
            found.setdefault(code, []).append((path, known))
    for code in _through_a_table():
        found.setdefault(code, []).append((ROOT, None))
    return found


def _through_a_table() -> set[str]:
    """Codes that are looked up before they are raised: what a typed date can be, and `Busy`."""
    from bot.services import plan

    return {*plan._CODES.values(), "date_unclear", "busy"}


RAISED = _raised()


def test_what_is_raised_has_its_sentence() -> None:
    missing = {code: [str(path) for path, _ in places] for code, places in RAISED.items() if code not in SENTENCES}
    assert missing == {}


def test_no_sentence_is_left_over() -> None:
    assert SENTENCES.keys() - RAISED.keys() == set()


def _fields(code: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}


def test_what_a_sentence_names_is_given_wherever_it_is_raised() -> None:
    for code in sorted(RAISED):
        needed = _fields(code) - WORKED_OUT.get(code, set())
        for path, given in RAISED[code]:
            assert given is None or needed <= given, f"{path.name}: {code} lacks {needed - given}"


def _facts(code: str) -> dict[str, Any]:
    needed = (_fields(code) - WORKED_OUT.get(code, set())) | ({"state", "who", "at"} if code in WORKED_OUT else set())
    return {name: EXAMPLES.get(name, f"<{name}> & co") for name in needed}


def test_a_sentence_is_drawn_with_its_facts_and_escapes_them() -> None:
    for code in sorted(SENTENCES):
        problem = Problem(code, **_facts(code))
        text = sentence(problem)
        assert "{" not in re.sub(r"<!date[^>]*>", "", text), code
        assert "& co" not in text, code
        assert text[0].isupper() or text[0] in "<“&", code
        assert told(problem).text == text, code
        assert text.rstrip("`>)").endswith((".", "?", "`")), code


def test_a_fact_that_is_missing_is_an_error_here_and_never_a_gap_on_screen() -> None:
    for code in sorted(each for each in SENTENCES if _fields(each)):
        try:
            text = sentence(Problem(code))
        except KeyError:
            continue
        pytest.fail(f"{code} without its facts is drawn as {text!r}")


def test_beside_a_field_the_same_is_said_without_markup() -> None:
    for code in sorted(SENTENCES.keys() - WORKED_OUT.keys()):
        text = spoken_sentence(Problem(code, **_facts(code)))
        assert "{" not in text, code
        assert "datetime" not in text, code
