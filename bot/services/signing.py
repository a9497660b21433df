"""What a new version brings with it: its author's own yes, and whose people it needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from bot.policy.may import Permit, Seat
from models import Project, RequestFields, Signature
from models.enums import Mode, Role


def sign_as_author(session: Session, request: RequestFields, seats: Mapping[Role, Seat], now: datetime) -> None:
    """Where both sign the same figures, whoever wrote them says yes by writing them; only the other is asked."""
    if request.mode is not Mode.JOINT:
        return
    for role in request.needed:
        permit = _as(request.author_id, role, seats)
        if permit is None:
            continue
        session.connection().execute(
            insert(Signature).values(
                request_id=request.id,
                version=request.version,
                role=role,
                user_id=request.author_id,
                signed_as=permit.acting_as,
                created_at=now,
            )
        )


def signed_by(session: Session, request: RequestFields) -> tuple[str, ...]:
    """Who said yes to the present version, whoever holds their role now."""
    query = select(Signature).where(Signature.request_id == request.id, Signature.version == request.version)
    signed = {Role(each.role): each.user_id for each in session.exec(query)}
    return tuple(signed[role] for role in request.needed if role in signed)


def lender_of(values: Iterable[Mapping[str, Any]]) -> int | None:
    """The other project whose manager is asked for its people; None where nobody is booked elsewhere."""
    return next(iter(lenders_of(values)), None)


def lenders_of(values: Iterable[Mapping[str, Any]]) -> list[int]:
    """Every project that has somebody already whom one of these values wants, in the order in which they are asked."""
    booked = [int(each["project_id"]) for after in values for each in after.get("elsewhere") or ()]
    return list(dict.fromkeys(booked))


def next_lender(session: Session, request: RequestFields) -> int | None:
    """The next project that has the person and whose manager has not been asked yet; None when all were."""
    booked = lenders_of(each.after for each in request.parts)
    if request.lender_project_id not in booked:
        return None
    rest = booked[booked.index(request.lender_project_id) + 1 :]
    asked = {session.get_one(Project, each).pm_id for each in booked if each not in rest}
    return next((each for each in rest if session.get_one(Project, each).pm_id not in asked), None)


def _as(user_id: str, role: Role, seats: Mapping[Role, Seat]) -> Permit | None:
    seat = seats.get(role)
    if seat is None:
        return None
    if user_id == seat.holder:
        return Permit(role)
    acts = user_id in seat.any_time or (seat.away and user_id in seat.deputies)
    return Permit(role, as_deputy=True) if acts else None
