"""The agency: sixty people in two zones and three countries, and their leave."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from models import Person, PersonSettings, Workspace

TEAM = "T0001"
#: Office → (zone, country, how many of ten work there).
OFFICES = {
    "London": ("Europe/London", "GB", 5),
    "New York": ("America/New_York", "US", 3),
    "Toronto": ("America/New_York", "CA", 2),
}
MANAGERS, MAKERS, OPS_LEADS = 10, 37, 3
#: Working days of leave that each takes in a year, in these pieces.
LEAVE = (10, 8, 5, 2)


@dataclass
class Colleague:
    """One person. `leave`: first and last day of each piece, in order."""

    user_id: str
    office: str
    is_ops_lead: bool = False
    leave: list[tuple[date, date]] = field(default_factory=list)


@dataclass
class Agency:
    """Who works there. Account managers and project managers hold four projects each."""

    ams: list[Colleague]
    pms: list[Colleague]
    makers: list[Colleague]
    ops_leads: list[Colleague]

    @property
    def people(self) -> list[Colleague]:
        return [*self.ams, *self.pms, *self.makers, *self.ops_leads]


def hire(chance: random.Random, first: date, days: int) -> Agency:
    offices = [name for name, (_, _, share) in OFFICES.items() for _ in range(share)]

    def some(letters: str, count: int, **given: bool) -> list[Colleague]:
        found = [Colleague(f"U{letters}{n:02}", offices[n % len(offices)], **given) for n in range(count)]
        for each in found:
            each.leave = _leave(chance, first, days)
        return found

    return Agency(
        some("AM", MANAGERS), some("PM", MANAGERS), some("MK", MAKERS), some("OPS", OPS_LEADS, is_ops_lead=True)
    )


def move_in(session: Session, agency: Agency, now: datetime) -> None:
    """Their rows: what Slack says of them, and the country each has set."""
    session.add(Workspace(team_id=TEAM, zone="Europe/London", bot_user_id="UBOT", created_at=now))
    session.flush()
    for each in agency.people:
        zone, country, _ = OFFICES[each.office]
        session.add(
            Person(
                team_id=TEAM, user_id=each.user_id, name=f"{each.user_id} of {each.office}", first_name=each.user_id,
                zone=zone, is_ops_lead=each.is_ops_lead, asked_at=now,
            )
        )  # fmt: skip
        session.add(PersonSettings(team_id=TEAM, user_id=each.user_id, country=country))
    session.flush()


def instants(leave: tuple[date, date]) -> tuple[datetime, datetime]:
    """From the first midnight to the last, near enough to anybody's wall that nights stay nights."""
    first, last = leave
    return datetime.combine(first, time(4), UTC), datetime.combine(last + timedelta(days=1), time(4), UTC)


def _leave(chance: random.Random, first: date, days: int) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for length in LEAVE:
        starts = first + timedelta(days=chance.randrange(max(days, 120)))
        starts -= timedelta(days=starts.weekday())
        last = starts + timedelta(days=length // 5 * 7 + length % 5 - 1 - (2 if length % 5 == 0 else 0))
        if all(last < since or starts > until for since, until in found):
            found.append((starts, last))
    return sorted(found)
