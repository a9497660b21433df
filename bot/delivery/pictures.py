"""Which picture is drawn how: a post's name for it → read the facts, make the words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.delivery.courtesy import mentioned
from bot.delivery.payload import Attachment, Payload
from bot.services.cards import read_request_card
from bot.services.checkins.reading import read_blocker, read_private, read_round
from bot.services.departures import roles_of
from bot.services.desk import read_desk
from bot.services.digests.portfolio import read_portfolio
from bot.services.digests.reading import read_week
from bot.services.digests.weekly import parts_of
from bot.services.elsewhere import ELSEWHERE
from bot.services.hours import working_time
from bot.services.mornings import BACK, DIGEST, read_morning
from bot.services.people import names
from bot.services.policies import read_change
from bot.services.privately import readers
from bot.services.project_cards import read_project_card
from bot.services.promises import read_promise
from bot.services.reminders import read_reminder
from bot.services.sources import changed_since
from bot.services.telling import PING
from bot.services.understanding import read_offer, state_of
from bot.views import cards, checkins, digests, home, inputs, leave, notices, offers, promises, timeline
from bot.views.blocks import Message
from bot.views.handing import handed_over, person_left
from bot.views.mornings import morning
from bot.views.policy import policy_changed
from bot.views.reminders import reminder
from models import Post, Project
from models.enums import PostState

Picture = Callable[[Session, Post, datetime], Payload | None]


def draw(session: Session, post: Post, now: datetime) -> Payload | None:
    """What a post shows now, or None when there is nothing to say any more. Raises KeyError for unknown pictures."""
    return PICTURES[post.picture](session, post, now)


def _payload(message: Message, refresh_at: datetime | None = None) -> Payload:
    return Payload(message.text, message.blocks, refresh_at=refresh_at)


def _request(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_request_card(session, post.request_id or 0, now)
    if card is None:
        return None
    until = card.take_back_until
    changed = changed_since(session, card.request_id)
    message = cards.request_card(card, now, source=post.facts.get("source"), changed=changed)
    return _payload(message, until if until is not None and until > now else None)


def _request_public(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_request_card(session, post.request_id or 0, now)
    return _payload(cards.public_card(card)) if card is not None else None


def _request_ended(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_request_card(session, post.request_id or 0, now)
    return _payload(notices.request_ended(card)) if card is not None else None


def _project(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_project_card(session, post.project_id or 0, now)
    return _payload(cards.project_card(card)) if card is not None else None


def _request_notice(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_request_card(session, post.request_id or 0, now)
    if card is None or (readers(card.channel_id) and not readers(post.address)):
        return None  # money was offered with it since this was owed to a channel
    return _payload(notices.request_notice(card, post.picture, post.facts))


def _project_started(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_project_card(session, post.project_id or 0, now)
    return _payload(notices.project_started(card)) if card is not None else None


def _project_status(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_project_card(session, post.project_id or 0, now)
    return _payload(notices.project_status(card, post.facts)) if card is not None else None


def _handed_over(session: Session, post: Post, now: datetime) -> Payload | None:
    project = session.get(Project, post.project_id)
    if project is None:
        return None
    known = names(session, post.team_id, [post.facts["old"], post.facts["new"], post.facts["by"]])
    return _payload(handed_over(post.facts, project.name, known))


def _person_left(session: Session, post: Post, now: datetime) -> Payload | None:
    user_id = str(post.facts["user_id"])
    held = [(project.id or 0, project.name, roles) for project, roles in roles_of(session, post.team_id, user_id)]
    return _payload(person_left(names(session, post.team_id, [user_id]).get(user_id, "Somebody"), held))


def _policy_changed(session: Session, post: Post, now: datetime) -> Payload | None:
    change = read_change(session, post.team_id, int(post.facts.get("version") or 0))
    return _payload(policy_changed(change)) if change is not None else None


def _project_notice(words: Callable[[Any, Any], Message]) -> Picture:
    """Something said in a project's thread."""

    def picture(session: Session, post: Post, now: datetime) -> Payload | None:
        card = read_project_card(session, post.project_id or 0, now)
        return _payload(words(card, post.facts)) if card is not None else None

    return picture


def _pick_up(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_offer(session, int(post.facts["pick_up"]), now)
    return _payload(offers.offer(found)) if found is not None else None


def _outsider_asks(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_offer(session, int(post.facts["pick_up"]), now)
    if found is not None:
        return _payload(offers.outsider_asks(found))
    state = state_of(session, int(post.facts["pick_up"]))
    # What was answered before it was ever shown need not be.
    return _payload(offers.outsider_answered(state)) if post.ts is not None else None


def _promise(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_promise(session, int(post.facts["promise"]), now)
    return _payload(promises.guard(found)) if found is not None else None


def _promise_stands(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_promise(session, int(post.facts["promise"]), now)
    return _payload(promises.stands(found)) if found is not None else None


def _answer(session: Session, post: Post, now: datetime) -> Payload | None:
    return Payload(str(post.facts.get("text", "")), list(post.facts.get("blocks", [])))


def _reminder(session: Session, post: Post, now: datetime) -> Payload | None:
    user_id, day = str(post.facts.get("user", "")), date.fromisoformat(str(post.facts["day"]))
    found = read_reminder(session, post.project_id or 0, user_id, day, now)
    return _payload(reminder(found)) if found is not None else None


def _morning(session: Session, post: Post, now: datetime) -> Payload | None:
    user_id, day = str(post.facts.get("user", "")), date.fromisoformat(str(post.facts["day"]))
    found = read_morning(
        session, team_id=post.team_id, user_id=user_id, day=day, now=now, after_leave=post.picture == BACK.name
    )
    return _payload(morning(found)) if found is not None else None


def _home(session: Session, post: Post, now: datetime) -> Payload | None:
    user_id = post.address.removeprefix("home:")
    desk = read_desk(session, team_id=post.team_id, user_id=user_id, now=now)
    view = home.home(desk, page=int(post.facts.get("page") or 0))
    return Payload("", [], view=view)


def _checkin(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_round(session, int(post.facts["round"]), now)
    if found is None:
        return None
    if post.picture == "checkin":
        return _payload(checkins.checkin_card(found))
    if post.picture == "checkin_summary":
        # While the two talk about what they see differently, the channel keeps what it has.
        return _payload(checkins.checkin_summary(found)) if found.held_until is None else None
    if post.picture == "checkin_differs":
        return _payload(checkins.checkin_differs(found, post.facts))
    # It is for one person: by when is said on their own clock.
    zone = working_time(session, post.team_id, str(post.facts.get("whom", ""))).zone
    return _payload(checkins.checkin_notice(replace(found, zone=zone), post.picture, post.facts))


def _checkin_private(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_private(session, int(post.facts["round"]), str(post.facts["seat"]))
    return _payload(checkins.checkin_private(*found)) if found is not None else None


def _checkin_plan(session: Session, post: Post, now: datetime) -> Payload | None:
    card = read_project_card(session, post.project_id or 0, now)
    return _payload(checkins.checkin_plan(card.name, card.names, post.facts)) if card is not None else None


def _blocker(session: Session, post: Post, now: datetime) -> Payload | None:
    found = read_blocker(session, int(post.facts["blocker"]))
    if found is None or post.picture == "blocker":
        return _payload(checkins.blocker_card(found)) if found is not None else None
    return _payload(checkins.blocker_notice(found, post.picture, post.facts)) if found.closed_by is None else None


def _project_digest(session: Session, post: Post, now: datetime) -> Payload | None:
    project = session.get(Project, post.project_id)
    if project is None:
        return None
    on, zone = date.fromisoformat(post.facts["day"]), str(post.facts["zone"])
    week = read_week(session, project, day=on, zone=zone, now=now)
    message, plan = digests.project_digest(week), week.timeline
    shown = Attachment(f"timeline-{on}.png", timeline.alt_text(plan), partial(timeline.draw, plan))
    return Payload(message.text, message.blocks, attachment=shown)


def _portfolio_digest(session: Session, post: Post, now: datetime) -> Payload | None:
    on, zone = date.fromisoformat(post.facts["day"]), str(post.facts["zone"])
    found = read_portfolio(session, team_id=post.team_id, day=on, zone=zone, now=now)
    parts = parts_of(session, post.team_id, post.address.removeprefix("dm:"))
    return _payload(digests.portfolio_digest(found, parts)) if found.standings else None


def _ping(session: Session, post: Post, now: datetime) -> Payload | None:
    """What a message says by now, to somebody whom it could not ping, or names where they are not."""
    said, user_id = session.get(Post, int(post.facts["post"])), str(post.facts["user"])
    found = draw(session, said, now) if said is not None and said.state is not PostState.DEAD else None
    if said is None or found is None or user_id not in mentioned(found):
        return None
    direct = post.picture == ELSEWHERE
    return _payload(notices.elsewhere(said.address, found.text) if direct else notices.ping(user_id, found.text))


def _plain(words: Callable[[Any], Message]) -> Picture:
    return lambda session, post, now: _payload(words(post.facts))


PICTURES: dict[str, Picture] = {
    "request": _request,
    "request_public": _request_public,
    "request_ended": _request_ended,
    "project": _project,
    "request_decided": _request_notice,
    "request_withdrawn": _request_notice,
    "request_taken_back": _request_notice,
    "request_edited": _request_notice,
    "request_signed": _request_notice,
    "request_objected": _request_notice,
    "request_countered": _request_notice,
    "request_questioned": _request_notice,
    "request_answered": _request_notice,
    "request_passed_on": _request_notice,
    "request_nudged": _request_notice,
    "request_raised": _request_notice,
    "request_lapsed": _request_notice,
    "request_escalated": _request_notice,
    "handed_over": _handed_over,
    "person_left": _person_left,
    "project_started": _project_started,
    "project_status": _project_status,
    "policy_changed": _policy_changed,
    "input_added": _project_notice(inputs.input_added),
    "input_received": _project_notice(inputs.input_came),
    "project_digest": _project_digest,
    "portfolio_digest": _portfolio_digest,
    "checkin": _checkin,
    "checkin_asked": _checkin,
    "checkin_reminded": _checkin,
    "checkin_differs": _checkin,
    "checkin_summary": _checkin,
    "checkin_private": _checkin_private,
    "checkin_plan": _checkin_plan,
    "blocker": _blocker,
    "blocker_due": _blocker,
    "blocker_given": _blocker,
    "answer": _answer,
    "home": _home,
    "post_parked": _plain(notices.post_parked),
    "channel_broken": _plain(notices.channel_broken),
    "pick_up": _pick_up,
    "outsider_asks": _outsider_asks,
    "linked": _plain(offers.linked_notice),
    "promise": _promise,
    "promise_stands": _promise_stands,
    "reading": _plain(offers.reading),
    "channel_outside": _plain(notices.channel_outside),
    "outsider": _plain(notices.for_outsiders),
    "removal": lambda session, post, now: Payload("", []),
    "channel_restricted": _plain(notices.channel_restricted),
    "reminder": _reminder,
    DIGEST.name: _morning,
    BACK.name: _morning,
    "status_away": _plain(leave.status_away),
    "installed": _plain(notices.installed),
    PING: _ping,
    ELSEWHERE: _ping,
}
