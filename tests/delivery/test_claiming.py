"""Several claimers and writers at once: one post of a lane in flight, in order, none twice, none left."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.db import Database
from bot.services import outbox
from models import Post
from tests.delivery.conftest import Desk
from tests.delivery.scene import SITE, START, STUDIO, TEAM, draw

CLAIMERS, WRITERS, EACH, CHANNELS = 4, 3, 40, 7


class Racing:
    """Claimers that send to a list, and writers that owe; on SQLite in one process, as it must be there."""

    def __init__(self, databases: list[Database]) -> None:
        self.databases = databases
        self.sent: list[tuple[str, str]] = []
        self.in_flight: dict[str, int] = defaultdict(int)
        self.crowded: list[str] = []
        self.written = threading.Event()
        self.errors: list[BaseException] = []
        self._lock = threading.Lock()

    def write(self, number: int) -> None:
        db = self.databases[number % len(self.databases)]
        for count in range(EACH):
            db.run_now(_owe_two, f"{number}-{count}", count)

    def claim(self, number: int) -> None:
        db = self.databases[number % len(self.databases)]
        while True:
            done = self.written.is_set()
            batch = db.run_now(outbox.claim, render=draw, now=Clock().now(), limit=3)
            for each in batch.claims:
                self._send(db, each)
            if done and not batch.heads:
                return

    def _send(self, db: Database, claim: outbox.AnyClaim) -> None:
        now = Clock().now()
        with self._lock:
            self.in_flight[claim.address] += 1
            if self.in_flight[claim.address] > 1:
                self.crowded.append(claim.address)
        if claim.ts is None:
            assert db.run_now(outbox.dispatch, claim=claim, now=now)
        with self._lock:
            self.sent.append((claim.address, claim.payload.text))
            self.in_flight[claim.address] -= 1
            ts = f"{len(self.sent)}.0"
        assert db.run_now(outbox.shown, claim=claim, channel_id="C", ts=claim.ts or ts, free_at=now)

    def run(self) -> None:
        writers = [threading.Thread(target=self._guard, args=(self.write, each)) for each in range(WRITERS)]
        claimers = [threading.Thread(target=self._guard, args=(self.claim, each)) for each in range(CLAIMERS)]
        for thread in (*claimers, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        self.written.set()
        for thread in claimers:
            thread.join()

    def _guard(self, work: object, number: int) -> None:
        try:
            work(number)  # type: ignore[operator]
        except BaseException as error:
            self.errors.append(error)


def _owe_two(session: Session, name: str, count: int) -> None:
    """What a click does: a card is dirty, a notice is owed."""
    now, address = Clock().now(), f"C{count % CHANNELS}"
    given = {"team_id": TEAM, "address": address, "now": now}
    outbox.owe_card(session, key=f"card {address}", picture="card", facts={"words": "card"}, **given)
    outbox.owe_notice(session, key=name, picture="notice", facts={"words": name}, **given)


@pytest.fixture
def processes(database: str, db: Database) -> Iterator[list[Database]]:
    """Four processes' worth of connections where several processes may share the database."""
    more = [] if db.is_sqlite else [Database(database) for _ in range(CLAIMERS - 1)]
    yield [db, *more]
    for each in more:
        each.close()


def test_four_claimers_and_three_writers_send_everything_once(processes: list[Database]) -> None:
    racing = Racing(processes)
    racing.run()
    assert racing.errors == []
    assert racing.crowded == [], "two posts of one lane were in flight"
    notices = [text for _, text in racing.sent if not text.startswith("card")]
    assert len(notices) == len(set(notices)) == WRITERS * EACH
    pictures = [each for each in racing.sent if each[1].startswith("card")]
    assert len(pictures) == len(set(pictures)), "one picture was sent twice"
    assert (
        processes[0].run_now(lambda session: session.exec(select(Post.id).where(Post.wanted > Post.shown)).all()) == []
    )


def test_posts_of_a_lane_go_in_the_order_in_which_they_were_owed(db: Database) -> None:
    for count in range(6):
        db.run_now(_owe_two, f"n{count}", 0)
    order = []
    while claims := db.run_now(outbox.claim, render=draw, now=START).claims:
        (claim,) = claims
        db.run_now(outbox.dispatch, claim=claim, now=START)
        db.run_now(outbox.shown, claim=claim, channel_id="C", ts=f"{claim.post_id}.0", free_at=START)
        order.append(claim.post_id)
    assert order == sorted(order)
    assert len(order) == 7


async def test_a_claimed_lane_is_nobody_elses_until_the_lease_is_over(desk: Desk) -> None:
    desk.card("deadline")
    assert _claim(desk, START).heads == 1
    assert _claim(desk, START + timedelta(seconds=14)).heads == 0
    assert _claim(desk, START + timedelta(seconds=15)).heads == 1


async def test_teams_can_be_left_alone(desk: Desk) -> None:
    desk.card("deadline")
    assert desk.db.run_now(outbox.claim, render=draw, now=START, without=[TEAM]).heads == 0
    assert desk.db.run_now(outbox.next_due, without=[TEAM]) is None


async def test_the_next_due_instant_is_known(desk: Desk) -> None:
    assert desk.db.run_now(outbox.next_due) is None
    desk.card("deadline")
    assert desk.db.run_now(outbox.next_due) == START
    _claim(desk, START)
    assert desk.db.run_now(outbox.next_due) == START + outbox.LEASE
    desk.card("elsewhere", address=STUDIO)
    assert desk.db.run_now(outbox.next_due) == START


async def test_owing_again_raises_only_what_is_wanted(desk: Desk) -> None:
    first = desk.card("deadline", facts={"words": "as it was"})
    assert desk.card("deadline", facts={"words": "as it is"}, address=STUDIO) == first
    post = desk.post("deadline")
    assert (post.address, post.facts, post.wanted, post.shown) == (SITE, {"words": "as it was"}, 2, 0)


async def test_what_will_never_be_sent_is_not_marked(desk: Desk) -> None:
    desk.card("gone", facts={"words": "nothing"}, request_id=7)
    await desk.settle()
    assert desk.redraw(request_id=7) == 0


def test_transactions_that_owe_the_same_in_another_order_do_not_stop_each_other(processes: list[Database]) -> None:
    for count in range(CHANNELS):
        processes[0].run_now(_owe_two, f"n{count}", count)
    errors: list[BaseException] = []

    def mark(db: Database) -> None:
        try:
            for _ in range(30):
                db.run_now(outbox.redraw, key="card C1")
                db.run_now(_redraw_all)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=mark, args=(each,)) for each in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def _redraw_all(session: Session) -> None:
    for post in session.exec(select(Post).where(Post.picture == "card").order_by(col(Post.id))).all():
        outbox.redraw(session, key=post.key, team_id=TEAM)


def _claim(desk: Desk, now: datetime) -> outbox.Batch[object]:
    return desk.db.run_now(outbox.claim, render=draw, now=now)
