"""In whose threads replies go: the posts that are owed under these keys."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot.prepared import Prepared, filled, one_of
from models import Post

#: A post's id, and the address where it is owed.
Thread = tuple[int, str]

#: As many as a look at what is due asks for at once.
_AT_ONCE = 50
_FIND = Prepared(
    select(col(Post.key), col(Post.id), col(Post.address)).where(
        col(Post.team_id) == bindparam("team_id"), one_of(col(Post.key), "key", _AT_ONCE)
    )
)


def threads(session: Session, team_id: str, keys: Iterable[str]) -> dict[str, Thread]:
    """Key → its post, of those that are owed."""
    found: dict[str, Thread] = {}
    for few in filled("key", keys, _AT_ONCE):
        found |= {key: (post_id, address) for key, post_id, address in _FIND.rows(session, team_id=team_id, **few)}
    return found
