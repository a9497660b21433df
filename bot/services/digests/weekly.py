"""When weekly digests come: on Friday at 15:00 of the project manager's and of each ops lead's clock, until set."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import ClassVar

from sqlalchemy import String, cast, exists, update
from sqlmodel import Session, col, or_, select

from bot.cadence import Weekly
from bot.services import outbox, schedules
from bot.services.hours import working_time
from bot.services.schedules import Firing, Kind
from models import Person, PersonSettings, Project, Rule, Workspace
from models.enums import ProjectStatus

FRIDAY, AT = "4", time(15)
#: What the digest of all projects may tell of each, beside its deadline.
PARTS = ("colours", "overdue", "blockers", "inputs", "answers", "roles")
#: A rule that is about to ring rings as it was planned, whatever is set meanwhile.
ABOUT_TO = timedelta(minutes=5)


class ProjectDigest(Kind):
    """The kind of happening: a project's week is told in its channel."""

    name: ClassVar[str] = "project_digest"
    late: ClassVar[timedelta | None] = None
    newest_only: ClassVar[bool] = True
    stands_in: ClassVar[bool] = True
    own_wall: ClassVar[bool] = True

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for firing in firings:
            if firing.project is not None:
                _owe(session, firing, firing.project.home_channel, self.name, now)


class PortfolioDigest(Kind):
    """The kind of happening: an ops lead is told of all projects."""

    name: ClassVar[str] = "portfolio_digest"
    late: ClassVar[timedelta | None] = None
    newest_only: ClassVar[bool] = True
    own_wall: ClassVar[bool] = True

    def occur(self, session: Session, firings: Sequence[Firing], now: datetime) -> None:
        for firing in firings:
            person = session.get(Person, (firing.of.team_id, firing.of.subject))
            # What allowed it may have ended since it was planned.
            if person is not None and person.is_ops_lead:
                _owe(session, firing, f"dm:{person.user_id}", self.name, now)


PROJECT, PORTFOLIO = ProjectDigest(), PortfolioDigest()


def _owe(session: Session, firing: Firing, address: str, picture: str, now: datetime) -> None:
    outbox.owe_notice(
        session,
        team_id=firing.of.team_id,
        address=address,
        key=f"{picture}:{firing.of.subject}:{firing.day}",
        picture=picture,
        facts={"day": firing.day.isoformat(), "zone": firing.working.zone},
        project_id=firing.of.project_id,
        now=now,
    )


def keep_in_step(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Make, change and end rules where projects or ops leads came, changed hands or went; how many it was."""
    return max(_projects(session, now, at_most), _ops_leads(session, now, at_most))


def forget_times(session: Session, *, team_id: str, user_id: str | None, now: datetime) -> None:
    """Somebody set another time (None: the workspace did): `keep_in_step` makes these rules anew."""
    of = [col(Rule.team_id) == team_id, col(Rule.next_at) > now + ABOUT_TO]
    if user_id is None:
        of.append(col(Rule.kind).in_((PROJECT.name, PORTFOLIO.name)))
    else:
        of += [col(Rule.kind) == PORTFOLIO.name, col(Rule.subject) == user_id]
    session.flush()
    session.connection().execute(update(Rule).where(*of).values(next_on=None, next_at=None))


def times_of(session: Session, team_id: str, user_id: str | None = None) -> tuple[time, str]:
    """When a person's weekly digest comes (None: the workspace's); days as digits, "" for never."""
    own = session.get(PersonSettings, (team_id, user_id)) if user_id else None
    usual = session.get(Workspace, team_id)
    at = (own.weekly_at if own else None) or (usual.weekly_at if usual else None) or AT
    found = [each.weekly_days for each in (own, usual) if each is not None and each.weekly_days is not None]
    return at, found[0] if found else FRIDAY


def parts_of(session: Session, team_id: str, user_id: str) -> tuple[str, ...]:
    """What somebody's digest of all projects tells of."""
    own = session.get(PersonSettings, (team_id, user_id))
    chosen = own.weekly_parts.split(",") if own is not None and own.weekly_parts is not None else PARTS
    return tuple(each for each in PARTS if each in chosen)


def _set(
    session: Session, kind: Kind, team_id: str, subject: str, user_id: str, project_id: int | None, now: datetime
) -> None:
    at, days = times_of(session, team_id, user_id if project_id is None else None)
    working = working_time(session, team_id, user_id)
    schedules.set_rule(
        session,
        kind,
        team_id=team_id,
        subject=subject,
        wall=at,
        zone=working.zone,
        on=Weekly(frozenset(int(each) for each in days)),
        now=now,
        user_id=user_id,
        project_id=project_id,
        working=working,
    )


def _projects(session: Session, now: datetime, at_most: int) -> int:
    rings = (col(Rule.kind) == PROJECT.name, col(Rule.next_at).is_not(None))
    right = exists().where(
        *rings,
        col(Rule.team_id) == Project.team_id,
        col(Rule.subject) == cast(col(Project.id), String),
        col(Rule.user_id) == Project.pm_id,
    )
    never = exists().where(col(Workspace.team_id) == Project.team_id, col(Workspace.weekly_days) == "")
    begun = session.exec(
        select(Project)
        .where(Project.status == ProjectStatus.LIVE, ~right, ~never)
        .order_by(col(Project.id))
        .limit(at_most)
    ).all()
    for project in begun:
        _set(session, PROJECT, project.team_id, str(project.id), project.pm_id, project.id, now)
    rung = exists().where(*rings, col(Rule.project_id) == Project.id)
    over = or_(Project.status == ProjectStatus.CLOSED, never)
    ended = session.exec(select(Project).where(over, rung).order_by(col(Project.id)).limit(at_most)).all()
    for project in ended:
        schedules.drop_rules(session, PROJECT, team_id=project.team_id, project_id=project.id)
    return max(len(begun), len(ended))


def _ops_leads(session: Session, now: datetime, at_most: int) -> int:
    right = exists().where(
        col(Rule.team_id) == Person.team_id,
        col(Rule.kind) == PORTFOLIO.name,
        col(Rule.subject) == Person.user_id,
        col(Rule.next_at).is_not(None),
    )
    lead = (col(Person.is_ops_lead).is_(True), col(Person.is_deleted).is_(False))
    query = select(Person).where(*lead, ~right).order_by(col(Person.team_id), col(Person.user_id))
    found = [each for each in session.exec(query) if times_of(session, each.team_id, each.user_id)[1]][:at_most]
    for person in found:
        _set(session, PORTFOLIO, person.team_id, person.user_id, person.user_id, None, now)
    return len(found)
