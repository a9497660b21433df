"""Ops leads: the one upper role. The installer is the first; admins and ops leads name others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.errors import Invalid, Refused
from bot.services import outbox
from bot.services.people import Profile, remember, require_insider, require_pickable
from bot.services.records import record
from models import Person, Workspace


@dataclass(frozen=True, slots=True)
class OpsForm:
    """Who the ops leads are now."""

    user_ids: tuple[str, ...]


def ops_leads(session: Session, team_id: str) -> list[str]:
    """The user ids of the workspace's ops leads."""
    query = select(Person.user_id).where(
        Person.team_id == team_id, col(Person.is_ops_lead).is_(True), col(Person.is_deleted).is_(False)
    )
    return sorted(session.exec(query))


def has_installer(session: Session, team_id: str) -> bool:
    """Whether somebody was welcomed already."""
    workspace = session.get(Workspace, team_id)
    return workspace is not None and workspace.installer_id is not None


def welcome_installer(session: Session, *, team_id: str, profile: Profile, now: datetime) -> bool:
    """Make somebody the first ops lead and owe them the one message of the first minutes; False when there is one."""
    workspace = session.get(Workspace, team_id)
    if workspace is None or workspace.installer_id is not None:
        return False
    remember(session, team_id=team_id, profiles=[profile], now=now)
    session.flush()
    person = session.get_one(Person, (team_id, profile.user_id))
    person.is_ops_lead = True
    workspace.installer_id, workspace.zone = person.user_id, profile.zone or "UTC"
    session.add(person)
    session.add(workspace)
    record(session, team_id=team_id, action="installed", actor_id=person.user_id, now=now)
    outbox.owe_notice(
        session,
        team_id=team_id,
        address=f"dm:{person.user_id}",
        key="installed",
        picture="installed",
        facts={"user_id": person.user_id},
        now=now,
    )
    return True


def open_ops_form(session: Session, *, team_id: str, user_id: str) -> OpsForm:
    """Raises Refused for who may not name ops leads."""
    require_admin(session, team_id, user_id)
    return OpsForm(tuple(ops_leads(session, team_id)))


def name_ops_leads(
    session: Session, *, team_id: str, actor_id: str, user_ids: Sequence[str], now: datetime
) -> list[str]:
    """These people are the ops leads from now on. Raises Refused; Invalid for outsiders, or when nobody is left."""
    require_admin(session, team_id, actor_id)
    if not user_ids:
        raise Invalid("ops_lead_missing", "ops_leads")
    people = [require_pickable(session, team_id, each, "ops_leads") for each in user_ids]
    before = set(ops_leads(session, team_id))
    after = {each.user_id for each in people}
    for user_id in before - after:
        session.get_one(Person, (team_id, user_id)).is_ops_lead = False
    for person in people:
        person.is_ops_lead = True
        session.add(person)
    record(
        session,
        team_id=team_id,
        action="ops_leads_named",
        actor_id=actor_id,
        now=now,
        before=sorted(before),
        after=sorted(after),
    )
    outbox.redraw_home(session, team_id=team_id, user_ids=sorted(before | after))
    return sorted(after)


def require_admin(session: Session, team_id: str, user_id: str) -> None:
    """Raises Refused unless they are an ops lead or one of the workspace's admins."""
    person = require_insider(session, team_id, user_id)
    if not (person.is_admin or person.is_ops_lead):
        raise Refused("admins_only", whose=ops_leads(session, team_id))
