"""Undo: what was decided some time ago is asked to be as it was before, by a new request like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Kind, Line, Target
from bot.errors import Conflict, NotFound
from bot.services import asking, privately
from bot.services.asking import Outcome
from bot.services.following import reversed_of
from bot.services.lines import named
from bot.services.people import require_insider
from bot.services.projects import get_project, require_started
from bot.services.raising import Proposed
from bot.services.requests import clean_reason, find_request, get_request
from bot.services.showing import read_visible_request
from models import ChangeRequest, Project, RequestFields
from models.enums import Domain, RequestState

#: What was made so and stands.
UNDONE_FROM = frozenset({RequestState.APPROVED, RequestState.NOTED})


@dataclass(frozen=True, slots=True)
class UndoForm:
    """What would be asked for: the value of before, against the one of now."""

    request_id: int
    name: str
    project: str
    client: str
    lines: tuple[Line, ...]
    names: Mapping[str, str] = field(default_factory=dict)


def open_undo_form(
    session: Session, *, team_id: str, user_id: str, number: int, channel_id: str, now: datetime
) -> UndoForm:
    """Raises NotFound for what is not theirs to see, and as `undo` does."""
    require_insider(session, team_id, user_id)
    read_visible_request(
        session, team_id=team_id, user_id=user_id, number=number, channel_id=channel_id, now=now
    )  # fmt: skip
    request = find_request(session, team_id, number)
    project = get_project(session, team_id, request.project_id)
    kind, target = _require_undoable(session, request, project, user_id)
    before = reversed_of(request.before, request.after)
    lines = named(session, team_id, kind.lines(target.value, before))
    return UndoForm(request.id or 0, request.name, project.name, project.client, lines)


def undo(session: Session, *, team_id: str, actor_id: str, request_id: int, reason: str, now: datetime) -> Outcome:
    """Ask for the value of before; the policy says what that needs.

    Raises Refused, NotFound, Invalid, Conflict (not decided so, changed again since, or asked about already).
    """
    require_insider(session, team_id, actor_id)
    request = get_request(session, team_id, request_id)
    project = get_project(session, team_id, request.project_id, hold=True)
    text = clean_reason(reason)
    _require_undoable(session, request, project, actor_id)
    return ask_back(session, request, project, actor_id, text, now)


def ask_back(
    session: Session, request: RequestFields, project: Project, actor_id: str, reason: str, now: datetime
) -> Outcome:
    """The same without asking who may. Raises Conflict when the value moved on, or is asked about already."""
    kind, target = _standing(session, request, project)
    asking.require_no_open_request(session, project, kind.domain, target.key, actor_id)
    before = reversed_of(request.before, request.after)
    return asking.submit(session, Proposed(project, kind, target, before, actor_id, reason), now)


def _require_undoable(session: Session, request: ChangeRequest, project: Project, actor_id: str) -> tuple[Kind, Target]:
    if not privately.may_read(session, request, project, actor_id):
        raise NotFound("request_unknown", name=request.name)
    require_started(project)
    if request.state not in UNDONE_FROM:
        raise Conflict("nothing_to_undo", name=request.name, request_id=request.id)
    return _standing(session, request, project)


def _standing(session: Session, request: RequestFields, project: Project) -> tuple[Kind, Target]:
    """What it is about, as it is now, if it still is what the request made of it."""
    kind = KINDS[Domain(request.domain)]
    key = kind.find(session, project, request.target, request.after)
    today = kind.read(session, project, key)
    if kind.lines(request.after, today.value):
        raise Conflict("moved_on", what=today.name, request_id=request.id)
    return kind, Target(key, today.name, today.value)
