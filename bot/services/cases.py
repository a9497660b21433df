"""All that bears on one move of a request, read by one statement: a click waits for it."""

from typing import Any

from sqlalchemy import String, and_, bindparam, cast, literal, select
from sqlmodel import Session, SQLModel, col

from bot.errors import NotFound
from bot.prepared import Prepared, as_model
from bot.services import routing
from bot.services.people import require_insider
from bot.services.projects import Thread
from models import (
    ChangeRequest,
    Deputy,
    Person,
    PersonFields,
    Post,
    Project,
    ProjectChannel,
    ProjectFields,
    RequestFields,
)


def columns(table: type[SQLModel], names: tuple[str, ...]) -> list[Any]:
    """Some of a table's columns, in this order."""
    return [table.__table__.columns[name] for name in names]  # type: ignore[attr-defined]


_PERSON, REQUEST, _PROJECT = (tuple(each.model_fields) for each in (PersonFields, RequestFields, ProjectFields))
_DEPUTY = ("role", "user_id", "any_time")
_THREAD = ("id", "address")
#: The person, the request, its project and its card, once for each deputy on the project (once when there is none).
_CASE = Prepared(
    select(
        *columns(Person, _PERSON),
        *columns(ChangeRequest, REQUEST),
        *columns(Project, _PROJECT),
        *columns(Deputy, _DEPUTY),
        *columns(Post, _THREAD),
        col(ProjectChannel.broken).is_not(None),
    )
    .join_from(ChangeRequest, Project, col(ChangeRequest.project_id) == col(Project.id))
    .join(Person, col(Person.team_id) == col(ChangeRequest.team_id))
    .where(
        col(ChangeRequest.id) == bindparam("request_id"),
        col(ChangeRequest.team_id) == bindparam("team_id"),
        col(Person.user_id) == bindparam("actor_id"),
    )
    .outerjoin(Deputy, col(Deputy.project_id) == col(Project.id))
    .outerjoin(
        Post,
        and_(
            col(Post.team_id) == col(ChangeRequest.team_id),
            col(Post.key) == literal("request:") + cast(col(ChangeRequest.id), String),
        ),
    )
    .outerjoin(
        ProjectChannel,
        and_(col(ProjectChannel.project_id) == col(Project.id), col(ProjectChannel.channel_id) == col(Post.address)),
    )
    .order_by(col(Deputy.position))
)


def read_case(
    session: Session, team_id: str, actor_id: str, request_id: int
) -> tuple[PersonFields, RequestFields, ProjectFields, list[routing.Named], Thread | None, bool]:
    """Who acts, the request, its project, everybody who deputises there, the request's card, and whether it cannot
    show any more what becomes of it.

    Raises Refused for outsiders, NotFound.
    """
    rows = _CASE.rows(session, request_id=request_id, team_id=team_id, actor_id=actor_id)
    if not rows:
        require_insider(session, team_id, actor_id)
        raise NotFound("request_gone")
    one, two = len(_PERSON), len(_PERSON) + len(REQUEST)
    three, four = two + len(_PROJECT), -len(_THREAD) - 1
    row = rows[0]
    return (
        as_model(PersonFields, _PERSON, row[:one]),
        as_model(RequestFields, REQUEST, row[one:two]),
        as_model(ProjectFields, _PROJECT, row[two:three]),
        [(role, user_id, any_time) for role, user_id, any_time in (each[three:four] for each in rows) if user_id],
        (row[-3], row[-2]) if row[-2] is not None else None,
        bool(row[-1]),
    )
