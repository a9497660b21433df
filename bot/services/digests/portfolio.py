"""All live projects for an ops lead: a few queries, however many projects there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.services.digests.reading import FRESH
from bot.worktime import WorkingTime
from models import Baseline, Blocker, ChangeRequest, Checkin, CheckinRound, ClientInput, Milestone, Project
from models.enums import Colour, ProjectStatus
from models.lifecycle import OPEN_STATES

_WORST = {Colour.RED: 100, Colour.AMBER: 30, Colour.GREEN: 0}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one project stands."""

    project: str
    client: str
    deadline: date
    #: Working days by which the deadline is later than first agreed.
    slip: int
    #: As the two said last, where that is fresh: "am", "pm".
    colours: Mapping[str, Colour]
    overdue: int = 0
    in_the_way: int = 0
    inputs_late: int = 0
    late_answers: int = 0
    roles_not_separated: bool = False

    @property
    def differs(self) -> bool:
        return len(set(self.colours.values())) > 1

    @property
    def trouble(self) -> int:
        """The more, the further up: red before amber before what is late."""
        return (
            max((_WORST[each] for each in self.colours.values()), default=0)
            + 20 * self.differs
            + 10 * self.overdue
            + 5 * self.in_the_way
            + 3 * self.inputs_late
            + 2 * self.late_answers
            + max(0, self.slip)
        )


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All live projects, those in trouble first."""

    day: date
    standings: tuple[Standing, ...]


def read_portfolio(session: Session, *, team_id: str, day: date, zone: str, now: datetime) -> Portfolio:
    """Every live project of the workspace, on the calendar of `zone`."""
    query = select(Project).where(Project.team_id == team_id, Project.status == ProjectStatus.LIVE)
    projects = session.exec(query.order_by(col(Project.id))).all()
    today = now.astimezone(ZoneInfo(zone)).date()
    agreed = _first_agreed(session, team_id)
    colours = _colours(session, team_id, day, now)
    overdue = _count(session, team_id, Milestone, col(Milestone.done_at).is_(None), col(Milestone.date) < today)
    blockers = _count(session, team_id, Blocker, col(Blocker.closed_at).is_(None))
    inputs = _count(session, team_id, ClientInput, col(ClientInput.received_on).is_(None), col(ClientInput.due) < today)
    late = _count(
        session, team_id, ChangeRequest, col(ChangeRequest.state).in_(list(OPEN_STATES)),
        col(ChangeRequest.due_at) < now,
    )  # fmt: skip
    found = [
        Standing(
            project=each.name,
            client=each.client,
            deadline=each.deadline,
            slip=WorkingTime().days_between(agreed[each.id], each.deadline) if each.id in agreed else 0,
            colours=colours.get(each.id, {}),
            overdue=overdue.get(each.id, 0) + (each.deadline < today),
            in_the_way=blockers.get(each.id, 0),
            inputs_late=inputs.get(each.id, 0),
            late_answers=late.get(each.id, 0),
            roles_not_separated=each.am_id == each.pm_id,
        )
        for each in projects
    ]
    return Portfolio(day, tuple(sorted(found, key=lambda each: (-each.trouble, each.project.casefold()))))


def _live(team_id: str) -> Select[Any]:
    return core_select(col(Project.id)).where(
        col(Project.team_id) == team_id, col(Project.status) == ProjectStatus.LIVE
    )


def _count(session: Session, team_id: str, table: Any, *where: Any) -> dict[int | None, int]:
    query = core_select(table.project_id, func.count()).where(table.project_id.in_(_live(team_id)), *where)
    return {row[0]: row[1] for row in session.execute(query.group_by(table.project_id))}


def _first_agreed(session: Session, team_id: str) -> dict[int | None, date]:
    query = select(Baseline).where(Baseline.number == 1, col(Baseline.project_id).in_(_live(team_id)))
    return {
        each.project_id: date.fromisoformat(each.dates["project"])
        for each in session.exec(query)
        if "project" in each.dates
    }


def _colours(session: Session, team_id: str, day: date, now: datetime) -> dict[int | None, dict[str, Colour]]:
    """As the two of each project said last; not what they differ in before they were told."""
    query = select(CheckinRound).where(
        col(CheckinRound.project_id).in_(_live(team_id)),
        col(CheckinRound.summed_up_at).is_not(None),
        col(CheckinRound.on_date) >= day - FRESH,
    )
    last = {each.project_id: each for each in session.exec(query.order_by(col(CheckinRound.on_date)))}
    shown = {each.id: key for key, each in last.items() if each.summary_at is None or each.summary_at <= now}
    said = select(Checkin).where(
        col(Checkin.round_id).in_(list(shown)),
        col(Checkin.seat).in_(("am", "pm")),
        col(Checkin.answered_at).is_not(None),
        col(Checkin.colour).is_not(None),
    )
    found: dict[int | None, dict[str, Colour]] = {}
    for each in session.exec(said) if shown else ():
        if each.colour is not None:
            found.setdefault(shown[each.round_id], {})[each.seat] = Colour(each.colour)
    return found
