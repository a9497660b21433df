"""Words in the thread of a request's card. They decide nothing; but they answer an open question, and whoever could
decide is offered the buttons there. What was written is not kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.policy.may import Permit, may
from bot.services import negotiation, receipts, routing
from bot.services.cards import RequestCard, read_request_card
from models import ChangeRequest, Person, Post, Project
from models.enums import Action, ProjectStatus
from models.lifecycle import OPEN_STATES


@dataclass(frozen=True, slots=True)
class Overheard:
    """What came of somebody's words: a question was answered, or there is something to offer (`card`)."""

    answered: bool = False
    card: RequestCard | None = None


def overhear(
    session: Session, *, team_id: str, user_id: str, channel_id: str, thread_ts: str, delivery: str, now: datetime
) -> Overheard | None:
    """None for what is no thread of an open request's card, and for who has nothing to do with it.

    The buttons are offered once to each person for each version: further words are talk. `delivery` names the event,
    which Slack may send twice.
    """
    request = _request_of(session, team_id, channel_id, thread_ts)
    person = session.get(Person, (team_id, user_id))
    if request is None or person is None:
        return None
    project = session.get_one(Project, request.project_id)
    if project.status in (ProjectStatus.ON_HOLD, ProjectStatus.CLOSED):
        return None
    facts = routing.request_facts(session, request, project, now)
    actor = routing.actor(person)
    if isinstance(may(actor, Action.ANSWER, facts), Permit) and user_id != request.questioned_by:
        if not receipts.first_time(session, team_id, delivery, now):
            return Overheard()
        negotiation.answer_above(session, team_id=team_id, actor_id=user_id, request_id=request.id or 0, now=now)
        return Overheard(answered=True)
    if not isinstance(may(actor, Action.APPROVE, facts), Permit):
        return None
    key = f"overheard:{request.id}.{request.version}:{user_id}"
    if not receipts.first_time(session, team_id, key, now):
        return None
    return Overheard(card=read_request_card(session, request.id or 0, now))


def _request_of(session: Session, team_id: str, channel_id: str, thread_ts: str) -> ChangeRequest | None:
    query = (
        select(ChangeRequest)
        .join(Post, col(Post.request_id) == col(ChangeRequest.id))
        .where(
            Post.team_id == team_id,
            Post.channel_id == channel_id,
            Post.ts == thread_ts,
            Post.picture == "request",
            col(ChangeRequest.state).in_(OPEN_STATES),
        )
    )
    return session.exec(query).first()
