"""Outsiders: who of them reads which channel, who sorts guests, and what happens when one comes to read a home.

Slack tells by events and when it is asked; both end here. A channel that outsiders read is *outside*: at that instant
what is internal stops there, and the two roles of each project that lives there are told, privately.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_, select

from bot.errors import Invalid, NotFound
from bot.services import elsewhere, outbox, routing
from bot.services.people import Profile, names, remember, require_insider
from bot.services.records import record
from models import Channel, ChannelGuest, Person, Project, ProjectChannel
from models.enums import Guest, ProjectStatus


@dataclass(frozen=True, slots=True)
class Sorting:
    """A guest of a channel, as its form shows them."""

    user_id: str
    name: str
    guest: Guest | None


def note_shared(session: Session, *, team_id: str, channel_id: str, shared: bool, now: datetime) -> None:
    """Slack says whether another organisation has this channel too."""
    channel = _channel(session, team_id, channel_id)
    channel.is_external = shared
    session.add(channel)
    session.flush()
    reassess(session, team_id, channel_id, now)


def note_members(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    members: Collection[str],
    profiles: Iterable[Profile],
    strangers: Iterable[str],
    now: datetime,
) -> None:
    """Slack says who is in a channel. Of those whom we did not know, only guests and strangers are kept."""
    kept = [each for each in profiles if each.is_guest or each.is_stranger]
    kept += [Profile(each, "somebody outside", "somebody", is_stranger=True) for each in strangers]
    remember(session, team_id=team_id, profiles=kept, now=now)
    channel = _channel(session, team_id, channel_id)
    channel.is_stale = False
    elsewhere.note_members(session, channel, members)
    session.flush()
    guests = _guests_among(session, team_id, members)
    here = (col(ChannelGuest.team_id) == team_id, col(ChannelGuest.channel_id) == channel_id)
    session.connection().execute(delete(ChannelGuest).where(*here, col(ChannelGuest.user_id).not_in(guests)))
    for user_id in guests:
        _add(session, team_id, channel_id, user_id)
    session.flush()
    reassess(session, team_id, channel_id, now)


def matters(session: Session, *, team_id: str, channel_id: str) -> bool:
    """Whether we have to know who reads this channel: a project is, or was, bound to it."""
    known = session.get(Channel, (team_id, channel_id)) is not None
    return known or bool(_projects(session, team_id, channel_id, any_=True))


def note_joined(
    session: Session, *, team_id: str, channel_id: str, user_id: str, unknown: bool = False, now: datetime
) -> None:
    """Somebody came into a channel. `unknown`: Slack did not say who, so they count as outside until it does."""
    elsewhere.note_joined(session, team_id, channel_id, user_id)
    person = session.get(Person, (team_id, user_id))
    if not unknown and (person is None or not (person.is_guest or person.is_stranger)):
        return
    _channel(session, team_id, channel_id)
    _add(session, team_id, channel_id, user_id)
    session.flush()
    reassess(session, team_id, channel_id, now)


def note_left(session: Session, *, team_id: str, channel_id: str, user_id: str, now: datetime) -> None:
    """Somebody went out of a channel."""
    elsewhere.note_left(session, team_id, channel_id, user_id)
    row = session.get(ChannelGuest, (team_id, channel_id, user_id))
    if row is not None:
        session.delete(row)
        session.flush()
        reassess(session, team_id, channel_id, now)


def update_known(session: Session, *, team_id: str, profile: Profile, now: datetime) -> None:
    """Take over Slack's word on somebody whom we met; others are none of our business."""
    if session.get(Person, (team_id, profile.user_id)) is not None:
        remember_all(session, team_id=team_id, profiles=[profile], now=now)
    elif profile.is_guest or profile.is_stranger:
        _ask_again(session, team_id)


def remember_all(session: Session, *, team_id: str, profiles: Collection[Profile], now: datetime) -> None:
    """Store what Slack said of people; where they were not known to be ours, the channels they read are looked at."""
    turned = [each for each in profiles if _turns_outside(session, team_id, each)]
    remember(session, team_id=team_id, profiles=profiles, now=now)
    if turned:
        _ask_again(session, team_id)
    session.flush()
    for each in profiles:
        note_person(session, team_id=team_id, user_id=each.user_id, now=now)


def is_stale(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether the members of a channel have to be asked for again before anything internal goes there."""
    channel = session.get(Channel, (team_id, channel_id))
    return channel is not None and channel.is_stale


def _ask_again(session: Session, team_id: str) -> None:
    """Of full members nobody keeps which channels they are in: Slack is asked before anything more goes there."""
    session.flush()
    session.connection().execute(update(Channel).where(col(Channel.team_id) == team_id).values(is_stale=True))
    session.expire_all()


def _turns_outside(session: Session, team_id: str, profile: Profile) -> bool:
    known = session.get(Person, (team_id, profile.user_id))
    if known is None or known.is_guest or known.is_stranger:
        return False
    return profile.is_guest or profile.is_stranger


def note_person(session: Session, *, team_id: str, user_id: str, now: datetime) -> None:
    """Slack's word on somebody changed (a guest became a member): the channels they read are looked at again."""
    query = select(ChannelGuest.channel_id).where(ChannelGuest.team_id == team_id, ChannelGuest.user_id == user_id)
    for channel_id in sorted(session.exec(query).all()):
        reassess(session, team_id, channel_id, now)


def reassess(session: Session, team_id: str, channel_id: str, now: datetime) -> bool:
    """Whether outsiders read this channel now; the first time that they do, what is internal stops and the two roles
    of each project at home there are told. Ours alone again, what waited goes out."""
    channel = _channel(session, team_id, channel_id)
    outside = outbox.outsiders_read(session, team_id, channel_id)
    if outside and channel.outside_since is None:
        channel.outside_since = now
        session.add(channel)
        outbox.hold_all(session, team_id=team_id, address=channel_id)
        for project in _projects(session, team_id, channel_id):
            _tell_owners(session, project, channel, now)
    elif not outside and channel.outside_since is not None:
        channel.outside_since = None
        session.add(channel)
        outbox.release(session, team_id=team_id, address=channel_id, now=now)
    return outside


def sorting_of(session: Session, *, team_id: str, channel_id: str) -> tuple[Sorting, ...]:
    """The guests of a channel (not its strangers) and what they were sorted into."""
    query = (
        select(Person)
        .join(
            ChannelGuest,
            (col(ChannelGuest.user_id) == col(Person.user_id)) & (col(ChannelGuest.team_id) == col(Person.team_id)),
        )
        .where(ChannelGuest.team_id == team_id, ChannelGuest.channel_id == channel_id, col(Person.is_guest).is_(True))
        .order_by(col(Person.name), col(Person.user_id))
    )
    return tuple(
        Sorting(each.user_id, each.name, Guest(each.guest) if each.guest else None)
        for each in session.exec(query)
        if not (each.is_stranger or each.is_bot)
    )


def open_sort_form(session: Session, *, team_id: str, user_id: str, channel_id: str) -> tuple[Sorting, ...]:
    """The guests of a channel that a project is bound to. Raises Refused, NotFound when there are none."""
    _require_linker(session, team_id, user_id, channel_id)
    found = sorting_of(session, team_id=team_id, channel_id=channel_id)
    if not found:
        raise NotFound("no_guests")
    return found


def sort_guests(
    session: Session, *, team_id: str, actor_id: str, channel_id: str, marks: Mapping[str, str], now: datetime
) -> None:
    """Mark guests as client or freelancer. Raises Refused; what is no guest, or no such mark, is left alone."""
    _require_linker(session, team_id, actor_id, channel_id)
    mark_guests(session, team_id=team_id, actor_id=actor_id, marks=marks, now=now)


def mark_guests(session: Session, *, team_id: str, actor_id: str, marks: Mapping[str, str], now: datetime) -> None:
    """The same for a channel that is just being chosen; who may choose it was checked by the caller."""
    for user_id, mark in sorted(marks.items()):
        person = session.get(Person, (team_id, user_id))
        if person is None or not person.is_guest or mark not in set(Guest) or person.guest == mark:
            continue
        person.guest = Guest(mark)
        session.add(person)
        session.flush()
        record(session, team_id=team_id, actor_id=actor_id, action="guest_sorted", now=now, guest=user_id, mark=mark)
        note_person(session, team_id=team_id, user_id=user_id, now=now)
        outbox.redraw_home(session, team_id=team_id, user_ids=[user_id])


def require_internal(session: Session, team_id: str, channel_id: str, field: str) -> None:
    """Raises Invalid for a channel that outsiders read: cards are internal."""
    if outbox.is_shared(session, team_id, channel_id):
        raise Invalid("channel_shared", field)
    clients = clients_in(session, team_id=team_id, channel_id=channel_id)
    if clients:
        raise Invalid("channel_clients", field, names=" and ".join(clients[:5]))


def clients_in(session: Session, *, team_id: str, channel_id: str) -> list[str]:
    """The names of the outsiders who read this channel."""
    found = outbox.clients_in(session, team_id, channel_id)
    known = names(session, team_id, found)
    return [known.get(each, "somebody outside") for each in found]


def _require_linker(session: Session, team_id: str, user_id: str, channel_id: str) -> None:
    """Raises Refused unless the person holds a role of a project in this channel, or is an ops lead."""
    person = require_insider(session, team_id, user_id)
    found = _projects(session, team_id, channel_id, any_=True)
    if not found:
        raise NotFound("no_project")
    if not any(user_id in routing.holders(each).values() or user_id == each.made_by for each in found):
        routing.require_role(session, found[0], person)


def _tell_owners(session: Session, project: Project, channel: Channel, now: datetime) -> None:
    since = channel.outside_since or now
    for user_id in sorted({project.am_id, project.pm_id}):
        outbox.owe_notice(
            session,
            team_id=project.team_id,
            address=f"dm:{user_id}",
            key=f"channel_outside:{channel.channel_id}:{project.id}:{user_id}:{since.isoformat()}",
            picture="channel_outside",
            facts={
                "channel": channel.channel_id,
                "project": project.name,
                "project_id": project.id,
                "shared": channel.is_external,
                "guests": clients_in(session, team_id=project.team_id, channel_id=channel.channel_id),
                "sortable": bool(sorting_of(session, team_id=project.team_id, channel_id=channel.channel_id)),
            },
            project_id=project.id,
            now=now,
        )


def _projects(session: Session, team_id: str, channel_id: str, *, any_: bool = False) -> list[Project]:
    """The projects that live in a channel; `any_`: also those that are only talked about there."""
    here = col(Project.home_channel) == channel_id
    if any_:
        bound = select(ProjectChannel.project_id).where(
            ProjectChannel.team_id == team_id, ProjectChannel.channel_id == channel_id
        )
        here = or_(here, col(Project.id).in_(bound))
    query = select(Project).where(Project.team_id == team_id, here, col(Project.status) != ProjectStatus.CLOSED)
    return list(session.exec(query.order_by(col(Project.id))))


def _guests_among(session: Session, team_id: str, members: Collection[str]) -> list[str]:
    query = select(Person.user_id).where(
        Person.team_id == team_id,
        col(Person.user_id).in_(list(members)),
        or_(col(Person.is_guest).is_(True), col(Person.is_stranger).is_(True)),
    )
    return sorted(session.exec(query).all())


def _channel(session: Session, team_id: str, channel_id: str) -> Channel:
    """The channel's row, made when it is not there yet."""
    found = session.get(Channel, (team_id, channel_id), with_for_update={"key_share": True})
    if found is None:
        outbox.insert_once(session, Channel, {"team_id": team_id, "channel_id": channel_id, "is_external": False})
        found = session.get_one(Channel, (team_id, channel_id))
    return found


def _add(session: Session, team_id: str, channel_id: str, user_id: str) -> None:
    row = {"team_id": team_id, "channel_id": channel_id, "user_id": user_id}
    outbox.insert_once(session, ChannelGuest, row)
