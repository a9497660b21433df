"""The lifecycle's tables tell who can make each move by asking `may`; here they are asked about what we know."""

import pytest

from bot import docs
from models.enums import Action, RequestState
from models.lifecycle import TRANSITIONS

S, A = RequestState, Action


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [
        (S.PENDING, A.APPROVE, "whoever has to say yes"),
        (S.PENDING, A.WITHDRAW, "the requester"),
        (S.DECLINED, A.TAKE_BACK, "the decider"),
        (S.TOLD, A.OBJECT, "whoever was told"),
        (S.TOLD, A.SETTLE, "the clock"),
    ],
    ids=str,
)
def test_the_tables_say_who_makes_a_move(state: RequestState, action: Action, who: str) -> None:
    assert docs.mover(state, action) == who


def test_nobody_can_do_what_happens_by_itself() -> None:
    by_itself = [(state, action) for state, action in TRANSITIONS if action in docs.BY_ITSELF]
    assert {docs.mover(*each) for each in by_itself} == set(docs.BY_ITSELF.values())


def test_a_state_is_coloured_by_who_can_move_it_on() -> None:
    assert docs.waits_for(S.PENDING) == "whoever has to say yes"
    assert docs.waits_for(S.TOLD) == "whoever was told"
    assert docs.waits_for(S.WITHDRAWN) == ""
    assert "class approved,declined decider" in docs.request_states()
