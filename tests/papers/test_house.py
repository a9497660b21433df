"""What import contracts cannot say: who reads the environment, the clock and raw ids, and how long code may get."""

import ast
from collections.abc import Iterator

from bot.views import ids
from tests.papers.sources import SHIPPED, files, modules, name

#: Folders in which the rules on environment and clock hold: all but tests and benchmarks.
RULED = (*SHIPPED, "migrations", "docs")

LINES_OF_A_FUNCTION = 60
LINES_OF_A_FILE = 300
#: What is longer today, with how long it may be. Only ever shorten this list.
LONG_FUNCTIONS: dict[tuple[str, str], int] = {}
LONG_FILES: dict[str, int] = {}

#: Builders of Block Kit and what they call the id → where it stands among their arguments.
BUILDERS = {"button": 1, "select": 0, "modal": 0}
REGISTRARS = {"action", "options", "view", "view_closed", "shortcut"}


def dotted(node: ast.AST) -> str:
    """`os.environ` for the node that means it; empty for anything else than names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def imported(tree: ast.Module, module: str) -> Iterator[str]:
    """The names that are taken out of a module by `from module import …`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == module:
            yield from (each.name for each in node.names)


def test_only_the_settings_read_the_environment() -> None:
    found = [
        where
        for where, tree in modules(*RULED)
        if any(dotted(node) in ("os.environ", "os.getenv", "os.environb") for node in ast.walk(tree))
        or {"environ", "getenv", "environb"} & set(imported(tree, "os"))
    ]
    assert found == ["bot/config.py"]


def reads_the_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    base, what = dotted(node.value).rpartition(".")[2], node.attr
    wall = {("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}
    return what == "utcnow" or (base in ("datetime", "date") and what in ("now", "today")) or (base, what) in wall


def test_only_the_clock_reads_the_time() -> None:
    found = [
        where
        for where, tree in modules(*RULED)
        if any(reads_the_clock(node) for node in ast.walk(tree))
        or {"time", "time_ns", "localtime", "gmtime"} & set(imported(tree, "time"))
    ]
    assert found == ["bot/clock.py"]


def raw_ids(tree: ast.Module) -> Iterator[str]:
    """Ids of buttons and forms that are written out where a name from `bot/views/ids.py` belongs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            given = [value for key, value in pairs if literal(key) in ("action_id", "callback_id")]
        elif isinstance(node, ast.Call):
            called = dotted(node.func).rpartition(".")[2]
            place = BUILDERS.get(called, 0 if called in REGISTRARS else None)
            given = [] if place is None else node.args[place : place + 1]
            given += [each.value for each in node.keywords if each.arg in ("action_id", "callback_id")]
        else:
            continue
        yield from (raw for each in given if (raw := literal(each)) is not None)


def literal(node: ast.AST | None) -> str | None:
    """The text that is written out at the beginning of an expression; None where a name stands there."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return literal(node.values[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_only_the_ids_know_what_buttons_and_forms_are_called() -> None:
    found = [(where, raw) for where, tree in modules("bot", "handlers") for raw in raw_ids(tree)]
    assert found == []


def test_ids_are_unlike_each_other_and_fit_slack() -> None:
    known = [value for key, value in vars(ids).items() if key.isupper() and isinstance(value, str)]
    assert len(set(known)) == len(known) > 10
    assert all(len(each) <= 100 and ":" not in each for each in known)


def test_functions_stay_short() -> None:
    lengths = {
        (where, node.name): (node.end_lineno or 0) - node.lineno + 1
        for where, tree in modules(*SHIPPED)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {each: size for each, size in lengths.items() if size > LONG_FUNCTIONS.get(each, LINES_OF_A_FUNCTION)}
    assert long == {}
    assert [each for each in LONG_FUNCTIONS if lengths.get(each, 0) <= LINES_OF_A_FUNCTION] == [], (
        "take it off the list"
    )


def test_files_stay_short() -> None:
    paths = (path for folder in SHIPPED for path in files(".py", under=folder))
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    long = {each: size for each, size in lengths.items() if size > LONG_FILES.get(each, LINES_OF_A_FILE)}
    assert long == {}
    assert [each for each in LONG_FILES if lengths.get(each, 0) <= LINES_OF_A_FILE] == [], "take it off the list"
