"""What people do in their working time: make projects, ask, answer, check in, send and miss things, go on leave."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.domains.deadline import fold
from bot.errors import Problem
from bot.policy.may import waits_for
from bot.services import (
    decisions,
    heads_ups,
    inputs,
    leave,
    making,
    negotiation,
    projects,
    reminder_deeds,
    routing,
    status,
    upkeep,
)
from bot.services.asking import Ask, ask
from bot.services.checkins import answering
from models import Blocker, ChangeRequest, Checkin, CheckinRound, ClientInput, Deputy, Milestone, Project
from models.enums import Domain, ProjectStatus, RequestState, Role
from tests.year.agency import TEAM, Agency, Colleague, instants

PROJECTS = 40
MILESTONES, INPUTS = ("Concept", "Design", "Copy", "Build"), ("Logo files", "Texts", "Access")
COLOURS = ("green", "green", "green", "green", "amber", "red")
#: How likely each is done in two hours of somebody's working time in which they could.
ANSWERS, CHECKS_IN, ASKS, MARKS = 0.45, 0.5, 0.024, 0.6
#: How often the two of a project see it alike.
ALIKE = 0.85
#: Of ten that ask: what, in which domain.
DOMAINS = (Domain.DEADLINE,) * 6 + (Domain.BUDGET,) * 2 + (Domain.STRATEGY, Domain.PROCESS)


class Life:
    """Two hours after two hours. `chance` decides; the same seed gives the same year."""

    def __init__(self, agency: Agency, chance: random.Random, first: date) -> None:
        self.agency, self.chance, self.first = agency, chance, first
        self.made = 0
        #: Until when each was away last.
        self.back: dict[str, datetime] = {}
        self.deeds: dict[str, int] = {}

    def go_on(self, session: Session, *, here: set[str], now: datetime) -> None:
        """Everybody who works at `now` does what they do in two hours."""
        self._new_projects(session, now)
        self._leave(session, now)
        live = {
            each.id or 0: each for each in session.exec(select(Project).where(Project.status == ProjectStatus.LIVE))
        }
        self._requests(session, live, here, now)
        self._checkins(session, live, here, now)
        self._plans(session, live, here, now)
        for project in live.values():
            who = self.chance.choice((project.am_id, project.pm_id))
            if who in here and self.chance.random() < ASKS:
                self._ask(session, project, who, now)

    def _do(self, session: Session, deed: Callable[..., Any], **given: Any) -> bool:
        """As a click does: refused, it changes nothing."""
        try:
            with session.begin_nested():
                deed(session, team_id=TEAM, **given)
                session.flush()
        except Problem:
            return False
        self.deeds[deed.__name__] = self.deeds.get(deed.__name__, 0) + 1
        return True

    # projects

    def _new_projects(self, session: Session, now: datetime) -> None:
        going = select(Project.id).where(col(Project.status) != ProjectStatus.CLOSED)
        for _ in range(PROJECTS - len(session.exec(going).all())):
            number = self.made
            am, pm = self._cast(number)
            self._make(session, am, pm, number, now)
            self.made += 1

    def _cast(self, number: int) -> tuple[Colleague, Colleague]:
        """The next two; three in ten are in two offices."""
        am = self.agency.ams[number % len(self.agency.ams)]
        shift = 0 if self.chance.random() < 0.7 else 1 + self.chance.randrange(9)
        return am, self.agency.pms[(number + shift) % len(self.agency.pms)]

    def _make(self, session: Session, am: Colleague, pm: Colleague, number: int, now: datetime) -> None:
        today = now.date()
        # At the beginning some are half done.
        weeks = self.chance.randint(2 if number < PROJECTS else 7, 20)
        name, deadline = f"Project {number}", _weekday(today + timedelta(weeks=weeks, days=self.chance.randrange(5)))
        proposal = making.Proposal(
            name, f"Client {number % 17}", am.user_id, pm.user_id, deadline, "20000", "EUR", f"CHOME{number:03}"
        )
        project = making.make_project(session, team_id=TEAM, actor_id=am.user_id, proposal=proposal, now=now)
        session.flush()
        self._furnish(session, project, weeks, now)
        for person, peers in ((am, self.agency.ams), (pm, self.agency.pms)):
            role = Role.AM if person is am else Role.PM
            peer = next(each for each in _after(peers, person) if each.office == person.office or each is peers[0])
            session.add(Deputy(project_id=project.id or 0, role=role, user_id=peer.user_id, team_id=TEAM))
        session.flush()
        for who in (am, pm):
            self._do(
                session, projects.agree_to_start, actor_id=who.user_id, project_id=project.id, plan_version=1, now=now
            )

    def _furnish(self, session: Session, project: Project, weeks: int, now: datetime) -> None:
        steps = []
        for part, name in enumerate(MILESTONES, 1):
            when = _weekday(now.date() + timedelta(days=7 * weeks * part // 5))
            steps.append(
                Milestone(
                    project_id=project.id or 0, name=name, name_key=fold(name), date=when, client_date=part == 2,
                    created_by=project.pm_id, created_at=now,
                )
            )  # fmt: skip
        session.add_all(steps)
        session.flush()
        for step, what in zip(steps, INPUTS, strict=False):
            due = _weekday(step.date - timedelta(days=7))
            if due > now.date():
                session.add(
                    ClientInput(
                        team_id=TEAM, project_id=project.id or 0, what=what, from_whom="Cleo", due=due,
                        milestone_id=step.id, created_by=project.am_id, created_at=now,
                    )
                )  # fmt: skip
        session.flush()

    def _plans(self, session: Session, live: dict[int, Project], here: set[str], now: datetime) -> None:
        """Milestones are reached, inputs come, projects are delivered and closed: mostly in time."""
        today = now.date()
        due = select(Milestone).where(col(Milestone.done_at).is_(None), col(Milestone.date) <= today)
        for step in session.exec(due).all():
            project = live.get(step.project_id)
            if project is not None and self._gets_to(project.pm_id, here):
                self._do(
                    session, upkeep.mark_done, actor_id=project.pm_id, project_id=project.id, name=step.name, now=now
                )
        missing = select(ClientInput).where(
            col(ClientInput.received_on).is_(None), col(ClientInput.due) <= today + timedelta(days=1)
        )
        for each in session.exec(missing).all():
            project = live.get(each.project_id)
            if project is not None and self._gets_to(project.am_id, here, 0.4):
                self._do(session, inputs.receive, actor_id=project.am_id, input_id=each.id, now=now)
        for project in list(live.values()):
            if project.deadline <= today and self._gets_to(project.pm_id, here):
                if project.delivered_at is None:
                    key = f"project:{project.id}"
                    self._do(session, reminder_deeds.mark_done, actor_id=project.pm_id, key=key, now=now)
                else:
                    self._do(
                        session,
                        status.change_status,
                        actor_id=project.pm_id,
                        project_id=project.id,
                        step="close",
                        now=now,
                    )

    def _gets_to(self, user_id: str, here: set[str], often: float = 1.0) -> bool:
        return user_id in here and self.chance.random() < MARKS * often

    # asking and answering

    def _ask(self, session: Session, project: Project, who: str, now: datetime) -> None:
        domain = self.chance.choice(DOMAINS)
        target, given = "project", {}
        if domain is Domain.DEADLINE:
            when = project.deadline + timedelta(days=self.chance.choice((3, 7, 14)))
            steps = select(Milestone).where(Milestone.project_id == project.id, col(Milestone.done_at).is_(None))
            step = self.chance.choice([*session.exec(steps).all(), None])
            if step is not None:
                target, when = f"milestone:{step.id}", step.date + timedelta(days=self.chance.choice((1, 2, 5)))
            given = {"date": _weekday(when)}
        elif domain is Domain.BUDGET:
            given = {"amount": str(20000 + self.chance.randrange(9) * 500), "currency": "EUR"}
        else:
            given = {"text": f"What we do now, {now:%d %B}"}
        asked = Ask(project.id or 0, domain, target, given, "the client wants it so", project.home_channel)
        self._do(session, ask, actor_id=who, asked=asked, now=now)

    def _requests(self, session: Session, live: dict[int, Project], here: set[str], now: datetime) -> None:
        waiting = select(ChangeRequest).where(
            col(ChangeRequest.state).in_([RequestState.PENDING, RequestState.QUESTIONED, RequestState.TOLD])
        )
        for request in session.exec(waiting.order_by(col(ChangeRequest.id))).all():
            project = live.get(request.project_id)
            if project is None or self.chance.random() > ANSWERS:
                continue
            # One in ten is forgotten: silence has it.
            if request.number % 10 == 0:
                continue
            facts = routing.request_facts(session, request, project, now)
            asked = (
                request.requester_id
                if request.state is RequestState.QUESTIONED
                else next((each for each in waits_for(facts) if each in here), None)
            )
            if asked in here:
                self._answer(session, request, asked, now)

    def _answer(self, session: Session, request: ChangeRequest, who: str, now: datetime) -> None:
        given: dict[str, Any] = {"actor_id": who, "request_id": request.id, "now": now}
        luck = self.chance.random()
        if request.state is RequestState.TOLD:
            self._do(session, heads_ups.acknowledge, version=request.version, **given)
        elif request.state is RequestState.QUESTIONED:
            self._do(session, negotiation.answer, text="Because they said so", **given)
        elif luck < 0.7:
            self._do(session, decisions.approve, version=request.version, **given)
        elif luck < 0.85:
            self._do(session, decisions.decline, version=request.version, reason="no room for it", **given)
        else:
            self._do(session, negotiation.ask_question, version=request.version, text="Why now?", **given)

    # check-ins and leave

    def _checkins(self, session: Session, live: dict[int, Project], here: set[str], now: datetime) -> None:
        asked = (
            select(Checkin, CheckinRound)
            .join(CheckinRound, col(CheckinRound.id) == col(Checkin.round_id))
            .where(
                col(Checkin.asked_at).is_not(None), col(Checkin.answered_at).is_(None),
                col(Checkin.skipped_at).is_(None), col(Checkin.due_at) > now,
            )
        )  # fmt: skip
        for entry, this in session.exec(asked).all():
            project = live.get(this.project_id)
            if project is not None and entry.user_id in here and self.chance.random() < CHECKS_IN:
                self._check_in(session, project, entry, now)
        blockers = select(Blocker).where(col(Blocker.closed_at).is_(None), col(Blocker.due) <= now.date())
        for each in session.exec(blockers).all():
            if self._gets_to(each.owner_id, here, 0.5):
                self._do(session, _close_blocker, actor_id=each.owner_id, blocker_id=each.id, now=now)

    def _check_in(self, session: Session, project: Project, entry: Checkin, now: datetime) -> None:
        usual = COLOURS[((project.id or 0) + now.isocalendar().week) % len(COLOURS)]
        colour = usual if self.chance.random() < ALIKE else self.chance.choice(COLOURS)
        given: dict[str, Any] = {"q0": colour, "q1": ""}
        if entry.seat == Role.PM and self.chance.random() < 0.1:
            owner = self.chance.choice(self.agency.makers).user_id
            given |= {"q1": "The test server is down", "owner": owner, "due": _weekday(now.date() + timedelta(days=3))}
        self._do(
            session, answering.check_in, user_id=entry.user_id, project_id=project.id, seat=entry.seat, given=given,
            now=now,
        )  # fmt: skip

    def _leave(self, session: Session, now: datetime) -> None:
        """Everybody says a week before when they will be away, and is back before they say it again."""
        for person in self.agency.people:
            if person.leave and self.back.get(person.user_id, now) <= now:
                days = person.leave[0]
                start, end = instants(days)
                if start <= now + timedelta(days=7):
                    person.leave.pop(0)
                    self.back[person.user_id] = end
                    self._do(session, leave.change_leave, user_id=person.user_id, days=days, now=now)


def _close_blocker(session: Session, **given: Any) -> None:
    from bot.services.checkins.blockers import close_blocker

    close_blocker(session, **given)


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _after(people: list[Colleague], person: Colleague) -> list[Colleague]:
    place = people.index(person)
    return [*people[place + 1 :], *people[:place]]
