"""The policy of a workspace and of its projects: all read it, admins and ops leads write it, every version is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from bot.errors import Conflict, Invalid, NotFound
from bot.policy.change import Limits
from bot.policy.edits import LIMITS, RULES, Cell, cell_of, conditions_of, with_limits, with_rule, written_over
from bot.policy.table import DEFAULT_POLICY, Policy
from bot.services import finding, ops, outbox
from bot.services.people import names, require_insider
from bot.services.projects import get_project, owe_project_notice
from bot.services.records import record
from bot.services.requests import clean_reason
from models import PolicyVersion, ProjectFields, Workspace
from models.enums import Domain, Mode, Role

#: Versions that a page names.
HISTORY = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One version as the history names it."""

    version: int
    project: str | None
    changed: str
    author_id: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The policy as one person reads it, of the workspace or of one project."""

    policy: Policy
    #: The newest version of all: what a form was filled with.
    newest: int
    can_edit: bool
    project: finding.Choice | None = None
    #: What differs here from what lies underneath: domains, and "limits".
    own: frozenset[str] = frozenset()
    choices: tuple[finding.Choice, ...] = ()
    history: tuple[Kept, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which policy a change is of, who makes it, and the newest version that they had seen."""

    team_id: str
    actor_id: str
    project_id: int | None
    base: int
    reason: str
    now: datetime


def policy_of(session: Session, project: ProjectFields) -> Policy:
    """What holds for a project now."""
    return _over(session, project.team_id, project.id)[0]


def read_policy(
    session: Session, *, team_id: str, user_id: str, project_id: int | None = None, channel_id: str = ""
) -> PolicyPage:
    """Raises Refused for outsiders, NotFound for a project that is not theirs to see."""
    person = require_insider(session, team_id, user_id)
    choices = finding.visible(session, team_id=team_id, user_id=user_id)
    seen = [*choices, *finding.in_channel(session, team_id=team_id, channel_id=channel_id)]
    project = next((each for each in seen if each.project_id == project_id), None)
    if project_id is not None and project is None:
        raise NotFound("project_gone")
    policy, own = _over(session, team_id, project_id)
    history = _history(session, team_id, project_id)
    return PolicyPage(
        policy,
        session.get_one(Workspace, team_id).last_policy_version,
        person.is_admin or person.is_ops_lead,
        project,
        frozenset([*own.get(RULES, {}), *([LIMITS] if own.get(LIMITS) else [])]),
        tuple(choices),
        history,
        names(session, team_id, [each.author_id for each in history]),
    )


def save_rule(session: Session, scope: Scope, domain: Domain, cells: Mapping[Role, Cell] | None) -> int:
    """Another rule for one domain, whole; None: as it is underneath. The version it makes.

    Raises Refused (not an admin or ops lead), Invalid, Conflict when the policy was changed meanwhile.
    """
    policy, own = _editable(session, scope)
    before = {role: cell_of(policy, domain, role) for role in (Role.AM, Role.PM)}
    for role, cell in (cells or {}).items():
        for when in (*conditions_of(domain), "otherwise"):
            if cell.get(when) not in set(Mode):
                raise Invalid("choice_missing", f"{role}.{when}")
    if cells is None and domain not in own.get(RULES, {}):
        raise Invalid("same_policy", "underneath")
    if cells is not None and all(cells[role] == before[role] for role in before):
        raise Invalid("same_policy", f"am.{next(iter(before[Role.AM]))}")
    after = with_rule(own, domain, cells)
    facts = {"before": {str(role): each for role, each in before.items()}}
    return _save(session, scope, str(domain), after, facts)


def save_limits(session: Session, scope: Scope, limits: Mapping[str, Any] | None) -> int:
    """Other limits, in whole per cent; None: as they are underneath. Raises as `save_rule` does."""
    policy, own = _editable(session, scope)
    if limits is None:
        if not own.get(LIMITS):
            raise Invalid("same_policy", "underneath")
        return _save(session, scope, LIMITS, with_limits(own, None), {})
    given = Limits(**{key: _percent(key, limits.get(key)) for key in Limits.__dataclass_fields__})
    if given == policy.limits:
        raise Invalid("same_policy", "budget_percent")
    return _save(session, scope, LIMITS, with_limits(own, given), {})


def _percent(key: str, given: object) -> int:
    text = str(given if given is not None else "").strip()
    if not text.isascii() or not text.isdecimal() or int(text[:9]) > 100:
        raise Invalid("percent_outside", key)
    return int(text)


def _editable(session: Session, scope: Scope) -> tuple[Policy, dict[str, Any]]:
    ops.require_admin(session, scope.team_id, scope.actor_id)
    if scope.project_id is not None:
        get_project(session, scope.team_id, scope.project_id)
    if session.get_one(Workspace, scope.team_id).last_policy_version != scope.base:
        raise Conflict("policy_moved")
    return _over(session, scope.team_id, scope.project_id)


def _save(session: Session, scope: Scope, changed: str, edits: dict[str, Any], facts: dict[str, Any]) -> int:
    reason, version = clean_reason(scope.reason), scope.base + 1
    # Whoever saves first takes the number; the other is told, and has overwritten nothing.
    taken = session.connection().execute(
        update(Workspace)
        .where(col(Workspace.team_id) == scope.team_id, col(Workspace.last_policy_version) == scope.base)
        .values(last_policy_version=scope.base + 1)
    )
    if taken.rowcount != 1:
        raise Conflict("policy_moved")
    session.add(
        PolicyVersion(
            team_id=scope.team_id,
            version=version,
            project_id=scope.project_id,
            edits=edits,
            changed=changed,
            author_id=scope.actor_id,
            reason=reason,
            created_at=scope.now,
        )
    )
    session.flush()
    record(
        session,
        team_id=scope.team_id,
        project_id=scope.project_id,
        actor_id=scope.actor_id,
        action="policy_changed",
        now=scope.now,
        version=version,
        changed=changed,
        after=edits,
        reason=reason,
        **facts,
    )
    _tell(session, scope, version)
    return version


def _tell(session: Session, scope: Scope, version: int) -> None:
    """The other ops leads by direct message; of one project's rule also those who read its thread."""
    facts = {"version": version, "by": scope.actor_id}
    for user_id in ops.ops_leads(session, scope.team_id):
        if user_id != scope.actor_id:
            outbox.owe_notice(
                session,
                team_id=scope.team_id,
                address=f"dm:{user_id}",
                key=f"policy:{version}:{user_id}",
                picture="policy_changed",
                facts=facts,
                now=scope.now,
            )
    if scope.project_id is not None:
        project = get_project(session, scope.team_id, scope.project_id)
        owe_project_notice(session, project, f"policy:{version}", "policy_changed", scope.now, **facts)


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One version and what it changed, as people are told of it."""

    kept: Kept
    before: Policy
    after: Policy
    names: Mapping[str, str]


def read_change(session: Session, team_id: str, version: int) -> PolicyChange | None:
    """What a version changed, against the one before it."""
    row = session.get(PolicyVersion, (team_id, version))
    if row is None:
        return None
    before = _over(session, team_id, row.project_id, at=version - 1)[0]
    after = _over(session, team_id, row.project_id, at=version)[0]
    return PolicyChange(_kept(session, row), before, after, names(session, team_id, [row.author_id]))


def _over(
    session: Session, team_id: str, project_id: int | None, at: int | None = None
) -> tuple[Policy, dict[str, Any]]:
    """The policy of the workspace or of a project at a version, and what was written there over what is underneath."""
    policy, edits = DEFAULT_POLICY, {}
    for scope in (None, project_id) if project_id is not None else (None,):
        row = _newest(session, team_id, scope, at)
        edits = dict(row.edits) if row is not None else {}
        if row is not None:
            policy = written_over(policy, edits, row.version)
    return policy, edits


def _newest(session: Session, team_id: str, project_id: int | None, at: int | None) -> PolicyVersion | None:
    query = select(PolicyVersion).where(PolicyVersion.team_id == team_id, PolicyVersion.project_id == project_id)
    if at is not None:
        query = query.where(PolicyVersion.version <= at)
    return session.exec(query.order_by(col(PolicyVersion.version).desc()).limit(1)).first()


def _history(session: Session, team_id: str, project_id: int | None) -> tuple[Kept, ...]:
    own = or_(col(PolicyVersion.project_id).is_(None), col(PolicyVersion.project_id) == project_id)
    query = select(PolicyVersion).where(PolicyVersion.team_id == team_id, own)
    rows = session.exec(query.order_by(col(PolicyVersion.version).desc()).limit(HISTORY))
    return tuple(_kept(session, each) for each in rows)


def _kept(session: Session, row: PolicyVersion) -> Kept:
    project = get_project(session, row.team_id, row.project_id).name if row.project_id is not None else None
    return Kept(row.version, project, row.changed, row.author_id, row.reason, row.created_at)
