"""Leave: from when until when somebody is away, who answers meanwhile, and what follows from both."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from bot.errors import Invalid
from bot.services import absences, mornings, outbox, routing
from bot.services.people import require_colleague, require_pickable
from bot.services.projects import show_changed
from bot.services.records import record
from bot.services.schedules import drop_rules
from models import Deputy, Person, Project
from models.enums import ProjectStatus, Role

#: How a status in Slack says that somebody is off: its emoji, and words of its text.
EMOJI = frozenset({":palm_tree:", ":beach_with_umbrella:", ":desert_island:", ":airplane:", ":face_with_thermometer:",
                   ":beach_umbrella:", ":umbrella_on_ground:", ":camping:", ":snow_capped_mountain:",
                   ":skier:"})  # fmt: skip
WORDS = ("holiday", "vacation", "annual leave", "on leave", "parental leave", "out of office", "ooo", "pto", "day off",
         "urlaub", "dovolen", "vacances", "vacaciones", "off sick", "sick leave")  # fmt: skip
#: A status may be set some days before the leave that it speaks of.
SOON = timedelta(days=7)


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


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of leave, by the days of whoever takes it."""

    leave_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What was announced, as it stands now."""

    #: None where leave was only taken back.
    period: Period | None
    #: What else is ahead.
    others: tuple[Period, ...]
    #: The projects where the one who was named cannot answer: they hold or deputise the other role.
    without: tuple[str, ...] = ()
    #: Who answers for them meanwhile, where they hold a role.
    deputies: tuple[str, ...] = ()
    #: The projects where nobody does.
    alone: tuple[str, ...] = ()


def read_leave(session: Session, *, team_id: str, user_id: str, now: datetime) -> tuple[Period, ...]:
    """The leave that is not over, the earliest first. Raises Refused for outsiders."""
    zone = ZoneInfo(require_colleague(session, team_id, user_id).zone)
    return tuple(
        # It ends at a midnight; people name the last day of it.
        Period(
            each.id or 0,
            each.starts_at.astimezone(zone).date(),
            (each.ends_at - timedelta(seconds=1)).astimezone(zone).date(),
        )
        for each in absences.ahead(session, team_id, user_id, now)
    )


def change_leave(
    session: Session,
    *,
    team_id: str,
    user_id: str,
    days: tuple[date, date] | None,
    now: datetime,
    taken_back: Collection[int] = (),
    deputy_id: str | None = None,
) -> Taken:
    """Away from the morning of the first of these days to the end of the last, on their own calendar; leave that was
    announced before and is taken back is no more. `deputy_id` becomes the deputy wherever they hold a role and have
    none. Raises Invalid, Refused.
    """
    person = require_colleague(session, team_id, user_id)
    zone = ZoneInfo(person.zone)
    if taken_back:
        end_leave(session, team_id=team_id, user_id=user_id, leave_ids=taken_back, now=now)
    found = None
    if days is not None:
        start, end = (datetime.combine(day, time(), zone) for day in (days[0], days[1] + timedelta(days=1)))
        found = absences.announce(session, team_id=team_id, user_id=user_id, start=start, end=end, now=now).id
        person.planned_at = None
        session.flush()
    without = _name_deputies(session, team_id, user_id, deputy_id, now) if deputy_id is not None and found else []
    periods = read_leave(session, team_id=team_id, user_id=user_id, now=now)
    deputies, alone = _who_answers(session, team_id, user_id, now)
    return Taken(
        next((each for each in periods if each.leave_id == found), None),
        tuple(each for each in periods if each.leave_id != found),
        tuple(without),
        deputies,
        alone,
    )


def _who_answers(
    session: Session, team_id: str, user_id: str, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of those who stand in for somebody, and of the projects where nobody does."""
    deputies: dict[str, None] = {}
    alone = []
    for project in _held(session, team_id, user_id):
        seats = routing.seats(session, project, now)
        for role in _roles(project, user_id):
            here = routing.still_here(session, team_id, seats[role].deputies)
            deputies |= dict.fromkeys(routing.name_of(session, team_id, each) for each in here)
            alone += [] if here else [project.name]
    return tuple(deputies), tuple(dict.fromkeys(alone))


def end_leave(session: Session, *, team_id: str, user_id: str, leave_ids: Collection[int], now: datetime) -> bool:
    """These of their own are no more; somebody who was away is back now, and told what happened. False for none."""
    person = require_colleague(session, team_id, user_id)
    was_away = absences.away_until(session, team_id, user_id, now) is not None
    count = absences.take_back(session, team_id=team_id, user_id=user_id, leave_ids=leave_ids, now=now)
    if count:
        drop_rules(session, mornings.BACK, team_id=team_id, subjects=[user_id])
        person.planned_at = None
        session.flush()
    if was_away and absences.away_until(session, team_id, user_id, now) is None:
        mornings.owe_return(session, team_id=team_id, user_id=user_id, now=now)
    return count > 0


def come_back(session: Session, *, team_id: str, user_id: str, now: datetime) -> tuple[bool, tuple[Period, ...]]:
    """No longer away, or not going, where one leave alone is ahead: (whether it was so, what is ahead still)."""
    leave = absences.ahead(session, team_id, user_id, now)
    ended = [each.id or 0 for each in leave if each.starts_at <= now or len(leave) == 1]
    was = end_leave(session, team_id=team_id, user_id=user_id, leave_ids=ended, now=now)
    return was, read_leave(session, team_id=team_id, user_id=user_id, now=now)


def notice_status(session: Session, *, team_id: str, user_id: str, status: Status, now: datetime) -> bool:
    """Ask somebody whose Slack status says that they are off whether it shall be so here; once for each status.

    False when there is nothing to ask: they are away here too or about to be, hold no role, or were asked.
    """
    person = session.get(Person, (team_id, user_id))
    if person is None or person.is_outsider or person.is_deleted or not status.says_away():
        return False
    announced = absences.ahead(session, team_id, user_id, now)
    if any(each.starts_at < now + SOON for each in announced) or not _held(session, team_id, user_id):
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


def _name_deputies(session: Session, team_id: str, user_id: str, deputy_id: str, now: datetime) -> list[str]:
    """The names of the projects where that person cannot be."""
    deputy = require_pickable(session, team_id, deputy_id, "deputy")
    if deputy_id == user_id:
        raise Invalid("deputy_self", "deputy", name=deputy.name)
    return [
        project.name
        for project in _held(session, team_id, user_id)
        for role in _roles(project, user_id)
        if not _name_deputy(session, project, role, deputy_id, user_id, now)
    ]


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
    show_changed(session, project)
    return True
