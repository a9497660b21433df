"""Every statement that goes straight to the driver does what SQLAlchemy's own execution of it does."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Engine, insert, select, text
from sqlmodel import Session, SQLModel, col

import bot
from benchmarks.agency import AM, PM, Agency, channel
from bot.prepared import Prepared
from bot.services.outbox.marking import MARKED_AT_ONCE
from bot.services.outbox.owing import POSTED
from models import ClientInput, Deputy, Leave, Milestone, ProjectValue, Receipt, Rule
from models.enums import Domain, PostKind, PostState, RequestState, Role
from models.schedule import Outcome

TEAM, DEPUTY = "T0001", "U0SAM"
NOW = datetime(2027, 1, 4, 10, 30, 15, 123456, tzinfo=UTC)

DECIDED = {
    "to_state": RequestState.APPROVED,
    "to_open_key": None,
    "to_decided_at": NOW,
    "to_decided_by": PM,
    "to_decided_as": "pm",
    "to_decision_reason": "it's 100 % “fine”",
    "to_take_back_until": NOW + timedelta(minutes=5),
}
PRESENT, STALE = ({"request_id": 2, "at_version": version, **DECIDED} for version in (1, 7))
POST: dict[str, Any] = dict.fromkeys(POSTED) | {
    "team_id": TEAM,
    "address": channel(1),
    "kind": PostKind.NOTICE,
    "picture": "request_decided",
    "facts": {"by": PM, "words": "für 100 %"},
    "state": PostState.OPEN,
    "wanted": 1,
    "shown": 0,
    "attempts": 0,
    "looks": 0,
    "marker": "0" * 24,
    "created_at": NOW,
    "project_id": 1,
    "request_id": 1,
    "thread_of": 2,
}
LANE = {"lane_team_id": TEAM, "lane_free_at": NOW, "lane_turn": 0}
KEYS = ["request:1", "project:2", *(f"home:U{number}" for number in range(2, MARKED_AT_ONCE))]

OCCURRENCE = {"rule_id": 1, "on_date": NOW.date(), "slot": "", "due_at": NOW, "outcome": Outcome.SKIPPED,
              "reason": "late", "created_at": NOW}  # fmt: skip


#: The second is written down already, of the last there is no rule.
_SLOTS = (("a", 1), ("a", 1), ("b", 1), ("a", 99))


def _numbered(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """A list that is as wide as the statement."""
    return {f"{name}_{number}": each for number, each in enumerate(values)}


#: Statement → what to run it with, one after the other; both that it finds something and that it does not.
EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "bot.domains.deadline._MOVE": [
        {"project_id": 1, "to_date": date(2027, 12, 14), "to_client": False},
        {"project_id": 99, "to_date": date(2027, 12, 14), "to_client": True},
    ],
    "bot.domains.milestones._STEPS": [{"project_id": 1}, {"project_id": 99}],
    "bot.services.baselines._KEEP": [
        {"project_id": 1, "deadline": "2027-11-30", "request_id": None, "created_at": NOW},
        {"project_id": 1, "deadline": "2027-12-14", "request_id": 1, "created_at": NOW},
    ],
    "bot.services.decisions._DECIDE": [
        {"request_id": 1, "version": 1, "state": RequestState.DECLINED, "user_id": PM, "decided_as": "pm",
         "reason": "no", "policy_version": 1, "created_at": NOW},
        {"request_id": 1, "version": 2, "state": RequestState.APPROVED, "user_id": None, "decided_as": None,
         "reason": None, "policy_version": 1, "created_at": NOW},
    ],
    "bot.services.agenda._PLANNED": [{"project_id": 1, "at": NOW}, {"project_id": 99, "at": NOW}],
    "bot.services.hours._USUAL": [{"team_id": TEAM}, {"team_id": "T404"}],
    "bot.services.outlook._OUTLOOK": [
        {"project_id": 1, "team_id": TEAM}, {"project_id": 3, "team_id": TEAM}, {"project_id": 99, "team_id": TEAM},
    ],
    "bot.services.cases._CASE": [
        {"request_id": 1, "team_id": TEAM, "actor_id": PM},
        {"request_id": 1, "team_id": TEAM, "actor_id": "U0NOBODY"},
    ],
    "bot.services.moves._TOUCH": [{"project_id": 1}, {"project_id": 99}],
    "bot.services.outbox.owing.SAY_ONCE": [POST | {"key": "new"}, POST | {"key": "new"}, POST | {"key": "request:1"}],
    "bot.services.outbox.owing.MAKE_LANE": [
        LANE | {"lane_address": "dm:U0NEW"},
        LANE | {"lane_address": "dm:U0NEW"},
        LANE | {"lane_address": channel(1)},
    ],
    "bot.services.outbox.marking.MARK": [
        {"of_team": TEAM, **{f"key_{number}": key for number, key in enumerate(KEYS)}},
        {"of_team": "T0OTHER", **{f"key_{number}": key for number, key in enumerate(KEYS)}},
    ],
    "bot.services.outbox.reach._SHARED": [{"team_id": TEAM, "channel_id": "C0SHARED"}],
    "bot.services.outbox.reach._GUESTS": [{"team_id": TEAM, "channel_id": "C0SHARED"}],
    "bot.services.outbox.reach._OUTSIDER": [
        {"team_id": TEAM, "user_id": PM},
        {"team_id": TEAM, "user_id": "U0GUEST"},
    ],
    "bot.services.patience._SET": [{"team_id": TEAM}, {"team_id": "T0OTHER"}],
    "bot.services.projects._FIND_POST": [
        {"team_id": TEAM, "key": "request:3"},
        {"team_id": TEAM, "key": "request:99"},
    ],
    "bot.services.projects._PLAN_ANEW": [{"project_id": 1}, {"project_id": 1}, {"project_id": 99}],
    **{f"bot.services.records.{name}": [
        {"team_id": TEAM, "project_id": 1, "request_id": None, "actor_id": PM, "action": "moved",
         "facts": {"date": "2027-12-14", "why": "l'été"}, "created_at": NOW},
    ] for name in ("_INSERT", "_NUMBERED")},
    "bot.services.routing._LEFT": [
        {"team_id": TEAM, **_numbered("person", [PM, AM, DEPUTY, *["U0X"] * 5])},
        {"team_id": "T0OTHER", **_numbered("person", [PM] * 8)},
    ],
    "bot.services.schedules.rules._THERE": [
        {"of_team": TEAM, "of_kind": "reminder", **_numbered("subject", [*"xyz"] + 47 * ["z"])},
        {"of_team": TEAM, "of_kind": "digest", **_numbered("subject", 50 * ["x"])},
    ],
    "bot.services.schedules.rules._SET": [
        {"team_id": TEAM, "kind": "reminder", "subject": subject, "user_id": PM, "project_id": 1, "wall": time(8, 30),
         "zone": "Europe/Berlin", "cadence": {"once": "2027-01-05"}, "next_on": date(2027, 1, 5), "next_at": NOW}
        for subject in "xyx"
    ],
    "bot.services.schedules.occurrences._MOVE_ON": [
        {"rule_id": 1, "to_last_on": NOW.date(), "to_next_on": date(2027, 1, 5), "to_next_at": NOW},
        {"rule_id": 1, "to_last_on": NOW.date(), "to_next_on": None, "to_next_at": None},
        {"rule_id": 99, "to_last_on": NOW.date(), "to_next_on": None, "to_next_at": None},
    ],
    "bot.services.schedules.occurrences.WRITE_DOWN": [OCCURRENCE, OCCURRENCE, OCCURRENCE | {"slot": "2"}],
    "bot.services.schedules.occurrences.WRITE_AS_PLANNED": [
        {"slot": slot, "created_at": NOW, **_numbered("rule", [rule_id] * 50)} for slot, rule_id in _SLOTS
    ],
    "bot.services.schedules.occurrences._THERE": [
        {"since": NOW.date(), **_numbered("rule", range(1, 51))},
        {"since": NOW.date(), **_numbered("rule", [1] * 50)},
    ],
    "bot.services.schedules.occurrences._PLACES": [_numbered("project", range(1, 51)), _numbered("project", [99] * 50)],
    "bot.services.reminders._SNOOZES": [{"team_id": TEAM, **_numbered("subject", [*"xyz"] + 47 * ["z"])}],
    "bot.services.outbox.threads._FIND": [
        {"team_id": TEAM, **_numbered("key", KEYS + 50 * ["project:1"])},
        {"team_id": "T0OTHER", **_numbered("key", KEYS + 50 * ["project:1"])},
    ],
    **{f"bot.services.hours.{name}": [
        {"of_team": TEAM, **_numbered("person", [PM, *[AM] * width])},
        {"of_team": "T404", **_numbered("person", [PM] * width)},
    ] for name, width in (("_OF_FEW", 4), ("_OF_MANY", 50))},
    **{f"bot.services.{name}": [_numbered("project", range(1, 9)), _numbered("project", [1] * 8)] for name in (
        "timeline._MILESTONES", "timeline._BASELINES", "digests.rows._DEPUTIES", "digests.rows._BLOCKERS",
        "digests.rows._PROMISED", "digests.rows._INPUTS", "due._MILESTONES", "due._INPUTS", "due._REQUESTS",
        "routing._ALL_DEPUTIES", "agenda._RULES",
    )},
    "bot.services.digests.rows._REQUESTS": [{"since": NOW, **_numbered("project", range(1, 9))}],
    "bot.services.digests.rows._ROUNDS": [{"fresh": NOW.date(), **_numbered("project", range(1, 9))}],
    "bot.services.digests.rows._COLOURS": [_numbered("round", range(1, 9))],
    "bot.services.routing._AWAY": [
        {"team_id": TEAM, "am_id": AM, "pm_id": PM, "second_id": "", "instant": NOW},
        {"team_id": TEAM, "am_id": AM, "pm_id": PM, "second_id": "", "instant": NOW + timedelta(days=1)},
        {"team_id": TEAM, "am_id": "", "pm_id": "", "second_id": "", "instant": NOW},
    ],
    "bot.services.routing._DEPUTIES": [{"project_id": 1}, {"project_id": 2}],
    "bot.services.routing._OPS_LEADS": [{"team_id": TEAM}],
    **{f"bot.services.moves._MOVES[{action}]": [PRESENT, PRESENT, STALE]
       for action in ("approve", "decline", "withdraw", "acknowledge", "object", "settle")},
}  # fmt: skip
DIALECTS = ("sqlite", "postgresql")


def _found() -> dict[str, Any]:
    """Name → the statement, or a dictionary of the one for each kind of database."""
    found: dict[int, tuple[str, Any]] = {}
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                for path, each in _prepared(f"{module.name}.{name}", value):
                    found.setdefault(id(each), (path, each))
    return dict(found.values())


def _prepared(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Prepared):
        yield name, value
    elif isinstance(value, dict) and any(isinstance(each, Prepared) for each in value.values()):
        if set(value) == set(DIALECTS):
            yield name, value
        else:
            for key, each in value.items():
                yield from _prepared(f"{name}[{key}]", each)


PREPARED = _found()


def test_every_prepared_statement_has_examples() -> None:
    assert set(EXAMPLES) == set(PREPARED)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as seeding:
        Agency(TEAM, 3).seed(seeding)
        named = {"role": Role.PM, "user_id": DEPUTY, "team_id": TEAM, "position": 0, "any_time": True}
        seeding.execute(insert(Deputy).values(project_id=1, **named))
        milestone = {"project_id": 1, "client_date": True, "created_by": PM, "created_at": NOW}
        copy = {"name": "Copy", "name_key": "copy", "date": date(2027, 11, 5), "done_at": NOW}
        seeding.execute(insert(Milestone).values(id=1, **copy, **milestone))
        look = {"name": "Look", "name_key": "look", "date": date(2027, 11, 10), "follows_id": 1}
        seeding.execute(insert(Milestone).values(id=2, **look, **milestone))
        needed = {"team_id": TEAM, "project_id": 1, "from_whom": "Carla", "created_by": PM, "created_at": NOW}
        for what, milestone_id in (("Photos", 2), ("Logo", None)):
            values = {"what": what, "due": date(2027, 11, 1), "milestone_id": milestone_id}
            seeding.execute(insert(ClientInput).values(**values, **needed))
        for project_id in (1, 2):
            booked = {"domain": Domain.RESOURCING, "target": DEPUTY, "value": {"hours": 4}, "changed_at": NOW}
            seeding.execute(insert(ProjectValue).values(project_id=project_id, **booked))
        seeding.execute(insert(Leave).values(team_id=TEAM, user_id=PM, starts_at=NOW, ends_at=NOW + timedelta(hours=1)))
        rule = {"team_id": TEAM, "kind": "reminder", "subject": "x", "wall": time(9), "zone": "UTC", "cadence": {}}
        seeding.execute(insert(Rule).values(id=1, **rule, next_on=NOW.date(), next_at=NOW))
    with engine.connect() as connected:
        yield connected


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_prepared_statement_does_what_its_slow_form_does(name: str, connection: Connection) -> None:
    statement = PREPARED[name]
    prepared: Prepared = statement[connection.dialect.name] if isinstance(statement, dict) else statement
    shortly = [_run(connection, prepared, example, short=True) for example in _each_in_turn(connection, name)]
    slowly = [_run(connection, prepared, example, short=False) for example in _each_in_turn(connection, name)]
    assert shortly == slowly


def test_the_two_instants_of_an_hour_that_comes_twice_stay_two(connection: Connection) -> None:
    london = ZoneInfo("Europe/London")
    both = [datetime(2027, 10, 31, 1, 30, tzinfo=london, fold=fold) for fold in (0, 1)]
    keep = Prepared(insert(Receipt), ("team_id", "key", "received_at"))
    with Session(connection) as session:
        for number, at in enumerate(both):
            keep.run(session, team_id=TEAM, key=f"{number}", received_at=at)
        found = session.scalars(select(col(Receipt.received_at)).order_by(col(Receipt.key))).all()
    assert [each.astimezone(UTC).hour for each in found] == [0, 1]


@pytest.mark.parametrize("name", ["_MOVE_ON", "WRITE_DOWN", "SAY_ONCE", "MAKE_LANE"])
def test_many_changes_at_once_do_what_one_after_the_other_does(name: str, connection: Connection) -> None:
    path = next(each for each in EXAMPLES if each.endswith(f".{name}"))
    statement = PREPARED[path]
    prepared: Prepared = statement[connection.dialect.name] if isinstance(statement, dict) else statement
    examples, outcomes = EXAMPLES[path], []
    same = {key: value for key, value in examples[0].items() if all(each[key] == value for each in examples)}
    for at_once in (False, True):
        for _ in _each_in_turn(connection, path):
            pass
        with Session(connection, join_transaction_mode="control_fully") as session:
            if at_once:
                own = [{key: each[key] for key in each.keys() - same.keys()} for each in examples]
                count = prepared.many(session, own, **same)
            else:
                count = sum(prepared.run(session, **each) for each in examples)
            outcomes.append((count, _everything(session.connection())))
        connection.rollback()
    assert outcomes[0] == outcomes[1]


def _each_in_turn(connection: Connection, name: str) -> Iterator[dict[str, Any]]:
    """In one transaction that leaves nothing behind, not even in the counters of PostgreSQL."""
    if connection.dialect.name == "postgresql":
        for (sequence,) in connection.execute(text("SELECT sequencename FROM pg_sequences")).all():
            connection.execute(text(f"SELECT setval('{sequence}', 1000, false)"))
        connection.commit()
    yield from EXAMPLES[name]
    connection.rollback()


def _run(connection: Connection, prepared: Prepared, example: dict[str, Any], *, short: bool) -> tuple[Any, Any]:
    """(rows or how many were changed, everything that is in the database then)."""
    statement: Any = prepared.statement
    returns_rows = statement.is_select or bool(statement._returning)
    with Session(connection, join_transaction_mode="control_fully") as session:
        outcome: Any
        if short:
            outcome = prepared.rows(session, **example) if returns_rows else prepared.run(session, **example)
        else:
            result = session.connection().execute(statement, example)
            outcome = [tuple(row) for row in result] if returns_rows else result.rowcount
        if statement.is_insert and not returns_rows:
            outcome = None  # SQLAlchemy does not count these on PostgreSQL
        return outcome, _everything(session.connection())


def _everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    tables = SQLModel.metadata.sorted_tables
    return {each.name: sorted((tuple(row) for row in connection.execute(select(each))), key=repr) for each in tables}
