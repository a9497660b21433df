"""Finding requests, and what every move of one has in common."""

from datetime import datetime

from sqlmodel import Session, select

from bot.errors import Invalid, NotFound
from bot.services import outbox, privately
from bot.services.projects import Thread, find_thread
from models import ChangeRequest, ProjectFields, RequestFields
from models.enums import Domain

REASON_LENGTH = 1000


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
