"""Asking for a change: judged by the policy, then done, told, or put to whoever has to say yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.domains.kind import Application, Target, Value
from bot.errors import Complaints, Conflict
from bot.policy.judge import Verdict
from bot.policy.may import waits_for
from bot.services import baselines, routing
from bot.services.checking import check_change, today_of
from bot.services.following import along_of, carry
from bot.services.impacts import impact_of
from bot.services.people import require_insider
from bot.services.pieces import part_of
from bot.services.policies import policy_of
from bot.services.privately import owe_request_card
from bot.services.projects import change_proposals, get_project, redraw_homes, require_started, show_changed
from bot.services.raising import Proposed, ask_people, new_request, write_down
from bot.services.records import named_also, record
from bot.services.requests import clean_reason, open_request
from bot.services.sources import raised_from
from models import ChangeRequest, Project
from models.enums import Domain, Mode, Pace, ProjectStatus


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
    pace: Pace = Pace.USUAL
    #: It is asked for, also where whoever asks could do it alone.
    insist: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ask: "planned" (before the start), "done", "told", "asked", or "first" (done, then asked)."""

    kind: str
    project_id: int
    project: str
    what: str
    request_id: int | None = None
    name: str | None = None
    waits_for: tuple[str, ...] = ()
    channel_id: str | None = None
    due_at: datetime | None = None
    #: What moves along: (name, from, to).
    along: tuple[tuple[str, str, str], ...] = ()


def ask(session: Session, *, team_id: str, actor_id: str, asked: Ask, now: datetime) -> Outcome:
    """Put a change to the policy and do what it says.

    Raises Refused (outsiders, on hold, closed), Invalid (with the field), NotFound, Conflict (an open request for
    the same value: facts name it).
    """
    person = require_insider(session, team_id, actor_id)
    project = get_project(session, team_id, asked.project_id, hold=True)
    require_started(project)
    kind, wrong = KINDS[asked.domain], Complaints()
    with wrong.noting():
        target, after = check_change(session, project, kind, asked.target, asked.given, today_of(person, now))
    with wrong.noting():
        reason = clean_reason(asked.reason)
    wrong.tell()
    require_no_open_request(session, project, asked.domain, asked.target, actor_id)
    proposed = Proposed(project, kind, target, after, actor_id, reason, asked.source, asked.pace, insist=asked.insist)
    return submit(session, proposed, now)


def submit(session: Session, proposed: Proposed, now: datetime) -> Outcome:
    """A checked change: before the start the roles edit their proposals, everything else goes to the policy.

    Who is booked elsewhere is not theirs to propose: the manager of that project is asked, then as well.
    """
    project = proposed.project
    roles = routing.acting_roles(proposed.actor_id, routing.seats(session, project, now))
    lent = any(each.change(project).booked_elsewhere for each in proposed.pieces)
    if project.status is ProjectStatus.PLANNING and roles and not proposed.insist and not lent:
        return _edit_proposals(session, proposed, now)
    return put(session, proposed, now)


def put(session: Session, proposed: Proposed, now: datetime) -> Outcome:
    """Put a checked change of a project to the policy: it is done, told, or asked for."""
    project, kind, actor_id = proposed.project, proposed.kind, proposed.actor_id
    after = carry(session, project, kind.domain, proposed.target, proposed.after)
    also = [
        replace(each, after=carry(session, project, each.kind.domain, each.target, each.after))
        for each in proposed.also
    ]
    proposed = replace(proposed, after=after, also=tuple(also))
    found = routing.seats(session, project, now)
    impact = impact_of(session, project, kind.domain, proposed.target.key, after, now)
    request, verdict = new_request(session, proposed, found, policy_of(session, project), now)
    request.impact = impact
    session.add(request)
    if verdict.mode in (Mode.FREE, Mode.HEADS_UP) or request.done is not None:
        by = Application(actor_id, proposed.reason, request.id, now)
        changes = [(each.kind, each.target.key, each.after) for each in proposed.pieces if not each.stays]
        baselines.apply(session, project, changes, by)
        show_changed(session, project)
    if verdict.mode not in (Mode.FREE, Mode.HEADS_UP):
        ask_people(session, request, project, now)
    write_down(session, request, project, _word(verdict), now, proposed.source)
    raised_from(session, request, proposed.source, now)
    if verdict.mode is not Mode.FREE:
        owe_request_card(session, request, project, now, proposed.source)
    redraw_homes(session, project, actor_id)
    word = "first" if request.done is not None else _word(verdict)
    return outcome_of(session, request, project, word, _called(proposed.target, proposed.after), now)


def outcome_of(
    session: Session, request: ChangeRequest, project: Project, word: str, what: str, now: datetime
) -> Outcome:
    """What whoever asked is told."""
    return Outcome(
        word,
        request.project_id,
        project.name,
        what,
        request.id,
        request.name,
        routing.still_here(session, request.team_id, waits_for(routing.request_facts(session, request, project, now))),
        request.channel_id,
        request.due_at,
        along_of(request.after),
    )


def _called(target: Target, after: Value) -> str:
    """What changes, as the person wrote it: what is new has its name only in the value."""
    return str(after.get("name") or target.name)


def _word(verdict: Verdict) -> str:
    return {Mode.FREE: "done", Mode.HEADS_UP: "told"}.get(verdict.mode, "asked")


def require_no_open_request(session: Session, project: Project, domain: Domain, target: str, actor_id: str) -> None:
    """Raises Conflict when this value is being asked about already; the facts lead to that request."""
    open_one = open_request(session, project, domain, target)
    if open_one is not None:
        own = (open_one.domain, open_one.target) == (domain, target)
        mine = open_one.requester_id == actor_id
        raise Conflict(
            "open_with_others" if not own else "open_request_yours" if mine else "open_request_theirs",
            request_id=open_one.id,
            version=open_one.version,
            name=open_one.name,
            who=open_one.requester_id,
            channel_id=open_one.channel_id,
        )


def _edit_proposals(session: Session, proposed: Proposed, now: datetime) -> Outcome:
    project, kind, target, actor_id = proposed.project, proposed.kind, proposed.target, proposed.actor_id
    by = Application(actor_id, proposed.reason, None, now)
    for each in proposed.pieces:
        each.kind.apply(session, project, each.target.key, each.after, by)
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
        after=proposed.after,
        reason=proposed.reason,
        plan_version=version,
        **named_also([part_of(session, project, each, now).kept() for each in proposed.also]),
    )
    show_changed(session, project)
    what = _called(target, proposed.after)
    home, along = project.home_channel, along_of(proposed.after)
    return Outcome("planned", project.id or 0, project.name, what, channel_id=home, along=along)
