"""What stands in the way: who takes care of it, by when; its owner is asked each working day from then on."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.cadence import Ahead
from bot.errors import Conflict, Invalid, NotFound, Refused
from bot.services import outbox, routing, schedules
from bot.services.checkins.asking import card_key
from bot.services.hours import working_time
from bot.services.people import require_bookable, require_colleague
from bot.services.projects import find_post, redraw_homes
from bot.services.records import record
from bot.services.schedules import Firing, Kind
from models import Blocker, Person, Project

CHASED_AT = time(9)
LONGEST = 300
#: A date further away than this is a slip of the finger.
FARTHEST = timedelta(days=730)


class ChaseBlocker(Kind):
    """The kind of happening: the owner of a blocker is asked on its day, and each working day after it."""

    name: ClassVar[str] = "blocker"
    newest_only: ClassVar[bool] = True

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for firing in firings:
            blocker = session.get(Blocker, int(firing.of.subject))
            if blocker is None or blocker.closed_at is not None or firing.project is None:
                continue
            outbox.owe_notice(
                session,
                team_id=blocker.team_id,
                address=firing.project.home_channel,
                key=f"blocker:{blocker.id}:{firing.day}",
                picture="blocker_due",
                facts={"blocker": blocker.id, "day": firing.day.isoformat()},
                project_id=blocker.project_id,
                thread_of=_thread(session, blocker),
                now=now,
            )


CHASE = ChaseBlocker()


def blocker_key(blocker_id: int | None) -> str:
    """The key under which its card is owed."""
    return f"blocker:{blocker_id}"


def open_blockers(session: Session, project_id: int) -> list[Blocker]:
    """Those that are not closed, the most urgent first."""
    query = select(Blocker).where(Blocker.project_id == project_id, col(Blocker.closed_at).is_(None))
    return list(session.exec(query.order_by(col(Blocker.due), col(Blocker.id))))


def require_owner(session: Session, project: Project, user_id: str, due: date | None, today: date) -> None:
    """Raises Invalid beside the field: nobody, an outsider, no date, one in the past or too far away."""
    if not user_id:
        raise Invalid("person_missing", "owner")
    require_bookable(session, project.team_id, user_id, "owner")
    if due is None:
        raise Invalid("date_missing", "due")
    if due < today:
        raise Invalid("date_past", "due", date=due)
    if due > today + FARTHEST:
        raise Invalid("date_far", "due", date=due)


def raise_blocker(
    session: Session,
    project: Project,
    *,
    actor_id: str,
    round_id: int | None,
    what: str,
    owner_id: str,
    due: date,
    now: datetime,
) -> Blocker:
    """Somebody named something that stands in the way; its card says so, and mentions who takes care of it."""
    blocker = Blocker(
        team_id=project.team_id,
        project_id=project.id or 0,
        round_id=round_id,
        what=what[:LONGEST],
        owner_id=owner_id,
        due=due,
        raised_by=actor_id,
        created_at=now,
    )
    session.add(blocker)
    session.flush()
    chase(session, blocker, now)
    record(session, team_id=project.team_id, project_id=project.id, actor_id=actor_id, action="blocker_raised",
           now=now, blocker=blocker.id, what=blocker.what, owner=owner_id, due=due.isoformat())  # fmt: skip
    outbox.owe_card(
        session,
        team_id=project.team_id,
        address=project.home_channel,
        key=blocker_key(blocker.id),
        picture="blocker",
        facts={"blocker": blocker.id},
        project_id=project.id,
        thread_of=_thread(session, blocker),
        now=now,
    )
    return blocker


def chase(session: Session, blocker: Blocker, now: datetime) -> None:
    """From its day on its owner is asked."""
    working = working_time(session, blocker.team_id, blocker.owner_id)
    schedules.set_rule(
        session,
        CHASE,
        team_id=blocker.team_id,
        subject=str(blocker.id),
        wall=CHASED_AT,
        zone=working.zone,
        on=Ahead(blocker.due, frozenset({0})),
        now=now,
        user_id=blocker.owner_id,
        project_id=blocker.project_id,
        working=working,
    )


def close_blocker(session: Session, *, team_id: str, actor_id: str, blocker_id: int, now: datetime) -> Blocker:
    """It is out of the way: its owner, who named it, AM, PM and ops leads say so.

    Raises Refused, NotFound, Conflict (closed already).
    """
    person = require_colleague(session, team_id, actor_id)
    blocker, project = get_blocker(session, team_id, blocker_id)
    _require_theirs(blocker, project, person)
    closed = session.connection().execute(
        update(Blocker)
        .where(col(Blocker.id) == blocker_id, col(Blocker.closed_at).is_(None))
        .values(closed_at=now, closed_by=actor_id)
    )
    if closed.rowcount != 1:
        raise Conflict("blocker_closed")
    session.refresh(blocker)
    schedules.drop_rules(session, CHASE, team_id=team_id, subjects=[str(blocker_id)])
    record(session, team_id=team_id, project_id=project.id, actor_id=actor_id, action="blocker_closed", now=now,
           blocker=blocker_id, what=blocker.what)  # fmt: skip
    show_blocker(session, blocker, project)
    return blocker


def change_blocker(
    session: Session, *, team_id: str, actor_id: str, blocker_id: int, owner_id: str, due: date | None, now: datetime
) -> Blocker:
    """Somebody else takes care of it, or by another day. Raises Refused, NotFound, Conflict; Invalid by field."""
    person = require_colleague(session, team_id, actor_id)
    blocker, project = get_blocker(session, team_id, blocker_id)
    _require_theirs(blocker, project, person)
    if blocker.closed_at is not None:
        raise Conflict("blocker_closed")
    require_owner(session, project, owner_id, due, working_time(session, team_id, actor_id).local_date(now))
    assert due is not None
    old = blocker.owner_id
    blocker.owner_id, blocker.due = owner_id, due
    session.add(blocker)
    session.flush()
    chase(session, blocker, now)
    record(session, team_id=team_id, project_id=project.id, actor_id=actor_id, action="blocker_changed", now=now,
           blocker=blocker_id, owner=owner_id, due=due.isoformat())  # fmt: skip
    show_blocker(session, blocker, project, old)
    if owner_id != old:
        outbox.owe_notice(
            session,
            team_id=team_id,
            address=project.home_channel,
            key=f"{blocker_key(blocker_id)}:owner:{owner_id}:{now.isoformat()}",
            picture="blocker_given",
            facts={"blocker": blocker_id, "by": actor_id},
            project_id=project.id,
            thread_of=_thread(session, blocker),
            now=now,
        )
    return blocker


def _thread(session: Session, blocker: Blocker) -> int | None:
    """The week in which it was named; threads have no threads."""
    return find_post(session, blocker.team_id, card_key(blocker.round_id))


def get_blocker(session: Session, team_id: str, blocker_id: int) -> tuple[Blocker, Project]:
    """It and its project, of this workspace. Raises NotFound."""
    blocker = session.get(Blocker, blocker_id)
    if blocker is None or blocker.team_id != team_id:
        raise NotFound("button_unknown")
    return blocker, session.get_one(Project, blocker.project_id)


def show_blocker(session: Session, blocker: Blocker, project: Project, *more: str) -> None:
    """Draw its card, the week's summary and the people's homes again."""
    outbox.redraw(session, key=blocker_key(blocker.id), team_id=blocker.team_id)
    if blocker.round_id is not None:
        outbox.redraw(session, key=f"{card_key(blocker.round_id)}:summary", team_id=blocker.team_id)
    redraw_homes(session, project, blocker.owner_id, *more)


def require_theirs(session: Session, *, team_id: str, actor_id: str, blocker_id: int) -> None:
    """Raises Refused unless this person may close or change it; Conflict when it is closed; NotFound."""
    person = require_colleague(session, team_id, actor_id)
    blocker, project = get_blocker(session, team_id, blocker_id)
    _require_theirs(blocker, project, person)
    if blocker.closed_at is not None:
        raise Conflict("blocker_closed")


def _require_theirs(blocker: Blocker, project: Project, person: Person) -> None:
    mine = {blocker.owner_id, blocker.raised_by, *routing.holders(project).values()}
    if person.user_id not in mine and not person.is_ops_lead:
        raise Refused("not_your_blocker", whose=sorted({blocker.owner_id, project.am_id, project.pm_id}))
