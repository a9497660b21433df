"""`Suggest another`: whoever is asked offers another value instead, and with it a date, a deliverable, an amount to
spend or people. What is offered together is agreed to together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.errors import Invalid, NotFound, Refused
from bot.policy.judge import BOTH, in_offer
from bot.policy.may import ROUNDS, waits_for
from bot.services import clocks, routing
from bot.services.checking import check_change, today_of
from bot.services.moves import Case, Moved, open_case, tell
from bot.services.people import require_insider
from bot.services.pieces import Piece, columns_of, judge_all, part_of
from bot.services.policies import policy_of
from bot.services.privately import make_private, readers
from bot.services.projects import get_project
from bot.services.raising import keep_version, rule_of
from bot.services.requests import NO_QUESTION, change_row, clean_reason, open_request, read_again
from bot.services.signing import lender_of
from models import Person, PersonFields, Project, RequestFields
from models.enums import Action, Domain, Role, Stage
from models.request import Part

#: What can be offered together with another value, in the order in which it is asked.
TOGETHER = (Domain.DEADLINE, Domain.SCOPE, Domain.BUDGET, Domain.RESOURCING)
#: With something else beside it, what was asked about may stay as it is.
STAYS = frozenset({"same_date", "same_follows", "same_value", "same_brief"})
NOTHING: Mapping[Domain, Mapping[str, Any]] = {}


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
    also: Mapping[Domain, Mapping[str, Any]] = NOTHING,
) -> Moved:
    """Whoever is asked suggests another value: a new version by them, and the other side is asked.

    `also`: what is offered together with it, as the forms of those domains are filled in. After three offers the ops
    leads may decide too, and nobody makes another. Raises as a decision does, Refused for money of who does not see
    it, and Invalid with the field of what cannot be used ("<domain>.<field>" where it is one of `also`).
    """
    case = open_case(session, team_id, actor_id, request_id, version, Action.COUNTER, now)
    assert isinstance(case, Case), "only decisions can have happened before"
    request, project = case.request, get_project(session, team_id, case.request.project_id, hold=True)
    person, why = require_insider(session, team_id, actor_id), clean_reason(reason)
    pieces = [
        _instead(session, project, request, given, person, now, alone=not also),
        *(_together(session, project, request, domain, each, person, now) for domain, each in also.items()),
    ]
    _require_other(request, pieces)
    parts = [part_of(session, project, each, now) for each in pieces]
    if request.done is not None:
        parts[0] = parts[0]._replace(before=request.before)
    needs, rule = _asked(session, case, project, pieces)
    over = request.rounds + 1 >= ROUNDS
    times = clocks.first_times(session, request, project, now, ops=over)
    change_row(
        session,
        request,
        Action.COUNTER,
        version=version + 1,
        **columns_of(parts),
        lender_project_id=lender_of(each.after for each in parts),
        author_id=actor_id,
        reason=why,
        needs=",".join(needs),
        rule=rule,
        policy_version=policy_of(session, project).version,
        assigned_to=None,
        rounds=request.rounds + 1,
        stage=Stage.OPS if over else Stage.ASKED,
        due_at=times.due_at,
        next_at=times.next_at,
        **NO_QUESTION,
    )
    return _tell(session, case, project, parts, actor_id, now)


def _instead(
    session: Session,
    project: Project,
    request: RequestFields,
    given: Mapping[str, Any],
    person: PersonFields,
    now: datetime,
    *,
    alone: bool,
) -> Piece:
    """Another value of what was asked for; with something beside it, also today's."""
    kind = KINDS[Domain(request.domain)]
    try:
        return Piece(kind, *check_change(session, project, kind, request.target, given, today_of(person, now)))
    except Invalid as problem:
        if alone or problem.code not in STAYS:
            raise
        target = kind.read(session, project, request.target)
        return Piece(kind, target, target.value)


def _together(
    session: Session,
    project: Project,
    request: RequestFields,
    domain: Domain,
    given: Mapping[str, Any],
    person: PersonFields,
    now: datetime,
) -> Piece:
    """Something else that is offered with it. Raises NotFound for what cannot be, Refused, Invalid."""
    if domain not in TOGETHER:
        raise NotFound("button_unknown")
    kind = KINDS[domain]
    if kind.private and not routing.sees_money(session, project, person):
        raise Refused("money_not_yours", name=request.name)
    first = kind.fields[0].key
    try:
        key = kind.target_of(given)
        piece = Piece(kind, *check_change(session, project, kind, key, given, today_of(person, now)))
    except Invalid as problem:
        for each in (problem, *problem.others):
            each.field = f"{domain}.{each.field or first}"
        raise
    other = open_request(session, project, domain, piece.target.key, but=request.id)
    if other is not None:
        raise Invalid("part_asked", f"{domain}.{first}", what=piece.target.name, other=other.name)
    return piece


def _require_other(request: RequestFields, pieces: Sequence[Piece]) -> None:
    """Raises Invalid for what is asked for already, and for what would be changed twice."""
    own, *more = pieces
    before = {(each.domain, each.target): each.after for each in request.parts}
    if before.keys() == {(each.kind.domain, each.target.key) for each in pieces} and not any(
        each.kind.lines(before[each.kind.domain, each.target.key], each.after) for each in pieces
    ):
        raise Invalid("same_offer", own.kind.fields[0].key)
    touched = _touched(own)
    for each in more:
        twice = touched & _touched(each)
        if twice:
            raise Invalid("part_twice", f"{each.kind.domain}.{each.kind.fields[0].key}", what=each.target.name)
        touched |= _touched(each)


def _touched(piece: Piece) -> set[tuple[Domain, str]]:
    """Every value that it changes, what moves along or goes in exchange included."""
    along = [each["key"] for each in piece.after.get("moves", ())]
    swapped = [KINDS[Domain.SCOPE].target_of(piece.after["swap"])] if piece.after.get("swap") else []
    return {(piece.kind.domain, key) for key in (piece.target.key, *along, *swapped)}


def _asked(
    session: Session, case: Case, project: Project, pieces: Sequence[Piece]
) -> tuple[list[Role], list[dict[str, Any]]]:
    """Who has to say yes to an offer: the side that asked, and whoever the strictest rule of what it touches adds.

    Who asked and does not see money cannot answer an offer about it: the other role does. Also the rules it is by:
    that of what was asked for, and of what is offered with it.
    """
    request, role = case.request, case.permit.role
    assert role is not None, "whoever is asked is asked as something"
    private = any(each.kind.private for each in pieces) or bool(readers(request.channel_id))
    requester = session.get(Person, (request.team_id, request.requester_id)) if private else None
    reads = not private or (requester is not None and routing.sees_money(session, project, requester))
    hybrid = project.am_id == project.pm_id
    acting = frozenset({role} if role in BOTH else ())
    if hybrid and role is not Role.REQUESTER:
        acting = frozenset(BOTH)
    verdict = judge_all(project, pieces, acting, policy_of(session, project), hybrid=hybrid)
    asker = request.requester_role or (Role.REQUESTER if reads else role.counterpart)
    passing = {role, asker, Role.LENDER} | (set() if reads else {Role.REQUESTER})
    wanted = dict.fromkeys([*(each for each in request.needed if each not in passing), *verdict.needs])
    others = [each for each in wanted if each not in (role, asker)]
    if private and Role.LENDER in others:
        raise Invalid("money_and_lent", f"{Domain.RESOURCING}.person")
    # The one who offers acts: the rule is said from their side.
    turned = {"acting": str(role)} if role in BOTH else {}
    own = [{**each, **(turned if each.get("acting") else {})} for each in request.rule if not each.get("domain")]
    rule = [*own, *(each for each in rule_of(in_offer(verdict)) if each.get("domain"))]
    # The one who offers says yes by offering; the other role of a request that needed both still has to.
    if asker is not role:
        return [asker, *others], rule
    return others or [Role.SECOND if hybrid else role.counterpart], rule


def _tell(session: Session, case: Case, project: Project, parts: Sequence[Part], actor_id: str, now: datetime) -> Moved:
    """The version is kept and shown: the table in the thread, to whoever is asked now."""
    request = read_again(session, case.request)
    keep_version(session, request, now)
    if any(KINDS[each.domain].private for each in parts) and not readers(request.channel_id):
        make_private(session, request, project, now)
        # What is said of it from now on is said among the few.
        case = replace(case, thread=None)
    whose = list(waits_for(routing.request_facts(session, request, project, now)))
    what = f"countered:{request.version}"
    tell(
        session, case, actor_id, what, "request_countered", now, request=request, also=request.also,
        offer=request.rounds, whose=whose,
    )  # fmt: skip
    return Moved(request.name, request.state, request.id or 0, waits_for=tuple(whose), mute_in=case.mute_in)
