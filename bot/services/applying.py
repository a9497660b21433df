"""Making a decided change so, and putting it back; also what was done before anybody said yes to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from bot.domains import KINDS
from bot.domains.kind import Application, Kind, Value
from bot.domains.timeline import PROJECT
from bot.services import baselines
from bot.services.following import carry
from bot.services.moves import Case, touch_project
from bot.services.pieces import changes_of, columns_of, standing
from bot.services.projects import change_proposals, plan_anew
from models import ChangeRequest, ProjectFields, RequestFields
from models.enums import Domain, ProjectStatus
from models.request import Part


def apply_decided(session: Session, case: Case, now: datetime) -> None:
    """What was approved becomes so, all of it as one, unless it was done already and still stands."""
    request, project = case.request, case.project
    stands = request.done is not None and says(session, project, request.parts[0], request.after)
    if request.done is not None and not stands:
        # Another value than the one that was done: from here on it is an ordinary change.
        _no_longer_done(session, request)
    changes = changes_of(_as_it_comes(session, case, request.parts[1:] if stands else request.parts))
    if changes:
        _make_so(session, project, changes, Application(request.requester_id, request.reason, request.id, now))
        _ask_to_agree_again(session, project, now)


def put_back(session: Session, case: Case, actor_id: str, now: datetime) -> None:
    """Restore what was before the change. Raises Conflict when something moved it since."""
    _restore(session, case, case.request.parts, actor_id, now)


def take_back_applied(session: Session, case: Case, actor_id: str, now: datetime) -> None:
    """An approval is taken back: what it made so is put back; what was done before it stays, and waits again."""
    made_so = case.request.parts if case.request.done is None else case.request.parts[1:]
    _restore(session, case, made_so, actor_id, now)


def put_back_done(session: Session, case: Case, actor_id: str, now: datetime) -> bool:
    """What was done before anybody said yes is put back; False where nothing was, or where it moved on since."""
    request = case.request
    own = request.parts[0]
    if request.done is None or not says(session, case.project, own, request.done):
        return False
    _restore(session, case, [own._replace(after=request.done)], actor_id, now)
    _no_longer_done(session, request)
    return True


def says(session: Session, project: ProjectFields, part: Part, value: Value) -> bool:
    """Whether the project says this value of what a part is about."""
    kind = KINDS[part.domain]
    key = kind.find(session, project, part.target, value)
    return not kind.lines(value, kind.read(session, project, key).value)


def _restore(session: Session, case: Case, parts: Sequence[Part], actor_id: str, now: datetime) -> None:
    """All of it as it was before, the last thing first."""
    request, project = case.request, case.project
    pieces = standing(session, project, request, reversed(parts))
    changes = [(each.kind, each.target.key, each.after) for each in pieces]
    if not changes:
        return
    touch_project(session, project)
    _make_so(session, project, changes, Application(actor_id, request.reason, request.id, now))
    _ask_to_agree_again(session, project, now)


def _make_so(
    session: Session, project: ProjectFields, changes: Sequence[tuple[Kind, str, Value]], by: Application
) -> None:
    baselines.apply(session, project, changes, by)
    if not any(kind.domain is Domain.DEADLINE and target == PROJECT for kind, target, _ in changes):
        plan_anew(session, project.id or 0)  # the project's own row says so itself


def _no_longer_done(session: Session, request: RequestFields) -> None:
    changed = update(ChangeRequest).where(col(ChangeRequest.id) == request.id)
    session.connection().execute(changed.values(done=None))


def _as_it_comes(session: Session, case: Case, parts: Sequence[Part]) -> list[Part]:
    """What is approved, with what moves along as the plan is now; kept with the request where that differs."""
    found = [_carried(session, case.project, each) for each in parts]
    whole = [*case.request.parts[: -len(found) or None], *found]
    if tuple(whole) != case.request.parts:
        changed = update(ChangeRequest).where(col(ChangeRequest.id) == case.request.id)
        # What it would move was written with the yes already, where somebody looked at it anew.
        session.connection().execute(changed.values({**columns_of(whole), "impact": ChangeRequest.impact}))
    return found


def _carried(session: Session, project: ProjectFields, part: Part) -> Part:
    if part.domain is not Domain.DEADLINE or not part.target.startswith("milestone:") or part.after == part.before:
        return part
    target = KINDS[part.domain].read(session, project, part.target)
    return part._replace(before=target.value, after=carry(session, project, part.domain, target, part.after))


def _ask_to_agree_again(session: Session, project: ProjectFields, now: datetime) -> None:
    """Before the start, a yes to one change is no agreement to the plan that it changes."""
    if project.status is ProjectStatus.PLANNING:
        change_proposals(session, project, None, now)
