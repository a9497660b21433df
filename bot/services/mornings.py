"""The morning message, and the one summary after leave: read when they are sent, and not sent when they say nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from bot.domains.deadline import DEADLINE
from bot.services import absences, outbox
from bot.services.checkins.reading import Waiting
from bot.services.desk import Item, Start, read_desk
from bot.services.hours import Hours, hours_of
from bot.services.lines import read_lines, what_of
from bot.services.people import names
from bot.services.schedules import Firing, Kind
from models import ChangeRequest, ClientInput, Milestone, Person, Project, Rule
from models.enums import ProjectStatus, RequestState
from models.lifecycle import TERMINAL_STATES

#: What is due within so many days is told in the morning.
SOON = timedelta(days=7)
#: What one message lists of each kind; the rest is counted.
LISTED = 10


class Digest(Kind):
    name: ClassVar[str] = "digest"
    late: ClassVar[timedelta | None] = None
    newest_only: ClassVar[bool] = True

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for each in firings:
            _owe(session, self.name, each.of.team_id, each.of.user_id or "", each.day, each.tell_at, now)


class Back(Digest):
    """Once, on the first working day after leave, instead of that day's morning message."""

    name: ClassVar[str] = "back"

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        super().occur(session, firings, now)
        for each in firings:
            # They may have more leave ahead, from which they come back as well.
            session.get_one(Person, (each.of.team_id, each.of.user_id)).planned_at = None


DIGEST, BACK = Digest(), Back()


@dataclass(frozen=True, slots=True)
class Day:
    """A date to keep, or that was not kept. `who`: from whom it comes, where it is the client's to send."""

    project: str
    what: str
    date: date
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that was decided while somebody was away. Money is named and not told."""

    name: str
    project: str
    what: str
    state: RequestState
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Morning:
    """What one person is told in the morning."""

    user_id: str
    first_name: str
    zone: str
    today: date
    needs: tuple[Item, ...] = ()
    starts: tuple[Start, ...] = ()
    waits: tuple[Item, ...] = ()
    starts_elsewhere: tuple[Start, ...] = ()
    due: tuple[Day, ...] = ()
    overdue: tuple[Day, ...] = ()
    inputs: tuple[Day, ...] = ()
    checkins: tuple[Waiting, ...] = ()
    #: After leave only.
    since: date | None = None
    ended: tuple[Ended, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def says_something(self) -> bool:
        return any((self.needs, self.starts, self.waits, self.starts_elsewhere, self.due, self.overdue, self.inputs,
                    self.checkins, self.ended))  # fmt: skip


def owe_return(session: Session, *, team_id: str, user_id: str, now: datetime) -> None:
    """Somebody came back before their leave was over: the summary comes now, or when they work next."""
    found = hours_of(session, team_id, [user_id]).get(user_id)
    if found is not None:
        day = found.working.local_date(now)
        _owe(session, BACK.name, team_id, user_id, day, found.working.next_arrival(now), now)
        # It is this day's message; the morning one, which they missed, says nothing more.
        whose = (col(Rule.team_id) == team_id, col(Rule.kind) == BACK.name, col(Rule.subject) == user_id)
        session.connection().execute(update(Rule).where(*whose).values(last_on=day, next_on=None, next_at=None))


def _owe(session: Session, name: str, team_id: str, user_id: str, day: date, tell_at: datetime, now: datetime) -> None:
    outbox.owe_notice(
        session,
        team_id=team_id,
        address=f"dm:{user_id}",
        key=f"{name}:{user_id}:{day}",
        picture=name,
        facts={"user": user_id, "day": day.isoformat()},
        not_before=tell_at if tell_at > now else None,
        now=now,
    )


def read_morning(
    session: Session, *, team_id: str, user_id: str, day: date, now: datetime, after_leave: bool = False
) -> Morning | None:
    """The morning of `day`; None where there is nothing to say, or another message says it."""
    hours = hours_of(session, team_id, [user_id]).get(user_id)
    if (
        hours is None
        or not hours.is_here
        or _is_told_otherwise(session, team_id, user_id, hours, day, now, after_leave)
    ):
        return None
    desk = read_desk(session, team_id=team_id, user_id=user_id, now=now)
    mine = _mine(session, team_id, user_id)
    today, parts = hours.working.local_date(now), hours.digest_parts
    due, overdue = _dates(session, mine, today)
    wants = {
        name: parts is None or name in parts for name in ("needs", "waits", "due", "overdue", "inputs", "checkins")
    }
    since = absences.last_began(session, team_id, user_id, now) if after_leave else None
    ended = _ended(session, mine, user_id, since, now) if since is not None else ()
    found = Morning(
        user_id,
        desk.names.get(user_id) or "",
        desk.zone,
        today,
        needs=desk.for_me if wants["needs"] else (),
        starts=desk.starts_for_me if wants["needs"] else (),
        waits=desk.on_others if wants["waits"] else (),
        starts_elsewhere=tuple(each for each in desk.starts_on_others if each.project_id in mine)
        if wants["waits"]
        else (),
        due=due if wants["due"] else (),
        overdue=overdue if wants["overdue"] else (),
        inputs=_inputs(session, mine, today) if wants["inputs"] else (),
        checkins=desk.checkins if wants["checkins"] else (),
        since=hours.working.local_date(since) if since is not None else None,
        ended=ended,
        names={**desk.names, **names(session, team_id, [each.decided_by for each in ended])},
    )
    return found if found.says_something() else None


def _is_told_otherwise(
    session: Session, team_id: str, user_id: str, hours: Hours, day: date, now: datetime, after_leave: bool
) -> bool:
    """Whether they are on leave, come back today (one summary is enough), or this is late and today's own comes."""
    if any(start <= now < end for start, end in hours.working.away):
        return True
    if after_leave:
        return False
    today = hours.working.local_date(now)
    if today != day and today.weekday() in hours.digest_days and hours.working.is_working_day(today):
        return True
    back = select(Rule.id).where(
        Rule.team_id == team_id, Rule.kind == BACK.name, Rule.subject == user_id,
        or_(Rule.last_on == today, Rule.next_on == today),
    )  # fmt: skip
    return session.exec(back).first() is not None


def _mine(session: Session, team_id: str, user_id: str) -> dict[int, Project]:
    """The open projects in which they hold a role. (An ops lead sees all on Home, not all each morning.)"""
    query = select(Project).where(
        Project.team_id == team_id,
        col(Project.status).in_([ProjectStatus.LIVE, ProjectStatus.PLANNING]),
        or_(Project.am_id == user_id, Project.pm_id == user_id, Project.second_id == user_id),
    )
    return {each.id or 0: each for each in session.exec(query)}


def _dates(session: Session, mine: Mapping[int, Project], today: date) -> tuple[tuple[Day, ...], tuple[Day, ...]]:
    """(what is due soon, what is overdue), the earliest first."""
    live = {key: each for key, each in mine.items() if each.status is ProjectStatus.LIVE}
    found = [Day(each.name, DEADLINE, each.deadline) for each in live.values() if each.delivered_at is None]
    query = select(Milestone).where(
        col(Milestone.project_id).in_(list(live)), col(Milestone.done_at).is_(None), col(Milestone.date) <= today + SOON
    )
    found += [Day(live[each.project_id].name, each.name, each.date) for each in session.exec(query)]
    found.sort(key=lambda each: (each.date, each.project, each.what))
    soon = tuple(each for each in found if today <= each.date <= today + SOON)
    return soon, tuple(each for each in found if each.date < today)


def _inputs(session: Session, mine: Mapping[int, Project], today: date) -> tuple[Day, ...]:
    query = (
        select(ClientInput)
        .where(
            col(ClientInput.project_id).in_([key for key, each in mine.items() if each.status is ProjectStatus.LIVE]),
            col(ClientInput.received_on).is_(None),
            col(ClientInput.due) < today,
        )
        .order_by(col(ClientInput.due), col(ClientInput.id))
    )
    return tuple(Day(mine[each.project_id].name, each.what, each.due, each.from_whom) for each in session.exec(query))


def _ended(
    session: Session, mine: Mapping[int, Project], user_id: str, since: datetime, now: datetime
) -> tuple[Ended, ...]:
    """What was decided in their projects meanwhile, by others."""
    query = (
        select(ChangeRequest)
        .where(
            col(ChangeRequest.project_id).in_(list(mine)),
            col(ChangeRequest.state).in_(TERMINAL_STATES),
            col(ChangeRequest.decided_at) >= since,
            col(ChangeRequest.decided_at) <= now,
            or_(col(ChangeRequest.decided_by).is_(None), col(ChangeRequest.decided_by) != user_id),
        )
        .order_by(col(ChangeRequest.decided_at), col(ChangeRequest.id))
        .limit(50)
    )
    found = []
    for request in session.exec(query):
        what = what_of(request, read_lines(session, request))
        project = mine[request.project_id].name
        found.append(Ended(request.name, project, what, RequestState(request.state), request.decided_by))
    return tuple(found)
