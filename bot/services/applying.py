"""Making a decided change so, and putting it back; also what was done before anybody said yes to it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from bot.domains import KINDS
from bot.domains.kind import Application, Kind, Value
from bot.errors import Conflict
from bot.services import baselines
from bot.services.following import carry, reversed_of
from bot.services.moves import Case, touch_project
from bot.services.projects import change_proposals, plan_anew
from models import ChangeRequest, ProjectFields, RequestFields
from models.enums import Domain, ProjectStatus


def apply_decided(session: Session, case: Case, now: datetime) -> None:
    """What was approved becomes so, unless it was done already and still stands."""
    request, project = case.request, case.project
    kind = KINDS[Domain(request.domain)]
    if request.done is not None:
        if says(session, project, request, request.after):
            return
        # Another value than the one that was done: from here on it is an ordinary change.
        _no_longer_done(session, request)
    by = Application(request.requester_id, request.reason, request.id, now)
    _make_so(session, project, kind, request.target, _as_it_comes(session, case), by)
    _ask_to_agree_again(session, project, now)


def put_back(session: Session, case: Case, actor_id: str, now: datetime) -> None:
    """Restore the value from before the change. Raises Conflict when something moved it since."""
    _restore(session, case, case.request.after, actor_id, now)


def take_back_applied(session: Session, case: Case, actor_id: str, now: datetime) -> None:
    """An approval is taken back: what it made so is put back; what was done before it stays, and waits again."""
    if case.request.done is None:
        put_back(session, case, actor_id, now)


def put_back_done(session: Session, case: Case, actor_id: str, now: datetime) -> bool:
    """What was done before anybody said yes is put back; False where nothing was, or where it moved on since."""
    request = case.request
    if request.done is None or not says(session, case.project, request, request.done):
        return False
    _restore(session, case, request.done, actor_id, now)
    _no_longer_done(session, request)
    return True


def says(session: Session, project: ProjectFields, request: RequestFields, value: Value) -> bool:
    """Whether the project says this value of what a request is about."""
    kind = KINDS[Domain(request.domain)]
    key = kind.find(session, project, request.target, value)
    return not kind.lines(value, kind.read(session, project, key).value)


def _restore(session: Session, case: Case, said: Value, actor_id: str, now: datetime) -> None:
    request, project = case.request, case.project
    kind = KINDS[Domain(request.domain)]
    target = kind.find(session, project, request.target, said)
    today = kind.read(session, project, target)
    if kind.lines(said, today.value):
        raise Conflict("moved_on", what=today.name, request_id=request.id)
    before = reversed_of(request.before, said)
    touch_project(session, project)
    by = Application(actor_id, request.reason, request.id, now)
    _make_so(session, project, kind, target, before, by)
    _ask_to_agree_again(session, project, now)


def _make_so(session: Session, project: ProjectFields, kind: Kind, target: str, value: Value, by: Application) -> None:
    baselines.apply(session, project, kind, target, value, by)
    if kind.domain is not Domain.DEADLINE or target != baselines.PROJECT:  # the project's own row says so itself
        plan_anew(session, project.id or 0)


def _no_longer_done(session: Session, request: RequestFields) -> None:
    changed = update(ChangeRequest).where(col(ChangeRequest.id) == request.id)
    session.connection().execute(changed.values(done=None))


def _as_it_comes(session: Session, case: Case) -> Value:
    """What is approved, with what moves along as the plan is now; kept with the request where that differs."""
    request, domain = case.request, Domain(case.request.domain)
    if domain is not Domain.DEADLINE or not request.target.startswith("milestone:"):
        return request.after
    target = KINDS[domain].read(session, case.project, request.target)
    after = carry(session, case.project, domain, target, request.after)
    if (target.value, after) != (request.before, request.after):
        changed = update(ChangeRequest).where(col(ChangeRequest.id) == request.id)
        session.connection().execute(changed.values(before=target.value, after=after))
    return after


def _ask_to_agree_again(session: Session, project: ProjectFields, now: datetime) -> None:
    """Before the start, a yes to one change is no agreement to the plan that it changes."""
    if project.status is ProjectStatus.PLANNING:
        change_proposals(session, project, None, now)
