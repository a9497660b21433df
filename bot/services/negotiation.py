"""Between yes and no: a question and its answer, and "not me". Another offer is in `offering`."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Invalid
from bot.policy.may import waits_for
from bot.services import clocks, routing
from bot.services.cards import asked_back
from bot.services.moves import Case, Moved, open_case, tell
from bot.services.people import require_pickable
from bot.services.projects import get_project
from bot.services.requests import NO_QUESTION, REASON_LENGTH, change_row, clean_reason, read_again
from models.enums import Action, Stage


def ask_question(
    session: Session, *, team_id: str, actor_id: str, request_id: int, version: int, text: str, now: datetime
) -> Moved:
    """Whoever is asked has a question first; the clock stands still until it is answered."""
    question = _text(text, "question")
    case = _case(session, team_id, actor_id, request_id, version, Action.ASK, now)
    change_row(
        session,
        case.request,
        Action.ASK,
        question=question,
        questioned_by=actor_id,
        seconds_left=clocks.left(session, case.request, case.project, now),
        next_at=None,
    )
    what = f"questioned:{version}:{int(now.timestamp())}"
    people = [each for each in asked_back(case.request) if each != actor_id]
    return _tell(session, case, actor_id, what, "request_questioned", now, question=question, whose=people)


def answer(session: Session, *, team_id: str, actor_id: str, request_id: int, text: str, now: datetime) -> Moved:
    """The question is answered; the clock goes on with what was left."""
    return _answered(session, team_id, actor_id, request_id, now, answer=_text(text, "answer"))


def answer_above(session: Session, *, team_id: str, actor_id: str, request_id: int, now: datetime) -> Moved:
    """The same by words in the card's thread, which everybody there reads: they are not kept."""
    return _answered(session, team_id, actor_id, request_id, now, above=True)


def _answered(session: Session, team_id: str, actor_id: str, request_id: int, now: datetime, **how: object) -> Moved:
    case = _case(session, team_id, actor_id, request_id, None, Action.ANSWER, now)
    times = clocks.resume(session, case.request, case.project, now)
    change_row(
        session,
        case.request,
        Action.ANSWER,
        due_at=times.due_at,
        next_at=times.next_at,
        **NO_QUESTION,
    )
    what = f"answered:{case.request.version}:{int(now.timestamp())}"
    asker = [case.request.questioned_by] if case.request.questioned_by else []
    return _tell(session, case, actor_id, what, "request_answered", now, whose=asker, **how)


def pass_on(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int,
    to_id: str,
    reason: str,
    now: datetime,
) -> Moved:
    """`Not me`: somebody else answers, with a reason; their clock starts anew.

    Raises Invalid for outsiders, for whoever wrote this version, and for whoever passes it on.
    """
    text = clean_reason(reason)
    case = _case(session, team_id, actor_id, request_id, version, Action.REASSIGN, now)
    person = require_pickable(session, team_id, to_id, "to")
    others = {
        user_id
        for role, seat in case.facts.seats.items()
        if role is not case.permit.role
        for user_id in (seat.holder, *seat.deputies)
    }
    # Nobody answers for both roles of one project, and nobody answers what they asked.
    if to_id in {case.request.author_id, case.request.requester_id, actor_id, *others}:
        raise Invalid("pass_on_same", "to", name=person.name)
    times = clocks.first_times(session, case.request, case.project, now)
    change_row(
        session,
        case.request,
        Action.REASSIGN,
        assigned_to=to_id,
        stage=Stage.ASKED,
        due_at=times.due_at,
        next_at=times.next_at,
        **NO_QUESTION,
    )
    what = f"passed-on:{version}:{int(now.timestamp())}"
    return _tell(session, case, actor_id, what, "request_passed_on", now, whose=[to_id], why=text)


def _case(
    session: Session,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int | None,
    action: Action,
    now: datetime,
) -> Case:
    case = open_case(session, team_id, actor_id, request_id, version, action, now)
    assert isinstance(case, Case), "only decisions can have happened before"
    return case


def _tell(session: Session, case: Case, actor_id: str, what: str, picture: str, now: datetime, **facts: Any) -> Moved:
    request = read_again(session, case.request)
    if "whose" not in facts:
        project = get_project(session, request.team_id, request.project_id)
        facts["whose"] = list(waits_for(routing.request_facts(session, request, project, now)))
    tell(session, case, actor_id, what, picture, now, request=request, **facts)
    return Moved(request.name, request.state, request.id or 0, waits_for=tuple(facts["whose"]), mute_in=case.mute_in)


def _text(given: str, field: str) -> str:
    text = given.strip()
    if not text:
        raise Invalid("empty", field)
    if len(text) > REASON_LENGTH:
        raise Invalid("too_long", field, limit=REASON_LENGTH)
    return text
