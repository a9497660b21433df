"""Deadline reminders: one message for each person, project and day, in the thread of the project's card.

A rule for each date and role says when; several on one day make one message, since it is owed under one key. What it
says is read when it is sent, so it is only ever said while it is true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, ClassVar

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.policy.may import Seat
from bot.prepared import Prepared, among, filled, one_of
from bot.services import outbox, routing
from bot.services.due import Thing, offsets_of, things_of
from bot.services.hours import Hours, hours_of, without_leave
from bot.services.schedules import Firing, Kind
from bot.worktime import WorkingTime
from models import Project, Rule
from models.enums import ProjectStatus, Role

#: What the subject of a rule begins with that ends a snooze.
SNOOZE = "snooze:"
#: What one message lists; the rest is counted.
LISTED = 10


#: So many snoozes are asked for at once.
_AT_ONCE = 50
_SNOOZES = Prepared(
    core_select(col(Rule.subject), col(Rule.next_on)).where(
        col(Rule.team_id) == bindparam("team_id"),
        among(col(Rule.kind), ["reminder"]),
        one_of(col(Rule.subject), "subject", _AT_ONCE),
        col(Rule.next_on).is_not(None),
    )
)


class Reminder(Kind):
    name: ClassVar[str] = "reminder"
    stands_in: ClassVar[bool] = True
    at_once: ClassVar[int] = 200

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for team_id, some in groupby(firings, lambda each: each.of.team_id):
            _remind(session, team_id, list(some), now)


REMINDER = Reminder()


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in a reminder, and how many working days are left (negative: since it was due)."""

    thing: Thing
    left: int


@dataclass(frozen=True, slots=True)
class Reminding:
    """What one person is reminded of in one project today."""

    project_id: int
    project: str
    user_id: str
    name: str
    told: tuple[Told, ...]


def key_of(project_id: int, user_id: str, day: date) -> str:
    """The key under which a day's reminder of a person is owed: one message, however many rules ring."""
    return f"remind:{project_id}:{user_id}:{day}"


def snooze_subject(project_id: int, user_id: str) -> str:
    """What a rule is called that ends a snooze."""
    return f"{SNOOZE}{project_id}:{user_id}"


def read_reminder(session: Session, project_id: int, user_id: str, day: date, now: datetime) -> Reminding | None:
    """What is true now of what this person was to be reminded of on `day`; None when there is nothing (any more)."""
    project = session.get(Project, project_id)
    if project is None or project.status is not ProjectStatus.LIVE:
        return None
    hours = hours_of(session, project.team_id, [user_id]).get(user_id)
    if hours is None or not _may_be_told(hours, now):
        return None
    working = without_leave(hours.working)
    seats = routing.seats(session, project, now)
    mine = [each for each in things_of(session, project, seats, now) if _answers(each, user_id, seats)]
    today, offsets = working.local_date(now), offsets_of(project)
    if today != day and any(each.cadence(offsets).hits(today, working) for each in mine):
        return None  # late; today's own says it all
    snoozed = session.exec(
        select(col(Rule.last_on)).where(
            Rule.team_id == project.team_id, Rule.kind == REMINDER.name,
            Rule.subject == snooze_subject(project_id, user_id),
        )
    ).first()  # fmt: skip
    told = [
        Told(each, working.days_between(today, each.due))
        for each in mine
        if each.cadence(offsets).hits(day, working) or (snoozed == day and _is_near(each, offsets, today, working))
    ]
    person = routing.name_of(session, project.team_id, user_id)
    return Reminding(project_id, project.name, user_id, person, tuple(told)) if told else None


def _remind(session: Session, team_id: str, firings: Sequence[Firing], now: datetime) -> None:
    """Owe what rings now in one workspace, each reminder once."""
    snoozed = _snoozed(session, team_id, firings)
    threads = outbox.threads(session, team_id, {f"project:{each.of.project_id}" for each in firings})
    owed: dict[str, outbox.Notice] = {}
    #: (person, day) → what their notices hold alike.
    facts: dict[tuple[str, date], dict[str, Any]] = {}
    for firing in firings:
        place, user_id, tell_at = firing.project, firing.of.user_id, firing.tell_at
        if place is None or user_id is None:
            continue
        if firing.is_away:
            stand_in = _deputy(session, place.id, user_id, now)
            if stand_in is None:
                continue
            user_id, tell_at = stand_in
        key = key_of(place.id, user_id, firing.day)
        if key in owed or snoozed.get((place.id, user_id), date.min) > firing.day:
            continue
        held = facts.get((user_id, firing.day))
        if held is None:
            held = facts[user_id, firing.day] = {"user": user_id, "day": firing.day.isoformat()}
        post_id, address = threads.get(f"project:{place.id}", (None, None))
        owed[key] = outbox.Notice(
            place.home_channel, key, REMINDER.name, held, project_id=place.id, thread_of=post_id,
            has_lane=address == place.home_channel, not_before=tell_at if tell_at > now else None,
        )  # fmt: skip
    outbox.owe_notices(session, team_id, list(owed.values()), now)


def _may_be_told(hours: Hours, now: datetime) -> bool:
    return hours.is_here and not any(start <= now < end for start, end in hours.working.away)


def _answers(thing: Thing, user_id: str, seats: Mapping[Role, Seat]) -> bool:
    if thing.people:
        return user_id in thing.people
    return any(
        user_id == seat.holder or (seat.away and user_id in seat.deputies)
        for role, seat in seats.items()
        if role in thing.roles
    )


def _is_near(thing: Thing, offsets: frozenset[int], today: date, working: WorkingTime) -> bool:
    return working.days_between(today, thing.due) <= max(offsets, default=0)


def _snoozed(session: Session, team_id: str, firings: Sequence[Firing]) -> dict[tuple[int, str], date]:
    """(project, person) → until when they want to hear nothing of it."""
    found: dict[tuple[int, str], date] = {}
    whose = {
        snooze_subject(each.project.id, each.of.user_id): (each.project.id, each.of.user_id)
        for each in firings
        if each.project is not None and each.of.user_id is not None
    }
    for few in filled("subject", whose, _AT_ONCE):
        found |= {whose[subject]: until for subject, until in _SNOOZES.rows(session, team_id=team_id, **few)}
    return found


def _deputy(session: Session, project_id: int, user_id: str, now: datetime) -> tuple[str, datetime] | None:
    """Who stands in for somebody on leave, and from when on they may be told; None when nobody does."""
    project = session.get_one(Project, project_id)
    for seat in routing.seats(session, project, now).values():
        if seat.holder != user_id:
            continue
        found = hours_of(session, project.team_id, seat.deputies)
        for deputy in seat.deputies:
            if deputy in found and _may_be_told(found[deputy], now):
                return deputy, found[deputy].working.next_arrival(now)
    return None


#: How long after one sync a project is looked at again, whatever changed.
AGAIN = timedelta(minutes=10)
