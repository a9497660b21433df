"""When somebody may be told something: in their working time, and not while they are on leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.services import outbox
from bot.services.hours import Hours, hours_of
from bot.services.receipts import first_time
from bot.worktime import NoWorkingTime
from models import Post

#: The picture of a ping that comes after the card that named somebody without one.
PING = "ping"
#: Hours that never meet within this are not waited for: the last of them who works is then waited for.
MEET_WITHIN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Reader:
    """From when on a person may be told, and whether leave is what keeps them."""

    at: datetime
    on_leave: bool = False
    #: The day on their wall, where a morning message tells them what the day holds.
    morning_of: date | None = None


def readers_of(
    session: Session, team_id: str, user_ids: Iterable[str], now: datetime, *, by_itself: bool
) -> dict[str, Reader]:
    """When each of these people may be told. Whoever is not known, or not one of us, may be told at once.

    `by_itself`: nobody wrote it just now. What somebody did wrote it otherwise, as a colleague would; that is held to
    hours that were set, for the usual ones are a guess, and Slack itself keeps quiet at night.
    """
    wanted = sorted(set(user_ids))
    known = hours_of(session, team_id, wanted) if wanted else {}
    return {each: _reader(known.get(each), now, by_itself) for each in wanted}


def together(readers: Iterable[Reader], now: datetime) -> datetime:
    """When the last of them may be told."""
    return max((each.at for each in readers), default=now)


def in_common(session: Session, team_id: str, user_ids: Iterable[str], now: datetime, *, by_itself: bool) -> datetime:
    """The first moment at which all of them may be told, where there is one soon; else when the last of them may."""
    wanted, at = list(user_ids), now
    first = together(readers_of(session, team_id, wanted, now, by_itself=by_itself).values(), now)
    while True:
        later = together(readers_of(session, team_id, wanted, at, by_itself=by_itself).values(), at)
        if later == at:
            return at
        if later - first > MEET_WITHIN:
            return first
        at = later


def pinged_today(session: Session, post: Post, found: Mapping[str, Reader], now: datetime) -> set[str]:
    """Who had the ping of this day already; the first post that asks has it, also when it is drawn again."""
    if post.facts.get("pings"):
        return set()
    had = {
        user_id
        for user_id, each in found.items()
        if each.morning_of is not None
        and not first_time(session, post.team_id, f"ping:{post.picture}:{user_id}:{each.morning_of}", now)
    }
    if not had:
        post.facts = {**post.facts, "pings": True}
        session.add(post)
    return had


def ping_later(session: Session, post: Post, absent: Mapping[str, Reader], now: datetime) -> None:
    """Whoever is on leave has one summary when they are back, and no pings."""
    for user_id, each in absent.items():
        if each.on_leave:
            continue
        outbox.owe_notice(
            session,
            team_id=post.team_id,
            address=post.address,
            key=f"ping:{post.id}:{user_id}",
            picture=PING,
            facts={"user": user_id, "post": post.id},
            project_id=post.project_id,
            request_id=post.request_id,
            thread_of=post.thread_of or post.id,
            not_before=each.at,
            now=now,
        )


def _reader(hours: Hours | None, now: datetime, by_itself: bool) -> Reader:
    if hours is None or not hours.is_here:
        return Reader(now)
    today = hours.working.local_date(now) if hours.digest_days else None
    away = next((end for start, end in hours.working.away if start <= now < end), None)
    if away is None and not (by_itself or hours.is_set):
        return Reader(now, morning_of=today)
    try:
        at = hours.working.next_arrival(now)
    except NoWorkingTime:
        at = away or now
    return Reader(at, away is not None, today)
