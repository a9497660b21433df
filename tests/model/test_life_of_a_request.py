"""A small model beside the real services: random people do random things to requests while the clock jumps.

After every step the two must agree: who was let through, what the plan says, and that whatever changed is owed to
Slack. `COUNTERSIGN_MODEL_STEPS` sets the number of steps for each database (`make model` asks for a million).
"""

import os
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from bot.db import Database
from bot.errors import Problem
from bot.services import asking, decisions, editing, making, negotiation, people, projects, silence, upkeep
from bot.services.asking import Ask
from bot.services.making import Proposal
from bot.services.people import Profile
from models import ChangeRequest, Decision, Person, Post, Project, RequestVersion, Signature
from models.enums import Domain, ProjectStatus, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES

TEAM = "T0"
CAST = ("ada", "petra", "dan", "sam", "oona", "cleo")
STEPS = {"sqlite": 5_000, "postgresql": 500}
STEPS_A_RUN = 50
START = datetime(2027, 1, 4, 10, tzinfo=UTC)
NUMBERS = count(1)

#: Anybody, or (half of the time) "right": somebody whom the model would let through.
#: In which states each thing is worth trying; now and then anything is tried on what has ended.
WANTED = {
    "answer": {RequestState.QUESTIONED},
    "take_back": {RequestState.APPROVED, RequestState.DECLINED},
} | dict.fromkeys(("approve", "decline", "counter", "ask_question", "pass_on", "withdraw", "edit"), OPEN_STATES)
actors = st.one_of(st.just("right"), st.sampled_from(CAST))
anybody = st.sampled_from(CAST)
days = st.dates(date(2028, 1, 1), date(2028, 1, 20))


class Life(RuleBasedStateMachine):
    """One project: Ada is its AM, Petra its PM, Dan her deputy, Oona ops lead, Sam nobody, Cleo a guest."""

    db: Database

    @initialize()
    def make_project(self) -> None:
        self.now = START
        self.looks = 0
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
        self.deadline = date(2027, 12, 1)
        self.ask("ada", date(2028, 1, 2))

    # what people do

    @precondition(lambda self: not self.open())
    @rule(actor=anybody, when=days)
    def ask(self, actor: str, when: date) -> None:
        asked = Ask(self.project_id, Domain.DEADLINE, "project", {"date": when}, "why", "C1")
        could = self.status() is ProjectStatus.LIVE and actor != "cleo" and not self.open() and when != self.deadline
        with self.expecting(could):
            self.do(asking.ask, actor_id=actor, asked=asked, now=self.now)

    @precondition(lambda self: self.alive(WANTED["edit"]))
    @rule(actor=actors, when=days)
    def edit(self, actor: str, when: date) -> None:
        request = self.newest()
        actor = request.requester_id if request and actor == "right" else actor
        if request is None:
            return
        could = self.could_move(request) and actor == request.requester_id and when != self.deadline
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

    @precondition(lambda self: self.alive(WANTED["withdraw"]))
    @rule(actor=actors)
    def withdraw(self, actor: str) -> None:
        request = self.newest()
        actor = request.requester_id if request and actor == "right" else actor
        if request is None or request.state is RequestState.WITHDRAWN:
            return
        with self.expecting(self.could_move(request) and actor == request.requester_id):
            self.do(decisions.withdraw, actor_id=actor, request_id=request.id, now=self.now)

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
                self.deadline = date.fromisoformat(request.before["date"])

    @precondition(lambda self: self.alive(WANTED["counter"]))
    @rule(actor=actors, when=days)
    def counter(self, actor: str, when: date) -> None:
        request = self.newest()
        actor = self.right(actor, request)
        if request is None:
            return
        differs = when.isoformat() != request.after["date"] and when != self.deadline
        with self.expecting(self.may_answer(actor, request) and request.rounds < 3 and differs):
            self.do(
                negotiation.counter, actor_id=actor, request_id=request.id, version=request.version,
                given={"date": when}, reason="rather", now=self.now,
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
        could = self.may_answer(actor, request) and to not in ("cleo", actor, request.author_id, request.requester_id)
        with self.expecting(could):
            self.do(
                negotiation.pass_on, actor_id=actor, request_id=request.id, version=request.version, to_id=to,
                reason="not mine", now=self.now,
            )  # fmt: skip

    # what happens around them

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        while self.db.run_now(silence.carry_on, now=self.now):
            pass

    @rule(minutes=st.integers(1, 8))
    def minutes_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(actor=st.sampled_from(("ada", "petra")), hours=st.integers(1, 60))
    def goes_away(self, actor: str, hours: int) -> None:
        end = self.now + timedelta(hours=hours)
        self.do(people.set_away, user_id=actor, start=self.now, end=end, now=self.now)

    @rule(step=st.sampled_from(("hold", "resume")))
    def hold_or_resume(self, step: str) -> None:
        with self.expecting(self.status() is (ProjectStatus.LIVE if step == "hold" else ProjectStatus.ON_HOLD)):
            self.do(upkeep.change_status, actor_id="petra", project_id=self.project_id, step=step, now=self.now)

    # what must always hold

    @invariant()
    def the_plan_says_what_was_agreed(self) -> None:
        if hasattr(self, "project_id"):
            assert self.db.run_now(lambda session: session.get_one(Project, self.project_id).deadline) == self.deadline

    @invariant()
    def at_most_one_is_open_and_only_what_is_open_holds_the_value(self) -> None:
        if hasattr(self, "project_id"):
            rows = self.requests()
            assert len([each for each in rows if each.state in OPEN_STATES]) <= 1
            assert all((each.open_key is not None) == (each.state in OPEN_STATES) for each in rows)

    @invariant()
    def nobody_decided_what_they_wrote(self) -> None:
        if hasattr(self, "project_id"):
            assert self.db.run_now(_decided_their_own, self.project_id) == []

    @invariant()
    def whatever_changed_is_owed_to_slack(self) -> None:
        if not hasattr(self, "project_id"):
            return
        wanted = self.db.run_now(_wanted, self.project_id)
        for request in self.requests():
            shown = (request.state, request.version, request.stage, request.question, request.assigned_to)
            before, owed = self.seen.get(request.id or 0, (None, 0))
            assert shown == before or wanted[request.id] > owed, f"{request.name} changed and its card does not"
            self.seen[request.id or 0] = (shown, wanted[request.id])

    def teardown(self) -> None:
        """Nothing is stuck: whatever still waits comes to an end by itself, or has a question that can be answered."""
        if not hasattr(self, "project_id"):
            return
        if self.status() is ProjectStatus.ON_HOLD:
            self.do(upkeep.change_status, actor_id="petra", project_id=self.project_id, step="resume", now=self.now)
        for _ in range(8):
            self.now += timedelta(days=30)
            self.time_passes(1)
        assert all(each.state is not RequestState.PENDING for each in self.requests())

    # the model

    def may_answer(self, actor: str, request: ChangeRequest) -> bool:
        """Who may answer, told a second time and in another way than `may`."""
        if not self.could_move(request) or actor in ("cleo", request.author_id):
            return False
        if actor == request.assigned_to or (request.stage is Stage.OPS and actor == "oona"):
            return True
        holders = {Role.AM: "ada", Role.PM: "petra", Role.REQUESTER: request.requester_id}
        late = request.due_at is not None and self.now >= request.due_at
        deputises = actor == "dan" and Role.PM in request.needed and (late or self.is_away("petra"))
        return deputises or actor in {holders[role] for role in request.needed}

    def alive(self, states: Container[RequestState]) -> bool:
        """Whether the newest request is in one of these states; every seventh look says yes whatever it is."""
        self.looks += 1
        return self.newest() is not None and (self.looks % 7 == 0 or self.newest().state in states)

    def right(self, actor: str, request: ChangeRequest | None) -> str:
        """A person in the place of "right"."""
        if actor != "right" or request is None:
            return actor
        return next((each for each in CAST if self.may_answer(each, request)), "sam")

    def signed_for_all(self, actor: str, request: ChangeRequest) -> bool:
        """Whether everything this person could say yes for is said already."""
        return self.db.run_now(_signed_for_all, actor, request.id, self.now)

    def could_move(self, request: ChangeRequest) -> bool:
        return request.state in OPEN_STATES and self.is_live()

    def repeats(self, request: ChangeRequest, actor: str, state: RequestState) -> bool:
        return request.state is state and request.decided_by == actor

    def is_live(self) -> bool:
        return self.status() is ProjectStatus.LIVE

    def is_away(self, user_id: str) -> bool:
        return self.db.run_now(lambda session: session.get_one(Person, (TEAM, user_id)).is_away(self.now))

    # reading and doing

    @contextmanager
    def expecting(self, could: bool) -> Iterator[None]:
        """What follows must succeed exactly when the model says so."""
        try:
            yield
        except Problem as problem:
            if could:
                raise AssertionError(f"refused with {problem.code}, but the model lets it through") from problem
        else:
            assert could, "let through, and the model would have refused"

    def do(self, service: Any, **given: Any) -> Any:
        return self.db.run_now(service, team_id=TEAM, **given)

    def status(self) -> ProjectStatus:
        return self.db.run_now(lambda session: session.get_one(Project, self.project_id).status)

    def requests(self) -> list[ChangeRequest]:
        query = select(ChangeRequest).where(ChangeRequest.project_id == self.project_id).order_by(col(ChangeRequest.id))
        return self.db.run_now(lambda session: list(session.exec(query)))

    def open(self) -> bool:
        return any(each.state in OPEN_STATES for each in self.requests())

    def newest(self) -> ChangeRequest | None:
        return next(reversed(self.requests()), None)

    def read(self, request_id: int | None) -> ChangeRequest:
        return self.db.run_now(lambda session: session.get_one(ChangeRequest, request_id))


def _only_oona_leads(session: Session) -> None:
    session.get_one(Person, (TEAM, "oona")).is_ops_lead = True
    for name in CAST:
        person = session.get_one(Person, (TEAM, name))
        person.away_from = person.away_until = None


def _wanted(session: Session, project_id: int) -> dict[int | None, int]:
    query = select(Post).where(Post.project_id == project_id, Post.picture == "request")
    return {each.request_id: each.wanted for each in session.exec(query)}


def _decided_their_own(session: Session, project_id: int) -> list[int]:
    query = (
        select(Decision.request_id)
        .join(ChangeRequest, col(ChangeRequest.id) == col(Decision.request_id))
        .join(
            RequestVersion,
            (col(RequestVersion.request_id) == col(Decision.request_id))
            & (col(RequestVersion.version) == col(Decision.version)),
        )
        .where(ChangeRequest.project_id == project_id, col(RequestVersion.author_id) == col(Decision.user_id))
    )
    return list(session.exec(query))


def _signed_for_all(session: Session, actor: str, request_id: int | None, now: datetime) -> bool:
    request = session.get_one(ChangeRequest, request_id)
    query = select(Signature).where(Signature.request_id == request_id, Signature.version == request.version)
    signed = {each.role for each in session.exec(query)}
    if actor == request.assigned_to or (request.stage is Stage.OPS and actor == "oona"):
        return signed >= set(request.needed)
    own = {"ada": Role.AM, "petra": Role.PM, "dan": Role.PM}.get(actor)
    could = {own} & set(request.needed)
    if actor == request.requester_id:
        could |= {Role.REQUESTER} & set(request.needed)
    return bool(signed) and signed >= could


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
