"""The promise guard: a date that somebody of ours writes where the client reads, and that the plan does not hold.

Only its author is told, with who will see the date if it stays open for a working hour. Then the other role is told
the date, never the words; it stands, and is shown with the project until the plan holds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.errors import Conflict, NotFound, Refused
from bot.services import hours, outbox, receipts, routing
from bot.services.people import names, require_insider
from bot.services.picking import Message
from bot.services.projects import get_project, redraw_homes
from bot.services.records import record
from models import Project, Promise
from models.enums import Domain, ProjectStatus, PromiseState, Role

#: Working hours of the author's until the other role is told.
PATIENCE = 1
STANDING = (PromiseState.STANDS, PromiseState.AGREED)


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise, as its author or the other role is shown it."""

    promise_id: int
    project_id: int
    project: str
    channel_id: str
    ts: str
    author_id: str
    date: date
    state: PromiseState
    due_at: datetime
    told_at: datetime | None
    #: Who sees the date if nobody answers.
    to_id: str
    to_role: Role
    #: The dates of the plan: (name, date).
    plan: tuple[tuple[str, str], ...]
    names: Mapping[str, str] = field(default_factory=dict)
    #: Which of them was named with it.
    target: str | None = None


def guard(
    session: Session,
    *,
    team_id: str,
    message: Message,
    project_id: int,
    all_ids: Iterable[int],
    when: date,
    now: datetime,
    named: str | None = None,
) -> Promise | None:
    """Somebody of ours wrote a date where the client reads: its author is told, unless a plan there holds it.

    None where one does, or it was said already. `all_ids`: every project of the channel. `named`: which of the
    project's dates was named with it.
    """
    projects = [get_project(session, team_id, each) for each in all_ids]
    if any(_holds(session, each, when) for each in projects):
        return None
    if not receipts.first_time(session, team_id, f"promise:{message.channel_id}:{message.ts}", now):
        return None
    project = get_project(session, team_id, project_id)
    working = hours.working_time(session, team_id, message.user_id)
    promise = Promise(
        team_id=team_id,
        project_id=project_id,
        channel_id=message.channel_id,
        ts=message.ts,
        author_id=message.user_id,
        date=when,
        target=_key_of(session, project, named),
        due_at=working.add_hours(now, PATIENCE),
        created_at=now,
    )
    session.add(promise)
    session.flush()
    outbox.owe_card(
        session,
        team_id=team_id,
        address=f"dm:{message.user_id}",
        key=f"promise:{promise.id}",
        picture="promise",
        facts={"promise": promise.id},
        project_id=project.id,
        now=now,
    )
    return promise


def find(session: Session, *, team_id: str, channel_id: str, ts: str) -> Promise | None:
    """The promise in this message."""
    query = select(Promise).where(Promise.team_id == team_id, Promise.channel_id == channel_id, Promise.ts == ts)
    return session.exec(query).first()


def rewritten(session: Session, *, team_id: str, channel_id: str, ts: str, when: date | None) -> None:
    """The message was edited or deleted: another date counts, or (None) there is no promise any more."""
    promise = find(session, team_id=team_id, channel_id=channel_id, ts=ts)
    if promise is None or promise.state is not PromiseState.OPEN:
        return
    project = get_project(session, team_id, promise.project_id)
    if when is None or _holds(session, project, when):
        promise.state = PromiseState.DISMISSED
    else:
        promise.date = when
    session.add(promise)
    session.flush()
    _show(session, promise)


def read_promise(session: Session, promise_id: int, now: datetime) -> Promised | None:
    """A promise as it stands now."""
    promise = session.get(Promise, promise_id)
    return _promised(session, promise, now) if promise is not None else None


def require_promise(session: Session, *, team_id: str, actor_id: str, promise_id: int, now: datetime) -> Promised:
    """An open promise (or one that stands), for whoever made it. Raises Refused, NotFound, Conflict."""
    return _promised(session, _require(session, team_id, actor_id, promise_id), now)


def answer(
    session: Session, *, team_id: str, actor_id: str, promise_id: int, state: PromiseState, now: datetime
) -> Promised:
    """Its author says that it was agreed already, or that it is no promise. Raises Refused, NotFound, Conflict."""
    promise = _require(session, team_id, actor_id, promise_id)
    changed = session.connection().execute(
        update(Promise)
        .where(col(Promise.id) == promise_id, col(Promise.state).in_((PromiseState.OPEN, PromiseState.STANDS)))
        .values(state=state)
    )
    if changed.rowcount != 1:
        raise Conflict("promise_answered")
    session.refresh(promise)
    project = get_project(session, team_id, promise.project_id)
    record(
        session, team_id=team_id, project_id=project.id, actor_id=actor_id, action=f"promise_{state}", now=now,
        date=promise.date.isoformat(), channel=promise.channel_id,
    )  # fmt: skip
    _show(session, promise)
    redraw_homes(session, project)
    return _promised(session, promise, now)


def tell_due(session: Session, *, now: datetime, at_most: int = 50) -> int:
    """Promises that stayed open for a working hour stand from now on, and the other role is told; how many it was."""
    query = (
        select(Promise)
        .join(Project, col(Project.id) == col(Promise.project_id))
        .where(
            Promise.state == PromiseState.OPEN,
            col(Promise.due_at) <= now,
            # On hold every clock stands still.
            col(Project.status) != ProjectStatus.ON_HOLD,
        )
        .order_by(col(Promise.id))
        .limit(at_most)
    )
    found = session.exec(query).all()
    for promise in found:
        project = get_project(session, promise.team_id, promise.project_id)
        held = _holds(session, project, promise.date)
        state = PromiseState.DISMISSED if held else PromiseState.STANDS
        moved = session.connection().execute(
            update(Promise)
            .where(col(Promise.id) == promise.id, col(Promise.state) == PromiseState.OPEN)
            .values(state=state, told_at=None if held else now)
        )
        if moved.rowcount == 1:
            session.refresh(promise)
            _show(session, promise)
            if not held:
                _tell(session, project, promise, now)
    return len(found)


def standing(session: Session, project: Project) -> tuple[Promise, ...]:
    """The dates that were said to the client and that the plan does not hold, soonest first."""
    query = (
        select(Promise)
        .where(Promise.project_id == project.id, col(Promise.state).in_(STANDING))
        .order_by(col(Promise.date), col(Promise.id))
    )
    return tuple(each for each in session.exec(query) if not _holds(session, project, each.date))


def _tell(session: Session, project: Project, promise: Promise, now: datetime) -> None:
    record(
        session, team_id=project.team_id, project_id=project.id, action="promise_stands", now=now,
        date=promise.date.isoformat(), author=promise.author_id, channel=promise.channel_id,
    )  # fmt: skip
    outbox.owe_notice(
        session,
        team_id=project.team_id,
        address=f"dm:{_other(session, project, promise.author_id, now)[0]}",
        key=f"promise:{promise.id}:stands",
        picture="promise_stands",
        facts={"promise": promise.id},
        project_id=project.id,
        now=now,
    )


def _require(session: Session, team_id: str, actor_id: str, promise_id: int) -> Promise:
    require_insider(session, team_id, actor_id)
    promise = session.get(Promise, promise_id)
    if promise is None or promise.team_id != team_id:
        raise NotFound("button_unknown")
    if promise.author_id != actor_id:
        raise Refused("not_your_message")
    if promise.state not in (PromiseState.OPEN, PromiseState.STANDS):
        raise Conflict("promise_answered")
    return promise


def _show(session: Session, promise: Promise) -> None:
    outbox.mark(session, team_id=promise.team_id, keys=[f"promise:{promise.id}"])


def _holds(session: Session, project: Project, when: date) -> bool:
    targets = KINDS[Domain.DEADLINE].targets(session, project)
    return any(each.value.get("date") == when.isoformat() for each in targets)


def _key_of(session: Session, project: Project, named: str | None) -> str | None:
    targets = KINDS[Domain.DEADLINE].targets(session, project)
    return next((each.key for each in targets if each.name == named), None)


def _other(session: Session, project: Project, author_id: str, now: datetime) -> tuple[str, Role]:
    """Who is told: the project manager, or, where it was they who promised, the account manager; else who stands in."""
    seats = routing.seats(session, project, now)
    role = Role.AM if author_id == seats[Role.PM].holder else Role.PM
    seat = seats[Role.SECOND] if project.am_id == project.pm_id and Role.SECOND in seats else seats[role]
    stand_ins = [each for each in seat.deputies if each != author_id]
    return (stand_ins[0] if seat.away and stand_ins else seat.holder), role


def _promised(session: Session, promise: Promise, now: datetime) -> Promised:
    project = session.get_one(Project, promise.project_id)
    to_id, role = _other(session, project, promise.author_id, now)
    targets = KINDS[Domain.DEADLINE].targets(session, project)
    named = [each for each in targets if each.key == promise.target]
    return Promised(
        promise.id or 0,
        project.id or 0,
        project.name,
        promise.channel_id,
        promise.ts,
        promise.author_id,
        promise.date,
        PromiseState(promise.state),
        promise.due_at,
        promise.told_at,
        to_id,
        role,
        tuple((each.name, str(each.value["date"])) for each in named or targets),
        names(session, promise.team_id, [promise.author_id, to_id]),
        promise.target if named else None,
    )
