"""Who reads an address, looked up each time that something is sent there.

Nothing internal may reach whom it is not for, however long ago it was owed: a channel may have been shared since, a
guest may have joined, a colleague may have become a guest. In a channel that outsiders read only ephemeral answers to
our own people may go; to an outsider nothing goes but the one sentence that this is not for them.
"""

from enum import Enum, auto

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import Session, col

from bot.prepared import Prepared, among
from models import Channel, ChannelGuest, Person, Post
from models.enums import Guest, PostKind

#: The fixed words for outsiders; the only picture that may reach one.
FOR_OUTSIDERS = "outsider"
#: Why a post is held in a channel that outsiders read.
OUTSIDERS_READ = "outsiders_read"

_MEMBER = (
    col(Person.is_stranger).is_(False),
    col(Person.is_bot).is_(False),
    or_(col(Person.is_guest).is_(False), among(col(Person.guest), (Guest.FREELANCER,))),
)
_HERE = (col(Channel.team_id) == bindparam("team_id"), col(Channel.channel_id) == bindparam("channel_id"))
_SHARED = Prepared(select(col(Channel.channel_id)).where(*_HERE, col(Channel.is_external).is_(True)))
#: Guests and strangers in a channel whom nobody marked as freelancers; whom we know nothing about counts too.
_GUESTS = Prepared(
    select(col(ChannelGuest.user_id))
    .where(
        col(ChannelGuest.team_id) == bindparam("team_id"),
        col(ChannelGuest.channel_id) == bindparam("channel_id"),
        ~exists().where(
            col(Person.team_id) == ChannelGuest.team_id, col(Person.user_id) == ChannelGuest.user_id, *_MEMBER
        ),
    )
    .order_by(col(ChannelGuest.user_id))
)
_OUTSIDER = Prepared(
    select(col(Person.user_id), *(col(each) for each in (Person.is_stranger, Person.is_bot, Person.is_guest)),
           col(Person.guest)).where(
        col(Person.team_id) == bindparam("team_id"), col(Person.user_id) == bindparam("user_id")
    )
)  # fmt: skip


class Reach(Enum):
    """Whether a post may go where it is owed."""

    OPEN = auto()
    #: Internal, and outsiders read there: it waits for another place.
    HELD = auto()
    #: For an outsider alone: it is never sent.
    NEVER = auto()


def reach_of(session: Session, post: Post) -> Reach:
    """Whether this post may go to its address now."""
    if post.picture == FOR_OUTSIDERS or post.kind in (PostKind.HOME, PostKind.REMOVAL):
        return Reach.OPEN  # of a Home, what an outsider's shows is settled where it is read
    if post.kind is PostKind.WHISPER:
        return Reach.NEVER if is_outsider(session, post.team_id, post.user_id or "") else Reach.OPEN
    kind, _, people = post.address.partition(":")
    if people:
        outside = any(is_outsider(session, post.team_id, each) for each in people.split(","))
        return Reach.NEVER if outside and kind in ("dm", "group") else Reach.OPEN
    return Reach.HELD if outsiders_read(session, post.team_id, post.address) else Reach.OPEN


def outsiders_read(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether somebody outside reads this channel, as far as Slack told us."""
    return is_shared(session, team_id, channel_id) or bool(clients_in(session, team_id, channel_id))


def is_shared(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether another organisation has this channel too."""
    return _SHARED.first(session, team_id=team_id, channel_id=channel_id) is not None


def clients_in(session: Session, team_id: str, channel_id: str) -> list[str]:
    """The outsiders among a channel's members, guests whom nobody sorted included."""
    return [user_id for (user_id,) in _GUESTS.rows(session, team_id=team_id, channel_id=channel_id)]


def is_outsider(session: Session, team_id: str, user_id: str) -> bool:
    """Whether somebody whom we know is outside. Whom we never met was not told by Slack to be."""
    found = _OUTSIDER.first(session, team_id=team_id, user_id=user_id)
    if found is None:
        return False
    _, is_stranger, is_bot, is_guest, guest = found
    return bool(is_stranger or is_bot or (is_guest and guest != Guest.FREELANCER))
