"""Who works on it, and for how many hours. The PM answers for it.

A value is `{"person": user id, "hours": number, "from"?: ISO, "until"?: ISO}`; the target is the person's id. One that
is asked for says under "elsewhere" which other live projects have the person at that time: their manager is asked.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from bot.domains.kept import Kept
from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Invalid
from bot.policy.change import Change
from models import Project, ProjectFields, ProjectValue
from models.enums import Domain, ProjectStatus


class Resourcing(Kept):
    domain = Domain.RESOURCING
    title = "Change who works on it"
    about = "person"
    fields = (
        Field("person", "Who", FieldKind.PERSON),
        Field("hours", "Hours in total", FieldKind.NUMBER, required=False),
        Field("from", "From", FieldKind.DATE, required=False, hint="Left empty: from now on."),
        Field("until", "Until", FieldKind.DATE, required=False, hint="Left empty: until the deadline."),
        Field("off", "Or", FieldKind.FLAG, required=False, options=(("yes", "Take them off the project"),)),
        WHY,
    )

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        found = super().read(session, project, target)
        return Target(found.key, found.name, found.value, {"elsewhere": _elsewhere(session, project, target),
                                                           "deadline": project.deadline})  # fmt: skip

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        if said["off"]:
            return {}
        if not said["hours"]:
            raise Invalid("hours_missing", "hours")
        start, end = said["from"], said["until"]
        if end and end < today.isoformat() and end != now.value.get("until"):
            raise Invalid("date_past", "until", date=date.fromisoformat(end))
        if start and start < today.isoformat() and start != now.value.get("from"):
            raise Invalid("date_past", "from", date=date.fromisoformat(start))
        if start and end and end < start:
            raise Invalid("away_upside_down", "until")
        value = {"person": said["person"], "hours": said["hours"], "from": start, "until": end}
        span = (start or today.isoformat(), end or now.facts["deadline"].isoformat())
        clashes = [each for each in now.facts["elsewhere"] if _overlap(span, each)]
        named = [{"project_id": each["project_id"], "project": each["project"]} for each in clashes]
        return {key: each for key, each in value.items() if each is not None} | ({"elsewhere": named} if named else {})

    def lines(self, before: Value, after: Value) -> list[Line]:
        person = after.get("person") or before.get("person")
        kinds = {"hours": FieldKind.NUMBER, "from": FieldKind.DATE, "until": FieldKind.DATE}
        return [
            Line(key, kind, _text(before.get(key)), _text(after.get(key)), about=person)
            for key, kind in kinds.items()
            if before.get(key) != after.get(key)
        ]

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        started = project.status is not ProjectStatus.PLANNING
        return Change(self.domain, started=started, booked_elsewhere=bool(after.get("elsewhere")))

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        # Who else has them is a fact of the moment when it was asked, not of the booking.
        kept = {key: each for key, each in after.items() if key != "elsewhere"}
        super().apply(session, project, target, kept, by)


def others_with(session: Session, project: ProjectFields, user_id: str) -> Sequence[tuple[Project, ProjectValue]]:
    """The other live projects that have booked somebody, each with its booking."""
    query = (
        select(Project, ProjectValue)
        .join(ProjectValue, col(ProjectValue.project_id) == col(Project.id))
        .where(
            Project.team_id == project.team_id,
            Project.id != project.id,
            Project.status == ProjectStatus.LIVE,
            ProjectValue.domain == Domain.RESOURCING,
            ProjectValue.target == user_id,
        )
        .order_by(col(Project.id))
    )
    return session.exec(query).all()


def _elsewhere(session: Session, project: ProjectFields, user_id: str) -> list[dict[str, Any]]:
    """What other live projects have of this person. Who manages both answers for both."""
    return [
        {
            "project_id": other.id,
            "project": other.name,
            "from": row.value.get("from", ""),
            "until": row.value.get("until") or other.deadline.isoformat(),
        }
        for other, row in others_with(session, project, user_id)
        if other.pm_id != project.pm_id
    ]


def _overlap(span: tuple[str, str], booked: Mapping[str, Any]) -> bool:
    return bool(booked["from"] <= span[1] and span[0] <= booked["until"])


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
