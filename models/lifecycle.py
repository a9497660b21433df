"""The whole state machine of a change request as one table, used by code, tests and docs.

No library: such libraries guard an object in memory, and what has to be guarded is the row. A move is made by a
conditional UPDATE on the state that this table names; the row count says who won.
"""

from models.enums import Action, RequestState

S, A = RequestState, Action

#: (state, action) → the state after it. What is not listed is not possible.
TRANSITIONS: dict[tuple[RequestState, Action], RequestState] = {
    (S.PENDING, A.APPROVE): S.APPROVED,
    (S.PENDING, A.DECLINE): S.DECLINED,
    (S.PENDING, A.WITHDRAW): S.WITHDRAWN,
    (S.PENDING, A.EDIT): S.PENDING,
    (S.PENDING, A.COUNTER): S.PENDING,
    (S.PENDING, A.REASSIGN): S.PENDING,
    (S.PENDING, A.ASK): S.QUESTIONED,
    (S.PENDING, A.LAPSE): S.LAPSED,
    (S.QUESTIONED, A.ANSWER): S.PENDING,
    (S.QUESTIONED, A.APPROVE): S.APPROVED,
    (S.QUESTIONED, A.DECLINE): S.DECLINED,
    (S.QUESTIONED, A.WITHDRAW): S.WITHDRAWN,
    (S.QUESTIONED, A.EDIT): S.PENDING,
    (S.QUESTIONED, A.COUNTER): S.PENDING,
    (S.QUESTIONED, A.REASSIGN): S.PENDING,
    (S.QUESTIONED, A.LAPSE): S.LAPSED,
    (S.APPROVED, A.TAKE_BACK): S.PENDING,
    (S.DECLINED, A.TAKE_BACK): S.PENDING,
    (S.TOLD, A.ACKNOWLEDGE): S.NOTED,
    (S.TOLD, A.OBJECT): S.OBJECTED,
    (S.TOLD, A.SETTLE): S.NOTED,
}

#: States in which a request still waits for somebody.
OPEN_STATES = frozenset({S.PENDING, S.QUESTIONED})
#: States from which nothing moves but a take-back.
TERMINAL_STATES = frozenset({S.APPROVED, S.DECLINED, S.WITHDRAWN, S.LAPSED, S.NOTED, S.OBJECTED})


def advance(state: RequestState, action: Action) -> RequestState | None:
    """The state after `action`, or None where the table has no such move."""
    return TRANSITIONS.get((state, action))


def sources(action: Action) -> frozenset[RequestState]:
    """The states from which `action` is possible."""
    return frozenset(state for state, possible in TRANSITIONS if possible is action)
