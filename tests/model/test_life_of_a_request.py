"""A small model beside the real services: random people do random things to requests while the clock jumps.

After every step the two must agree: who was let through, what the plan says, and that whatever changed is owed to
Slack. `COUNTERSIGN_MODEL_STEPS` sets the number of steps for each database (`make model` asks for a million).
"""

import os
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete
from sqlmodel import Session

from bot.db import Database
from bot.services import (
    absences,
    asking,
    decisions,
    editing,
    handover,
    making,
    negotiation,
    offering,
    people,
    projects,
    silence,
    status,
    undoing,
    upkeep,
)
from bot.services.asking import Ask
from bot.services.handover import Handover
from bot.services.making import Proposal
from bot.services.people import Profile
from models import Leave, Person
from models.enums import Domain, Pace, ProjectStatus, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES
from tests.model.believed import CAST, TEAM, Believed

STEPS = {"sqlite": 20_000, "postgresql": 2_000}
STEPS_A_RUN = 50
START = datetime(2027, 1, 4, 10, tzinfo=UTC)
NUMBERS = count(1)

#: In which states each thing is worth trying; now and then anything is tried on what has ended.
WANTED = {
    "answer": {RequestState.QUESTIONED},
    "take_back": {RequestState.APPROVED, RequestState.DECLINED},
} | dict.fromkeys(("approve", "decline", "counter", "ask_question", "pass_on", "withdraw", "edit"), OPEN_STATES)
#: Anybody, or (half of the time) "right": somebody whom the model would let through.
actors = st.one_of(st.just("right"), st.sampled_from(CAST))
anybody = st.sampled_from(CAST)
days = st.dates(date(2028, 1, 1), date(2028, 1, 20))
#: Now and then something is done before anybody said yes to it.
paces = st.sampled_from((Pace.USUAL, Pace.USUAL, Pace.URGENT, Pace.DONE))


class Life(Believed):
    """One project: Ada is its AM, Petra its PM, Dan her deputy, Oona ops lead, Sam nobody, Cleo a guest."""

    @initialize()
    def make_project(self) -> None:
        self.now = START
        self.looks = 0
        self.known = None
        self.holders = {Role.AM: "ada", Role.PM: "petra"}
        self.deputies = {"dan"}
        self.seen: dict[int, tuple[Any, int]] = {}
        name = f"Project {next(NUMBERS)}"
        self.do(people.ensure_workspace, name="x", bot_user_id="B", now=self.now)
        cast = [Profile(each, each, each, is_guest=each == "cleo") for each in CAST]
        self.do(people.remember, profiles=cast, now=self.now)
        self.db.run_now(_only_oona_leads)
        proposal = Proposal(name, "client", "ada", "petra", date(2027, 12, 1), channel_id="C1")
        project = self.do(making.make_project, actor_id="ada", proposal=proposal, now=self.now)
        self.project_id = project.id
        self.do(projects.agree_to_start, actor_id="petra", project_id=project.id, plan_version=1, now=self.now)
        self.do(
            upkeep.edit_project, actor_id="petra", project_id=project.id, name=name, channel_id="C1",
            deputies={Role.PM: ["dan"]}, any_time={}, now=self.now,
        )  # fmt: skip
        self.deadline, self.film, self.hours = date(2027, 12, 1), False, None
        self.ask("ada", date(2028, 1, 2), Pace.USUAL)

    # what people do

    @precondition(lambda self: not self.open())
    @rule(actor=anybody, when=days, pace=paces)
    def ask(self, actor: str, when: date, pace: Pace) -> None:
        asked = Ask(self.project_id, Domain.DEADLINE, "project", {"date": when}, "why", "C1", pace=pace)
        could = self.is_live() and actor != "cleo" and not self.open() and when != self.deadline
        first = pace is Pace.DONE
        with self.expecting(could and (not first or self.acts(actor))):
            self.do(asking.ask, actor_id=actor, asked=asked, now=self.now)
            if first:
                self.deadline = when

    @precondition(lambda self: self.alive(WANTED["edit"]))
    @rule(actor=actors, when=days)
    def edit(self, actor: str, when: date) -> None:
        request = self.newest()
        actor = request.requester_id if request and actor == "right" else actor
        if request is None:
            return
        could = self.could_move(request) and actor == request.requester_id and when != self.deadline
        could = could and request.done is None
        with self.expecting(could):
            self.do(
                editing.edit, actor_id=actor, request_id=request.id, version=request.version, given={"date": when},
                reason="why", now=self.now,
            )  # fmt: skip

    @precondition(lambda self: self.alive(WANTED["approve"]))
    @rule(actor=actors, stale=st.booleans())
    def approve(self, actor: str, stale: bool) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None or self.repeats(request, actor, RequestState.APPROVED):
            return
        version = request.version + 7 * stale
        could = self.may_answer(actor, request) and not stale and not self.signed_for_all(actor, request)
        with self.expecting(could):
            self.do(decisions.approve, actor_id=actor, request_id=request.id, version=version, now=self.now)
            if self.read(request.id).state is RequestState.APPROVED:
                self.deadline = date.fromisoformat(request.after["date"])
                self.now_are("after", request)

    @precondition(lambda self: self.alive(WANTED["decline"]))
    @rule(actor=actors)
    def decline(self, actor: str) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None or self.repeats(request, actor, RequestState.DECLINED):
            return
        with self.expecting(self.may_answer(actor, request)):
            self.do(
                decisions.decline, actor_id=actor, request_id=request.id, version=request.version, reason="no",
                now=self.now,
            )  # fmt: skip
            self.put_back_done(request)

    @precondition(lambda self: self.alive(WANTED["withdraw"]))
    @rule(actor=actors)
    def withdraw(self, actor: str) -> None:
        request = self.newest()
        actor = request.requester_id if request and actor == "right" else actor
        if request is None or request.state is RequestState.WITHDRAWN:
            return
        with self.expecting(self.could_move(request) and actor == request.requester_id):
            self.do(decisions.withdraw, actor_id=actor, request_id=request.id, now=self.now)
            self.put_back_done(request)

    @precondition(lambda self: self.alive(WANTED["take_back"]))
    @rule(actor=actors)
    def take_back(self, actor: str) -> None:
        request = self.newest()
        actor = request.decided_by or "sam" if request and actor == "right" else actor
        if request is None:
            return
        until = request.take_back_until
        could = actor == request.decided_by and until is not None and self.now < until and self.is_live()
        decided = request.state in (RequestState.APPROVED, RequestState.DECLINED)
        with self.expecting(could and decided and actor != "cleo"):
            self.do(decisions.take_back, actor_id=actor, request_id=request.id, now=self.now)
            if request.state is RequestState.APPROVED:
                self.now_are("before", request)
            if request.state is RequestState.APPROVED and request.done is None:
                self.deadline = date.fromisoformat(request.before["date"])

    @precondition(lambda self: self.alive(WANTED["counter"]))
    @rule(
        actor=actors, when=days, film=st.sampled_from((False, False, True)), hours=st.sampled_from((None, None, 1, 2))
    )
    def counter(self, actor: str, when: date, film: bool, hours: int | None) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None or (when == self.deadline and (film or hours)):
            return
        also: dict[Domain, dict[str, Any]] = {}
        if film:
            also[Domain.SCOPE] = {"what": "out" if self.film else "add", "name": "Film", "how": "goodwill"}
        if hours:
            also[Domain.RESOURCING] = {"person": "sam", "hours": hours}
        offered = {Domain(each["domain"]): each["after"].get("hours") for each in request.also or ()}
        wanted = {domain: given.get("hours") for domain, given in also.items()}
        differs = (when.isoformat() != request.after["date"] or offered != wanted) and when != self.deadline
        could = self.may_answer(actor, request) and request.rounds < 3 and differs
        with self.expecting(could and (hours is None or hours != self.hours)):
            self.do(
                offering.counter, actor_id=actor, request_id=request.id, version=request.version,
                given={"date": when}, also=also, reason="rather", now=self.now,
            )  # fmt: skip

    @precondition(lambda self: self.alive(WANTED["ask_question"]))
    @rule(actor=actors)
    def ask_question(self, actor: str) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None:
            return
        with self.expecting(self.may_answer(actor, request) and request.state is RequestState.PENDING):
            self.do(
                negotiation.ask_question, actor_id=actor, request_id=request.id, version=request.version, text="why?",
                now=self.now,
            )  # fmt: skip

    @precondition(lambda self: self.alive(WANTED["answer"]))
    @rule(actor=actors)
    def answer(self, actor: str) -> None:
        request = self.newest()
        actor = request.author_id if request and actor == "right" else actor
        if request is None:
            return
        could = request.state is RequestState.QUESTIONED and self.is_live()
        with self.expecting(could and actor in (request.author_id, request.requester_id)):
            self.do(negotiation.answer, actor_id=actor, request_id=request.id, text="so", now=self.now)

    @precondition(lambda self: self.alive(WANTED["pass_on"]))
    @rule(actor=actors, to=st.sampled_from(("sam", "oona", "cleo")))
    def pass_on(self, actor: str, to: str) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None:
            return
        if to in (*self.holders.values(), *self.deputies):
            return
        could = self.may_answer(actor, request) and to not in ("cleo", actor, request.author_id, request.requester_id)
        with self.expecting(could):
            self.do(
                negotiation.pass_on, actor_id=actor, request_id=request.id, version=request.version, to_id=to,
                reason="not mine", now=self.now,
            )  # fmt: skip

    @precondition(lambda self: self.alive({RequestState.APPROVED}))
    @rule(actor=anybody)
    def undo(self, actor: str) -> None:
        request = self.newest()
        if request is None:
            return
        stands = request.state is RequestState.APPROVED and self.deadline.isoformat() == request.after["date"]
        stands = stands and (self.film, self.hours) == self.with_it("after", request)
        with self.expecting(self.is_live() and actor != "cleo" and stands):
            self.do(undoing.undo, actor_id=actor, request_id=request.id, reason="back", now=self.now)

    # what happens around them

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        while self.db.run_now(silence.carry_on, now=self.now):
            pass
        self.known = None

    @rule(minutes=st.integers(1, 8))
    def minutes_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(actor=st.sampled_from(("ada", "petra", "sam")), hours=st.integers(1, 60))
    def goes_away(self, actor: str, hours: int) -> None:
        end = self.now + timedelta(hours=hours)
        self.do(absences.announce, user_id=actor, start=self.now, end=end, now=self.now)

    @rule(step=st.sampled_from(("hold", "resume", "resume", "reopen", "reopen", "close")), sure=st.integers(0, 3))
    def hold_resume_close_or_reopen(self, step: str, sure: int) -> None:
        if step == "close" and sure:
            return  # a life is longer than that
        sources = status.STEPS[step][0]
        with self.expecting(self.status() in sources):
            self.do(status.change_status, actor_id="oona", project_id=self.project_id, step=step, now=self.now)

    @rule(actor=anybody, role=st.sampled_from((Role.AM, Role.PM)), to=anybody)
    def hand_over(self, actor: str, role: Role, to: str) -> None:
        other = self.holders[role.counterpart]
        second = next(each for each in ("oona", "sam") if each != to)
        could = self.status() is not ProjectStatus.CLOSED and actor in (self.holders[role], "oona")
        could = could and to not in ("cleo", self.holders[role])
        could = could and (role is Role.PM or to not in self.deputies)
        both = to == other
        could = could and not (both and second in self.deputies)
        given = Handover(role, to, "new team", second if both else None)
        with self.expecting(could):
            self.do(handover.hand_over, actor_id=actor, project_id=self.project_id, given=given, now=self.now)
            self.holders = {role: to, role.counterpart: other} | ({Role.SECOND: second} if both else {})
            self.deputies -= {to} if role is Role.PM else set()

    # what must always hold

    @invariant()
    def it_all_fits(self) -> None:
        if not hasattr(self, "project_id"):
            return
        known = self.look()
        said, agreed = (known.deadline, known.film, known.hours), (self.deadline, self.film, self.hours)
        assert said == agreed, "the plan says what was agreed"
        assert len([each for each in known.requests if each.state in OPEN_STATES]) <= 1
        assert all((each.open_key is not None) == (each.state in OPEN_STATES) for each in known.requests)
        assert known.decided_their_own == [], "nobody decides what they wrote"
        for request in known.requests:
            shown = (request.state, request.version, request.stage, request.question, request.assigned_to)
            shown += (request.needs, request.requester_id)
            before, owed = self.seen.get(request.id or 0, (None, 0))
            assert shown == before or known.wanted[request.id] > owed, f"{request.name} changed and its card does not"
            self.seen[request.id or 0] = (shown, known.wanted[request.id])

    def teardown(self) -> None:
        """Nothing is stuck: whatever still waits comes to an end by itself, or has a question that can be answered."""
        if not hasattr(self, "project_id"):
            return
        if self.status() is ProjectStatus.ON_HOLD:
            self.do(status.change_status, actor_id="oona", project_id=self.project_id, step="resume", now=self.now)
        for _ in range(8):
            self.now += timedelta(days=30)
            self.time_passes(1)
        # What was done first waits, marked and with the ops leads, until somebody says what is to become of it.
        stuck = [each for each in self.requests() if each.state is RequestState.PENDING]
        assert all(each.done is not None and each.stage is Stage.OPS for each in stuck)
        if self.status() is not ProjectStatus.CLOSED:
            # The next life does not wait for this one.
            self.do(status.change_status, actor_id="oona", project_id=self.project_id, step="close", now=self.now)


def _only_oona_leads(session: Session) -> None:
    session.get_one(Person, (TEAM, "oona")).is_ops_lead = True
    session.connection().execute(delete(Leave))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=False)
def test_the_services_agree_with_the_model(kind: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(f"empty_{kind}")
    steps = int(os.environ.get("COUNTERSIGN_MODEL_STEPS") or STEPS[kind])
    db = Database(url)
    machine = type("Life", (Life,), {"db": db})
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=max(1, steps // STEPS_A_RUN),
                stateful_step_count=STEPS_A_RUN,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        db.close()
