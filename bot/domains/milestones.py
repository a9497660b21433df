"""The rows of a project's milestones: as one snapshot, and what moves or goes among them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from bot.domains.kind import Value
from bot.domains.timeline import Step
from bot.errors import Conflict
from bot.prepared import Prepared
from models import ClientInput, Milestone, ProjectFields

#: A project's milestones, whenever a date of it is looked at.
_STEPS = Prepared(
    core_select(
        col(Milestone.id), col(Milestone.name), col(Milestone.date), col(Milestone.client_date),
        col(Milestone.follows_id), col(Milestone.done_at),
    )
    .where(col(Milestone.project_id) == bindparam("project_id"))
    .order_by(col(Milestone.date), col(Milestone.id))
)  # fmt: skip


def value_of(milestone: Milestone, names: Mapping[int, str]) -> Value:
    """A milestone as a value: its name, its date, whether the client was told, what it follows."""
    value: Value = {"name": milestone.name, "date": milestone.date.isoformat(), "client": milestone.client_date}
    if milestone.follows_id is not None:
        value["follows"] = {"id": milestone.follows_id, "name": names.get(milestone.follows_id, "")}
    return value


def read_steps(session: Session, project_id: int | None) -> tuple[Step, ...]:
    """A project's milestones as one snapshot, in the order of their dates."""
    rows = _STEPS.rows(session, project_id=project_id)
    return tuple(
        step_of(id_, name, when, client, follows, done_at is not None)
        for id_, name, when, client, follows, done_at in rows
    )


def step_of(id_: int, name: str, day: date, client: bool, follows: int | None, done: bool) -> Step:
    """A milestone as a step of a plan; `follows` is another milestone's id."""
    return Step(f"milestone:{id_}", name, day, client, f"milestone:{follows}" if follows else None, done)


def key_of(milestone: Milestone) -> str:
    return f"milestone:{milestone.id}"


def id_of(key: str) -> int:
    return int(key.partition(":")[2])


def move_along(session: Session, project: ProjectFields, move: Mapping[str, Any]) -> None:
    """Move what follows from the day on which it was found. Raises Conflict where it is not there any more."""
    milestone = session.get(Milestone, id_of(move["key"]), populate_existing=True)
    if milestone is None or milestone.project_id != project.id or milestone.done_at is not None:
        raise Conflict("moved_on", what=move["name"])
    if milestone.date.isoformat() != move["from"]:
        raise Conflict("moved_on", what=move["name"])
    milestone.date = date.fromisoformat(move["to"])
    session.add(milestone)


def take_out(session: Session, milestone: Milestone) -> None:
    """Raises Conflict while something depends on it."""
    behind = session.exec(select(Milestone.name).where(Milestone.follows_id == milestone.id)).first()
    needed = session.exec(select(ClientInput.what).where(ClientInput.milestone_id == milestone.id)).first()
    if behind or needed:
        raise Conflict("depended_on", what=milestone.name, other=behind or needed)
    session.delete(milestone)
    session.flush()
