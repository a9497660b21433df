"""What the model believes of one project, and how it is held against what the services do."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from bot.db import Database
from bot.errors import Problem
from bot.services import absences
from models import RequestFields
from models.enums import Domain, ProjectStatus, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES
from tests.model.reading import Known, look

TEAM = "T0"
CAST = ("ada", "petra", "dan", "sam", "oona", "cleo")


class Believed(RuleBasedStateMachine):
    """One project as it should be: told a second time, and in another way than by the services."""

    db: Database
    project_id: int
    now: datetime
    known: Known | None
    #: How often it was asked whether something is worth trying.
    looks: int
    holders: dict[Role, str]
    deputies: set[str]
    deadline: date
    #: Whether the film is in the scope, and the hours that Sam has.
    film: bool
    hours: int | None

    def may_answer(self, actor: str, request: RequestFields) -> bool:
        """Who may answer, told a second time and in another way than `may`."""
        if not self.could_move(request) or actor in ("cleo", request.author_id):
            return False
        if actor == request.assigned_to or (request.stage is Stage.OPS and actor == "oona"):
            return True
        holders = self.holders | {Role.REQUESTER: request.requester_id}
        late = request.due_at is not None and self.now >= request.due_at
        absent = self.is_away(self.holders[Role.PM])
        deputises = actor in self.deputies and Role.PM in request.needed and (late or absent)
        return deputises or actor in {holders[role] for role in request.needed}

    def acts(self, actor: str) -> bool:
        """Whether somebody acts for a role of their own accord."""
        held = {self.holders[Role.AM], self.holders[Role.PM], self.holders.get(Role.SECOND)}
        return actor in held or (actor in self.deputies and self.is_away(self.holders[Role.PM]))

    def with_it(self, when: str, request: RequestFields) -> tuple[bool, int | None]:
        """Whether the film is in the scope and how many hours Sam has, where what is decided together is so."""
        values = {Domain(each["domain"]): each[when] for each in request.also or ()}
        film = values.get(Domain.SCOPE)
        hours = values.get(Domain.RESOURCING)
        return (
            self.film if film is None else bool(film) and not film.get("gone"),
            self.hours if hours is None else hours.get("hours"),
        )

    def now_are(self, when: str, request: RequestFields) -> None:
        self.film, self.hours = self.with_it(when, request)

    def put_back_done(self, request: RequestFields) -> None:
        """What was done first and stands is as it was before."""
        if request.done is not None and request.done["date"] == self.deadline.isoformat():
            self.deadline = date.fromisoformat(request.before["date"])

    def alive(self, states: Container[RequestState]) -> bool:
        """Whether the newest request is in one of these states; every seventh look says yes whatever it is."""
        self.looks += 1
        return self.newest() is not None and (self.looks % 7 == 0 or self.newest().state in states)

    def right(self, actor: str, request: RequestFields | None) -> str:
        """A person in the place of "right"."""
        if actor != "right" or request is None:
            return actor
        return next((each for each in CAST if self.may_answer(each, request)), "sam")

    def signed_for_all(self, actor: str, request: RequestFields) -> bool:
        """Whether everything this person could say yes for is said already."""
        signed = self.look().signed.get((request.id, request.version), set())
        if actor == request.assigned_to or (request.stage is Stage.OPS and actor == "oona"):
            return signed >= set(request.needed)
        could = {role for role, holder in self.holders.items() if holder == actor}
        could |= {Role.PM} if actor in self.deputies else set()
        could |= {Role.REQUESTER} if actor == request.requester_id else set()
        return bool(signed) and signed >= could & set(request.needed)

    def could_move(self, request: RequestFields) -> bool:
        return request.state in OPEN_STATES and self.is_live()

    def repeats(self, request: RequestFields, actor: str, state: RequestState) -> bool:
        return request.state is state and request.decided_by == actor

    def is_live(self) -> bool:
        return self.status() is ProjectStatus.LIVE

    def is_away(self, user_id: str) -> bool:
        away, asked = self.look().away, (user_id, self.now)
        if asked not in away:
            away[asked] = self.db.run_now(absences.away_until, TEAM, user_id, self.now) is not None
        return away[asked]

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
        self.known = None
        return self.db.run_now(service, team_id=TEAM, **given)

    def look(self) -> Known:
        """All that there is, read at once and only when something was done since."""
        if self.known is None:
            self.known = self.db.run_now(look, self.project_id, TEAM)
        return self.known

    def status(self) -> ProjectStatus:
        return self.look().status

    def requests(self) -> list[RequestFields]:
        return self.look().requests

    def open(self) -> bool:
        return any(each.state in OPEN_STATES for each in self.requests())

    def newest(self) -> RequestFields | None:
        return next(reversed(self.requests()), None)

    def read(self, request_id: int | None) -> RequestFields:
        return next(each for each in self.requests() if each.id == request_id)
