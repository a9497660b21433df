"""`may(actor, action, facts)`: the one place that says who may do what to a request. Pure.

It is asked inside the transaction that acts. The answer is a `Permit` (as what the person acts) or a `Denial` (why
not, and whose it is); every cell of actor × action × state is asserted by a test from this one function's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.enums import Action, Mode, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES, advance


@dataclass(frozen=True, slots=True)
class Seat:
    """Who acts for one role of a project: its holder and, in order, the deputies."""

    holder: str
    deputies: tuple[str, ...] = ()
    #: Co-holders: deputies who may answer at any time.
    any_time: frozenset[str] = frozenset()
    #: The holder is away now, so the deputies act.
    away: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who presses."""

    user_id: str
    is_outsider: bool = False
    is_deleted: bool = False
    #: A guest who works with us: never decides, never sees money.
    is_freelancer: bool = False


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the answer depends on, read inside the transaction."""

    state: RequestState
    mode: Mode
    requester_id: str
    author_id: str
    needs: tuple[Role, ...]
    seats: Mapping[Role, Seat]
    now: datetime
    signed: frozenset[Role] = field(default_factory=frozenset)
    due_at: datetime | None = None
    decided_by: str | None = None
    take_back_until: datetime | None = None
    stage: Stage = Stage.ASKED
    #: Who answers instead of the holder, after `Not me`.
    assigned_to: str | None = None
    #: The workspace's ops leads; they may answer once silence has carried the request up to them.
    ops_leads: tuple[str, ...] = ()
    #: Counter-offers so far.
    rounds: int = 0
    #: Nobody asked for it: the clock proposed it, so nobody can be asked back.
    by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """Allowed, acting for `role` (None: as the requester or decider themselves), as its holder, deputy or ops lead."""

    role: Role | None = None
    as_deputy: bool = False
    as_ops: bool = False

    @property
    def acting_as(self) -> str | None:
        """How a decision names it: "pm", "pm deputy", "ops", or None."""
        if self.as_ops:
            return str(Role.OPS)
        if self.role is None:
            return None
        return f"{self.role} deputy" if self.as_deputy else str(self.role)


@dataclass(frozen=True, slots=True)
class Denial:
    """Not allowed. `code` names the sentence; `whose` are the people it belongs to."""

    code: str
    whose: tuple[str, ...] = ()


#: What whoever is asked may do with a request. After three counter-offers nobody makes another.
DECIDING = (Action.APPROVE, Action.DECLINE, Action.COUNTER, Action.ASK, Action.REASSIGN)
ROUNDS = 3


def may(actor: Actor, action: Action, facts: RequestFacts) -> Permit | Denial:
    """Whether `actor` may do `action`, and as what.

    The order matters to the person who reads the answer: an outsider is told nothing of the request, somebody whose
    request it never was is told whose it is, and only then does its state count.
    """
    if actor.is_outsider or actor.is_deleted:
        return Denial("outsider")
    if actor.is_freelancer:
        return Denial("freelancer")
    if action in DECIDING:
        return _may_decide(actor, action, facts)
    if action is Action.ANSWER:
        return _may_answer_question(actor, facts)
    if action in (Action.ACKNOWLEDGE, Action.OBJECT):
        return _may_answer_heads_up(actor, action, facts)
    if action in (Action.WITHDRAW, Action.EDIT):
        return _may_as_requester(actor, action, facts)
    if action is Action.TAKE_BACK:
        return _may_take_back(actor, facts)
    return Denial("not_possible")


def acts_for(actor_id: str, role: Role, facts: RequestFacts) -> Permit | None:
    """How `actor_id` may act for `role` now: holder, co-holder, or deputy while the holder is away or late."""
    if actor_id == facts.assigned_to:
        return Permit(role, as_deputy=True)
    if facts.stage is Stage.OPS and actor_id in facts.ops_leads:
        return Permit(role, as_ops=True)
    seat = facts.seats.get(role)
    if seat is None:
        return None
    if actor_id == seat.holder:
        return Permit(role)
    if actor_id in seat.any_time:
        return Permit(role, as_deputy=True)
    late = facts.due_at is not None and facts.now >= facts.due_at
    if actor_id in seat.deputies and (seat.away or late):
        return Permit(role, as_deputy=True)
    return None


def waits_for(facts: RequestFacts) -> tuple[str, ...]:
    """The people whose answer is needed now, one for each unsigned role: the first deputy of a holder who is away.

    Somebody to whom it was passed on answers instead; once it is late the deputy stands beside the holder, and then
    the ops leads do.
    """
    people: list[str] = []
    for role in facts.needs:
        seat = facts.seats.get(role)
        if seat is None or role in facts.signed:
            continue
        if facts.assigned_to is not None:
            people.append(facts.assigned_to)
            continue
        stand_ins = [each for each in seat.deputies if each != facts.author_id]
        use_deputy = bool(stand_ins) and (seat.away or seat.holder == facts.author_id)
        people.append(stand_ins[0] if use_deputy else seat.holder)
        if facts.stage in (Stage.DEPUTY, Stage.OPS):
            people += stand_ins[:1]
    if facts.stage is Stage.OPS and people:
        people += [each for each in facts.ops_leads if each != facts.author_id]
    return tuple(dict.fromkeys(people))


def _may_decide(actor: Actor, action: Action, facts: RequestFacts) -> Permit | Denial:
    if facts.mode is Mode.HEADS_UP:
        return Denial("not_possible")
    if facts.by_clock and action in (Action.COUNTER, Action.ASK):
        return Denial("not_possible")
    permits = _permits(actor, facts)
    if actor.user_id == facts.author_id:
        return Denial("own_version", _answered_by(facts))
    if not permits:
        return _not_theirs(actor, facts)
    if advance(facts.state, action) is None:
        return Denial("question_open" if facts.state is RequestState.QUESTIONED else "already_decided")
    if action is Action.COUNTER and facts.rounds >= ROUNDS:
        return Denial("rounds_over", facts.ops_leads)
    unsigned = [permit for permit in permits if permit.role not in facts.signed]
    if not unsigned and action is Action.APPROVE:
        return Denial("already_signed", waits_for(facts))
    return (unsigned or permits)[0]


def _may_answer_heads_up(actor: Actor, action: Action, facts: RequestFacts) -> Permit | Denial:
    if facts.mode is not Mode.HEADS_UP:
        return Denial("not_possible")
    permits = _permits(actor, facts)
    if not permits:
        return _not_theirs(actor, facts)
    if advance(facts.state, action) is None:
        return Denial("already_decided")
    return permits[0]


def _permits(actor: Actor, facts: RequestFacts) -> list[Permit]:
    return [permit for role in facts.needs if (permit := acts_for(actor.user_id, role, facts)) is not None]


def _not_theirs(actor: Actor, facts: RequestFacts) -> Denial:
    deputy = any(actor.user_id in facts.seats[role].deputies for role in facts.needs if role in facts.seats)
    return Denial("deputy_not_yet" if deputy else "not_yours", _answered_by(facts))


def _answered_by(facts: RequestFacts) -> tuple[str, ...]:
    """Whose it is to answer; whose it was, once everybody signed."""
    return waits_for(facts) or waits_for(replace(facts, signed=frozenset()))


def _may_as_requester(actor: Actor, action: Action, facts: RequestFacts) -> Permit | Denial:
    if actor.user_id != facts.requester_id:
        return Denial("not_your_request", (facts.requester_id,))
    if facts.mode is Mode.HEADS_UP:
        return Denial("done_at_once")
    if facts.state not in OPEN_STATES or advance(facts.state, action) is None:
        return Denial("already_decided")
    return Permit()


def _may_answer_question(actor: Actor, facts: RequestFacts) -> Permit | Denial:
    """A question is put to whoever wrote the present version, and to whoever asked in the first place."""
    if actor.user_id not in (facts.author_id, facts.requester_id):
        return Denial("not_your_question", (facts.author_id,))
    if advance(facts.state, Action.ANSWER) is None:
        return Denial("no_question")
    return Permit()


def _may_take_back(actor: Actor, facts: RequestFacts) -> Permit | Denial:
    if facts.decided_by is None or advance(facts.state, Action.TAKE_BACK) is None:
        return Denial("nothing_to_take_back")
    if actor.user_id != facts.decided_by:
        return Denial("not_your_decision", (facts.decided_by,))
    if facts.take_back_until is None or facts.now >= facts.take_back_until:
        return Denial("too_late_to_take_back")
    return Permit()
