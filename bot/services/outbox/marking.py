"""Having what is owed drawn again: cards and Homes whose subject changed.

A card's picture is dirty when `wanted` is above `shown`; making it so is all that is ever done to a row that exists.
(Resetting a state while the card is being sent loses the ts, and a second card is posted.)
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Executable, any_, bindparam, func, select, update
from sqlmodel import Session, col

from bot.prepared import Prepared, among, filled, one_of
from bot.services.outbox.owing import DIALECTS, dialect_of
from models import Post
from models.columns import Identity
from models.enums import PostKind, PostState

#: The cards and homes whose pictures can still change.
LIVING = (among(col(Post.kind), (PostKind.CARD, PostKind.HOME)), col(Post.state) != PostState.DEAD)

#: A click marks a request, its project and the desks of the people concerned: about this many.
MARKED_AT_ONCE = 12


def _mark_keys(dialect: str) -> Prepared:
    given = (col(Post.team_id) == bindparam("of_team"), one_of(col(Post.key), "key", MARKED_AT_ONCE))
    return Prepared(_raising(dialect, given), rows="post: living")


def _raising(dialect: str, given: Sequence[Any]) -> Executable:
    if dialect == "sqlite":
        return update(Post).where(*LIVING, *given).values(wanted=col(Post.wanted) + 1)
    # Two who mark the same cards must take them in the same order, or each waits for the other.
    found = select(col(Post.id)).where(*LIVING, *given).order_by(col(Post.id)).with_for_update()
    # As an array: joined with what was found, the planner read the whole outbox to change two rows of it.
    these = any_(func.array(found.scalar_subquery(), type_=ARRAY(Identity)))
    return update(Post).where(col(Post.id) == these).values(wanted=col(Post.wanted) + 1)


MARK = {name: _mark_keys(name) for name in DIALECTS}


def redraw(
    session: Session,
    *,
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


def redraw_home(session: Session, *, team_id: str, user_ids: Iterable[str]) -> int:
    """Have the Homes of these people drawn again, of those who ever opened one. Returns how many."""
    keys = sorted({f"home:{user_id}" for user_id in user_ids})
    return _mark(session, {"team_id": team_id, "keys": keys}) if keys else 0


def mark(session: Session, *, team_id: str, keys: Iterable[str]) -> None:
    """Have the cards and homes with these keys drawn again, those of them that are owed."""
    for few in filled("key", keys, MARKED_AT_ONCE):
        MARK[dialect_of(session)].later(session, of_team=team_id, **few)


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
    statement = _marking(dialect_of(session), tuple(given))
    parameters = {f"given_{name}": value for name, value in given.items()}
    return int(session.connection().execute(statement, parameters).rowcount)
