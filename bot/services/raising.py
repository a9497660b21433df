"""Making a request out of a change that was checked and judged: its row, its versions, and when its answer is due."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as core_select
from sqlalchemy import update
from sqlmodel import Session, col

from bot.domains.kind import Kind, Target, Value
from bot.errors import Invalid
from bot.policy.judge import Verdict, insisted
from bot.policy.may import Seat, waits_for
from bot.policy.table import Policy
from bot.services import clocks, routing
from bot.services.pieces import Piece, judge_all, part_of
from bot.services.privately import address_of
from bot.services.records import named_also, record
from bot.services.requests import open_key
from bot.services.signing import lender_of, sign_as_author
from models import ChangeRequest, Person, Project, RequestVersion, Workspace
from models.enums import Domain, Mode, Pace, RequestState, Role, Stage


@dataclass(frozen=True, slots=True)
class Proposed:
    """A checked change of a project, and who wants it why. `source` links the message that it was raised from."""

    project: Project
    kind: Kind
    target: Target
    after: Value
    actor_id: str
    reason: str
    source: str | None = None
    pace: Pace = Pace.USUAL
    #: It is asked for, also where they could do it alone.
    insist: bool = False
    #: What else is asked for together with it.
    also: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (Piece(self.kind, self.target, self.after), *self.also)


def judged(proposed: Proposed, found: Mapping[Role, Seat], policy: Policy) -> Verdict:
    """Whose word it needs, by the policy and who acts for which role."""
    project = proposed.project
    roles = routing.acting_roles(proposed.actor_id, found)
    verdict = judge_all(project, proposed.pieces, roles, policy, hybrid=project.am_id == project.pm_id)
    return insisted(verdict, roles) if proposed.insist else verdict


def new_request(
    session: Session, proposed: Proposed, found: Mapping[Role, Seat], policy: Policy, now: datetime
) -> tuple[ChangeRequest, Verdict]:
    """The row of a change, judged, with its first version and its author's own yes."""
    verdict = judged(proposed, found, policy)
    first = _is_done_first(proposed, found, verdict)
    project, kind, target = proposed.project, proposed.kind, proposed.target
    roles, private = routing.acting_roles(proposed.actor_id, found), any(each.kind.private for each in proposed.pieces)
    state = {Mode.FREE: RequestState.APPROVED, Mode.HEADS_UP: RequestState.TOLD}.get(verdict.mode, RequestState.PENDING)
    request = ChangeRequest(
        team_id=project.team_id,
        number=_next_number(session, project.team_id),
        project_id=project.id or 0,
        domain=kind.domain,
        target=target.key,
        mode=verdict.mode,
        state=state,
        open_key=open_key(project, kind.domain, target.key) if state is RequestState.PENDING else None,
        requester_id=proposed.actor_id,
        requester_role=next(iter(sorted(roles)), None),
        author_id=proposed.actor_id,
        needs=",".join(verdict.needs),
        before=target.value,
        after=proposed.after,
        also=[part_of(session, project, each, now).kept() for each in proposed.also] or None,
        reason=proposed.reason,
        cast={str(role): who for role, who in routing.holders(project).items()},
        rule=rule_of(verdict),
        policy_version=policy.version,
        channel_id=address_of(found, proposed.actor_id, roles) if private else project.home_channel,
        lender_project_id=lender_of(each.after for each in proposed.pieces),
        urgent=proposed.pace is Pace.URGENT,
        done=proposed.after if first else None,
        asked_at=now,
    )
    if state is RequestState.APPROVED:
        request.decided_at, request.decided_by = now, proposed.actor_id
        request.decided_as = str(request.requester_role) if request.requester_role else None
    session.add(request)
    session.flush()
    keep_version(session, request, now)
    sign_as_author(session, request, found, now)
    return request, verdict


def _is_done_first(proposed: Proposed, found: Mapping[Role, Seat], verdict: Verdict) -> bool:
    """Whether it is done before the yes that it needs. Only for who acts for a role, and never what both sign."""
    if proposed.pace is not Pace.DONE or verdict.mode in (Mode.FREE, Mode.HEADS_UP):
        return False
    if verdict.mode is Mode.JOINT or proposed.kind.domain is Domain.PRICE:
        raise Invalid("first_both_sign", "pace")
    if not routing.acting_roles(proposed.actor_id, found):
        raise Invalid("first_no_role", "pace")
    return True


def keep_version(session: Session, request: ChangeRequest, now: datetime) -> None:
    """What is asked for now, beside what was asked for before."""
    session.add(
        RequestVersion(
            request_id=request.id or 0,
            version=request.version,
            author_id=request.author_id,
            after=request.after,
            also=request.also,
            reason=request.reason,
            created_at=now,
        )
    )


def ask_people(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """Set when the answer is due: in the working time of whoever is asked first."""
    request.stage, request.seconds_left, request.assigned_to = Stage.ASKED, None, None
    nobody = _nobody_is_there(session, request, project, now)
    times = clocks.first_times(session, request, project, now, ops=nobody)
    request.due_at, request.next_at = times.due_at, times.next_at
    request.stage = Stage.OPS if nobody else Stage.ASKED
    session.add(request)
    session.flush()


def _nobody_is_there(session: Session, request: ChangeRequest, project: Project, now: datetime) -> bool:
    """Whether all who would be asked left the workspace, and nobody stands in for them."""
    asked = waits_for(routing.request_facts(session, request, project, now))
    people = [session.get(Person, (request.team_id, each)) for each in asked]
    return bool(people) and all(each is not None and each.is_deleted for each in people)


def write_down(
    session: Session, request: ChangeRequest, project: Project, action: str, now: datetime, source: str | None
) -> None:
    """The audit row of a new request; of a heads-up also until when it may be objected to."""
    if request.mode is Mode.HEADS_UP:
        request.due_at = clocks.objection_time(clocks.hours_of(session, request, project, now), now)
        session.add(request)
        session.flush()
    record(
        session,
        team_id=project.team_id,
        project_id=project.id,
        request_id=request.id,
        actor_id=request.requester_id,
        action=action,
        now=now,
        domain=request.domain,
        target=request.target,
        before=request.before,
        after=request.after,
        reason=request.reason,
        **named_also(request.also),
        **({"source": source} if source else {}),
    )


def rule_of(verdict: Verdict) -> list[dict[str, Any]]:
    """The reasons as they are stored."""
    return [{key: value for key, value in asdict(each).items() if value is not None} for each in verdict.reasons]


def _next_number(session: Session, team_id: str) -> int:
    connection = session.connection()
    connection.execute(
        update(Workspace)
        .where(col(Workspace.team_id) == team_id)
        .values(last_request_number=Workspace.last_request_number + 1)
    )
    query = core_select(col(Workspace.last_request_number)).where(col(Workspace.team_id) == team_id)
    return int(connection.execute(query).scalar_one())
