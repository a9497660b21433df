"""Asking: once for each role and week, in the thread of the week's card, in the time of whoever is asked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlmodel import Session

from bot.services import absences, outbox, routing
from bot.services.checkins.rounds import SEATS, entries, is_settled, make_round, newest, round_of
from bot.services.hours import working_time
from bot.services.projects import redraw_homes
from bot.services.schedules import Firing, Kind
from bot.worktime import WorkingTime
from models import Checkin, CheckinPlan, CheckinRound, Person, Project, Rule
from models.enums import Role

#: A check-in of ten o'clock is not asked for in the afternoon.
LATE = timedelta(hours=2)
ANSWER_DAYS, ANSWER_WALL = 1, time(12)


class CheckIn(Kind):
    """The kind of happening: a role of a project is asked."""

    name: ClassVar[str] = "checkin"
    late: ClassVar[timedelta | None] = LATE
    newest_only: ClassVar[bool] = True
    stands_in: ClassVar[bool] = True
    own_wall: ClassVar[bool] = True
    at_once: ClassVar[int] = 10

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for firing in firings:
            if firing.project is not None:
                project = session.get_one(Project, firing.project.id)
                _ask(session, firing, project, Role(firing.of.subject.rpartition(":")[2]), now)


CHECK_IN = CheckIn()


def card_key(round_id: int | None) -> str:
    """The key under which the week's card is owed."""
    return f"checkin:{round_id}"


def _ask(session: Session, firing: Firing, project: Project, role: Role, now: datetime) -> None:
    holder = routing.holders(project)[role]
    if firing.of.user_id != holder:
        # The role was handed over; from the next one on it rings in their own time.
        rule = session.get_one(Rule, firing.of.rule_id)
        rule.user_id = holder
        session.add(rule)
    this = round_of(session, project, firing.day) or make_round(session, project, firing.day)
    entry = entries(session, this.id).get(str(role))
    if entry is not None and entry.asked_at is not None:
        return
    entry = entry or Checkin(team_id=project.team_id, round_id=this.id or 0, seat=str(role), user_id=holder)
    asked = _who(session, project, role, now)
    if asked is None and not is_settled(entry):
        entry.skipped_at = now
    entry.user_id, entry.asked_at = asked or holder, now
    working = working_time(session, project.team_id, entry.user_id, leave=False)
    entry.due_at, entry.remind_at = _times(session, project, firing.day, working, now)
    if is_settled(entry):
        entry.remind_at = None
    session.add(entry)
    session.flush()
    _open(session, this, project, entry, now)
    if not is_settled(entry):
        _ping(session, this, project, entry, firing.tell_at, now)
    redraw_homes(session, project, entry.user_id)


def _who(session: Session, project: Project, role: Role, now: datetime) -> str | None:
    """The holder, or the first deputy who is there; None when nobody is."""
    seat = routing.seats(session, project, now)[role]
    for user_id in (seat.holder, *seat.deputies):
        person = session.get(Person, (project.team_id, user_id))
        is_away = absences.away_until(session, project.team_id, user_id, now) is not None
        if person is not None and not person.is_deleted and not is_away:
            return user_id
    return None


def _times(
    session: Session, project: Project, day: date, working: WorkingTime, now: datetime
) -> tuple[datetime, datetime | None]:
    """When answers are due, and when the reminder comes: on the morning of that day, else halfway."""
    plan = session.get(CheckinPlan, project.id)
    days, wall = (plan.answer_days, plan.answer_wall) if plan is not None else (ANSWER_DAYS, ANSWER_WALL)
    last = working.add_days(day, days)
    due = max(working.at_local(last, wall), now + timedelta(hours=1))
    morning = working.arrival(last, working.start)
    remind = morning if morning is not None and now < morning < due else now + (due - now) / 2
    return due, remind


def _open(session: Session, this: CheckinRound, project: Project, entry: Checkin, now: datetime) -> None:
    """The week's card, in the home channel; the card before it loses its buttons."""
    if this.opened_at is None:
        before = newest(session, project.id or 0)
        this.opened_at = now
        if before is not None:
            outbox.redraw(session, key=card_key(before.id), team_id=project.team_id)
    if entry.due_at is not None and this.summed_up_at is None:
        there = entries(session, this.id)
        all_there = all(is_settled(there.get(seat)) and there[seat].asked_at is not None for seat in SEATS)
        # Where everybody answered early there is nothing to wait for.
        this.summary_at = now if all_there else max(this.summary_at or entry.due_at, entry.due_at)
    session.add(this)
    session.flush()
    owe_card(session, this, project, now)


def owe_card(session: Session, this: CheckinRound, project: Project, now: datetime) -> int:
    """The card of this week's check-in, drawn for the first time or again; its post's id."""
    return outbox.owe_card(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=card_key(this.id),
        picture="checkin",
        facts={"round": this.id},
        project_id=project.id,
        now=now,
    )


def say(
    session: Session, this: CheckinRound, project: Project, key: str, picture: str, now: datetime, **facts: object
) -> None:
    """One thing in the thread of the week's card, once."""
    outbox.owe_notice(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=f"{card_key(this.id)}:{key}",
        picture=picture,
        facts={"round": this.id, **facts},
        project_id=project.id,
        thread_of=owe_card(session, this, project, now),
        now=now,
    )


def _ping(
    session: Session, this: CheckinRound, project: Project, entry: Checkin, tell_at: datetime, now: datetime
) -> None:
    assert entry.due_at is not None
    # One person who has both roles is told once.
    say(session, this, project, f"asked:{entry.user_id}", "checkin_asked", now,
        whom=entry.user_id, due=entry.due_at.isoformat())  # fmt: skip
