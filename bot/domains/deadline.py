"""Dates: the project's deadline and its milestones. The PM answers for them.

A value is `{"name": str, "date": "YYYY-MM-DD", "client": bool}`; an empty value means that the milestone is not there
(yet). Targets: "project", "milestone:<id>", and "new:<folded name>" for a milestone that is to be added.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, update
from sqlmodel import Session, col, select

from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Invalid, NotFound
from bot.policy.change import Change
from bot.prepared import Prepared
from models import Milestone, Project, ProjectFields
from models.enums import Domain, ProjectStatus

DEADLINE = "Deadline"
NAME_LENGTH = 80


#: On every approval of a new deadline, so it goes straight to the driver.
_MOVE = Prepared(
    update(Project)
    .where(col(Project.id) == bindparam("project_id"))
    .values(
        deadline=bindparam("to_date", type_=Date()),
        deadline_client=bindparam("to_client", type_=Boolean()),
    )
)


class Deadline:
    domain = Domain.DEADLINE
    title = "Move a date"
    private = False
    about = None
    fields = (
        Field("target", "What moves", FieldKind.TARGET),
        Field("date", "New date", FieldKind.DATE),
        WHY,
    )

    def target_of(self, given: Mapping[str, Any]) -> str:
        return str(given.get("target") or "project")

    def filled(self, value: Value) -> dict[str, Any]:
        return {"date": value.get("date")}

    def targets(self, session: Session, project: ProjectFields) -> list[Target]:
        found = [Target("project", DEADLINE, _project_value(project))]
        query = (
            select(Milestone)
            .where(Milestone.project_id == project.id, col(Milestone.done_at).is_(None))
            .order_by(col(Milestone.date), col(Milestone.id))
        )
        found += [Target(f"milestone:{each.id}", each.name, _value(each)) for each in session.exec(query)]
        return found

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        if target == "project":
            return Target("project", DEADLINE, _project_value(project))
        kind, _, rest = target.partition(":")
        if kind == "new" and rest:
            return Target(target, rest, {})
        if kind == "milestone" and rest.isdecimal():
            milestone = session.get(Milestone, int(rest))
            if milestone is not None and milestone.project_id == project.id:
                return Target(target, milestone.name, _value(milestone))
        raise NotFound("milestone_gone")

    def find(self, session: Session, project: ProjectFields, target: str, after: Value) -> str:
        if not target.startswith("new:"):
            return target
        milestone = _find(session, project, target, after)
        if milestone is None:
            raise NotFound("milestone_gone")
        return f"milestone:{milestone.id}"

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        when = given.get("date")
        if not isinstance(when, date):
            raise Invalid("date_missing", "date")
        if when < today:
            raise Invalid("date_past", "date", date=when)
        if when.year > today.year + 30:
            raise Invalid("date_far", "date", date=when)
        name = str(given.get("name") or now.value.get("name") or now.name).strip()
        if not name or len(name) > NAME_LENGTH:
            raise Invalid("name_length", "name", limit=NAME_LENGTH)
        client = bool(given.get("client", now.value.get("client", False)))
        value = {"name": name, "date": when.isoformat(), "client": client}
        if value == now.value:
            raise Invalid("same_date", "date", what=now.name, date=when)
        return value

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        return Change(
            Domain.DEADLINE,
            started=project.status is not ProjectStatus.PLANNING,
            client_date=bool(before.get("client") or after.get("client")),
        )

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        if target == "project":
            when = date.fromisoformat(after["date"])
            _MOVE.run(session, project_id=project.id, to_date=when, to_client=after["client"])
            return
        milestone = _find(session, project, target, after)
        if not after:
            if milestone is not None:
                session.delete(milestone)
            return
        if milestone is None:
            milestone = Milestone(
                project_id=project.id or 0,
                name=after["name"],
                name_key=fold(after["name"]),
                date=date.fromisoformat(after["date"]),
                client_date=after["client"],
                created_by=by.actor_id,
                created_at=by.now,
            )
        milestone.date = date.fromisoformat(after["date"])
        milestone.client_date = after["client"]
        session.add(milestone)

    def lines(self, before: Value, after: Value) -> list[Line]:
        label = after.get("name") or before.get("name") or DEADLINE
        found = []
        if before.get("date") != after.get("date"):
            found.append(Line(label, FieldKind.DATE, before.get("date"), after.get("date")))
        if before and after and before.get("client") != after.get("client"):
            told = {True: "client date", False: "internal date", None: None}
            found.append(Line(label, FieldKind.TEXT, told[before.get("client")], told[after.get("client")]))
        return found


def fold(name: str) -> str:
    """How names are compared: case and spacing do not count."""
    return " ".join(name.casefold().split())


def _project_value(project: ProjectFields) -> Value:
    return {"name": DEADLINE, "date": project.deadline.isoformat(), "client": project.deadline_client}


def _value(milestone: Milestone) -> Value:
    return {"name": milestone.name, "date": milestone.date.isoformat(), "client": milestone.client_date}


def _find(session: Session, project: ProjectFields, target: str, after: Value) -> Milestone | None:
    kind, _, rest = target.partition(":")
    query = select(Milestone).where(Milestone.project_id == project.id)
    if kind == "milestone":
        query = query.where(Milestone.id == int(rest))
    else:
        query = query.where(Milestone.name_key == (fold(after["name"]) if after else rest))
    return session.exec(query).first()
