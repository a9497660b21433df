"""Undo: what was decided some time ago is asked to be as it was before, by a new request like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from bot.domains.kind import Line
from bot.errors import Conflict, NotFound
from bot.services import asking, privately
from bot.services.asking import Outcome
from bot.services.lines import named
from bot.services.people import require_insider
from bot.services.pieces import Piece, standing
from bot.services.projects import get_project, require_started
from bot.services.raising import Proposed
from bot.services.requests import clean_reason, find_request, get_request
from bot.services.showing import read_visible_request
from models import ChangeRequest, Project, RequestFields
from models.enums import RequestState

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
    pieces = _require_undoable(session, request, project, user_id)
    changes = [line for each in pieces for line in each.kind.lines(each.target.value, each.after)]
    lines = named(session, team_id, changes)
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
    own, *more = pieces = standing(session, project, request, request.parts)
    for each in pieces:
        asking.require_no_open_request(session, project, each.kind.domain, each.target.key, actor_id)
    proposed = Proposed(project, own.kind, own.target, own.after, actor_id, reason, also=tuple(more))
    return asking.submit(session, proposed, now)


def _require_undoable(session: Session, request: ChangeRequest, project: Project, actor_id: str) -> list[Piece]:
    if not privately.may_read(session, request, project, actor_id):
        raise NotFound("request_unknown", name=request.name)
    require_started(project)
    if request.state not in UNDONE_FROM:
        raise Conflict("nothing_to_undo", name=request.name, request_id=request.id)
    return standing(session, project, request, request.parts)
