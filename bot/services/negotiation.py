"""Between yes and no: another offer, a question, and "not me"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.errors import Invalid
from bot.policy.change import Change
from bot.policy.lending import whose_word
from bot.policy.may import ROUNDS, waits_for
from bot.policy.table import Policy
from bot.services import clocks, routing
from bot.services.checking import check_change, today_of
from bot.services.impacts import impact_of
from bot.services.moves import Case, Moved, open_case, tell
from bot.services.people import require_insider, require_pickable
from bot.services.policies import policy_of
from bot.services.privately import may_read
from bot.services.projects import get_project
from bot.services.raising import keep_version
from bot.services.requests import NO_QUESTION, REASON_LENGTH, change_row, clean_reason, read_again
from bot.services.signing import lender_of
from models.enums import Action, Domain, Role, Stage


def counter(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int,
    given: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Moved:
    """Whoever is asked suggests another value: a new version by them, and the other side is asked.

    After three of them the ops leads may decide too, and nobody makes another. Raises as a decision does, and Invalid
    with the field of what cannot be used.
    """
    case = _case(session, team_id, actor_id, request_id, version, Action.COUNTER, now)
    request, project = case.request, get_project(session, team_id, case.request.project_id)
    person = require_insider(session, team_id, actor_id)
    kind = KINDS[Domain(request.domain)]
    target, after = check_change(session, project, kind, request.target, given, today_of(person, now))
    if not kind.lines(request.after, after):
        raise Invalid("same_offer", kind.fields[0].key)
    policy, reads = policy_of(session, project), may_read(session, request, project, request.requester_id)
    rounds = request.rounds + 1
    over = rounds >= ROUNDS
    times = clocks.first_times(session, request, project, now, ops=over)
    change_row(
        session,
        request,
        Action.COUNTER,
        version=version + 1,
        after=after,
        impact=impact_of(session, project, kind.domain, target.key, after, now),
        lender_project_id=lender_of(after),
        author_id=actor_id,
        reason=clean_reason(reason),
        needs=",".join(_other_side(case, kind.change(project, target.value, after), policy, reads=reads)),
        policy_version=policy.version,
        assigned_to=None,
        rounds=rounds,
        stage=Stage.OPS if over else Stage.ASKED,
        due_at=times.due_at,
        next_at=times.next_at,
        **NO_QUESTION,
    )
    keep_version(session, read_again(session, request), now)
    return _tell(session, case, actor_id, f"countered:{version + 1}", "request_countered", now, offer=rounds)


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
    return _tell(session, case, actor_id, what, "request_questioned", now, question=question, whose=_askers(case))


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


def _other_side(case: Case, change: Change, policy: Policy, *, reads: bool) -> list[Role]:
    """Who has to say yes to an offer: the side that asked, and whoever the strictest rule of it adds.

    Who asked about money that they do not see (`reads` False) cannot answer an offer: the other role does.
    """
    request, role = case.request, case.permit.role
    assert role is not None, "whoever is asked is asked as something"
    asker = request.requester_role or (Role.REQUESTER if reads else role.counterpart)
    others = [each for each in request.needed if each not in (role, asker)]
    if role in (Role.AM, Role.PM):
        others += [
            each for each in whose_word(change, frozenset({role}), policy).needs if each not in (*others, role, asker)
        ]
    # The one who offers says yes by offering; the other role of a request that needed both still has to.
    return [asker, *others] if asker is not role else (others or [Role.REQUESTER])


def _tell(session: Session, case: Case, actor_id: str, what: str, picture: str, now: datetime, **facts: Any) -> Moved:
    request = read_again(session, case.request)
    if "whose" not in facts:
        project = get_project(session, request.team_id, request.project_id)
        facts["whose"] = list(waits_for(routing.request_facts(session, request, project, now)))
    tell(session, case, actor_id, what, picture, now, request=request, **facts)
    return Moved(request.name, request.state, request.id or 0, waits_for=tuple(facts["whose"]))


def _askers(case: Case) -> list[str]:
    return list(dict.fromkeys((case.request.author_id, case.request.requester_id)))


def _text(given: str, field: str) -> str:
    text = given.strip()
    if not text:
        raise Invalid("empty", field)
    if len(text) > REASON_LENGTH:
        raise Invalid("too_long", field, limit=REASON_LENGTH)
    return text
