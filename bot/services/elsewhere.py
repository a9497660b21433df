"""Who of ours is not in a channel: what names them there is told them directly, since Slack does not."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.services import outbox
from models import Channel, Person, Post

#: The picture of what is told directly.
ELSEWHERE = "elsewhere"
#: Of a longer list of members only the beginning was read, so that it does not say who is missing.
MEMBERS_READ = 1000


def note_members(session: Session, channel: Channel, members: Collection[str]) -> None:
    """Slack says who is in a channel."""
    query = select(Person.user_id).where(
        Person.team_id == channel.team_id,
        col(Person.is_deleted).is_(False),
        col(Person.is_bot).is_(False),
        col(Person.is_guest).is_(False),
        col(Person.is_stranger).is_(False),
    )
    read = len(members) < MEMBERS_READ
    channel.missing = sorted(set(session.exec(query)) - set(members)) if read else None
    session.add(channel)


def note_joined(session: Session, team_id: str, channel_id: str, user_id: str) -> None:
    """Somebody came into a channel."""
    _note(session, team_id, channel_id, lambda missing: missing - {user_id})


def note_left(session: Session, team_id: str, channel_id: str, user_id: str) -> None:
    """Somebody went out of a channel."""
    person = session.get(Person, (team_id, user_id))
    if person is not None and not (person.is_guest or person.is_stranger or person.is_bot):
        _note(session, team_id, channel_id, lambda missing: missing | {user_id})


def tell_missing(session: Session, post: Post, named: Iterable[str], now: datetime, *, by_itself: bool) -> None:
    """Slack tells nobody of a message that names them in a channel where they are not: the bot does."""
    by = {str(post.facts.get("by"))}
    for user_id in _missing_from(session, post.team_id, post.address, set(named) - by):
        outbox.owe_notice(
            session,
            team_id=post.team_id,
            address=f"dm:{user_id}",
            key=f"elsewhere:{post.id}:{user_id}",
            picture=ELSEWHERE,
            facts={"user": user_id, "post": post.id, "by_itself": by_itself},
            project_id=post.project_id,
            request_id=post.request_id,
            now=now,
        )


def _missing_from(session: Session, team_id: str, address: str, people: set[str]) -> list[str]:
    """Who of these is not in the channel, as far as Slack told us."""
    channel = session.get(Channel, (team_id, address)) if people else None
    return sorted(people & set(channel.missing or ())) if channel is not None else []


def _note(session: Session, team_id: str, channel_id: str, change: Callable[[set[str]], set[str]]) -> None:
    channel = session.get(Channel, (team_id, channel_id), with_for_update={"key_share": True})
    if channel is not None:
        channel.missing = sorted(change(set(channel.missing or ())))
        session.add(channel)
