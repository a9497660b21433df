"""One week's check-in of a project: finding it, its seats, and who may answer for which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.errors import Refused
from bot.services import routing
from bot.services.people import require_colleague
from models import Checkin, CheckinRound, Project, ProjectValue
from models.enums import Domain, Role

#: Holidays move the day of one role; it is still the same week's check-in.
WEEK = timedelta(days=6)
SEATS = (str(Role.AM), str(Role.PM))
TEAM_SEAT = "team:"


@dataclass(frozen=True, slots=True)
class Seat:
    """As what somebody checks in: "am", "pm" or "team:<user>"."""

    name: str

    @property
    def role(self) -> str:
        """Whose questions these are."""
        return self.name if self.name in SEATS else "team"


def round_of(session: Session, project: Project, day: date) -> CheckinRound | None:
    """The check-in of the week in which `day` is, if somebody was asked or answered already."""
    query = (
        select(CheckinRound)
        .where(
            CheckinRound.project_id == project.id,
            col(CheckinRound.on_date) >= day - WEEK,
            col(CheckinRound.on_date) <= day + WEEK,
        )
        .order_by(col(CheckinRound.on_date).desc())
    )
    found = session.exec(query).all()
    exact = next((each for each in found if each.on_date == day), None)
    return exact or next((each for each in found if each.on_date < day), found[-1] if found else None)


def make_round(session: Session, project: Project, day: date) -> CheckinRound:
    """The week of `day`, before anybody is asked."""
    found = CheckinRound(team_id=project.team_id, project_id=project.id or 0, on_date=day)
    session.add(found)
    session.flush()
    return found


def newest(session: Session, project_id: int) -> CheckinRound | None:
    """The newest check-in that was opened."""
    query = select(CheckinRound).where(CheckinRound.project_id == project_id, col(CheckinRound.opened_at).is_not(None))
    return session.exec(query.order_by(col(CheckinRound.on_date).desc())).first()


def entries(session: Session, round_id: int | None) -> dict[str, Checkin]:
    """Seat → what it answered, or that it is asked."""
    query = select(Checkin).where(Checkin.round_id == round_id).order_by(col(Checkin.id))
    return {each.seat: each for each in session.exec(query)}


def is_settled(entry: Checkin | None) -> bool:
    """Answered, skipped, or nobody there to answer."""
    return entry is not None and (entry.answered_at is not None or entry.skipped_at is not None)


def seats_of(session: Session, project: Project, user_id: str, now: datetime) -> tuple[Seat, ...]:
    """As what this person may check in on this project now; empty when they have nothing to do with it."""
    acting = routing.acting_roles(user_id, routing.seats(session, project, now))
    roles = [role for role in (Role.AM, Role.PM) if role in acting]
    if roles:
        return tuple(Seat(str(role)) for role in roles)
    booked = session.get(ProjectValue, (project.id, Domain.RESOURCING, user_id))
    return (Seat(f"{TEAM_SEAT}{user_id}"),) if booked is not None and booked.value.get("person") else ()


def require_seats(session: Session, project: Project, user_id: str, now: datetime) -> tuple[Seat, ...]:
    """The same. Raises Refused for outsiders, and for whom it is not, saying whose it is."""
    require_colleague(session, project.team_id, user_id)
    found = seats_of(session, project, user_id, now)
    if not found:
        raise Refused("not_your_checkin", project=project.name, whose=sorted({project.am_id, project.pm_id}))
    return found


def projects_of(session: Session, team_id: str, user_id: str, now: datetime, among: Sequence[Project]) -> list[Project]:
    """Those of these projects on which the person may check in."""
    return [each for each in among if each.team_id == team_id and seats_of(session, each, user_id, now)]
