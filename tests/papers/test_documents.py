"""The documents say what the code does."""

import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from bot import docs
from bot.__main__ import COMMANDS as PROCESSES
from bot.config import Settings
from bot.docs import ROOT
from tests.papers.sources import files, name

PAGES = files(".md")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`((?:bot|handlers|models|sandbox|migrations|tests|docs)/[\w/.-]+)`")
#: Files that CONTRIBUTING.md has people make.
EXAMPLES = {
    "handlers/commands/team.py",
    "bot/domains/voice.py",
    "tests/scenarios/test_team.py",
    "tests/scenarios/test_voice.py",
}
#: Folders of somebody's own machine, and hosts that serve packages. Whoever clones has neither.
MACHINE = re.compile(r"(?<![\w./:-])/(?:work|root|mnt|Users)/|/home/\w|[A-Z]:\\\\?Users")
INDEX = re.compile(r"\b(?:pypi|pythonhosted|artifactory|devpi|nexus)\b[\w.-]*\.\w|--(?:extra-)?index-url|/simp[l]e/")
PICTURE = 300_000  # bytes


def page(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_generated_parts_are_current() -> None:
    assert docs.stale() == "", "run `make docs`"


def test_every_generated_part_is_shown_somewhere() -> None:
    shown = {found["name"] for path in docs.PAGES for found in docs.PART.finditer(page(path))}
    assert shown == set(docs.PARTS)


def test_a_stale_page_is_told_by_its_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in docs.PAGES:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(page(path).replace("otherwise heads-up", "otherwise free"), encoding="utf-8")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    assert "+| deadline" in docs.stale(tmp_path)
    assert docs.main([]) == 0
    assert docs.stale(tmp_path) == ""


def test_the_example_of_the_settings_names_each_of_them() -> None:
    assert tuple(dotenv_values(ROOT / ".env.example")) == Settings.names()
    assert not any(dotenv_values(ROOT / ".env.example").values()), "an example holds no values"
    assert set(docs.MEANING) == set(Settings.names())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_commands_that_are_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    made = {"".join(found) for found in re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", text, re.MULTILINE)}
    assert made <= targets
    assert set(re.findall(r"python -m bot ([a-z]+)", text)) <= set(PROCESSES)
    for module in re.findall(r"python -m ([a-z_.]+)", text):
        assert importlib.util.find_spec(module), f"there is no module {module}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_and_file_names_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    linked = [each for each in LINK.findall(text) if not re.match(r"[a-z]+:", each)]
    missing = [each for each in linked if not (path.parent / each).exists()]
    named = set(PATH.findall(text)) - (EXAMPLES if path.name == "CONTRIBUTING.md" else set())
    missing += [each for each in named if not (ROOT / each).exists()]
    assert missing == []


def test_every_decision_record_is_in_the_list() -> None:
    records = sorted(each.name for each in (ROOT / "docs/adr").glob("0*.md"))
    assert sorted(LINK.findall(page("docs/adr/README.md"))) == records
    for each in records:
        headings = re.findall(r"^## (.+)$", page(f"docs/adr/{each}"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], each


def table(text: str, heading: str) -> dict[str, str]:
    """The first two columns of the table under a heading."""
    part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]*?) \|", part, re.MULTILINE))


def test_every_scope_and_event_is_explained() -> None:
    manifest: Any = json.loads(page("manifest.json"))
    scopes = manifest["oauth_config"]["scopes"]
    said = {each: "optional" if each in scopes["bot_optional"] else "required" for each in scopes["bot"]}
    assert table(page("docs/slack.md"), "Scopes") == said
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(table(page("docs/slack.md"), "Events")) == set(events)


def test_every_metric_and_health_page_is_explained() -> None:
    metrics = set(re.findall(r'"(countersign_\w+)"', page("bot/app.py")))
    assert metrics
    assert set(re.findall(r"^\| `(countersign_\w+)` ", page("docs/operations.md"), re.MULTILINE)) == metrics
    pages = re.findall(r'Route\("(/\w+)"', page("bot/web.py"))
    assert re.findall(r"^\| `(/\w+)` ", page("docs/operations.md"), re.MULTILINE) == pages


def test_the_image_is_made_by_the_same_uv_as_the_makefile() -> None:
    version = re.findall(r"^UV_VERSION := (.+)$", page("Makefile"), re.MULTILINE)
    assert re.findall(r"uv==([\d.]+)", page("Dockerfile")) == version
    copied = set(re.findall(r"^COPY ([a-z]+) ", page("Dockerfile"), re.MULTILINE))
    assert copied <= set(re.findall(r"^!(\S+)$", page(".dockerignore"), re.MULTILINE))


def test_the_readmes_picture_is_there_and_light() -> None:
    raw = (ROOT / "docs/practice.png").read_bytes()
    assert raw.startswith(b"\x89PNG")
    assert len(raw) < PICTURE


def test_no_file_names_somebodys_machine_or_a_package_index() -> None:
    found = {}
    for path in files(".md", ".py", ".json"):
        text = path.read_text(encoding="utf-8")
        found[name(path)] = [match.group() for pattern in (MACHINE, INDEX) for match in pattern.finditer(text)]
    assert {path: named for path, named in found.items() if named} == {}
