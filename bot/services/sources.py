"""The message that a request was raised from: which it is, and whether its author changed it since."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from bot.services import outbox
from models import ChangeRequest, PickUp, Promise
from models.enums import PickUpState, PromiseState

_LINK = re.compile(r"/archives/([A-Z0-9]+)/p(\d{7,})$")


def message_of(link: str | None) -> tuple[str, str] | None:
    """(channel, ts) of a link to a message."""
    found = _LINK.search(link or "")
    return (found[1], f"{found[2][:-6]}.{found[2][-6:]}") if found else None


def raised_from(session: Session, request: ChangeRequest, link: str | None, now: datetime) -> None:
    """A request was made of a message: no offer is made about it any more, and edits of it are noticed."""
    message = message_of(link)
    if message is None:
        return
    row = {
        "team_id": request.team_id,
        "channel_id": message[0],
        "ts": message[1],
        "author_id": request.requester_id,
        "by_outsider": False,
        "project_id": request.project_id,
        "state": PickUpState.OFFERED,
        "version": 1,
        "understood": {},
        "created_at": now,
    }
    outbox.insert_once(session, PickUp, row)
    query = select(PickUp).where(
        PickUp.team_id == request.team_id, PickUp.channel_id == message[0], PickUp.ts == message[1]
    )
    found = session.exec(query.with_for_update()).one()
    found.end(PickUpState.SENT)
    found.request_id = found.request_id or request.id
    session.add(found)
    session.flush()
    _asked(session, request, message)
    outbox.mark(session, team_id=request.team_id, keys=[f"pick_up:{found.id}"])


def _asked(session: Session, request: ChangeRequest, message: tuple[str, str]) -> None:
    """A date that was promised in this message is asked for now."""
    query = select(Promise).where(
        Promise.team_id == request.team_id, Promise.channel_id == message[0], Promise.ts == message[1]
    )
    promise = session.exec(query).first()
    if promise is not None and promise.state in (PromiseState.OPEN, PromiseState.STANDS):
        promise.state, promise.request_id = PromiseState.ASKED, request.id
        session.add(promise)
        session.flush()
        outbox.mark(session, team_id=request.team_id, keys=[f"promise:{promise.id}"])


def changed_since(session: Session, request_id: int) -> str | None:
    """ "edited" or "deleted" when the message that a request was raised from is not what it was."""
    query = select(PickUp.changed).where(PickUp.request_id == request_id, col(PickUp.changed).is_not(None))
    return session.exec(query).first()


def note_changed(session: Session, found: PickUp, how: str) -> None:
    """Its author edited or deleted the message; the card of the request made of it says so."""
    if found.changed == "deleted" or found.changed == how:
        return
    found.changed = how
    if how == "deleted" and found.state is PickUpState.OFFERED:
        found.end(PickUpState.WITHDRAWN)
    session.add(found)
    session.flush()
    if found.request_id is not None:
        outbox.redraw(session, request_id=found.request_id)
    outbox.mark(session, team_id=found.team_id, keys=[f"home:{found.author_id}", f"pick_up:{found.id}"])
