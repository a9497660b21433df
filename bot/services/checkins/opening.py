"""The form of a check-in: which week's it is, the questions, last time's answers at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.errors import Refused
from bot.services.checkins import blockers
from bot.services.checkins.asking import CHECK_IN
from bot.services.checkins.questions import Answer, Question, read_questions
from bot.services.checkins.rounds import Seat, entries, is_settled, newest, require_seats, round_of
from bot.services.hours import working_time
from bot.services.people import names
from bot.services.projects import get_project
from models import Checkin, CheckinRound, Project, Rule
from models.enums import ProjectStatus

#: So long before the next check-in an answer is an early one for it, not a late one for the last.
EARLY = timedelta(days=3)
#: When a new blocker is to be out of the way, until somebody says otherwise: working days from now.
BLOCKER_DAYS = 2


@dataclass(frozen=True, slots=True)
class CheckinForm:
    """What the form shows."""

    project_id: int
    project: str
    seat: str
    on: date
    questions: tuple[Question, ...]
    #: What stands in the fields: by the number of the question.
    given: Mapping[int, str]
    #: Question (folded) → what was said last time, and when that was.
    last: Mapping[str, str] = field(default_factory=dict)
    last_on: date | None = None
    open_blockers: tuple[tuple[int, str], ...] = ()
    owner_id: str = ""
    blocker_due: date | None = None
    is_early: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


def open_form(
    session: Session, *, team_id: str, user_id: str, project_id: int, now: datetime, seat: str | None = None
) -> CheckinForm:
    """The form for a person's check-in. Raises Refused (not theirs; not started, on hold, closed), NotFound."""
    project, seats = mine(session, team_id, user_id, project_id, now)
    chosen = _chosen(session, project, seats, seat)
    on, this = which(session, project, chosen, user_id, now)
    entry = entries(session, this.id if this else None).get(chosen.name)
    questions = read_questions(session, team_id, chosen.role)
    said = {each["label"].casefold(): each["text"] for each in entry.answers} if entry else {}
    given = {number: said.get(each.label.casefold(), "") for number, each in enumerate(questions)}
    last, last_on = _last(session, project, chosen, on)
    working = working_time(session, team_id, user_id, leave=False)
    today = working.local_date(now)
    asks = any(each.kind is Answer.BLOCKERS for each in questions)
    open_ones = blockers.open_blockers(session, project_id)[:10] if asks else []
    return CheckinForm(
        project_id=project_id,
        project=project.name,
        seat=chosen.name,
        on=on,
        questions=questions,
        # What stands in the way has cards of its own; naming it twice would make two of it.
        given={number: text for number, text in given.items() if questions[number].kind is not Answer.BLOCKERS},
        last=last,
        last_on=last_on,
        open_blockers=tuple((each.id or 0, each.what) for each in open_ones),
        owner_id=user_id,
        blocker_due=working.add_days(today, BLOCKER_DAYS),
        is_early=on > today,
        names=names(session, team_id, [each.owner_id for each in open_ones]),
    )


def mine(
    session: Session, team_id: str, user_id: str, project_id: int, now: datetime
) -> tuple[Project, tuple[Seat, ...]]:
    """The project, and for which seats this person answers there. Raises Refused where nobody is asked."""
    project = get_project(session, team_id, project_id, hold=True)
    seats = require_seats(session, project, user_id, now)
    if project.status is not ProjectStatus.LIVE:
        code = {ProjectStatus.PLANNING: "not_started", ProjectStatus.ON_HOLD: "on_hold"}.get(project.status, "closed")
        raise Refused(code, project=project.name)
    return project, seats


def _chosen(session: Session, project: Project, seats: Sequence[Seat], name: str | None) -> Seat:
    """The seat that was named, else the first that still has to answer."""
    named = next((each for each in seats if each.name == name), None)
    if named is not None:
        return named
    this = newest(session, project.id or 0)
    there = entries(session, this.id if this else None)
    return next((each for each in seats if not is_settled(there.get(each.name))), seats[0])


def which(
    session: Session, project: Project, seat: Seat, user_id: str, now: datetime
) -> tuple[date, CheckinRound | None]:
    """Which week's check-in is meant: the one that waits for an answer, else the next if it is near, else the last."""
    last = newest(session, project.id or 0)
    entry = entries(session, last.id if last else None).get(seat.name)
    if last is not None and entry is not None and not is_settled(entry):
        return last.on_date, last
    today = working_time(session, project.team_id, user_id, leave=False).local_date(now)
    next_on = _next_on(session, project, seat)
    if next_on is not None and next_on - today <= EARLY and (last is None or next_on > last.on_date):
        early = round_of(session, project, next_on)
        if early is not None and last is not None and early.id == last.id:
            return last.on_date, last
        return next_on, early
    if last is not None:
        return last.on_date, last
    return today, round_of(session, project, today)


def _next_on(session: Session, project: Project, seat: Seat) -> date | None:
    query = select(col(Rule.next_on)).where(
        Rule.team_id == project.team_id, Rule.kind == CHECK_IN.name, col(Rule.next_on).is_not(None)
    )
    if seat.role == "team":
        return session.exec(query.where(Rule.project_id == project.id).order_by(col(Rule.next_on))).first()
    return session.exec(query.where(Rule.subject == f"{project.id}:{seat.name}")).first()


def _last(session: Session, project: Project, seat: Seat, on: date) -> tuple[dict[str, str], date | None]:
    query = (
        select(Checkin, CheckinRound)
        .join(CheckinRound, col(CheckinRound.id) == col(Checkin.round_id))
        .where(
            CheckinRound.project_id == project.id,
            Checkin.seat == seat.name,
            col(Checkin.answered_at).is_not(None),
            col(CheckinRound.on_date) < on,
        )
        .order_by(col(CheckinRound.on_date).desc())
    )
    found = session.exec(query).first()
    if found is None:
        return {}, None
    entry, this = found
    return {each["label"].casefold(): each["text"] for each in entry.answers if each["text"]}, this.on_date
