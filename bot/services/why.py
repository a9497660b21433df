"""The chain of decisions behind one value of a project: who asked for what and why, and who said what to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from bot.domains import KINDS
from bot.domains.deadline import fold
from bot.domains.kind import Kind, Line, Target
from bot.errors import NotFound
from bot.language.targets import by_words
from bot.services import routing
from bot.services.cards import suggested_by
from bot.services.lines import read_lines
from bot.services.people import names, require_insider
from bot.services.privately import may_read
from bot.services.projects import get_project
from models import ChangeRequest, Project, RequestVersion
from models.enums import Mode, RequestState, Role

#: Links that are shown, the newest.
SHOWN = 15
#: What became of a value: withdrawn and expired requests decided nothing.
TELLING = (
    RequestState.APPROVED, RequestState.DECLINED, RequestState.TOLD, RequestState.NOTED, RequestState.OBJECTED
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One request that was decided, or done and told."""

    name: str
    lines: tuple[Line, ...]
    #: Something else was moved, and this moved along.
    along: bool
    requester_id: str
    requester_role: Role | None
    by_clock: bool
    #: None where only few may read it.
    reason: str | None
    state: RequestState
    #: Nobody else had to be asked.
    free: bool
    decided_by: str | None
    decided_as: str | None
    at: datetime
    decision_reason: str | None
    #: Who suggested what was decided on, where somebody else did than who asked, and why.
    author_id: str | None = None
    author_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that was decided about one value, oldest first."""

    project: str
    what: str
    #: As it is today.
    now: tuple[Line, ...]
    links: tuple[Link, ...]
    #: How many older ones are not shown.
    older: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Value:
    kind: Kind
    name: str
    #: None: everything of the kind.
    target: Target | None


def list_values(session: Session, *, team_id: str, user_id: str, project_id: int) -> tuple[str, ...]:
    """The names of what can be asked about. Raises Refused for outsiders; money only for those who see it."""
    _, values = _values(session, team_id, user_id, project_id)
    return tuple(each.name for each in values if _today(each))


def read_chain(session: Session, *, team_id: str, user_id: str, project_id: int, text: str) -> Chain:
    """The chain behind the value that is called so. Raises Refused, NotFound (no such value)."""
    project, values = _values(session, team_id, user_id, project_id)
    meant = _meant(values, text)
    if len(meant) != 1:
        known = list_values(session, team_id=team_id, user_id=user_id, project_id=project_id)
        alike = [each.name for each in meant]
        raise NotFound("value_unknown", text=text, project=project.name, known=known, alike=alike)
    value = meant[0]
    query = (
        select(ChangeRequest)
        .where(
            ChangeRequest.project_id == project_id,
            or_(col(ChangeRequest.domain) == value.kind.domain, col(ChangeRequest.also).is_not(None)),
            col(ChangeRequest.state).in_(TELLING),
        )
        .order_by(col(ChangeRequest.decided_at), col(ChangeRequest.asked_at), col(ChangeRequest.id))
    )
    found = [link for each in session.exec(query) if (link := _link(session, each, value, user_id)) is not None]
    shown = found[-SHOWN:]
    people = {who for each in shown for who in (each.requester_id, each.author_id, each.decided_by) if who}
    return Chain(
        project.name,
        value.name,
        tuple(_today(value)),
        tuple(shown),
        len(found) - len(shown),
        names(session, team_id, people),
    )


def _today(value: _Value) -> Sequence[Line]:
    """As it is now, in lines from nothing."""
    return value.kind.lines({}, value.target.value) if value.target is not None and value.target.value else ()


def _values(session: Session, team_id: str, user_id: str, project_id: int) -> tuple[Project, list[_Value]]:
    person = require_insider(session, team_id, user_id)
    project = get_project(session, team_id, project_id)
    money = routing.sees_money(session, project, person)
    kinds = [kind for kind in KINDS.values() if money or not kind.private]
    values = [_Value(kind, target.name, target) for kind in kinds for target in kind.targets(session, project)]
    return project, [*values, *(_Value(kind, str(kind.domain).replace("_", " "), None) for kind in kinds)]


def _meant(values: Sequence[_Value], text: str) -> list[_Value]:
    """The value of that name, else those whose names begin so or hold all of its words."""
    wanted = fold(text)
    named = [each for each in values if fold(each.name) == wanted]
    begun = [each for each in values if fold(each.name).startswith(wanted)]
    fitting = by_words(wanted.split(), [each.name for each in values])
    return named[:1] or begun or [each for each in values if each.name in fitting]


def _link(session: Session, request: ChangeRequest, value: _Value, user_id: str) -> Link | None:
    """What a request did to the value, and nothing of what was decided together with that."""
    parts = [each for each in request.parts if each.domain is value.kind.domain and each.after != each.before]
    own = [each for each in parts if value.target is None or each.target == value.target.key]
    about = bool(own)
    lines = tuple(each for each in read_lines(session, request, own or parts) if each.along is not about)
    if not about:
        lines = tuple(each for each in lines if each.label == value.name)
    if not lines:
        return None
    # What was said where money was offered too stays with who sees it.
    reads = may_read(session, request, session.get_one(Project, request.project_id), user_id)
    return Link(
        name=request.name,
        lines=lines,
        along=not about,
        requester_id=request.requester_id,
        requester_role=request.requester_role,
        by_clock=request.by_clock,
        reason=_reason(session, request) if reads else None,
        state=RequestState(request.state),
        free=request.mode is Mode.FREE,
        decided_by=request.decided_by,
        decided_as=request.decided_as,
        at=request.decided_at or request.asked_at,
        decision_reason=request.decision_reason if reads else None,
        author_id=suggested_by(request),
        author_reason=request.reason if suggested_by(request) and reads else None,
    )


def _reason(session: Session, request: ChangeRequest) -> str:
    """Why whoever asked asked; not why somebody else suggested another."""
    if suggested_by(request) is None:
        return request.reason
    query = (
        select(RequestVersion.reason)
        .where(RequestVersion.request_id == request.id, RequestVersion.author_id == request.requester_id)
        .order_by(col(RequestVersion.version).desc())
    )
    return session.exec(query).first() or request.reason
