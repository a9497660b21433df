"""Owing: what services write in the transaction of the fact itself.

An address is a channel id ("C…", "G…", "D…"), "dm:<user>", "group:<user>,<user>" or "home:<user>". Each has one
lane, made together with the first post owed there and never taken away; so a redraw need not make it again.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from bot.prepared import Prepared
from models import Lane, Post
from models.enums import PostKind, PostState

DIALECTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _insert_post(insert: Any, **changed: Any) -> Executable:
    """Insert, or where the key is owed already change that row; without changes leave it as it is."""
    statement = insert(Post)
    if not changed:
        return _executable(statement.on_conflict_do_nothing(index_elements=["team_id", "key"]))
    if "facts" in changed:
        changed["facts"] = statement.excluded.facts
    if "refresh_at" in changed:
        changed["refresh_at"] = func.coalesce(statement.excluded.refresh_at, col(Post.refresh_at))
    upsert = statement.on_conflict_do_update(index_elements=["team_id", "key"], set_=changed)
    return _executable(upsert.returning(col(Post.id)))


def _insert_lane(insert: Any) -> Executable:
    """Insert where there is none; PostgreSQL must not even try where there is one.

    ON CONFLICT DO NOTHING waits for whoever is moving that lane at the moment; they may be waiting for the post that
    we have just marked, and that is a deadlock (seen: 4 claimers and 3 writers on one card).
    """
    columns: list[Any] = [col(Lane.team_id), col(Lane.address), col(Lane.free_at), col(Lane.turn)]
    values = [bindparam(f"lane_{column.key}", type_=column.expression.type) for column in columns]
    there = exists().where(columns[0] == bindparam("lane_team_id"), columns[1] == bindparam("lane_address"))
    statement = insert(Lane).from_select([column.key for column in columns], select(*values).where(~there))
    return _executable(statement.on_conflict_do_nothing(index_elements=["team_id", "address"]))


def _executable(statement: Any) -> Executable:
    assert isinstance(statement, Executable)
    return statement


#: Built once for each database: a click owes a card and a notice, and its caller waits for both.
ONCE = {name: _insert_post(insert) for name, insert in DIALECTS.items()}
CARD = {name: _insert_post(insert, wanted=col(Post.wanted) + 1, refresh_at=None) for name, insert in DIALECTS.items()}
#: Somebody who opens their Home again is there again, whatever ended it.
HOME = {
    name: _insert_post(insert, wanted=col(Post.wanted) + 1, state=PostState.OPEN, facts=None)
    for name, insert in DIALECTS.items()
}
LANE = {name: _insert_lane(insert) for name, insert in DIALECTS.items()}


#: Bytes that nobody guesses.
_MARKER = 12
#: The columns of a notice or a whisper, in one order.
POSTED = (
    "team_id",
    "address",
    "kind",
    "key",
    "picture",
    "facts",
    "state",
    "wanted",
    "shown",
    "attempts",
    "looks",
    "marker",
    "created_at",
    "project_id",
    "request_id",
    "thread_of",
    "thread_ts",
    "user_id",
    "not_before",
)
EMPTY: dict[str, Any] = dict.fromkeys(POSTED)
SAY_ONCE = {name: Prepared(statement, POSTED, rows="post: new") for name, statement in ONCE.items()}
MAKE_LANE = {name: Prepared(statement) for name, statement in LANE.items()}


def owe_card(
    session: Session,
    *,
    team_id: str,
    address: str,
    key: str,
    picture: str,
    now: datetime,
    facts: dict[str, Any] | None = None,
    project_id: int | None = None,
    request_id: int | None = None,
    thread_of: int | None = None,
    thread_ts: str | None = None,
    refresh_at: datetime | None = None,
) -> int:
    """Owe the living picture of one subject at one address; where it is owed already, have it drawn again.

    Returns the post's id, the same for the same key. Of a card that exists only `wanted` is raised, and its
    `refresh_at` set if one is given; address, picture and facts stay as they were.
    """
    row = row_of(team_id, address, PostKind.CARD, key, picture, facts, now)
    row |= {"project_id": project_id, "request_id": request_id, "thread_of": thread_of, "thread_ts": thread_ts}
    row["refresh_at"] = refresh_at
    found = session.connection().execute(CARD[dialect_of(session)], row).scalar_one()
    make_lanes(session, [(team_id, address)], now)
    return int(found)


def owe_notice(
    session: Session,
    *,
    team_id: str,
    address: str,
    key: str,
    picture: str,
    facts: dict[str, Any],
    now: datetime,
    project_id: int | None = None,
    request_id: int | None = None,
    thread_of: int | None = None,
    thread_ts: str | None = None,
    has_lane: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Owe a snapshot of a fact, once for its key; a second call with the key does nothing.

    `not_before`: it waits until then, and keeps nothing else waiting. `has_lane`: the caller read of a post that is
    owed at this address, so that its lane is there.
    """
    row = row_of(team_id, address, PostKind.NOTICE, key, picture, facts, now)
    row |= {"project_id": project_id, "request_id": request_id, "thread_of": thread_of, "thread_ts": thread_ts}
    row["not_before"] = not_before
    SAY_ONCE[dialect_of(session)].later(session, **EMPTY | row)
    if not has_lane:
        make_lanes(session, [(team_id, address)], now)


def owe_whisper(
    session: Session,
    *,
    team_id: str,
    channel: str,
    user_id: str,
    key: str,
    picture: str,
    facts: dict[str, Any],
    now: datetime,
    thread_ts: str | None = None,
) -> None:
    """Owe an ephemeral answer to `user_id` in `channel`, once for its key. It may get lost: never the only carrier.

    In their direct conversation with us it is an ordinary message, which is there when they look again.
    """
    if channel.startswith("D"):
        owe_notice(
            session, team_id=team_id, address=f"dm:{user_id}", key=key, picture=picture, facts=facts, now=now,
            thread_ts=thread_ts,
        )  # fmt: skip
        return
    row = row_of(team_id, channel, PostKind.WHISPER, key, picture, facts, now)
    row |= {"user_id": user_id, "thread_ts": thread_ts}
    SAY_ONCE[dialect_of(session)].later(session, **EMPTY | row)
    make_lanes(session, [(team_id, channel)], now)


def owe_home(session: Session, *, team_id: str, user_id: str, now: datetime, page: int = 0) -> None:
    """Have this person's App Home drawn, for the first time or again, with this page of their projects."""
    address = f"home:{user_id}"
    row = row_of(team_id, address, PostKind.HOME, address, "home", {"page": page}, now) | {"user_id": user_id}
    session.connection().execute(HOME[dialect_of(session)], row)
    make_lanes(session, [(team_id, address)], now)


def owe_removal(session: Session, *, team_id: str, address: str, channel_id: str, ts: str, now: datetime) -> None:
    """Have one of our messages taken away, once."""
    row = row_of(team_id, address, PostKind.REMOVAL, f"removal:{channel_id}:{ts}", "removal", None, now)
    row |= {"channel_id": channel_id, "ts": ts}
    session.connection().execute(ONCE[dialect_of(session)], row)
    make_lanes(session, [(team_id, address)], now)


def insert_once(session: Session, table: type[SQLModel], row: dict[str, Any]) -> None:
    """Insert a row unless one with its key is there."""
    session.connection().execute(DIALECTS[dialect_of(session)](table).values(**row).on_conflict_do_nothing())


def make_lanes(session: Session, addresses: Iterable[tuple[str, str]], now: datetime) -> None:
    """Make the lanes that do not exist yet, in one order for everybody, so that no two makers wait for each other."""
    for row in lanes_for(addresses, now):
        MAKE_LANE[dialect_of(session)].later(session, **row)


def lanes_for(addresses: Iterable[tuple[str, str]], now: datetime) -> list[dict[str, Any]]:
    """What `MAKE_LANE` is run with, in one order for everybody."""
    return [
        {"lane_team_id": team_id, "lane_address": address, "lane_free_at": now, "lane_turn": 0}
        for team_id, address in sorted(set(addresses))
    ]


def row_of(
    team_id: str, address: str, kind: PostKind, key: str, picture: str, facts: dict[str, Any] | None, now: datetime
) -> dict[str, Any]:
    """A new post's columns, as far as each post has them."""
    return {
        "team_id": team_id,
        "address": address,
        "kind": kind,
        "key": key,
        "picture": picture,
        "facts": facts or {},
        "state": PostState.OPEN,
        "wanted": 1,
        "shown": 0,
        "attempts": 0,
        "looks": 0,
        "marker": new_marker(),
        "created_at": now,
    }


def new_marker() -> str:
    """An opaque id by which a doubtful post is looked for."""
    return secrets.token_hex(_MARKER)


def new_markers(count: int) -> list[str]:
    """So many of them, for which the system is asked once."""
    drawn, width = secrets.token_hex(_MARKER * count), 2 * _MARKER
    return [drawn[start : start + width] for start in range(0, len(drawn), width)]


def dialect_of(session: Session) -> str:
    """The database's name: a key of `DIALECTS`."""
    return session.get_bind().dialect.name
