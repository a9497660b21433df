"""Putting one's own open request anew: another value or reason, and everybody is asked again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.domains import KINDS
from bot.errors import Complaints, Conflict, Invalid, Refused
from bot.policy.judge import Verdict
from bot.services import outbox, routing
from bot.services.asking import Outcome, outcome_of
from bot.services.checking import check_change, today_of
from bot.services.impacts import impact_of
from bot.services.people import require_insider
from bot.services.policies import policy_of
from bot.services.projects import get_project, redraw_homes, require_started
from bot.services.raising import Proposed, ask_people, judged, keep_version, rule_of
from bot.services.records import record
from bot.services.requests import NO_QUESTION, change_row, clean_reason, get_request, owe_request_notice
from bot.services.signing import lender_of, sign_as_author
from bot.services.sources import raised_from
from models import ChangeRequest, Project
from models.enums import Action, Domain, Mode, Pace


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
    pace: Pace = Pace.USUAL,
    source: str | None = None,
) -> Outcome:
    """The requester puts their own open request anew: a new version, asked again.

    `source`: a link to the message that made them. Raises Refused, Conflict (decided or changed meanwhile), Invalid.
    """
    person = require_insider(session, team_id, actor_id)
    request = get_request(session, team_id, request_id)
    project = get_project(session, team_id, request.project_id, hold=True)
    require_started(project)
    _require_editable(request, actor_id, pace)
    kind = KINDS[Domain(request.domain)]
    wrong = Complaints()
    with wrong.noting():
        target, after = check_change(session, project, kind, request.target, given, today_of(person, now))
    with wrong.noting():
        why = clean_reason(reason)
    wrong.tell()
    found = routing.seats(session, project, now)
    proposed = Proposed(project, kind, target, after, actor_id, why, pace=pace)
    policy = policy_of(session, project)
    _put_anew(session, request, version, proposed, judged(proposed, found, policy), policy.version)
    request.impact = impact_of(session, project, kind.domain, target.key, after, now)
    session.add(request)
    keep_version(session, request, now)
    sign_as_author(session, request, found, now)
    ask_people(session, request, project, now)
    raised_from(session, request, source, now)
    _tell(session, request, project, now)
    return outcome_of(session, request, project, "asked", target.name, now)


def _require_editable(request: ChangeRequest, actor_id: str, pace: Pace) -> None:
    """Raises Conflict for somebody else's, Refused for what was done before it was asked, Invalid for doing so now."""
    if request.requester_id != actor_id:
        raise Conflict("not_your_request", request_id=request.id, name=request.name, whose=[request.requester_id])
    if request.done is not None:
        raise Refused("done_first", request_id=request.id, name=request.name)
    if pace is Pace.DONE:
        raise Invalid("first_only_new", "pace")


def _tell(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """Record the version that is asked for now, and show it."""
    record(
        session,
        team_id=request.team_id,
        project_id=project.id,
        request_id=request.id,
        actor_id=request.author_id,
        action="edited",
        now=now,
        version=request.version,
        after=request.after,
        reason=request.reason,
    )
    outbox.redraw(session, request_id=request.id)
    owe_request_notice(session, request, f"edited:{request.version}", "request_edited", now)
    redraw_homes(session, project)


def _put_anew(
    session: Session, request: ChangeRequest, version: int, proposed: Proposed, verdict: Verdict, policy_version: int
) -> None:
    """The next version, if nobody decided or changed the one that was read. Raises Conflict."""
    if not verdict.needs or verdict.mode is Mode.HEADS_UP:
        # It no longer needs anybody's yes; but it was put to them, so it stays theirs to answer.
        verdict = Verdict(Mode.APPROVAL, request.needed, verdict.reasons)
    if request.version != version:
        raise Conflict("changed_since", request_id=request.id, name=request.name)
    change_row(
        session,
        request,
        Action.EDIT,
        version=version + 1,
        after=proposed.after,
        also=None,
        author_id=proposed.actor_id,
        lender_project_id=lender_of([proposed.after]),
        reason=proposed.reason,
        needs=",".join(verdict.needs),
        mode=verdict.mode,
        rule=rule_of(verdict),
        policy_version=policy_version,
        urgent=proposed.pace is Pace.URGENT,
        **NO_QUESTION,
    )
    session.refresh(request)
