"""The life of a request as it was promised: every state, everything done to it, and what comes of that."""

import pytest

from models.enums import Action, RequestState
from models.lifecycle import OPEN_STATES, TERMINAL_STATES, TRANSITIONS, advance, sources

#: A row for each state, a column for each action: how the state after it begins; a dot: not possible.
LIFE = """
           approve decline withdraw edit counter reassign ask  answer lapse take_back acknowledge object settle
pending    appr    decl    with     pend pend    pend     ques .      laps  .         .           .      .
questioned appr    decl    with     pend pend    pend     .    pend   laps  .         .           .      .
approved   .       .       .        .    .       .        .    .      .     pend      .           .      .
declined   .       .       .        .    .       .        .    .      .     pend      .           .      .
withdrawn  .       .       .        .    .       .        .    .      .     .         .           .      .
lapsed     .       .       .        .    .       .        .    .      .     .         .           .      .
told       .       .       .        .    .       .        .    .      .     .         note        obje   note
noted      .       .       .        .    .       .        .    .      .     .         .           .      .
objected   .       .       .        .    .       .        .    .      .     .         .           .      .
"""


def _cells() -> list[tuple[str, str, str]]:
    head, *rows = [line.split() for line in LIFE.strip().splitlines()]
    return [(state, action, after) for state, *cells in rows for action, after in zip(head, cells, strict=True)]


@pytest.mark.parametrize(("state", "action", "after"), _cells())
def test_what_becomes_of_a_state(state: str, action: str, after: str) -> None:
    found = advance(RequestState(state), Action(action))
    assert found == next((each for each in RequestState if each.startswith(after)), None)


def test_the_table_above_names_every_state_and_every_action() -> None:
    assert {state for state, _, _ in _cells()} == set(RequestState)
    assert {action for _, action, _ in _cells()} == set(Action)


def test_a_request_is_open_or_ended_or_a_heads_up_that_waits() -> None:
    assert sorted(OPEN_STATES) == ["pending", "questioned"]
    assert OPEN_STATES | TERMINAL_STATES | {RequestState.TOLD} == set(RequestState)
    assert not OPEN_STATES & TERMINAL_STATES


def test_what_has_ended_moves_only_by_being_taken_back() -> None:
    moved = {action for state, action in TRANSITIONS if state in TERMINAL_STATES}
    assert moved == {Action.TAKE_BACK}


def test_a_move_leads_to_one_state_wherever_it_starts() -> None:
    """`move()` writes one state for all rows that it finds, so an action must not fork."""
    for action in Action:
        assert len({advance(state, action) for state in sources(action)}) == 1, action
