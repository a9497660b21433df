"""What the model is compared with: a project's rows, read by prepared statements, since it is done after every step."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot.prepared import Prepared, as_model
from bot.services.cases import REQUEST, columns
from models import (
    ChangeRequest,
    Decision,
    Person,
    PersonFields,
    Post,
    Project,
    ProjectValue,
    RequestFields,
    RequestVersion,
    Signature,
)
from models.enums import Domain, ProjectStatus, Role


@dataclass(frozen=True)
class Known:
    """One project as the database has it."""

    status: ProjectStatus
    deadline: date
    #: Whether the film is in the scope, and the hours that Sam has.
    film: bool
    hours: int | None
    requests: list[RequestFields]
    people: dict[str, PersonFields]
    wanted: dict[int | None, int]
    signed: dict[tuple[int | None, int], set[Role]]
    decided_their_own: list[tuple[Any, ...]]
    #: Who was found to be away, or not, at which instant: filled in as it is asked.
    away: dict[tuple[str, datetime], bool] = field(default_factory=dict)


_PERSON = tuple(PersonFields.model_fields)
_OF = bindparam("project_id")
_PROJECT = Prepared(select(col(Project.status), col(Project.deadline)).where(col(Project.id) == _OF))
_VALUES = Prepared(select(col(ProjectValue.domain), col(ProjectValue.value)).where(col(ProjectValue.project_id) == _OF))
_REQUESTS = Prepared(
    select(*columns(ChangeRequest, REQUEST))
    .where(col(ChangeRequest.project_id) == _OF)
    .order_by(col(ChangeRequest.id))
)  # fmt: skip
_PEOPLE = Prepared(select(*columns(Person, _PERSON)).where(col(Person.team_id) == bindparam("team_id")))
_WANTED = Prepared(
    select(col(Post.request_id), col(Post.wanted)).where(col(Post.project_id) == _OF, col(Post.picture) == "request")
)
_SIGNED = Prepared(
    select(col(Signature.request_id), col(Signature.version), col(Signature.role))
    .join(ChangeRequest, col(ChangeRequest.id) == col(Signature.request_id))
    .where(col(ChangeRequest.project_id) == _OF)
)
_DECIDED_THEIR_OWN = Prepared(
    select(col(Decision.request_id))
    .join(ChangeRequest, col(ChangeRequest.id) == col(Decision.request_id))
    .join(
        RequestVersion,
        (col(RequestVersion.request_id) == col(Decision.request_id))
        & (col(RequestVersion.version) == col(Decision.version)),
    )
    .where(col(ChangeRequest.project_id) == _OF, col(RequestVersion.author_id) == col(Decision.user_id))
)


def look(session: Session, project_id: int, team_id: str) -> Known:
    """One project as the database has it, in one transaction."""
    ((status, deadline),) = _PROJECT.rows(session, project_id=project_id)
    people = [as_model(PersonFields, _PERSON, row) for row in _PEOPLE.rows(session, team_id=team_id)]
    signed: dict[tuple[int | None, int], set[Role]] = {}
    for request_id, version, role in _SIGNED.rows(session, project_id=project_id):
        signed.setdefault((request_id, version), set()).add(Role(role))
    values = {Domain(domain): value for domain, value in _VALUES.rows(session, project_id=project_id)}
    return Known(
        ProjectStatus(status),
        deadline,
        Domain.SCOPE in values,
        values.get(Domain.RESOURCING, {}).get("hours"),
        [as_model(RequestFields, REQUEST, row) for row in _REQUESTS.rows(session, project_id=project_id)],
        {each.user_id: each for each in people},
        dict(_WANTED.rows(session, project_id=project_id)),  # type: ignore[arg-type]
        signed,
        _DECIDED_THEIR_OWN.rows(session, project_id=project_id),
    )
