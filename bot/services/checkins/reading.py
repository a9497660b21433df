"""What the messages of a check-in show, read when they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.services.checkins.blockers import open_blockers
from bot.services.checkins.rounds import SEATS, entries, is_settled, newest
from bot.services.checkins.summing import differ
from bot.services.hours import working_time
from bot.services.people import names
from models import Blocker, Checkin, CheckinRound, Project
from models.enums import Colour, ProjectStatus


@dataclass(frozen=True, slots=True)
class Entry:
    """One seat of a round."""

    seat: str
    user_id: str
    answered_by: str | None
    is_skipped: bool
    is_away: bool
    is_late: bool
    is_edited: bool
    due_at: datetime | None
    colour: Colour | None
    answers: tuple[Mapping[str, Any], ...]

    @property
    def is_open(self) -> bool:
        return self.answered_by is None and not self.is_skipped


@dataclass(frozen=True, slots=True)
class BlockerCard:
    """What stands in the way, as its card shows it."""

    blocker_id: int
    what: str
    owner_id: str
    due: date
    raised_by: str
    closed_by: str | None
    closed_on: date | None
    project: str
    names: Mapping[str, str]

    def is_overdue(self, today: date) -> bool:
        return self.closed_by is None and self.due < today


@dataclass(frozen=True, slots=True)
class Round:
    """One week's check-in."""

    round_id: int
    project_id: int
    project: str
    on: date
    am_id: str
    pm_id: str
    entries: tuple[Entry, ...]
    blockers: tuple[BlockerCard, ...]
    #: Buttons are offered: it is the newest, and somebody has not answered.
    is_open: bool
    differs: bool
    #: The summary is held back until then.
    held_until: datetime | None
    today: date
    zone: str
    names: Mapping[str, str]

    def entry(self, seat: str) -> Entry | None:
        return next((each for each in self.entries if each.seat == seat), None)


def read_round(session: Session, round_id: int, now: datetime) -> Round | None:
    """A round as it stands, without its answers to private questions; None when its project is gone."""
    this = session.get(CheckinRound, round_id)
    project = session.get(Project, this.project_id) if this is not None else None
    if this is None or project is None:
        return None
    there = entries(session, this.id)
    last = newest(session, project.id or 0)
    found = [_entry(each) for each in sorted(there.values(), key=_order)]
    blockers = open_blockers(session, project.id or 0)
    people = {who for each in found for who in (each.user_id, each.answered_by)} | {project.am_id, project.pm_id}
    people |= {who for each in blockers for who in (each.owner_id, each.raised_by)}
    named = names(session, project.team_id, people)
    waits = any(not is_settled(each) for each in there.values())
    current = last is None or last.id == this.id
    working = working_time(session, project.team_id, project.pm_id)
    held = this.summary_at if this.differs_told_at is not None else None
    return Round(
        round_id=round_id,
        project_id=project.id or 0,
        project=project.name,
        on=this.on_date,
        am_id=project.am_id,
        pm_id=project.pm_id,
        entries=tuple(found),
        blockers=tuple(_blocker(each, project, named) for each in blockers),
        is_open=waits and current and project.status is ProjectStatus.LIVE,
        differs=differ(there) and project.am_id != project.pm_id,
        held_until=held if held is not None and held > now else None,
        today=working.local_date(now),
        zone=working.zone,
        names=named,
    )


def read_private(session: Session, round_id: int, seat: str) -> tuple[Round, Entry] | None:
    """One seat's answers to the private questions, for those who see money."""
    this = session.get(CheckinRound, round_id)
    entry = entries(session, round_id).get(seat)
    found = read_round(session, round_id, entry.answered_at) if entry and this and entry.answered_at else None
    return (found, _entry(entry, private=True)) if found is not None and entry is not None else None


def read_blocker(session: Session, blocker_id: int) -> BlockerCard | None:
    """What stands in the way as it is now; None when there is no such thing."""
    blocker = session.get(Blocker, blocker_id)
    if blocker is None:
        return None
    people = [blocker.owner_id, blocker.raised_by, blocker.closed_by]
    project = session.get_one(Project, blocker.project_id)
    return _blocker(blocker, project, names(session, blocker.team_id, people))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check-in that waits for a person."""

    project_id: int
    project: str
    due_at: datetime | None


def waiting_for(session: Session, team_id: str, user_id: str) -> tuple[Waiting, ...]:
    """The check-ins that wait for this person, the most urgent first."""
    query = (
        select(Checkin, Project)
        .join(CheckinRound, col(CheckinRound.id) == col(Checkin.round_id))
        .join(Project, col(Project.id) == col(CheckinRound.project_id))
        .where(
            Checkin.team_id == team_id,
            Checkin.user_id == user_id,
            col(Checkin.asked_at).is_not(None),
            col(Checkin.answered_at).is_(None),
            col(Checkin.skipped_at).is_(None),
            Project.status == ProjectStatus.LIVE,
        )
        .order_by(col(Checkin.due_at), col(Checkin.id))
    )
    found: dict[int, Waiting] = {}
    for entry, project in session.exec(query):
        last = newest(session, project.id or 0)
        if last is not None and last.id == entry.round_id:
            found.setdefault(project.id or 0, Waiting(project.id or 0, project.name, entry.due_at))
    return tuple(found.values())


def _order(entry: Checkin) -> tuple[int, str]:
    return (SEATS.index(entry.seat) if entry.seat in SEATS else len(SEATS), entry.seat)


def _entry(entry: Checkin, *, private: bool = False) -> Entry:
    late = entry.due_at is not None and entry.answered_at is not None and entry.answered_at > entry.due_at
    return Entry(
        seat=entry.seat,
        user_id=entry.user_id,
        answered_by=entry.answered_by if entry.answered_at is not None else None,
        is_skipped=entry.skipped_at is not None,
        is_away=entry.skipped_at is not None and entry.skipped_by is None,
        is_late=late,
        is_edited=entry.edited_at is not None,
        due_at=entry.due_at,
        colour=Colour(entry.colour) if entry.colour is not None else None,
        answers=tuple(
            each if private or not each["private"] else {**each, "text": "…" if each["text"] else ""}
            for each in entry.answers
            if not private or each["private"]
        ),
    )


def _blocker(blocker: Blocker, project: Project, named: Mapping[str, str]) -> BlockerCard:
    return BlockerCard(
        blocker_id=blocker.id or 0,
        what=blocker.what,
        owner_id=blocker.owner_id,
        due=blocker.due,
        raised_by=blocker.raised_by,
        closed_by=blocker.closed_by,
        closed_on=blocker.closed_at.date() if blocker.closed_at is not None else None,
        project=project.name,
        names=named,
    )
