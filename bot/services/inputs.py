"""What is needed from the client: writing it down, receiving it, and what there is of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains.deadline import DEADLINE
from bot.domains.kind import Target
from bot.domains.milestones import read_steps
from bot.domains.timeline import PROJECT, Step
from bot.errors import Complaints, Conflict, Invalid, NotFound, Refused
from bot.services import lateness, routing
from bot.services.calendars import calendar_of, off_on
from bot.services.checking import today_of
from bot.services.finding import Choice
from bot.services.people import require_insider
from bot.services.projects import get_project, owe_project_notice, require_started, show_changed
from bot.services.records import record_numbered
from models import ChangeRequest, ClientInput, Person, Project
from models.lifecycle import OPEN_STATES

WHAT_LENGTH, WHOM_LENGTH = 150, 80
#: Nobody plans further ahead.
YEARS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that is needed from the client."""

    id: int
    project_id: int
    project: str
    what: str
    from_whom: str
    due: date
    #: What waits for it: its key, its name, its day, and whether the client was told that day.
    waits_key: str
    waits: str
    waits_until: date
    waits_client: bool
    received_on: date | None = None
    #: Working days since it was due; 0 while it is not late, and once it came.
    late: int = 0
    #: Why nobody works on the day by which it is needed; empty for a working day.
    off: str = ""


@dataclass(frozen=True, slots=True)
class InputForm:
    """The form's project, what can wait there, and what is known already."""

    choice: Choice
    #: All projects that can be picked instead; empty when it is settled.
    choices: tuple[Choice, ...]
    targets: tuple[Target, ...]
    given: Mapping[str, Any] = field(default_factory=dict)
    input_id: int | None = None


def note(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    project_id: int,
    given: Mapping[str, Any],
    now: datetime,
    input_id: int | None = None,
) -> Needed:
    """Write down what is needed, or change what was written; the two roles, their deputies and ops leads may.

    Raises Refused, NotFound, Invalid with the field: "what", "whom", "due" or "waits".
    """
    person, project = _open(session, team_id, actor_id, project_id)
    row = _row(session, team_id, input_id, project_id) if input_id is not None else None
    steps = {each.key: each for each in read_steps(session, project_id)}
    wrong = Complaints()
    with wrong.noting():
        what = _line(given.get("what"), "what", WHAT_LENGTH)
    with wrong.noting():
        whom = _line(given.get("whom"), "whom", WHOM_LENGTH)
    with wrong.noting():
        step = _waiting(steps, project, str(given.get("waits") or ""))
        due = _due(given.get("due"), today_of(person, now), step, row)
    wrong.tell()
    if row is None:
        row = ClientInput(
            team_id=team_id, project_id=project_id, what=what, from_whom=whom, due=due, created_by=actor_id,
            created_at=now,
        )  # fmt: skip
    row.what, row.from_whom, row.due = what, whom, due
    row.milestone_id = int(step.key.partition(":")[2]) if step.key != PROJECT else None
    if given.get("received") is not None and bool(given["received"]) != (row.received_on is not None):
        row.received_on = today_of(person, now) if given["received"] else None
        row.received_by = actor_id if given["received"] else None
    session.add(row)
    session.flush()
    lateness.look(session, row, project, now)
    said = {"thing": what, "whom": whom, "due": due.isoformat(), "waits": step.name}
    _write(session, project, actor_id, "input_changed" if input_id else "input_added", now, input=row.id, **said)
    if input_id is None:
        owe_project_notice(session, project, f"input:{row.id}", "input_added", now, by=actor_id, **said)
    return _needed(session, row, project, steps, today_of(person, now))


def receive(session: Session, *, team_id: str, actor_id: str, input_id: int, now: datetime) -> Needed:
    """It came. Raises Refused, NotFound, Conflict when it had come before."""
    row = _row(session, team_id, input_id)
    person, project = _open(session, team_id, actor_id, row.project_id)
    today = today_of(person, now)
    changed = session.connection().execute(
        update(ClientInput)
        .where(col(ClientInput.id) == input_id, col(ClientInput.received_on).is_(None))
        .values(received_on=today, received_by=actor_id)
    )
    if changed.rowcount != 1:
        raise Conflict("already_received", what=row.what)
    session.refresh(row)
    lateness.look(session, row, project, now)
    steps = {each.key: each for each in read_steps(session, row.project_id)}
    found = _needed(session, row, project, steps, today)
    said = {"thing": row.what, "whom": row.from_whom, "waits": found.waits}
    audit_id = _write(session, project, actor_id, "input_received", now, input=row.id, **said)
    owe_project_notice(session, project, f"input:{row.id}:{audit_id}", "input_received", now, by=actor_id, **said)
    return found


def remove(session: Session, *, team_id: str, actor_id: str, input_id: int, now: datetime) -> str:
    """It is not needed any more; its name. What was proposed because of it, and is still open, ends.

    Raises Refused, NotFound.
    """
    row = _row(session, team_id, input_id)
    _, project = _open(session, team_id, actor_id, row.project_id)
    what = row.what
    for request in session.exec(select(ChangeRequest).where(ChangeRequest.input_id == input_id)).all():
        if request.state in OPEN_STATES:
            lateness.end(session, request, project, "it is not needed any more", now)
        request.input_id = None
        session.add(request)
    session.flush()
    session.delete(row)
    session.flush()
    _write(session, project, actor_id, "input_removed", now, thing=what, due=row.due.isoformat())
    return what


def read_needed(
    session: Session, projects: Sequence[Project], today: date, *, missing: bool = True, until: date | None = None
) -> list[Needed]:
    """What these projects need, the earliest first; `missing`: only what has not come, `until`: due by then."""
    known = {each.id or 0: each for each in projects}
    query = select(ClientInput).where(col(ClientInput.project_id).in_(list(known)))
    if missing:
        query = query.where(col(ClientInput.received_on).is_(None))
    if until is not None:
        query = query.where(col(ClientInput.due) <= until)
    rows = session.exec(query.order_by(col(ClientInput.due), col(ClientInput.id))).all()
    steps = {key: {step.key: step for step in read_steps(session, key)} for key in {each.project_id for each in rows}}
    return [_needed(session, each, known[each.project_id], steps[each.project_id], today) for each in rows]


def list_needed(session: Session, *, team_id: str, user_id: str, project_id: int, now: datetime) -> list[Needed]:
    """Everything that one project needs: what is missing first, then what came. Raises Refused, NotFound."""
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    found = read_needed(session, [project], today_of(person, now), missing=False)
    return sorted(found, key=lambda each: (each.received_on is not None, each.due, each.id))


def find_needed(session: Session, *, team_id: str, user_id: str, project_id: int, text: str, now: datetime) -> Needed:
    """The one of this name, or the only one that begins so. Raises NotFound, Refused."""
    found = list_needed(session, team_id=team_id, user_id=user_id, project_id=project_id, now=now)
    wanted = " ".join(text.casefold().split())
    exact = [each for each in found if each.what.casefold() == wanted]
    alike = exact or [each for each in found if wanted and wanted in each.what.casefold()]
    missing = [each for each in alike if each.received_on is None]
    chosen = missing if len(missing) == 1 else alike
    if len(chosen) != 1:
        project = get_project(session, team_id, project_id)
        known, several = [each.what for each in found], [each.what for each in missing]
        told_apart = len(set(several)) == len(several) > 1
        raise NotFound("input_unknown", text=text[:100], project=project.name, known=known,
                       alike=several if told_apart else [])  # fmt: skip
    return chosen[0]


def get_needed(session: Session, *, team_id: str, user_id: str, input_id: int, now: datetime) -> Needed:
    """By its identity, for whoever may look after it. Raises Refused, NotFound."""
    row = _row(session, team_id, input_id)
    person, project = _open(session, team_id, user_id, row.project_id)
    steps = {each.key: each for each in read_steps(session, row.project_id)}
    return _needed(session, row, project, steps, today_of(person, now))


def _open(session: Session, team_id: str, actor_id: str, project_id: int) -> tuple[Person, Project]:
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, project_id, hold=True)
    require_started(project)
    if not routing.sees_money(session, project, person):
        # Whoever acts for a role, now or as a deputy: the same few who see money.
        raise Refused("not_a_role", project=project.name)
    return person, project


def _row(session: Session, team_id: str, input_id: int, project_id: int | None = None) -> ClientInput:
    row = session.get(ClientInput, input_id)
    if row is None or row.team_id != team_id or project_id not in (None, row.project_id):
        raise NotFound("input_gone")
    return row


def _line(given: object, field: str, limit: int) -> str:
    text = " ".join(str(given or "").split())
    if not text:
        raise Invalid("empty", field)
    if len(text) > limit:
        raise Invalid("too_long", field, limit=limit)
    return text


def _waiting(steps: Mapping[str, Step], project: Project, key: str) -> Step:
    if key in ("", PROJECT):
        return Step(PROJECT, DEADLINE, project.deadline, project.deadline_client)
    if key not in steps:
        raise Invalid("milestone_gone", "waits")
    return steps[key]


def _due(given: object, today: date, step: Step, row: ClientInput | None) -> date:
    if not isinstance(given, date):
        raise Invalid("date_missing", "due")
    if row is not None and given == row.due:
        return given
    if given < today:
        raise Invalid("date_past", "due", date=given)
    if given.year > today.year + YEARS_AHEAD:
        raise Invalid("date_far", "due", date=given)
    if given > step.date:
        raise Invalid("input_after", "due", what=step.name, date=step.date)
    return given


def _needed(session: Session, row: ClientInput, project: Project, steps: Mapping[str, Step], today: date) -> Needed:
    step = steps.get(f"milestone:{row.milestone_id}") or _waiting(steps, project, PROJECT)
    late = 0 if row.received_on or today <= row.due else calendar_of(session, project).days_between(row.due, today)
    return Needed(
        row.id or 0, row.project_id, project.name, row.what, row.from_whom, row.due, step.key, step.name, step.date,
        step.client, row.received_on, late, off_on(session, project)(row.due),
    )  # fmt: skip


def _write(session: Session, project: Project, actor_id: str, action: str, now: datetime, **facts: Any) -> int:
    audit_id = record_numbered(
        session, team_id=project.team_id, project_id=project.id, actor_id=actor_id, action=action, now=now, **facts
    )
    show_changed(session, project)
    return audit_id
