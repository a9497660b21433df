"""A change as it was asked for, checked: what it is about, and what that is to become."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domains.kind import FieldKind, Kind, Target, Value
from bot.services.following import carry
from bot.services.people import require_bookable, require_pickable
from models import PersonFields, ProjectFields
from models.enums import Domain


def check_change(
    session: Session, project: ProjectFields, kind: Kind, key: str, given: Mapping[str, Any], today: date
) -> tuple[Target, Value]:
    """The target with today's value, and the value asked for.

    Raises NotFound when the target is gone, Invalid with the field of what cannot be used, people who left and
    outsiders included. Who is to go may have left already.
    """
    target = kind.read(session, project, key)
    after = kind.clean(target, given, today)
    for field in kind.fields:
        if field.kind is FieldKind.PERSON and after.get(field.key):
            # A freelancer can be booked; whatever else names a person is for full members.
            require = require_bookable if kind.domain is Domain.RESOURCING else require_pickable
            require(session, project.team_id, after[field.key], field.key)
    return target, carry(session, project, kind.domain, target, after)


def today_of(person: PersonFields, now: datetime) -> date:
    """The person's own calendar date."""
    return now.astimezone(ZoneInfo(person.zone)).date()
