"""What is put back on a stage is what was played on another one, and covers nothing up."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from models import ChangeRequest, Person
from sandbox.clock import MovableClock
from tests.scenarios import kept
from tests.scenarios.conftest import SITE, START, Stage, on_stage

ACME: dict[str, Any] = {"name": "Acme site", "started": True, "channel": SITE}


def seen(stage: Stage) -> list[Any]:
    """What Ada and Petra have on their screens, by whom it was written and what can be pressed."""
    found: list[Any] = [stage.clock.now()]
    for person in (stage.ada, stage.petra):
        for place in stage.slack.workspace.conversations_of(person.id):
            found += [(place.id, each.user, each.ts, each.plain, each.buttons) for each in person.messages(place.id)]
        found.append(person.home.plain if person.home is not None else None)
    return found


def count_on(session: Session, sequences: Iterable[str]) -> None:
    """As if the database had given out more numbers meanwhile."""
    for name in sequences:
        session.connection().exec_driver_sql(f"SELECT setval('{name}'::regclass, 500)")


async def test_what_is_put_back_is_what_was_played(database: str) -> None:
    async with on_stage(database, MovableClock(START)) as first:
        calls = len(first.slack.calls)
        await first.plays_project(**ACME)
        beginning, there = kept.keep(first.slack, first.bot.db, calls), seen(first)
        made, next_one = first.slack.calls[calls:], first.slack.workspace.mint("C")
    async with on_stage(database, MovableClock(START)) as second:
        calls = len(second.slack.calls)
        second.bot.db.run_now(count_on, beginning.counted)
        kept.put_back(second.slack, second.bot.db, beginning)
        assert seen(second) == there
        assert second.slack.calls[calls:] == made
        assert second.slack.workspace.mint("C") == next_one
        assert second.bot.db.run_now(kept.read_rows) == (beginning.rows, beginning.counted)
        # Life goes on: what the workspace and the database count has no number twice.
        await second.project("Beta", channel="studio")
        await second.ada.command("/deadline", "Acme site 14 Dec 2027 because of tea", channel=SITE)
        await second.told()
        await second.presses(second.petra, "Approve", "CR-1")
        assert (second.deadline().month, second.deadline("Beta").month) == (12, 11)
        assert len(second.rows(ChangeRequest)) == 1


async def test_whatever_happens_on_a_stage_is_noticed(stage: Stage) -> None:
    def write(session: Session) -> None:
        session.add(Person(team_id=stage.slack.team_id, user_id="U0NEMO", name="Nemo", first_name="N", asked_at=START))

    deeds: list[Callable[[], Any]] = [
        lambda: stage.ada.says("Morning!", channel=SITE),
        lambda: stage.ada.command("/project", "new", channel=SITE),
        lambda: asyncio.to_thread(stage.bot.db.run_now, write),
        lambda: asyncio.to_thread(stage.clock.advance, timedelta(minutes=1)),
        lambda: asyncio.to_thread(stage.slack.switches.fault, "chat.postMessage", "http_500"),
    ]
    for deed in deeds:
        before = kept.mark(stage.slack, stage.bot.db)
        assert kept.mark(stage.slack, stage.bot.db) == before
        await deed()
        assert kept.mark(stage.slack, stage.bot.db) != before


async def test_it_is_played_once_and_wherever_something_happened_before(stage: Stage) -> None:
    played = []

    async def play(**given: str) -> None:
        played.append(given["name"])

    for name, times in (("this", 1), ("that", 2), ("this", 2), ("this", 3)):
        # "This" is put back the second time, which writes: then the stage is not as it was.
        await kept.once(stage.slack, stage.bot.db, stage.opened, play, name=name)
        assert len(played) == times, name
