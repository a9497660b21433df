"""Money is between few: its cards go to a group message of the two with the bot, and the channel learns only that
there was something."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domains import KINDS
from bot.policy.may import Seat
from bot.services import outbox, routing
from models import ChangeRequest, Person, Post, Project, ProjectFields, RequestFields
from models.enums import Domain, Role

#: What whoever asked is told, wherever they are: how it ended, without a figure.
ENDINGS = frozenset({"request_decided", "request_taken_back", "request_lapsed", "request_objected"})


def is_private(request: RequestFields) -> bool:
    """Whether it is about money, or money was offered with it."""
    return KINDS[Domain(request.domain)].private or bool(readers(request.channel_id))


def address_of(seats: Mapping[Role, Seat], requester_id: str, acting: frozenset[Role]) -> str:
    """Where a card about money goes: the holders of the roles who are here, who stands in for one who is away, and who
    asks, if they act for a role. One person alone is written to directly. Nothing new in a group waits for somebody's
    return: who is away gets a card of their own then."""
    people = {seat.holder for seat in seats.values() if not seat.away}
    people |= {seat.deputies[0] for seat in seats.values() if seat.away and seat.deputies}
    if acting:
        people.add(requester_id)
    people = people or {seat.holder for seat in seats.values()}
    return f"group:{','.join(sorted(people))}" if len(people) > 1 else f"dm:{people.pop()}"


def readers(address: str) -> list[str]:
    """The people of a group or direct address; nobody for a channel."""
    kind, _, people = address.partition(":")
    return people.split(",") if kind in ("group", "dm") and people else []


def may_read(session: Session, request: RequestFields, project: ProjectFields, reader_id: str) -> bool:
    """Whether this person may see what the request says."""
    if not is_private(request):
        return True
    reader = session.get(Person, (project.team_id, reader_id))
    return reader is not None and routing.sees_money(session, project, reader)


def make_private(session: Session, request: ChangeRequest, project: Project, now: datetime) -> None:
    """Money was offered with what was asked in a channel: its card goes to the few, and the channel's says from now on
    only that there is something. What was said in its thread before had no figure in it."""
    here = (Post.team_id == request.team_id, Post.request_id == request.id, Post.picture == "request")
    for post in session.exec(select(Post).where(*here).order_by(col(Post.id))).all():
        person = session.get(Person, (request.team_id, post.address.removeprefix("dm:")))
        if person is not None and routing.sees_money(session, project, person):
            continue
        moved = {"key": f"request:{request.id}:public"} if post.key == f"request:{request.id}" else {}
        values = {**moved, "picture": "request_public", "wanted": col(Post.wanted) + 1}
        session.connection().execute(update(Post).where(col(Post.id) == post.id).values(values))
    # The seats of the project alone: who asked, or lends somebody, need not see money.
    seats = routing.seats(session, project, now)
    request.channel_id = address_of(seats, request.requester_id, routing.acting_roles(request.requester_id, seats))
    session.add(request)
    session.flush()
    owe_request_card(session, request, project, now)


def owe_request_card(
    session: Session, request: RequestFields, project: ProjectFields, now: datetime, source: str | None = None
) -> None:
    """The card where it lives, and what others get of it. `source` links the message that it was raised from."""
    _owe(session, request, request.channel_id, f"request:{request.id}", "request", now, source=source)
    if is_private(request):
        # In the home channel: that it was asked, then that it was decided; no figure and no words of anybody.
        _owe(session, request, project.home_channel, f"request:{request.id}:public", "request_public", now)
        show_to(session, request, project, [request.requester_id, *routing.holders(project).values()], now)
    if request.lender_project_id is not None:
        # Who manages the other project need not be in this one's channel.
        show_to(session, request, project, [session.get_one(Project, request.lender_project_id).pm_id], now)


def _owe(
    session: Session,
    request: RequestFields,
    address: str,
    key: str,
    picture: str,
    now: datetime,
    *,
    source: str | None = None,
) -> None:
    outbox.owe_card(
        session,
        team_id=request.team_id,
        address=address,
        key=key,
        picture=picture,
        facts={"source": source} if source else None,
        project_id=request.project_id,
        request_id=request.id,
        now=now,
    )


def tell_others(
    session: Session, request: RequestFields, what: str, picture: str, facts: Mapping[str, object], now: datetime
) -> None:
    """What is said in the thread of a private card does not reach whoever is not in that group: who may answer now
    gets the card, and who asked is told how it ended."""
    project = session.get_one(Project, request.project_id)
    whose = facts.get("whose")
    show_to(session, request, project, [str(each) for each in whose] if isinstance(whose, list | tuple) else [], now)
    if request.requester_id in readers(request.channel_id) or picture not in ENDINGS:
        return
    outbox.owe_notice(
        session,
        team_id=request.team_id,
        address=f"dm:{request.requester_id}",
        key=f"request:{request.id}:{what}:requester",
        picture="request_ended",
        facts={},
        project_id=request.project_id,
        request_id=request.id,
        now=now,
    )


def show_to(
    session: Session, request: RequestFields, project: ProjectFields, people: Iterable[str], now: datetime
) -> None:
    """Deputies and ops leads who may answer now and are not in the group get the card directly; so does whoever is
    asked for their people."""
    inside = readers(request.channel_id)
    for user_id in sorted(set(people)):
        if user_id in inside or not may_read(session, request, project, user_id):
            continue
        _owe(session, request, f"dm:{user_id}", f"request:{request.id}:dm:{user_id}", "request", now)
