"""The project's files, as the tests of this folder read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.docs import ROOT
from bot.switchboard import Switchboard
from bot.tasks import Tasks
from handlers import register

#: What is installed or kept beside the project, and is no part of it.
NOT_OURS = {".venv", ".git", "__pycache__", "build"}
#: The folders of what runs.
SHIPPED = ("models", "bot", "handlers", "sandbox")


def files(*suffixes: str, under: str = ".") -> list[Path]:
    """The project's files with one of these endings, hidden caches left out."""
    found = (ROOT / under).rglob("*")
    return sorted(each for each in found if each.suffix in suffixes and each.is_file() and _is_ours(each))


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not NOT_OURS & set(parts) and not any(each.endswith("_cache") or each == ".hypothesis" for each in parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """The name and the syntax tree of every Python file in these folders."""
    for folder in folders:
        for path in files(".py", under=folder):
            yield name(path), tree(path)


@cache
def switchboard() -> Switchboard:
    """The bot's listeners, registered as `bot/app.py` does it."""
    on = Switchboard(Tasks(), extras={"deps": None})
    register(on)
    return on
