"""Trouble: what cannot be shown where it was owed, and who is told.

Nothing is lost in silence: a post is held until its channel is mended, goes to people directly, or is parked and
named to a person.

    picture             facts                                               told to (directly)
    channel_broken      channel, error, project                             the project's AM and whoever made it
    channel_restricted  channel, error                                      who installed the app
    post_parked         channel, error, picture, key, project, request      the requester, else the project's AM
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot.services.outbox.finishing import settle
from bot.services.outbox.lanes import AnyClaim, let_go
from bot.services.outbox.owing import make_lanes, owe_notice
from models import ChangeRequest, Deputy, Post, Project, ProjectChannel, Workspace
from models.enums import PostKind, PostState, Role
from models.outbox import OWED

log = logging.getLogger(__name__)

#: Notices about trouble: trouble with one of these is for the log, or it would go on for ever.
OF_TROUBLE = ("channel_broken", "channel_restricted", "post_parked")


def hold(session: Session, *, claim: AnyClaim, error: str, now: datetime) -> bool:
    """Slack says we cannot speak in this channel: all that is owed there waits, and its people are told once.

    Returns False when the lease was over; then nothing was changed.
    """
    if not let_go(session, claim, now):
        return False
    shut(session, team_id=claim.team_id, address=claim.address, error=error, now=now)
    # A refused post was surely not taken; the others' doubts stay theirs.
    session.connection().execute(update(Post).where(col(Post.id) == claim.post_id).values(dispatched_at=None))
    return True


def shut(session: Session, *, team_id: str, address: str, error: str, now: datetime) -> None:
    """Nothing can be said in this channel: all that is owed there waits, and the people of its projects are told."""
    here = (col(Post.team_id) == team_id, col(Post.address) == address)
    owed = select(col(Post.id)).where(*here, OWED).order_by(col(Post.id))
    if session.get_bind().dialect.name == "postgresql":
        owed = owed.with_for_update()
    held = {"state": PostState.HELD, "error": error, "not_before": None}
    session.connection().execute(update(Post).where(col(Post.id).in_(owed)).values(**held))
    for project_id in _break(session, team_id, address, error):
        project = session.get_one(Project, project_id)
        facts = {"channel": address, "error": error, "project": project.name}
        for user_id in sorted({project.am_id, project.made_by}):
            key = f"channel_broken:{address}:{project_id}:{user_id}:{now.isoformat()}"
            _tell(session, team_id, user_id, key, "channel_broken", facts, now, project_id=project_id)


def release(session: Session, *, team_id: str, address: str, now: datetime) -> int:
    """The way to this address is mended: what was held there goes out. Returns how many posts."""
    here = (col(ProjectChannel.team_id) == team_id, col(ProjectChannel.channel_id) == address)
    session.connection().execute(update(ProjectChannel).where(*here).values(broken=None))
    held = (col(Post.team_id) == team_id, col(Post.address) == address, col(Post.state) == PostState.HELD)
    opened = {"state": PostState.OPEN, "attempts": 0, "error": None}
    make_lanes(session, [(team_id, address)], now)
    return session.connection().execute(update(Post).where(*held).values(**opened)).rowcount


def park(session: Session, *, claim: AnyClaim, error: str, now: datetime) -> bool:
    """It cannot be settled whether, or how, this can be shown: a person is told, and nothing is posted twice.

    Returns False when the lease was over; then nothing was changed.
    """
    if not settle(session, claim=claim, state=PostState.PARKED, error=error, free_at=now):
        return False
    post = session.get_one(Post, claim.post_id)
    requester = _requester(session, post)
    if post.picture in OF_TROUBLE or requester is None or post.kind is PostKind.HOME:
        log.error("post %s (%s) is parked (%s) and there is nobody to tell", post.id, post.picture, error)
        return True
    project = session.get(Project, post.project_id) if post.project_id is not None else None
    request = session.get(ChangeRequest, post.request_id) if post.request_id is not None else None
    facts = {
        "channel": post.channel_id or post.address,
        "error": error,
        "picture": post.picture,
        "key": post.key,
        "project": project.name if project else None,
        "request": request.name if request else None,
    }
    key = f"post_parked:{post.id}:{post.marker}"
    _tell(session, post.team_id, requester, key, "post_parked", facts, now, project_id=post.project_id)
    return True


def reopen(session: Session, *, team_id: str, key: str, now: datetime) -> bool:
    """A person decided that a parked post is to be sent (again). False when there is none under this key."""
    parked = (col(Post.team_id) == team_id, col(Post.key) == key, col(Post.state) == PostState.PARKED)
    fresh = {"state": PostState.OPEN, "dispatched_at": None, "not_before": None, "attempts": 0, "looks": 0}
    again = update(Post).where(*parked).values(**fresh, marker=secrets.token_hex(12), error=None)
    address = session.scalar(select(col(Post.address)).where(*parked))
    if address is None or session.connection().execute(again).rowcount != 1:
        return False
    make_lanes(session, [(team_id, address)], now)
    return True


def go_direct(session: Session, *, claim: AnyClaim, error: str, now: datetime) -> bool:
    """We may not post in this channel: the post moves to its people directly, and an admin is told.

    It keeps its key, so that later redraws find it. What has nobody to go to is parked.
    Returns False when the lease was over; then nothing was changed.
    """
    post = session.get_one(Post, claim.post_id)
    people = [post.user_id] if post.kind is PostKind.WHISPER else _people(session, post)
    to = sorted({each for each in people if each})
    if _is_direct(claim.address) or not to:
        return park(session, claim=claim, error=error, now=now)
    if not _move(session, claim, f"dm:{to[0]}" if len(to) == 1 else "group:" + ",".join(to), error, now):
        return False
    workspace = session.get(Workspace, claim.team_id)
    if workspace is not None and workspace.installer_id and post.kind is not PostKind.WHISPER:
        key = f"channel_restricted:{claim.address}"
        facts = {"channel": claim.address, "error": error}
        _tell(session, claim.team_id, workspace.installer_id, key, "channel_restricted", facts, now)
    return True


def stand_in(session: Session, *, claim: AnyClaim, error: str, now: datetime) -> bool:
    """The person written to is not there any more: the post goes to their deputy, else it is parked.

    Returns False when the lease was over; then nothing was changed.
    """
    user_id = claim.address.removeprefix("dm:")
    post = session.get_one(Post, claim.post_id)
    project = session.get(Project, post.project_id) if post.project_id is not None else None
    if project is None or user_id == claim.address:
        return park(session, claim=claim, error=error, now=now)
    roles = [role for role, holder in ((Role.AM, project.am_id), (Role.PM, project.pm_id)) if holder == user_id]
    deputies = select(Deputy).where(
        col(Deputy.project_id) == project.id, col(Deputy.role).in_(roles), col(Deputy.user_id) != user_id
    )
    deputy = session.scalars(deputies.order_by(col(Deputy.position), col(Deputy.user_id))).first()
    if deputy is None:
        return park(session, claim=claim, error=error, now=now)
    return _move(session, claim, f"dm:{deputy.user_id}", error, now)


def _move(session: Session, claim: AnyClaim, address: str, error: str, now: datetime) -> bool:
    if not let_go(session, claim, now):
        return False
    moved = {"address": address, "thread_ts": None, "dispatched_at": None, "not_before": None, "error": error}
    if claim.kind is PostKind.WHISPER:
        # Said to that person alone, it is an ordinary message.
        moved["kind"] = PostKind.NOTICE
    session.connection().execute(update(Post).where(col(Post.id) == claim.post_id).values(**moved))
    make_lanes(session, [(claim.team_id, address)], now)
    return True


def _break(session: Session, team_id: str, address: str, error: str) -> Iterable[int]:
    """Mark the bindings to this channel; returns the projects for which that is news, in order."""
    here = (col(ProjectChannel.team_id) == team_id, col(ProjectChannel.channel_id) == address)
    whole = update(ProjectChannel).where(*here, col(ProjectChannel.broken).is_(None)).values(broken=error)
    return sorted(session.connection().execute(whole.returning(col(ProjectChannel.project_id))).scalars())


def _people(session: Session, post: Post) -> list[str | None]:
    """Whom a post in a channel is for: both roles of its project, else who asked."""
    project = session.get(Project, post.project_id) if post.project_id is not None else None
    return [project.am_id, project.pm_id] if project is not None else [_requester(session, post)]


def _requester(session: Session, post: Post) -> str | None:
    named = post.facts.get("requester_id") or post.user_id
    if named:
        return str(named)
    request = session.get(ChangeRequest, post.request_id) if post.request_id is not None else None
    if request is not None:
        return request.requester_id
    project = session.get(Project, post.project_id) if post.project_id is not None else None
    return project.am_id if project is not None else None


def _is_direct(address: str) -> bool:
    return ":" in address or address.startswith("D")


def _tell(
    session: Session,
    team_id: str,
    user_id: str,
    key: str,
    picture: str,
    facts: Mapping[str, str | None],
    now: datetime,
    project_id: int | None = None,
) -> None:
    owe_notice(
        session,
        team_id=team_id,
        address=f"dm:{user_id}",
        key=key,
        picture=picture,
        facts=dict(facts),
        now=now,
        project_id=project_id,
    )
