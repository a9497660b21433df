"""Asking for a change: judged by the policy, then done, told, or put to whoever has to say yes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as core_select
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.domains.kind import Application, Kind, Target, Value
from bot.errors import Conflict
from bot.policy.judge import Verdict
from bot.policy.lending import whose_word
from bot.policy.may import Seat, waits_for
from bot.policy.table import DEFAULT_VERSION
from bot.services import clocks, outbox, routing
from bot.services.checking import check_change
from bot.services.people import require_insider
from bot.services.privately import address_of, owe_request_card
from bot.services.projects import (
    change_proposals,
    get_project,
    redraw_homes,
    require_started,
    show_changed,
)
from bot.services.records import record
from bot.services.requests import clean_reason, get_request, open_key, owe_request_notice
from bot.services.signing import lender_of, sign_as_author
from models import ChangeRequest, Person, Project, RequestVersion, Workspace
from models.enums import Domain, Mode, ProjectStatus, RequestState, Role, Stage
from models.lifecycle import OPEN_STATES


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants changed. `given` holds the domain's own fields (dates as dates)."""

    project_id: int
    domain: Domain
    target: str
    given: Mapping[str, Any]
    reason: str
    channel_id: str
    #: A link to the message that it was raised from.
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ask: "planned" (before the start), "done", "told" or "asked"."""

    kind: str
    project_id: int
    project: str
    what: str
    request_id: int | None = None
    name: str | None = None
    waits_for: tuple[str, ...] = ()
    channel_id: str | None = None
    due_at: datetime | None = None


def ask(session: Session, *, team_id: str, actor_id: str, asked: Ask, now: datetime) -> Outcome:
    """Put a change to the policy and do what it says.

    Raises Refused (outsiders, on hold, closed), Invalid (with the field), NotFound, Conflict (an open request for
    the same value: facts name it).
    """
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, asked.project_id, hold=True)
    require_started(project)
    reason = clean_reason(asked.reason)
    kind = KINDS[asked.domain]
    target, after = check_change(session, project, kind, asked.target, asked.given, today_of(person, now))
    require_no_open_request(session, project, asked.domain, asked.target, actor_id)
    roles = routing.acting_roles(actor_id, routing.seats(session, project, now))
    if project.status is ProjectStatus.PLANNING and roles:
        return _edit_proposals(session, project, kind, target, after, actor_id, reason, now)
    return put(session, project, kind, target, after, actor_id, reason, now, asked.source)


def put(
    session: Session,
    project: Project,
    kind: Kind,
    target: Target,
    after: Value,
    actor_id: str,
    reason: str,
    now: datetime,
    source: str | None = None,
) -> Outcome:
    """Put a checked change of a project to the policy: it is done, told, or asked for."""
    found = routing.seats(session, project, now)
    roles = routing.acting_roles(actor_id, found)
    verdict = whose_word(kind.change(project, target.value, after), roles, hybrid=project.am_id == project.pm_id)
    request = _new_request(session, project, kind, target, after, actor_id, found, verdict, reason, now)
    if verdict.mode in (Mode.FREE, Mode.HEADS_UP):
        kind.apply(session, project, target.key, after, Application(actor_id, reason, request.id, now))
        show_changed(session, project, now)
    else:
        _ask_people(session, request, project, now)
    _write_down(session, request, project, "told" if verdict.mode is Mode.HEADS_UP else _word(verdict), now, source)
    if verdict.mode is not Mode.FREE:
        owe_request_card(session, request, project, now, source)
    facts = routing.request_facts(session, request, project, now, found)
    redraw_homes(session, project, now, actor_id)
    return Outcome(
        _word(verdict),
        request.project_id,
        project.name,
        _called(target, after),
        request.id,
        request.name,
        waits_for(facts),
        request.channel_id,
        request.due_at,
    )


def edit(
    session: Session,
    *,
    team_id: str,
    actor_id: str,
    request_id: int,
    version: int,
    given: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Outcome:
    """The requester puts their own open request anew: a new version, asked again.

    Raises Refused, Conflict (decided or changed meanwhile), Invalid.
    """
    person = require_insider(session, team_id, actor_id)
    request = get_request(session, team_id, request_id)
    project = get_project(session, team_id, request.project_id, hold=True)
    require_started(project)
    if request.requester_id != actor_id:
        raise Conflict("not_your_request", request_id=request_id, name=request.name, whose=[request.requester_id])
    kind = KINDS[Domain(request.domain)]
    target, after = check_change(session, project, kind, request.target, given, today_of(person, now))
    text = clean_reason(reason)
    found = routing.seats(session, project, now)
    roles = routing.acting_roles(actor_id, found)
    verdict = whose_word(kind.change(project, target.value, after), roles, hybrid=project.am_id == project.pm_id)
    if not verdict.needs or verdict.mode is Mode.HEADS_UP:
        # It no longer needs anybody's yes; but it was put to them, so it stays theirs to answer.
        verdict = Verdict(Mode.APPROVAL, request.needed, verdict.reasons)
    changed = session.connection().execute(
        update(ChangeRequest)
        .where(
            col(ChangeRequest.id) == request_id,
            col(ChangeRequest.version) == version,
            col(ChangeRequest.state).in_(OPEN_STATES),
        )
        .values(
            version=version + 1,
            state=RequestState.PENDING,
            after=after,
            author_id=actor_id,
            lender_project_id=lender_of(after),
            reason=text,
            needs=",".join(verdict.needs),
            mode=verdict.mode,
            rule=_rule(verdict),
        )
    )
    if changed.rowcount != 1:
        raise Conflict("changed_since", request_id=request_id, name=request.name)
    session.refresh(request)
    _keep_version(session, request, now)
    sign_as_author(session, request, found, now)
    _ask_people(session, request, project, now)
    session.flush()
    record(
        session,
        team_id=team_id,
        project_id=project.id,
        request_id=request_id,
        actor_id=actor_id,
        action="edited",
        now=now,
        version=version + 1,
        after=after,
        reason=text,
    )
    outbox.redraw(session, request_id=request_id, now=now)
    owe_request_notice(session, request, f"edited:{version + 1}", "request_edited", now)
    redraw_homes(session, project, now)
    facts = routing.request_facts(session, request, project, now, found)
    return Outcome(
        "asked",
        request.project_id,
        project.name,
        target.name,
        request_id,
        request.name,
        waits_for(facts),
        request.channel_id,
        request.due_at,
    )


def today_of(person: Person, now: datetime) -> date:
    """The person's own calendar date."""
    return now.astimezone(ZoneInfo(person.zone)).date()


def _called(target: Target, after: Value) -> str:
    """What changes, as the person wrote it: what is new has its name only in the value."""
    return str(after.get("name") or target.name)


def _word(verdict: Verdict) -> str:
    return {Mode.FREE: "done", Mode.HEADS_UP: "told"}.get(verdict.mode, "asked")


def _rule(verdict: Verdict) -> list[dict[str, Any]]:
    return [{key: value for key, value in asdict(each).items() if value is not None} for each in verdict.reasons]


def require_no_open_request(session: Session, project: Project, domain: Domain, target: str, actor_id: str) -> None:
    """Raises Conflict when this value is being asked about already; the facts lead to that request."""
    key = open_key(project, domain, target)
    open_one = session.exec(select(ChangeRequest).where(ChangeRequest.open_key == key)).first()
    if open_one is not None:
        mine = open_one.requester_id == actor_id
        raise Conflict(
            "open_request_yours" if mine else "open_request_theirs",
            request_id=open_one.id,
            version=open_one.version,
            name=open_one.name,
            who=open_one.requester_id,
            channel_id=open_one.channel_id,
        )


def _edit_proposals(
    session: Session,
    project: Project,
    kind: Kind,
    target: Target,
    after: Value,
    actor_id: str,
    reason: str,
    now: datetime,
) -> Outcome:
    kind.apply(session, project, target.key, after, Application(actor_id, reason, None, now))
    version = change_proposals(session, project, actor_id, now)
    record(
        session,
        team_id=project.team_id,
        project_id=project.id,
        actor_id=actor_id,
        action="proposals_changed",
        now=now,
        domain=kind.domain,
        target=target.key,
        before=target.value,
        after=after,
        reason=reason,
        plan_version=version,
    )
    show_changed(session, project, now)
    what = _called(target, after)
    return Outcome("planned", project.id or 0, project.name, what, channel_id=project.home_channel)


def _new_request(
    session: Session,
    project: Project,
    kind: Kind,
    target: Target,
    after: Value,
    actor_id: str,
    found: Mapping[Role, Seat],
    verdict: Verdict,
    reason: str,
    now: datetime,
) -> ChangeRequest:
    roles = routing.acting_roles(actor_id, found)
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
        requester_id=actor_id,
        requester_role=next(iter(sorted(roles)), None),
        author_id=actor_id,
        needs=",".join(verdict.needs),
        before=target.value,
        after=after,
        reason=reason,
        rule=_rule(verdict),
        policy_version=DEFAULT_VERSION,
        channel_id=address_of(found, actor_id, roles) if kind.private else project.home_channel,
        lender_project_id=lender_of(after),
        asked_at=now,
    )
    if state is RequestState.APPROVED:
        request.decided_at, request.decided_by = now, actor_id
        request.decided_as = str(request.requester_role) if request.requester_role else None
    session.add(request)
    session.flush()
    _keep_version(session, request, now)
    sign_as_author(session, request, found, now)
    return request


def _next_number(session: Session, team_id: str) -> int:
    connection = session.connection()
    connection.execute(
        update(Workspace)
        .where(col(Workspace.team_id) == team_id)
        .values(last_request_number=Workspace.last_request_number + 1)
    )
    query = core_select(col(Workspace.last_request_number)).where(col(Workspace.team_id) == team_id)
    return int(connection.execute(query).scalar_one())


def _keep_version(session: Session, request: ChangeRequest, now: datetime) -> None:
    session.add(
        RequestVersion(
            request_id=request.id or 0,
            version=request.version,
            author_id=request.author_id,
            after=request.after,
            reason=request.reason,
            created_at=now,
        )
    )


def _ask_people(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """Set when the answer is due: in the working time of whoever is asked first."""
    times = clocks.first_times(clocks.hours_of(session, request, project, now), now, urgent=request.urgent)
    request.due_at, request.next_at, request.stage = times.due_at, times.next_at, Stage.ASKED
    request.seconds_left = request.assigned_to = None
    session.add(request)
    session.flush()


def _write_down(
    session: Session, request: ChangeRequest, project: Project, action: str, now: datetime, source: str | None
) -> None:
    if request.mode is Mode.HEADS_UP:
        request.due_at = clocks.hours_of(session, request, project, now).add_hours(now, clocks.OBJECTION_HOURS)
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
        **({"source": source} if source else {}),
    )
