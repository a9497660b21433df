"""One request or project for somebody who wants to see it or act on it: only what is theirs to see."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.errors import NotFound
from bot.services import finding, privately
from bot.services.cards import RequestCard, read_request_card
from bot.services.moves import open_case
from bot.services.project_cards import ProjectCard, read_project_card
from bot.services.requests import find_request
from models import Project
from models.enums import Action


def read_visible_request(
    session: Session, *, team_id: str, user_id: str, number: int, channel_id: str, now: datetime
) -> RequestCard:
    """The card of CR-<number> for somebody who has to do with it or asks in a channel of its project.

    Raises NotFound alike for what does not exist and for what is not theirs to see.
    """
    request = find_request(session, team_id, number)
    seen = {each.project_id for each in finding.visible(session, team_id=team_id, user_id=user_id)}
    seen |= {each.project_id for each in finding.in_channel(session, team_id=team_id, channel_id=channel_id)}
    card = read_request_card(session, request.id or 0, now)
    concerned = not seen.isdisjoint({request.project_id, request.lender_project_id}) or request.requester_id == user_id
    if card is None or not concerned:
        raise NotFound("request_unknown", name=f"CR-{number}")
    project = session.get_one(Project, request.project_id)
    if privately.may_read(session, request, project, user_id):
        return card
    return replace(
        card, hidden=True, lines=(), reason="", rule=(), impact={}, decision_reason=None, question=None, offers=()
    )


def read_visible_project(
    session: Session, *, team_id: str, user_id: str, project_id: int, now: datetime
) -> ProjectCard:
    """A project on somebody's desk. Raises Refused, and NotFound for what is not theirs to see."""
    seen = {each.project_id for each in finding.visible(session, team_id=team_id, user_id=user_id, closed=True)}
    card = read_project_card(session, project_id, now, reader_id=user_id) if project_id in seen else None
    if card is None:
        raise NotFound("project_gone")
    return card


def read_card_to_answer(
    session: Session, *, team_id: str, user_id: str, request_id: int, version: int | None, action: Action, now: datetime
) -> RequestCard:
    """The request's card for whoever may do `action` to it now. Raises as the action itself would."""
    open_case(session, team_id, user_id, request_id, version, action, now)
    card = read_request_card(session, request_id, now)
    if card is None:
        raise NotFound("request_gone")
    return card
