"""Dates: the project's deadline and its milestones. The PM answers for them.

A value is `{"name": str, "date": "YYYY-MM-DD", "client": bool}`, with `"follows": {"id", "name"}` where the milestone
follows another; an empty value means that it is not there (yet). One that is asked for says under "moves" what moves
along: `[{"key", "name", "from", "to", "client"}]`. Targets: "project", "milestone:<id>", and "new:<folded name>" for a
milestone that is to be added.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, null, update
from sqlmodel import Session, col, select

from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.domains.milestones import id_of, key_of, move_along, read_steps, take_out, value_of
from bot.domains.timeline import PROJECT, Step, is_behind
from bot.errors import Complaints, Invalid, NotFound
from bot.policy.change import Change
from bot.prepared import Prepared
from models import Milestone, Project, ProjectFields
from models.enums import Domain, ProjectStatus

DEADLINE = "Deadline"
#: `/deadline` would take a milestone of such a name for the project's date, or for the start of a reason.
RESERVED = frozenset({"deadline", "the deadline", "project", "because", "urgent"})
NAME_LENGTH = 80
#: In the field of what a milestone follows: nothing.
NOTHING = "nothing"


#: On every approval of a new deadline, so it goes straight to the driver.
_MOVE = Prepared(
    update(Project)
    .where(col(Project.id) == bindparam("project_id"))
    .values(
        deadline=bindparam("to_date", type_=Date()),
        deadline_client=bindparam("to_client", type_=Boolean()),
        delivered_at=null(),
        # What reminders tell of changed: said here, since a second change of the row would have to go by itself.
        planned_at=null(),
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
        return str(given.get("target") or PROJECT)

    def filled(self, value: Value) -> dict[str, Any]:
        return {"date": value.get("date")}

    def targets(self, session: Session, project: ProjectFields) -> list[Target]:
        found = [Target(PROJECT, DEADLINE, _project_value(project))]
        query = (
            select(Milestone).where(Milestone.project_id == project.id).order_by(col(Milestone.date), col(Milestone.id))
        )
        all_of_them = session.exec(query).all()
        names = {each.id or 0: each.name for each in all_of_them}
        found += [
            Target(key_of(each), each.name, value_of(each, names)) for each in all_of_them if each.done_at is None
        ]
        return found

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        if target == PROJECT:
            return Target(PROJECT, DEADLINE, _project_value(project))
        kind, _, rest = target.partition(":")
        if kind == "new" and rest:
            return Target(target, rest, {}, {"steps": read_steps(session, project.id)})
        if kind == "milestone" and rest.isdecimal():
            milestone = session.get(Milestone, int(rest))
            if milestone is not None and milestone.project_id == project.id:
                steps = read_steps(session, project.id)
                names = {id_of(each.key): each.name for each in steps}
                return Target(target, milestone.name, value_of(milestone, names), {"steps": steps})
        raise NotFound("milestone_gone")

    def find(self, session: Session, project: ProjectFields, target: str, after: Value) -> str:
        if not target.startswith("new:"):
            return target
        milestone = _find(session, project, target, after)
        if milestone is None:
            raise NotFound("milestone_gone")
        return f"milestone:{milestone.id}"

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        wrong = Complaints()
        with wrong.noting():
            name = _name(now, given)
        with wrong.noting():
            when = _when(now, given, today)
        with wrong.noting():
            follows = _follows(now, given)
        wrong.tell()
        value: Value = {"name": name, "date": when.isoformat()}
        value["client"] = bool(given.get("client", now.value.get("client", False)))
        if follows is not None:
            value["follows"] = {"id": id_of(follows.key), "name": follows.name}
            if when < follows.date and not follows.done:
                field = "follows" if "follows" in given else "date"
                raise Invalid("follows_early", field, what=value["name"], other=follows.name, date=follows.date)
        if value == now.value:
            raise _unchanged(now, given, value)
        return value

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        return Change(
            Domain.DEADLINE,
            started=project.status is not ProjectStatus.PLANNING,
            client_date=any(each.get("client") for each in (before, after, *after.get("moves", ()))),
        )

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        if target == PROJECT:
            when = date.fromisoformat(after["date"])
            _MOVE.later(session, project_id=project.id, to_date=when, to_client=after["client"])
            return
        milestone = _find(session, project, target, after)
        if not after:
            if milestone is not None:
                take_out(session, milestone)
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
        milestone.follows_id = after["follows"]["id"] if after.get("follows") else None
        session.add(milestone)
        for each in after.get("moves", ()):
            move_along(session, project, each)
        session.flush()

    def lines(self, before: Value, after: Value) -> list[Line]:
        label = after.get("name") or before.get("name") or DEADLINE
        found = []
        if before.get("date") != after.get("date"):
            found.append(Line(label, FieldKind.DATE, before.get("date"), after.get("date")))
        if before and after and before.get("client") != after.get("client"):
            told = {True: "client date", False: "internal date", None: None}
            found.append(Line(label, FieldKind.TEXT, told[before.get("client")], told[after.get("client")]))
        if after and before.get("follows") != after.get("follows"):
            found.append(Line(label, FieldKind.TEXT, _after(before), _after(after)))
        for each in after.get("moves", ()):
            found.append(Line(each["name"], FieldKind.DATE, each["from"], each["to"], along=True))
        return found


def fold(name: str) -> str:
    """How names are compared: case and spacing do not count."""
    return " ".join(name.casefold().split())


def _project_value(project: ProjectFields) -> Value:
    return {"name": DEADLINE, "date": project.deadline.isoformat(), "client": project.deadline_client}


def _name(now: Target, given: Mapping[str, Any]) -> str:
    name = str(given.get("name") or now.value.get("name") or now.name).strip()
    if not name or len(name) > NAME_LENGTH:
        raise Invalid("name_length", "name", limit=NAME_LENGTH)
    if now.key != PROJECT and fold(name) in RESERVED:
        raise Invalid("name_reserved", "name", name=name)
    return name


def _when(now: Target, given: Mapping[str, Any], today: date) -> date:
    """The day that was given; what a milestone follows can be changed without a day."""
    when = given.get("date")
    if when is None and "follows" in given and now.value:
        return date.fromisoformat(now.value["date"])
    if not isinstance(when, date):
        raise Invalid("date_missing", "date")
    if when < today:
        raise Invalid("date_past", "date", date=when)
    if when.year > today.year + 30:
        raise Invalid("date_far", "date", date=when)
    return when


def _follows(now: Target, given: Mapping[str, Any]) -> Step | None:
    """What it is to follow: what was given, else what it follows today. Raises Invalid where that is itself."""
    steps: dict[str, Step] = {each.key: each for each in now.facts.get("steps", ())}
    if "follows" not in given:
        today = now.value.get("follows")
        return steps.get(f"milestone:{today['id']}") if today else None
    wanted = str(given["follows"] or "")
    if wanted == NOTHING:
        return None
    found = steps.get(wanted)
    if found is None:
        raise Invalid("follows_missing", "follows")
    if is_behind(steps.values(), now.key, found.key):
        raise Invalid("follows_circle", "follows", what=now.name, other=found.name)
    return found


def _unchanged(now: Target, given: Mapping[str, Any], value: Value) -> Invalid:
    if "follows" in given and given.get("date") is None:
        other = value["follows"]["name"] if value.get("follows") else NOTHING
        return Invalid("same_follows", "follows", what=now.name, other=other)
    return Invalid("same_date", "date", what=now.name, date=date.fromisoformat(value["date"]))


def _after(value: Value) -> str:
    return f"after {value['follows']['name']}" if value.get("follows") else "after nothing"


def _find(session: Session, project: ProjectFields, target: str, after: Value) -> Milestone | None:
    kind, _, rest = target.partition(":")
    query = select(Milestone).where(Milestone.project_id == project.id)
    if kind == "milestone":
        query = query.where(Milestone.id == int(rest))
    else:
        query = query.where(Milestone.name_key == (fold(after["name"]) if after else rest))
    return session.exec(query).first()
