"""Offering to send what somebody asked for in talk: to its author alone, once, and never by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.domains import KINDS
from bot.errors import Conflict, Invalid, NotFound, Refused
from bot.language.talk import Understood
from bot.services import asking, outbox, receipts, routing, sources
from bot.services.asking import Ask, Outcome
from bot.services.listening import find
from bot.services.people import require_insider
from bot.services.projects import get_project
from bot.services.understanding import Offer, offer_of, understanding
from models import Person, PickUp, Project
from models.enums import Domain, PickUpState, Role

#: Why a request was made that was sent from talk; the card links the message.
FROM_TALK = "Asked in the message that is linked below"


@dataclass(frozen=True, slots=True)
class Message:
    """One message that was heard. `key`: of its delivery, so that it is acted on once."""

    channel_id: str
    ts: str
    user_id: str
    thread_ts: str | None = None
    key: str = ""


def offer(
    session: Session,
    *,
    team_id: str,
    message: Message,
    project_id: int,
    understood: Understood,
    sure: bool,
    today: date,
    by_outsider: bool = False,
    now: datetime,
) -> PickUp | None:
    """Offer what was understood: to the author alone, or (an outsider's) to the account manager; None when it was
    offered before."""
    if not receipts.first_time(session, team_id, f"message:{message.channel_id}:{message.ts}", now):
        return None
    project = get_project(session, team_id, project_id)
    found = PickUp(
        team_id=team_id,
        channel_id=message.channel_id,
        ts=message.ts,
        thread_ts=message.thread_ts,
        author_id=message.user_id,
        by_outsider=by_outsider,
        project_id=project_id,
        understood=understanding(session, project, understood, sure, today, message.user_id),
        created_at=now,
    )
    session.add(found)
    session.flush()
    if by_outsider:
        _tell_manager(session, project, found, now)
    else:
        outbox.owe_whisper(
            session,
            team_id=team_id,
            channel=message.channel_id,
            user_id=message.user_id,
            key=f"pick_up:{found.id}",
            picture="pick_up",
            facts={"pick_up": found.id},
            thread_ts=message.thread_ts,
            now=now,
        )
    outbox.redraw_home(session, team_id=team_id, user_ids=[_reader(session, project, found, now)])
    return found


def refresh(
    session: Session,
    *,
    team_id: str,
    channel_id: str,
    ts: str,
    understood: Understood | None,
    today: date,
) -> None:
    """The message was edited: the offer says what it means now, or (None) is withdrawn; a card says it was edited."""
    found = find(session, team_id=team_id, channel_id=channel_id, ts=ts)
    if found is None:
        return
    sources.note_changed(session, found, "edited")
    if found.state is not PickUpState.OFFERED:
        return
    if understood is None:
        found.end(PickUpState.WITHDRAWN)
    else:
        project = get_project(session, team_id, found.project_id)
        fresh = understanding(session, project, understood, bool(found.understood.get("sure")), today, found.author_id)
        if fresh == found.understood:
            return
        found.understood, found.version = fresh, found.version + 1
    session.add(found)
    session.flush()
    outbox.mark(session, team_id=team_id, keys=[f"home:{found.author_id}", f"pick_up:{found.id}"])


def delete(session: Session, *, team_id: str, channel_id: str, ts: str) -> None:
    """The message is gone, and so is what was offered about it."""
    found = find(session, team_id=team_id, channel_id=channel_id, ts=ts)
    if found is not None:
        sources.note_changed(session, found, "deleted")


def require_offer(
    session: Session, *, team_id: str, actor_id: str, pick_up_id: int, version: int | None, now: datetime
) -> Offer:
    """The offer, for whom it was made to. Raises Refused, NotFound, Conflict (answered, edited or deleted since)."""
    return offer_of(session, _require(session, team_id, actor_id, pick_up_id, version, now), now)


def send(
    session: Session, *, team_id: str, actor_id: str, pick_up_id: int, version: int, link: str, now: datetime
) -> Outcome | None:
    """Ask for what was understood; always asked, also where the author could act alone. None: something is missing,
    so the form has to be opened.

    Raises as `require_offer` and `asking.ask` do.
    """
    found = _require(session, team_id, actor_id, pick_up_id, version, now)
    shown = offer_of(session, found, now)
    if not shown.complete or shown.domain is None:
        return None
    given = {"date": shown.date} if shown.domain is Domain.DEADLINE else dict(shown.given)
    target = shown.target or KINDS[shown.domain].target_of(given)
    asked = Ask(shown.project_id, shown.domain, target, given, FROM_TALK, found.channel_id, link, insist=True)
    try:
        outcome = asking.ask(session, team_id=team_id, actor_id=actor_id, asked=asked, now=now)
    except Invalid:
        if shown.domain is Domain.DEADLINE:
            raise
        return None  # there is no such deliverable, or it is there already: the form says so
    person = session.get_one(Person, (team_id, actor_id))
    person.shyness = max(0, person.shyness - 1)
    session.add(person)
    return outcome


def dismiss(session: Session, *, team_id: str, actor_id: str, pick_up_id: int, now: datetime) -> None:
    """Not a request: said once, and the bot has to be surer the next time. Raises Refused, NotFound, Conflict."""
    found = _require(session, team_id, actor_id, pick_up_id, None, now)
    found.end(PickUpState.DISMISSED)
    # Shyer towards whoever wrote it, also where the account manager said so of an outsider's words.
    author = session.get(Person, (team_id, found.author_id))
    if author is not None:
        author.shyness += 1
        session.add(author)
    session.add(found)
    session.flush()
    outbox.mark(session, team_id=team_id, keys=[f"home:{actor_id}", f"pick_up:{found.id}"])


def _require(
    session: Session, team_id: str, actor_id: str, pick_up_id: int, version: int | None, now: datetime
) -> PickUp:
    require_insider(session, team_id, actor_id)
    found = session.get(PickUp, pick_up_id, populate_existing=True, with_for_update={"key_share": True})
    if found is None or found.team_id != team_id:
        raise NotFound("button_unknown")
    project = get_project(session, team_id, found.project_id)
    if not _may_answer(session, project, found, actor_id, now):
        raise Refused("not_your_message")
    if found.state is PickUpState.WITHDRAWN:
        raise Conflict("message_gone")
    if found.state is not PickUpState.OFFERED:
        raise Conflict("message_answered")
    if version is not None and found.version != version:
        raise Conflict("message_edited")
    return found


def _may_answer(session: Session, project: Project, found: PickUp, actor_id: str, now: datetime) -> bool:
    if not found.by_outsider:
        return actor_id == found.author_id
    seat = routing.seats(session, project, now)[Role.AM]
    return actor_id in (seat.holder, *seat.deputies)


def _reader(session: Session, project: Project, found: PickUp, now: datetime) -> str:
    return _manager(session, project, now) if found.by_outsider else found.author_id


def _manager(session: Session, project: Project, now: datetime) -> str:
    """The account manager, or who stands in while they are away."""
    seat = routing.seats(session, project, now)[Role.AM]
    return seat.deputies[0] if seat.away and seat.deputies else seat.holder


def _tell_manager(session: Session, project: Project, found: PickUp, now: datetime) -> None:
    outbox.owe_card(
        session,
        team_id=project.team_id,
        address=f"dm:{_manager(session, project, now)}",
        key=f"pick_up:{found.id}",
        picture="outsider_asks",
        facts={"pick_up": found.id},
        project_id=project.id,
        now=now,
    )
