"""Who is who: what Slack says of a person, kept for a day, and what they told us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.errors import Invalid, Refused
from bot.worktime import valid_zone
from models import Person, Workspace

#: How long Slack's word on a person is believed.
BELIEVED = timedelta(days=1)
#: What we are called.
US = "Countersign"


@dataclass(frozen=True, slots=True)
class Profile:
    """What `users.info` said, in our words."""

    user_id: str
    name: str
    first_name: str
    #: Empty where Slack did not say: then it is the workspace's.
    zone: str = ""
    locale: str | None = None
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_admin: bool = False


def profile_of(user: Mapping[str, Any], team_id: str) -> Profile:
    """Slack's user object in our words. A team that is not ours, or `is_stranger`, is another organisation."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    first = profile.get("first_name") or str(name).split(" ")[0]
    home = user.get("team_id") or profile.get("team") or team_id
    return Profile(
        user_id=str(user.get("id", "")),
        name=str(name),
        first_name=str(first),
        zone=str(user.get("tz")) if valid_zone(str(user.get("tz"))) else "",
        locale=user.get("locale"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or home != team_id,
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_deleted=bool(user.get("deleted")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the entrance needs to know of a person before anything else happens."""

    is_fresh: bool
    is_outsider: bool
    is_deleted: bool


def look(session: Session, *, team_id: str, user_ids: Iterable[str], now: datetime) -> dict[str, Known]:
    """What is known of these people; somebody never asked about is absent."""
    query = select(Person).where(Person.team_id == team_id, col(Person.user_id).in_(list(user_ids)))
    return {
        each.user_id: Known(now - each.asked_at < BELIEVED, each.is_outsider, each.is_deleted)
        for each in session.exec(query)
    }


def remember(session: Session, *, team_id: str, profiles: Iterable[Profile], now: datetime) -> None:
    """Store what Slack said. What the person told us (away, ops lead) stays."""
    workspace = session.get(Workspace, team_id)
    usual_zone = workspace.zone if workspace is not None else "UTC"
    for profile in profiles:
        person = session.get(Person, (team_id, profile.user_id))
        if person is None:
            person = Person(
                team_id=team_id, user_id=profile.user_id, name=profile.name, first_name=profile.first_name, asked_at=now
            )
        for key in (
            "name",
            "first_name",
            "locale",
            "is_guest",
            "is_stranger",
            "is_bot",
            "is_deleted",
            "is_admin",
        ):
            setattr(person, key, getattr(profile, key))
        person.zone = profile.zone or usual_zone
        person.asked_at = now
        session.add(person)


def ensure_workspace(session: Session, *, team_id: str, name: str, bot_user_id: str, now: datetime) -> None:
    """Make sure that the workspace has its row, and we ours; called at each start."""
    workspace = session.get(Workspace, team_id) or Workspace(team_id=team_id, created_at=now)
    workspace.name, workspace.bot_user_id = name, bot_user_id
    session.add(workspace)
    # We are a member of every channel that we post in, and nobody has to tell us who that is.
    ours = Profile(bot_user_id, US, US, is_bot=True)
    remember(session, team_id=team_id, profiles=[ours], now=now)


def names(session: Session, team_id: str, user_ids: Iterable[str | None]) -> dict[str, str]:
    """User id → the name shown in Slack. People we never asked about are absent."""
    wanted = [each for each in set(user_ids) if each]
    query = select(Person.user_id, Person.name).where(Person.team_id == team_id, col(Person.user_id).in_(wanted))
    return dict(session.exec(query).all())


def require_insider(session: Session, team_id: str, user_id: str) -> Person:
    """The row of a full member. Raises Refused for outsiders, the departed, people Slack told us nothing about, and
    (with words of their own) freelancers."""
    person = require_colleague(session, team_id, user_id)
    if person.is_freelancer:
        raise Refused("freelancer")
    return person


def require_colleague(session: Session, team_id: str, user_id: str) -> Person:
    """The row of somebody who works here, freelancers included: for checking in, leave, and being shown their own.

    Raises Refused for outsiders, the departed, and people Slack told us nothing about.
    """
    person = session.get(Person, (team_id, user_id))
    if person is None or person.is_outsider or person.is_deleted:
        raise Refused("outsider")
    return person


def require_pickable(session: Session, team_id: str, user_id: str, field: str) -> Person:
    """The same for somebody who was picked in a form: pickers can list outsiders. Raises Invalid."""
    person = require_bookable(session, team_id, user_id, field)
    if person.is_freelancer:
        raise Invalid("person_freelancer", field, name=person.name)
    return person


def require_bookable(session: Session, team_id: str, user_id: str, field: str) -> Person:
    """Somebody who may work on a project: a full member, or a guest who is a freelancer. Raises Invalid."""
    person = session.get(Person, (team_id, user_id))
    if person is None or person.is_deleted:
        raise Invalid("person_gone", field)
    if person.is_outsider:
        raise Invalid("person_outsider", field, name=person.name)
    return person
