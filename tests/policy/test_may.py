"""Who may do what to a request, and as what: actor × action × state × mode, every cell."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.policy.may import Actor, Denial, Permit, RequestFacts, Seat, may
from models.enums import Action, Mode, RequestState, Role, Stage

NOW = datetime(2027, 1, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)

#: Allowed: as the Holder of the role that is needed, as its Deputy, or as oneSelf (requester, decider).
ALLOWED = {"h": Permit(Role.PM), "d": Permit(Role.PM, as_deputy=True), "s": Permit()}
DENIED = {
    "N": "not_yours",
    "O": "own_version",
    "L": "deputy_not_yet",
    "A": "already_decided",
    "R": "not_your_request",
    "U": "done_at_once",
    "T": "nothing_to_take_back",
    "D": "not_your_decision",
    "5": "too_late_to_take_back",
    "P": "not_possible",
    "G": "already_signed",
    "X": "outsider",
    "Q": "question_open",
    "K": "no_question",
    "B": "not_your_question",
}
STATES = {state[0]: state for state in RequestState if state != RequestState.OBJECTED} | {"o": RequestState.OBJECTED}
ACTIONS = {
    "decide": (Action.APPROVE, Action.DECLINE, Action.COUNTER, Action.REASSIGN),
    "ask": (Action.ASK,),
    "reply": (Action.ANSWER,),
    "own": (Action.WITHDRAW, Action.EDIT),
    "take": (Action.TAKE_BACK,),
    "answer": (Action.ACKNOWLEDGE, Action.OBJECT),
    "clock": (Action.LAPSE, Action.SETTLE),
}
#: Ada (AM) asked, or did it at once and told; Petra (PM) answers. Pia is co-PM, Dan the PM's deputy, Amy co-AM, Ann
#: the AM's deputy, Sue the second; Sam and Oona have no role, Cleo is a guest, Gus has left. What Petra decided is two
#: minutes old. Columns: pending questioned approved declined withdrawn lapsed, then the heads-up's told noted objected.
TABLE = """
              decide         ask            reply          own            take           answer         clock
              pqadwl tno     pqadwl tno     pqadwl tno     pqadwl tno     pqadwl tno     pqadwl tno     pqadwl tno
ada           OOOOOO PPP     OOOOOO PPP     KsKKKK KKK     ssAAAA UUU     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
petra         hhAAAA PPP     hQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TTssTT TTT     PPPPPP hAA     PPPPPP PPP
petra/away    hhAAAA PPP     hQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TTssTT TTT     PPPPPP hAA     PPPPPP PPP
petra/after5  hhAAAA PPP     hQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TT55TT TTT     PPPPPP hAA     PPPPPP PPP
pia           ddAAAA PPP     dQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP dAA     PPPPPP PPP
dan           LLLLLL PPP     LLLLLL PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP LLL     PPPPPP PPP
dan/away      ddAAAA PPP     dQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP dAA     PPPPPP PPP
dan/late      ddAAAA PPP     dQAAAA PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP dAA     PPPPPP PPP
amy           NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
ann/away      NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
ann/late      NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
sue           NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
sam           NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
oona          NNNNNN PPP     NNNNNN PPP     BBBBBB BBB     RRRRRR RRR     TTDDTT TTT     PPPPPP NNN     PPPPPP PPP
cleo          XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX
gus           XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX     XXXXXX XXX
"""


def _person(name: str) -> Actor:
    return Actor(name, is_outsider=name == "cleo", is_deleted=name == "gus")


def _seats(*, away: bool = False) -> dict[Role, Seat]:
    return {
        Role.AM: Seat("ada", ("amy", "ann"), frozenset({"amy"}), away),
        Role.PM: Seat("petra", ("pia", "dan"), frozenset({"pia"}), away),
        Role.SECOND: Seat("sue"),
    }


def _facts(state: RequestState, mode: Mode, how: str = "", needs: tuple[Role, ...] = (Role.PM,), **more: object):
    decider = {RequestState.WITHDRAWN: "ada", RequestState.PENDING: None, RequestState.QUESTIONED: None}
    decided_by = decider.get(state, None if state in (RequestState.LAPSED, RequestState.TOLD) else "petra")
    takes_back = state in (RequestState.APPROVED, RequestState.DECLINED)
    given = {
        "requester_id": "ada",
        "author_id": "ada",
        "seats": _seats(away=how == "away"),
        "now": NOW,
        "due_at": NOW if how == "late" else NOW + HOUR,
        "decided_by": decided_by,
        "take_back_until": (NOW if how == "after5" else NOW + HOUR / 20) if takes_back else None,
    }
    return RequestFacts(state=state, mode=mode, needs=needs, **(given | more))


def _cells() -> Iterator[tuple[str, Action, RequestState, Mode, str]]:
    head, columns, *rows = TABLE.strip().splitlines()
    modes = (Mode.APPROVAL, Mode.HEADS_UP)
    for row in rows:
        who, *groups = row.split()
        for number, group in enumerate(groups):
            letters, mode = columns.split()[number], modes[number % 2]
            for action in ACTIONS[head.split()[number // 2]]:
                for letter, cell in zip(letters, group, strict=True):
                    yield who, action, STATES[letter], mode, cell


@pytest.mark.parametrize("who", dict.fromkeys(who for who, *_ in _cells()))
def test_who_may_do_what(who: str) -> None:
    name, _, how = who.partition("/")
    wrong = {}
    for _, action, state, mode, cell in (each for each in _cells() if each[0] == who):
        found = may(_person(name), action, _facts(state, mode, how))
        said: Permit | str = found.code if isinstance(found, Denial) else found
        if said != (ALLOWED | DENIED)[cell]:
            wrong[action, state, mode] = (cell, found)
    assert wrong == {}


def test_the_table_above_names_every_action_and_every_state() -> None:
    cells = list(_cells())
    assert {action for _, action, _, _, _ in cells} == set(Action)
    assert {state for _, _, state, _, _ in cells} == set(RequestState)


#: Sam asked, and both have to say yes. Columns: nobody signed, PM signed, AM signed, approved, declined.
BOTH = """
              approve    decline
ada           aaGAA      aaaAA
amy           bbGAA      bbbAA
petra         hGhAA      hhhAA
pia           dGdAA      dddAA
dan           LLLLL      LLLLL
dan/away      dGdAA      dddAA
sam           OOOOO      OOOOO
olaf          NNNNN      NNNNN
cleo          XXXXX      XXXXX
"""
SIGNED = (frozenset(), {Role.PM}, {Role.AM}, {Role.AM, Role.PM}, {Role.AM})
BOTH_STATES = (*[RequestState.PENDING] * 3, RequestState.APPROVED, RequestState.DECLINED)
OF_AM = {"a": Permit(Role.AM), "b": Permit(Role.AM, as_deputy=True)}


def _both_cells() -> Iterator[tuple[str, Action, int, str]]:
    _, *rows = BOTH.strip().splitlines()
    for row in rows:
        who, *groups = row.split()
        for action, group in zip((Action.APPROVE, Action.DECLINE), groups, strict=True):
            yield from ((who, action, number, cell) for number, cell in enumerate(group))


def _both(number: int, how: str = "") -> RequestFacts:
    more = {"requester_id": "sam", "author_id": "sam", "signed": frozenset(SIGNED[number])}
    return _facts(BOTH_STATES[number], Mode.APPROVAL, how, (Role.AM, Role.PM), **more)


@pytest.mark.parametrize(("who", "action", "number", "cell"), list(_both_cells()))
def test_who_may_decide_what_needs_both(who: str, action: Action, number: int, cell: str) -> None:
    name, _, how = who.partition("/")
    found = may(_person(name), action, _both(number, how))
    if cell in ALLOWED | OF_AM:
        assert found == (ALLOWED | OF_AM)[cell]
    else:
        assert isinstance(found, Denial)
        assert found.code == DENIED[cell]


@pytest.mark.parametrize(
    ("number", "how", "whose"),
    [
        (0, "", ("ada", "petra")),
        (1, "", ("ada",)),
        (2, "", ("petra",)),
        (3, "", ("ada", "petra")),
        (0, "away", ("amy", "pia")),
        (1, "away", ("amy",)),
    ],
)
def test_who_may_not_is_told_whose_it_is(number: int, how: str, whose: tuple[str, ...]) -> None:
    assert may(Actor("olaf"), Action.APPROVE, _both(number, how)) == Denial("not_yours", whose)


def test_the_second_answers_where_one_person_is_both() -> None:
    seats = {Role.AM: Seat("ada"), Role.PM: Seat("ada"), Role.SECOND: Seat("sue")}
    facts = _facts(RequestState.PENDING, Mode.APPROVAL, needs=(Role.SECOND,), seats=seats)
    assert may(Actor("sue"), Action.APPROVE, facts) == Permit(Role.SECOND)
    assert may(Actor("ada"), Action.APPROVE, facts) == Denial("own_version", ("sue",))
    assert may(Actor("petra"), Action.APPROVE, facts) == Denial("not_yours", ("sue",))


def test_nobody_accepts_a_version_they_wrote_even_as_the_one_who_answers() -> None:
    facts = _facts(RequestState.PENDING, Mode.APPROVAL, author_id="petra")
    assert may(Actor("petra"), Action.APPROVE, facts) == Denial("own_version", ("pia",))
    assert may(Actor("pia"), Action.APPROVE, facts) == Permit(Role.PM, as_deputy=True)


@pytest.mark.parametrize(
    ("permit", "said"),
    [(Permit(), None), (Permit(Role.PM), "pm"), (Permit(Role.AM, as_deputy=True), "am deputy")],
)
def test_a_decision_names_as_what_it_was_taken(permit: Permit, said: str | None) -> None:
    assert permit.acting_as == said


@pytest.mark.parametrize("action", [Action.APPROVE, Action.DECLINE, Action.COUNTER, Action.ASK, Action.REASSIGN])
def test_an_ops_lead_answers_once_silence_has_carried_it_up(action: Action) -> None:
    asked = _facts(RequestState.PENDING, Mode.APPROVAL, ops_leads=("oona",))
    assert may(Actor("oona"), action, asked) == Denial("not_yours", ("petra",))
    raised = _facts(RequestState.PENDING, Mode.APPROVAL, ops_leads=("oona",), stage=Stage.OPS)
    assert may(Actor("oona"), action, raised) == Permit(Role.PM, as_ops=True)
    assert may(Actor("petra"), action, raised) == Permit(Role.PM)


def test_whoever_it_was_passed_to_answers_and_the_holder_still_may() -> None:
    facts = _facts(RequestState.PENDING, Mode.APPROVAL, assigned_to="sam")
    assert may(Actor("sam"), Action.APPROVE, facts) == Permit(Role.PM, as_deputy=True)
    assert may(Actor("petra"), Action.APPROVE, facts) == Permit(Role.PM)
    assert may(Actor("olaf"), Action.APPROVE, facts) == Denial("not_yours", ("sam",))


def test_after_three_offers_nobody_makes_another() -> None:
    facts = _facts(RequestState.PENDING, Mode.APPROVAL, rounds=3, stage=Stage.OPS, ops_leads=("oona",))
    for name in ("petra", "oona"):
        assert may(Actor(name), Action.COUNTER, facts) == Denial("rounds_over", ("oona",))
        assert isinstance(may(Actor(name), Action.APPROVE, facts), Permit)
