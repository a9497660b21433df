"""Calendar feeds: who has which link, and what a link shows: deadlines, milestones, what the client owes, answers due.
Never money.

A token is random, shown once, and kept as its hash. What a link shows is read as its owner at each fetch: somebody who
left, or lost sight of the project, has a link that leads nowhere.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from bot.errors import NotFound
from bot.services import desk, finding
from bot.services.lines import read_lines, what_of
from bot.services.people import require_insider
from bot.services.privately import is_private
from bot.services.records import record
from models import CalendarFeed, ChangeRequest, ClientInput, Deputy, Milestone, Person, Project
from models.enums import ProjectStatus, RequestState

MINE = "mine"
#: Bytes of randomness in a token; as text 43 characters.
TOKEN_BYTES = 32
#: What one feed lists at most of requests.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar that somebody can have a link to; `made_at` is None while there is no link."""

    project_id: int | None
    name: str
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar: a whole day, or an instant (`at`)."""

    #: Stays the same as long as the thing is the same thing.
    uid: str
    project: str
    what: str
    day: date | None = None
    at: datetime | None = None
    #: Since when it is there; so that the same facts always read the same.
    since: datetime | None = None
    client_date: bool = False
    done: bool = False
    #: Before the start everything is a proposal.
    proposed: bool = False
    answer: bool = False
    #: From whom at the client it comes.
    from_whom: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a link shows now."""

    #: The project's name, or None for a person's own.
    project: str | None
    entries: tuple[Entry, ...]
    #: Fingerprint of all of it, and since when it reads so.
    fingerprint: str
    changed_at: datetime


def read_feeds(session: Session, *, team_id: str, user_id: str) -> tuple[Feed, ...]:
    """The calendars that a person can have a link to, their own first. Raises Refused for outsiders."""
    choices = finding.visible(session, team_id=team_id, user_id=user_id)
    query = select(CalendarFeed).where(CalendarFeed.team_id == team_id, CalendarFeed.user_id == user_id)
    made = {each.project_id: each.created_at for each in session.exec(query)}
    projects = [Feed(each.project_id, each.name, made.get(each.project_id)) for each in choices]
    return (Feed(None, "", made.get(None)), *projects)


def give_link(session: Session, *, team_id: str, user_id: str, project_id: int | None, now: datetime) -> str:
    """A new token for this calendar; the one before leads nowhere from now on. Raises Refused, NotFound."""
    _require_visible(session, team_id, user_id, project_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _forget(session, team_id, user_id, _scope(project_id))
    session.add(
        CalendarFeed(
            team_id=team_id,
            user_id=user_id,
            scope=_scope(project_id),
            project_id=project_id,
            token_hash=_hash(token),
            changed_at=now,
            created_at=now,
        )
    )
    record(session, team_id=team_id, project_id=project_id, actor_id=user_id, action="calendar_link", now=now)
    return token


def revoke_link(session: Session, *, team_id: str, user_id: str, project_id: int | None, now: datetime) -> bool:
    """The link leads nowhere from now on; False when there was none. Raises Refused for outsiders.

    One's own link can be revoked for a project that one does not see any more.
    """
    require_insider(session, team_id, user_id)
    gone = _forget(session, team_id, user_id, _scope(project_id))
    if gone:
        record(session, team_id=team_id, actor_id=user_id, action="calendar_link_revoked", now=now)
    return gone


def read_calendar(session: Session, *, token: str, now: datetime) -> Calendar | None:
    """What this token shows now, or None: never given, replaced, revoked, or its owner may not see it (any more).

    A wrong token and a revoked one take the same path: one look-up by hash that finds nothing.
    """
    query = select(CalendarFeed).where(CalendarFeed.token_hash == _hash(token))
    feed = session.exec(query).first()
    if feed is None:
        return None
    owner = session.get(Person, (feed.team_id, feed.user_id))
    if owner is None or owner.is_outsider or owner.is_freelancer or owner.is_deleted:
        return None
    entries = _of_project(session, feed, feed.project_id) if feed.project_id else _of_person(session, feed, now)
    if entries is None:
        return None
    name = session.get_one(Project, feed.project_id).name if feed.project_id else None
    fingerprint = hashlib.sha256(repr((name, entries)).encode()).hexdigest()[:32]
    if feed.content_hash != fingerprint:
        feed.content_hash, feed.changed_at = fingerprint, now
        session.add(feed)
    return Calendar(name, tuple(entries), fingerprint, feed.changed_at)


def _require_visible(session: Session, team_id: str, user_id: str, project_id: int | None) -> None:
    choices = finding.visible(session, team_id=team_id, user_id=user_id)
    if project_id is not None and project_id not in {each.project_id for each in choices}:
        raise NotFound("project_gone")


def _forget(session: Session, team_id: str, user_id: str, scope: str) -> bool:
    mine = (
        col(CalendarFeed.team_id) == team_id,
        col(CalendarFeed.user_id) == user_id,
        col(CalendarFeed.scope) == scope,
    )
    return session.connection().execute(delete(CalendarFeed).where(*mine)).rowcount > 0


def _scope(project_id: int | None) -> str:
    return MINE if project_id is None else f"project:{project_id}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


# ── what is in it ──


def _of_person(session: Session, feed: CalendarFeed, now: datetime) -> list[Entry]:
    """The plans of the projects in which the owner has a role, and the answers that they owe."""
    deputised = select(Deputy.project_id).where(Deputy.team_id == feed.team_id, Deputy.user_id == feed.user_id)
    query = (
        select(Project)
        .where(
            Project.team_id == feed.team_id,
            col(Project.status) != ProjectStatus.CLOSED,
            or_(
                Project.am_id == feed.user_id,
                Project.pm_id == feed.user_id,
                Project.second_id == feed.user_id,
                col(Project.id).in_(deputised),
            ),
        )
        .order_by(col(Project.id))
    )
    projects = session.exec(query).all()
    items, _ = desk.list_requests(session, team_id=feed.team_id, user_id=feed.user_id, channel_id=None, now=now)
    mine = [each for each in items if feed.user_id in each.waits_for and each.state is RequestState.PENDING]
    waiting = [each.request_id for each in mine if each.due_at is not None]
    requests = session.exec(select(ChangeRequest).where(col(ChangeRequest.id).in_(waiting))) if waiting else ()
    return [*_plans(session, projects), *_answers(session, requests)]


def _of_project(session: Session, feed: CalendarFeed, project_id: int | None) -> list[Entry] | None:
    visible = finding.visible(session, team_id=feed.team_id, user_id=feed.user_id, closed=True)
    project = session.get(Project, project_id)
    if project is None or project_id not in {each.project_id for each in visible}:
        return None
    if project.status is ProjectStatus.ON_HOLD:
        return _plans(session, [project])
    query = (
        select(ChangeRequest)
        .where(
            ChangeRequest.project_id == project_id,
            ChangeRequest.state == RequestState.PENDING,
            col(ChangeRequest.due_at).is_not(None),
        )
        .order_by(col(ChangeRequest.id))
        .limit(LISTED)
    )
    return [*_plans(session, [project]), *_answers(session, session.exec(query))]


def _plans(session: Session, projects: Sequence[Project]) -> list[Entry]:
    named: dict[int | None, Project] = {each.id: each for each in projects}
    found = [
        Entry(
            uid=f"project-{each.id}",
            project=each.name,
            what="Deadline",
            day=each.deadline,
            since=each.created_at,
            client_date=each.deadline_client,
            done=each.status is ProjectStatus.CLOSED,
            proposed=each.status is ProjectStatus.PLANNING,
        )
        for each in projects
    ]
    query = select(Milestone).where(col(Milestone.project_id).in_(list(named))).order_by(col(Milestone.id))
    for each in session.exec(query):
        project = named[each.project_id]
        found.append(
            Entry(
                uid=f"milestone-{each.id}",
                project=project.name,
                what=each.name,
                day=each.date,
                since=each.created_at,
                client_date=each.client_date,
                done=each.done_at is not None,
                proposed=project.status is ProjectStatus.PLANNING,
            )
        )
    return [*found, *_inputs(session, named)]


def _inputs(session: Session, named: Mapping[int | None, Project]) -> list[Entry]:
    """What the client has to send."""
    query = select(ClientInput).where(col(ClientInput.project_id).in_(list(named))).order_by(col(ClientInput.id))
    return [
        Entry(
            uid=f"input-{each.id}",
            project=named[each.project_id].name,
            what=each.what,
            day=each.due,
            since=each.created_at,
            done=each.received_on is not None,
            proposed=named[each.project_id].status is ProjectStatus.PLANNING,
            from_whom=each.from_whom,
        )
        for each in session.exec(query)
    ]


def _answers(session: Session, requests: Iterable[ChangeRequest]) -> list[Entry]:
    """Calendars are shown to colleagues and on walls: what concerns money is named by its number only."""
    found = []
    for each in requests:
        what = "" if is_private(each) else what_of(each, read_lines(session, each))
        found.append(
            Entry(
                uid=f"request-{each.id}",
                project=session.get_one(Project, each.project_id).name,
                what=f"{each.name}: {what}" if what else each.name,
                at=each.due_at,
                since=each.asked_at,
                answer=True,
            )
        )
    return found
