"""Owing: what services write in the transaction of the fact itself.

A card's picture is dirty when `wanted` is above `shown`; making it so is all that owing ever does to a row that
exists. (Resetting a state while the card is being sent loses the ts, and a second card is posted.)

An address is a channel id ("C…", "G…", "D…"), "dm:<user>", "group:<user>,<user>" or "home:<user>". Each has one
lane, made together with the first post owed there and never taken away; so a redraw need not make it again.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from bot.prepared import Prepared, among
from models import Lane, Post
from models.enums import PostKind, PostState

DIALECTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
#: The cards and homes whose pictures can still change.
LIVING = (among(col(Post.kind), (PostKind.CARD, PostKind.HOME)), col(Post.state) != PostState.DEAD)


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
SAY_ONCE = {name: Prepared(statement, POSTED, rows="post: new") for name, statement in ONCE.items()}
MAKE_LANE = {name: Prepared(statement) for name, statement in LANE.items()}
#: A click marks a request, its project and the desks of the people concerned: about this many.
MARKED_AT_ONCE = 12


def _mark_keys(dialect: str) -> Prepared:
    keys = col(Post.key).in_([bindparam(f"key_{number}") for number in range(MARKED_AT_ONCE)])
    return Prepared(_raising(dialect, (col(Post.team_id) == bindparam("of_team"), keys)), rows="post: living")


def _raising(dialect: str, given: Sequence[Any]) -> Executable:
    if dialect == "sqlite":
        return update(Post).where(*LIVING, *given).values(wanted=col(Post.wanted) + 1)
    # Two who mark the same cards must take them in the same order, or each waits for the other.
    found = select(col(Post.id)).where(*LIVING, *given).order_by(col(Post.id)).with_for_update()
    return update(Post).where(col(Post.id).in_(found)).values(wanted=col(Post.wanted) + 1)


MARK = {name: _mark_keys(name) for name in DIALECTS}


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
    row = _row(team_id, address, PostKind.CARD, key, picture, facts, now)
    row |= {"project_id": project_id, "request_id": request_id, "thread_of": thread_of, "thread_ts": thread_ts}
    row["refresh_at"] = refresh_at
    found = session.connection().execute(CARD[_dialect(session)], row).scalar_one()
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
    row = _row(team_id, address, PostKind.NOTICE, key, picture, facts, now)
    row |= {"project_id": project_id, "request_id": request_id, "thread_of": thread_of, "thread_ts": thread_ts}
    row["not_before"] = not_before
    SAY_ONCE[_dialect(session)].later(session, **dict.fromkeys(POSTED) | row)
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
    """Owe an ephemeral answer to `user_id` in `channel`, once for its key. It may get lost: never the only carrier."""
    row = _row(team_id, channel, PostKind.WHISPER, key, picture, facts, now)
    row |= {"user_id": user_id, "thread_ts": thread_ts}
    SAY_ONCE[_dialect(session)].later(session, **dict.fromkeys(POSTED) | row)
    make_lanes(session, [(team_id, channel)], now)


def owe_home(session: Session, *, team_id: str, user_id: str, now: datetime, page: int = 0) -> None:
    """Have this person's App Home drawn, for the first time or again, with this page of their projects."""
    address = f"home:{user_id}"
    row = _row(team_id, address, PostKind.HOME, address, "home", {"page": page}, now) | {"user_id": user_id}
    session.connection().execute(HOME[_dialect(session)], row)
    make_lanes(session, [(team_id, address)], now)


def owe_removal(session: Session, *, team_id: str, address: str, channel_id: str, ts: str, now: datetime) -> None:
    """Have one of our messages taken away, once."""
    row = _row(team_id, address, PostKind.REMOVAL, f"removal:{channel_id}:{ts}", "removal", None, now)
    row |= {"channel_id": channel_id, "ts": ts}
    session.connection().execute(ONCE[_dialect(session)], row)
    make_lanes(session, [(team_id, address)], now)


def redraw(
    session: Session,
    *,
    now: datetime,
    request_id: int | None = None,
    project_id: int | None = None,
    picture: str | None = None,
    key: str | None = None,
    team_id: str | None = None,
) -> int:
    """Have the cards and homes that match all that is given drawn again. Returns how many.

    Raises ValueError when neither request, project nor key is given: that would be everybody's.
    """
    given = {"request_id": request_id, "project_id": project_id, "key": key, "picture": picture, "team_id": team_id}
    given = {name: value for name, value in given.items() if value is not None}
    if not given.keys() & {"request_id", "project_id", "key"}:
        raise ValueError("redraw what? name a request, a project or a key")
    return _mark(session, given)


def redraw_home(session: Session, *, team_id: str, user_ids: Iterable[str], now: datetime) -> int:
    """Have the Homes of these people drawn again, of those who ever opened one. Returns how many."""
    keys = sorted({f"home:{user_id}" for user_id in user_ids})
    return _mark(session, {"team_id": team_id, "keys": keys}) if keys else 0


def mark(session: Session, *, team_id: str, keys: Iterable[str]) -> None:
    """Have the cards and homes with these keys drawn again, those of them that are owed."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), MARKED_AT_ONCE):
        few = wanted[start : start + MARKED_AT_ONCE]
        few += few[-1:] * (MARKED_AT_ONCE - len(few))
        named = {f"key_{number}": key for number, key in enumerate(few)}
        MARK[_dialect(session)].later(session, of_team=team_id, **named)


def insert_once(session: Session, table: type[SQLModel], row: dict[str, Any]) -> None:
    """Insert a row unless one with its key is there."""
    session.connection().execute(DIALECTS[_dialect(session)](table).values(**row).on_conflict_do_nothing())


def make_lanes(session: Session, addresses: Iterable[tuple[str, str]], now: datetime) -> None:
    """Make the lanes that do not exist yet, in one order for everybody, so that no two makers wait for each other."""
    rows = [
        {"lane_team_id": team_id, "lane_address": address, "lane_free_at": now, "lane_turn": 0}
        for team_id, address in sorted(set(addresses))
    ]
    for row in rows:
        MAKE_LANE[_dialect(session)].later(session, **row)


@cache
def _marking(dialect: str, names: tuple[str, ...]) -> Executable:
    """The UPDATE that raises `wanted` where the named columns have the values given for them ("keys": a list)."""
    columns: dict[str, Any] = Post.__table__.columns  # type: ignore[attr-defined]
    given = [
        col(Post.key).in_(bindparam("given_keys", expanding=True))
        if name == "keys"
        else columns[name] == bindparam(f"given_{name}")
        for name in names
    ]
    return _raising(dialect, given)


def _mark(session: Session, given: dict[str, Any]) -> int:
    statement = _marking(_dialect(session), tuple(given))
    parameters = {f"given_{name}": value for name, value in given.items()}
    return int(session.connection().execute(statement, parameters).rowcount)


def _row(
    team_id: str, address: str, kind: PostKind, key: str, picture: str, facts: dict[str, Any] | None, now: datetime
) -> dict[str, Any]:
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
        "marker": secrets.token_hex(12),
        "created_at": now,
    }


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
