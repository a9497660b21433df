"""What tests of schedules share: an agency of a few people, and kinds of happenings that only say that they did."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlmodel import Session, col, select

from bot.cadence import Cadence, Weekly
from bot.services import outbox
from bot.services.schedules import Firing, Kind, set_rule
from models import Occurrence, Person, Post, Workspace

TEAM = "T1"
#: A Monday.
NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
EVERY_DAY = Weekly(frozenset(range(7)))


class Bell(Kind):
    """At a time of the wall, whoever works then."""

    name: ClassVar[str] = "bell"
    keeps_hours: ClassVar[bool] = False

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for each in firings:
            outbox.owe_notice(
                session,
                team_id=each.of.team_id,
                address=f"dm:{each.of.user_id or 'U0'}",
                key=f"{self.name}:{each.of.subject}:{each.day}",
                picture="answer",
                facts={"due": each.due_at.isoformat(), "tell": each.tell_at.isoformat()},
                now=now,
            )


class CheckIn(Bell):
    name: ClassVar[str] = "checkin"
    late: ClassVar[timedelta | None] = timedelta(hours=2)


class Digest(Bell):
    name: ClassVar[str] = "digest"
    late: ClassVar[timedelta | None] = None
    newest_only: ClassVar[bool] = True


class Reminder(Bell):
    name: ClassVar[str] = "reminder"
    keeps_hours: ClassVar[bool] = True


class ForDeputies(Reminder):
    name: ClassVar[str] = "for_deputies"
    stands_in: ClassVar[bool] = True


BELL, CHECK_IN, DIGEST, REMINDER, FOR_DEPUTIES = Bell(), CheckIn(), Digest(), Reminder(), ForDeputies()
KINDS: dict[str, Kind] = {each.name: each for each in (BELL, CHECK_IN, DIGEST, REMINDER, FOR_DEPUTIES)}


def found(session: Session, zone: str = "UTC", *people: str) -> None:
    """A workspace, and these people in it."""
    session.add(Workspace(team_id=TEAM, zone=zone, created_at=NOW))
    session.flush()
    for user_id in people:
        session.add(Person(team_id=TEAM, user_id=user_id, name=user_id, first_name=user_id, zone=zone, asked_at=NOW))
    session.flush()


def ring_at(
    session: Session, kind: Kind, subject: str = "x", *, wall: time = time(9), on: Cadence = EVERY_DAY, **given: Any
) -> None:
    options: dict[str, Any] = {"zone": "UTC", "now": NOW} | given
    set_rule(session, kind, team_id=TEAM, subject=subject, wall=wall, on=on, **options)


def told(session: Session) -> list[str]:
    """The keys of what is owed."""
    return list(session.scalars(select(Post.key).order_by(col(Post.id))))


def written(session: Session) -> list[tuple[date, str, str | None]]:
    """(day, outcome, reason) of each occurrence."""
    rows = session.exec(select(Occurrence).order_by(col(Occurrence.rule_id), col(Occurrence.on_date)))
    return [(each.on_date, str(each.outcome), each.reason) for each in rows]
