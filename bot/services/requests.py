"""Finding requests, and what every move of one has in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.errors import Conflict, Invalid, NotFound
from bot.services import outbox, privately
from bot.services.projects import Thread, find_thread
from models import ChangeRequest, ProjectFields, RequestFields
from models.enums import Action, Domain
from models.lifecycle import OPEN_STATES, advance, sources

REASON_LENGTH = 1000
#: Whatever comes after a question closes it, and the clock runs.
NO_QUESTION: Mapping[str, Any] = {"question": None, "questioned_by": None, "seconds_left": None}


def get_request(session: Session, team_id: str, request_id: int) -> ChangeRequest:
    """The request of this workspace. Raises NotFound."""
    request = session.get(ChangeRequest, request_id)
    if request is None or request.team_id != team_id:
        raise NotFound("request_gone")
    return request


def find_request(session: Session, team_id: str, number: int) -> ChangeRequest:
    """The same by its number (CR-12). Raises NotFound."""
    query = select(ChangeRequest).where(ChangeRequest.team_id == team_id, ChangeRequest.number == number)
    request = session.exec(query).first()
    if request is None:
        raise NotFound("request_unknown", name=f"CR-{number}")
    return request


def open_request(
    session: Session, project: ProjectFields, domain: Domain, target: str, but: int | None = None
) -> ChangeRequest | None:
    """The request that asks about this value now, by itself or together with others; `but`: aside from this one.

    Who goes on to ask about it holds the project, since only what a request was made for is kept apart by a key.
    """
    own = select(ChangeRequest).where(ChangeRequest.open_key == open_key(project, domain, target))
    together = select(ChangeRequest).where(
        ChangeRequest.project_id == project.id,
        col(ChangeRequest.state).in_(OPEN_STATES),
        col(ChangeRequest.also).is_not(None),
    )
    found = [*session.exec(own), *session.exec(together)]
    return next(
        (
            each
            for each in found
            if each.id != but and any((part.domain, part.target) == (domain, target) for part in each.parts)
        ),
        None,
    )


def read_again(session: Session, request: RequestFields) -> ChangeRequest:
    """The row as it is now, after a statement that changed it."""
    found = get_request(session, request.team_id, request.id or 0)
    session.refresh(found)
    return found


def change_row(
    session: Session, request: RequestFields, action: Action, *where: Any, stays: bool = False, **values: Any
) -> None:
    """Change a request, if it is as it was read: this version, and in a state in which `action` is possible.

    Its state becomes what the lifecycle says, or stays as it is; `where` are further conditions. Raises Conflict when
    somebody was faster.
    """
    moved = {} if stays else {"state": advance(request.state, action)}
    changed = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request.id,
            col(ChangeRequest.version) == request.version,
            col(ChangeRequest.state).in_(sources(action)),
            *where,
        )
        .values(moved | values)
    )
    if changed.rowcount != 1:
        raise Conflict("changed_since", request_id=request.id, name=request.name)


def clean_reason(given: str) -> str:
    """The reason, trimmed. Raises Invalid."""
    text = given.strip()
    if not text:
        raise Invalid("reason_missing", "why")
    if len(text) > REASON_LENGTH:
        raise Invalid("text_long", "why", label="Why", limit=REASON_LENGTH)
    return text


def owe_request_notice(
    session: Session,
    request: RequestFields,
    what: str,
    picture: str,
    now: datetime,
    thread: Thread | None = None,
    **facts: object,
) -> None:
    """Say one thing in the thread of the request's card, once; `thread` where the caller has read it already."""
    thread = thread or find_thread(session, request.team_id, f"request:{request.id}")
    outbox.owe_notice(
        session,
        team_id=request.team_id,
        address=request.channel_id,
        key=f"request:{request.id}:{what}",
        picture=picture,
        facts=dict(facts),
        project_id=request.project_id,
        request_id=request.id,
        thread_of=thread[0] if thread is not None else None,
        has_lane=thread is not None and thread[1] == request.channel_id,
        now=now,
    )
    if privately.readers(request.channel_id):
        privately.tell_others(session, request, what, picture, facts, now)


def open_key(project: ProjectFields, domain: Domain, target: str) -> str:
    """Unique among open requests: one for each value."""
    return f"{project.id}:{domain}:{target}"
