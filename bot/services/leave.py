"""Leave: from when until when somebody is away, who answers meanwhile, and what follows from both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from bot.errors import Invalid
from bot.services import mornings, outbox, people, routing
from bot.services.people import require_colleague, require_pickable
from bot.services.projects import show_changed
from bot.services.records import record
from models import Deputy, Person, Project
from models.enums import ProjectStatus, Role

#: How a status in Slack says that somebody is off: its emoji, and words of its text.
EMOJI = frozenset({":palm_tree:", ":beach_with_umbrella:", ":desert_island:", ":airplane:", ":face_with_thermometer:",
                   ":beach_umbrella:", ":umbrella_on_ground:", ":camping:", ":snow_capped_mountain:",
                   ":skier:"})  # fmt: skip
WORDS = ("holiday", "vacation", "annual leave", "on leave", "parental leave", "out of office", "ooo", "pto", "day off",
         "urlaub", "dovolen", "vacances", "vacaciones", "off sick", "sick leave")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Status:
    """A person's status in Slack."""

    text: str = ""
    emoji: str = ""
    #: When Slack takes it away; None when nobody said.
    until: datetime | None = None

    def says_away(self) -> bool:
        words = f" {self.text.casefold()} "
        return self.emoji in EMOJI or any(f" {each}" in words for each in WORDS)


def take_leave(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    start: datetime,
    end: datetime,
    now: datetime,
    deputy_id: str | None = None,
) -> list[str]:
    """Away from `start` until `end`. `deputy_id` becomes the deputy wherever the person holds a role and has none.

    Returns the projects where that person cannot, because they hold or deputise the other role. Raises Invalid.
    """
    people.set_away(session, team_id=team_id, user_id=user_id, start=start, end=end, now=now)
    session.get_one(Person, (team_id, user_id)).planned_at = None
    if deputy_id is None:
        return []
    deputy = require_pickable(session, team_id, deputy_id, "deputy")
    if deputy_id == user_id:
        raise Invalid("deputy_self", "deputy", name=deputy.name)
    return [
        project.name
        for project in _held(session, team_id, user_id)
        for role in _roles(project, user_id)
        if not _name_deputy(session, project, role, deputy_id, user_id, now)
    ]


def come_back(session: Session, *, team_id: str, user_id: str, now: datetime) -> bool:
    """No longer away; False when they were not."""
    person = require_colleague(session, team_id, user_id)
    was_on_leave = person.is_away(now)
    person.planned_at = None
    was_away = people.set_back(session, team_id=team_id, user_id=user_id, now=now)
    session.flush()
    if was_on_leave:
        mornings.owe_return(session, team_id=team_id, user_id=user_id, now=now)
    return was_away


def notice_status(session: Session, *, team_id: str, user_id: str, status: Status, now: datetime) -> bool:
    """Ask somebody whose Slack status says that they are off whether it shall be so here; once for each status.

    False when there is nothing to ask: they are away here too, hold no role, or were asked.
    """
    person = session.get(Person, (team_id, user_id))
    if person is None or person.is_outsider or person.is_deleted or not status.says_away():
        return False
    if (person.away_until is not None and person.away_until > now) or not _held(session, team_id, user_id):
        return False
    facts: Mapping[str, Any] = {
        "status": status.text or status.emoji,
        "until": status.until.date().isoformat() if status.until is not None and status.until > now else None,
    }
    outbox.owe_notice(
        session,
        team_id=team_id,
        address=f"dm:{user_id}",
        key=f"status:{user_id}:{status.emoji}{status.text.casefold()}:{now:%Y-%m}"[:200],
        picture="status_away",
        facts=dict(facts),
        now=now,
    )
    return True


def _held(session: Session, team_id: str, user_id: str) -> list[Project]:
    query = select(Project).where(
        Project.team_id == team_id,
        col(Project.status) != ProjectStatus.CLOSED,
        or_(Project.am_id == user_id, Project.pm_id == user_id),
    )
    return list(session.exec(query.order_by(col(Project.id))))


def _roles(project: Project, user_id: str) -> list[Role]:
    return [role for role in (Role.AM, Role.PM) if routing.holders(project)[role] == user_id]


def _name_deputy(session: Session, project: Project, role: Role, deputy_id: str, by: str, now: datetime) -> bool:
    """True when somebody stands in for the role now."""
    rows = session.exec(select(Deputy).where(Deputy.project_id == project.id)).all()
    if any(each.role == role for each in rows):
        return True
    other = {routing.holders(project)[role.counterpart], *(each.user_id for each in rows if each.role != role)}
    if deputy_id in other:
        return False
    session.add(Deputy(project_id=project.id or 0, role=role, user_id=deputy_id, team_id=project.team_id, position=0))
    session.flush()
    record(
        session,
        team_id=project.team_id,
        project_id=project.id,
        actor_id=by,
        action="deputy_named",
        now=now,
        role=str(role),
        deputy=deputy_id,
    )
    show_changed(session, project, now)
    return True
