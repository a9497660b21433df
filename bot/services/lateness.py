"""What the client sends late moves what waits for it by as many working days, if both roles agree; else it is absorbed.

Nobody of the workspace asks for that: the clock proposes it, to both, as a request like any other. How many days were
agreed on or absorbed is read from those requests, so that nothing is asked twice.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.kind import Target, Value
from bot.policy.judge import Because, Reason
from bot.services import outbox
from bot.services.calendars import calendar_of, day_of
from bot.services.following import carry
from bot.services.impacts import impact_of
from bot.services.policies import policy_of
from bot.services.privately import owe_request_card
from bot.services.projects import get_project, redraw_homes
from bot.services.raising import Proposed, ask_people, keep_version, new_request, rule_of, write_down
from bot.services.records import record
from bot.services.requests import open_request
from bot.services.routing import seats
from bot.worktime import WorkingTime
from models import ChangeRequest, ClientInput, Milestone, Project, Signature, Workspace
from models.enums import Domain, Mode, ProjectStatus, RequestState, Role
from models.lifecycle import OPEN_STATES

#: Once days were agreed on or absorbed, and it still has not come, it is asked again after so many more.
AGAIN = 5
#: Both roles had their say.
SAID = frozenset({RequestState.APPROVED, RequestState.DECLINED})


def look_at_missing(session: Session, *, now: datetime, after: int = 0, at_most: int = 50) -> int | None:
    """Look at what has not come, by its identity from `after` on; where to go on from, None when that was all.

    Looking twice does nothing, and so does looking at the same time as another process.
    """
    query = (
        select(ClientInput)
        .join(Project, col(Project.id) == col(ClientInput.project_id))
        .where(
            col(ClientInput.received_on).is_(None),
            col(ClientInput.due) < now.date(),
            col(ClientInput.id) > after,
            col(Project.status) == ProjectStatus.LIVE,
        )
        .order_by(col(ClientInput.id))
        .limit(at_most)
    )
    found = session.exec(query).all()
    for row in found:
        look(session, row, get_project(session, row.team_id, row.project_id, hold=True), now)
    return found[-1].id if len(found) == at_most else None


def look(session: Session, row: ClientInput, project: Project, now: datetime) -> None:
    """Propose what follows from how late it is; the caller holds the project."""
    if project.status is not ProjectStatus.LIVE:
        return
    calendar = calendar_of(session, project)
    late = _late(session, row, calendar, now) - settled(session, [row.id or 0]).get(row.id or 0, 0)
    open_one = _newest(session, row, *OPEN_STATES)
    if open_one is None and row.received_on is None and not calendar.is_working_moment(now):
        return
    if open_one is not None:
        # From midnight on, so that all who read of it in their mornings, east and west, read of the same day.
        if late <= 0:
            end(session, open_one, project, "it is not late any more", now)
        elif late != open_one.after.get("late") and not _signed(session, open_one):
            _put_anew(session, row, open_one, project, late, now)
        return
    if late > 0 and not _quiet(row, _newest(session, row), late):
        _propose(session, row, project, late, now)


def _quiet(row: ClientInput, last: ChangeRequest | None, late: int) -> bool:
    """Whether enough was said for now: nobody answered, or it was settled a few days ago. What came is settled anew."""
    if last is None or row.received_on is not None:
        return False
    if last.state in SAID:
        return late < AGAIN
    # One that ended for a reason of its own left nothing unanswered.
    return last.decision_reason is None


def settled(session: Session, input_ids: Iterable[int]) -> dict[int, int]:
    """Input → working days that were agreed on or absorbed already."""
    query = select(ChangeRequest.input_id, ChangeRequest.after).where(
        col(ChangeRequest.input_id).in_(list(input_ids)), col(ChangeRequest.state).in_(SAID)
    )
    found: dict[int, int] = {}
    for input_id, after in session.exec(query):
        if input_id is not None:
            found[input_id] = found.get(input_id, 0) + int(after.get("late", 0))
    return found


def end(session: Session, request: ChangeRequest, project: Project, reason: str, now: datetime) -> None:
    """A proposal has nothing left to decide; its card says why."""
    changed = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request.id,
            col(ChangeRequest.version) == request.version,
            col(ChangeRequest.state).in_(OPEN_STATES),
        )
        .values(state=RequestState.LAPSED, open_key=None, next_at=None, decided_at=now, decision_reason=reason)
    )
    if changed.rowcount != 1:
        return
    session.refresh(request)
    record(
        session, team_id=request.team_id, project_id=request.project_id, request_id=request.id, action="lapsed",
        now=now, reason=reason,
    )  # fmt: skip
    outbox.redraw(session, request_id=request.id)
    redraw_homes(session, project)


def _late(session: Session, row: ClientInput, calendar: WorkingTime, now: datetime) -> int:
    """Working days since it was due; none where nothing waits for it any more."""
    milestone = session.get(Milestone, row.milestone_id) if row.milestone_id is not None else None
    if milestone is not None and milestone.done_at is not None:
        return 0
    until = row.received_on or day_of(now, calendar)
    return max(0, calendar.days_between(row.due, until))


def _newest(session: Session, row: ClientInput, *states: RequestState) -> ChangeRequest | None:
    query = select(ChangeRequest).where(ChangeRequest.input_id == row.id).order_by(col(ChangeRequest.id).desc())
    return session.exec(query.where(col(ChangeRequest.state).in_(states)) if states else query).first()


def _signed(session: Session, request: ChangeRequest) -> bool:
    query = select(func.count()).where(
        col(Signature.request_id) == request.id, col(Signature.version) == request.version
    )
    return session.exec(query).one() > 0


def _propose(session: Session, row: ClientInput, project: Project, late: int, now: datetime) -> None:
    propose(session, project, _key(row), late, _reason(row, late), Because.LATE_INPUT, now, input_id=row.id)


def propose(
    session: Session,
    project: Project,
    key: str,
    late: int,
    why: str,
    because: Because,
    now: datetime,
    **columns: object,
) -> None:
    """Ask both roles whether a date moves by as many working days as something was late."""
    kind = KINDS[Domain.DEADLINE]
    target = kind.read(session, project, key)
    if open_request(session, project, Domain.DEADLINE, target.key) is not None:
        return  # somebody asks about this date already; looked at again once that is settled
    after = _after(session, project, target, late)
    bot_id = session.get_one(Workspace, project.team_id).bot_user_id
    proposed = Proposed(project, kind, target, after, bot_id, why)
    found = seats(session, project, now)
    request, verdict = new_request(session, proposed, found, policy_of(session, project), now)
    for name, value in columns.items():
        setattr(request, name, value)
    request.impact = impact_of(session, project, Domain.DEADLINE, target.key, after, now)
    if project.am_id != project.pm_id:
        request.needs, request.mode = f"{Role.AM},{Role.PM}", Mode.APPROVAL
    reason = Reason(because, None, verdict.reasons[0].steward, Mode.APPROVAL)
    request.rule = rule_of(replace(verdict, reasons=(reason,)))
    session.add(request)
    session.flush()
    ask_people(session, request, project, now)
    write_down(session, request, project, "proposed", now, None)
    owe_request_card(session, request, project, now, None)
    redraw_homes(session, project)


def _put_anew(
    session: Session, row: ClientInput, request: ChangeRequest, project: Project, late: int, now: datetime
) -> None:
    """Another day went by, and nobody said anything yet: the same card says so, without a word more."""
    target = KINDS[Domain.DEADLINE].read(session, project, request.target)
    after = _after(session, project, target, late)
    changed = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request.id,
            col(ChangeRequest.version) == request.version,
            col(ChangeRequest.state).in_(OPEN_STATES),
        )
        .values(
            version=request.version + 1,
            before=target.value,
            after=after,
            reason=_reason(row, late),
            impact=impact_of(session, project, Domain.DEADLINE, target.key, after, now),
        )
    )
    if changed.rowcount != 1:
        return
    session.refresh(request)
    keep_version(session, request, now)
    session.flush()
    record(
        session, team_id=request.team_id, project_id=request.project_id, request_id=request.id, action="edited",
        now=now, version=request.version, after=after, reason=request.reason,
    )  # fmt: skip
    outbox.redraw(session, request_id=request.id)
    redraw_homes(session, project)


def _key(row: ClientInput) -> str:
    return f"milestone:{row.milestone_id}" if row.milestone_id is not None else "project"


def _after(session: Session, project: Project, target: Target, late: int) -> Value:
    """Day for day: as many working days later as it is late."""
    when = calendar_of(session, project).add_days(date.fromisoformat(target.value["date"]), late)
    value = {**target.value, "date": when.isoformat(), "late": late}
    return carry(session, project, Domain.DEADLINE, target, value)


def _reason(row: ClientInput, late: int) -> str:
    """Kept with the request; the card shows it in the product's own words."""
    return f"{row.what} from {row.from_whom}: {late} working {'day' if late == 1 else 'days'} late"
