"""The written brief. The AM answers for it; before the start both write freely.

A value is `{"version": int, "text": {part: text}}`; the target is always "brief".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Conflict, Invalid
from bot.policy.change import Change
from models import BriefVersion, Project, ProjectFields
from models.brief import BRIEF_FIELDS
from models.enums import Domain, ProjectStatus

#: Slack's limit for a text field in a form.
PART_LENGTH = 3000
#: What a whole brief may hold, so that it fits Slack's messages when it is shown.
BRIEF_LENGTH = 9000


class Brief:
    domain = Domain.BRIEF
    title = "Change the brief"
    private = False
    about = None
    fields = (
        *(Field(key, label, FieldKind.LONG_TEXT, required=False) for key, label in BRIEF_FIELDS),
        WHY,
    )

    def target_of(self, given: Mapping[str, Any]) -> str:
        return "brief"

    def filled(self, value: Value) -> dict[str, Any]:
        return dict(value.get("text", {}))

    def targets(self, session: Session, project: ProjectFields) -> list[Target]:
        return [self.read(session, project, "brief")]

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        version = session.get(BriefVersion, (project.id, project.brief_version))
        text = dict(version.text) if version is not None else {}
        return Target("brief", "Brief", {"version": project.brief_version, "text": text})

    def find(self, session: Session, project: ProjectFields, target: str, after: Value) -> str:
        return target

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        if given.get("base") not in (None, now.value["version"]):
            # The form shows every part, so sending it would undo what somebody else wrote meanwhile.
            raise Invalid("brief_moved", "background")
        text: dict[str, str] = {}
        for key, label in BRIEF_FIELDS:
            # What was not given stays as it is; what was emptied goes.
            part = str(given[key] or "").strip() if key in given else now.value["text"].get(key, "")
            if len(part) > PART_LENGTH:
                raise Invalid("text_long", key, label=label, limit=PART_LENGTH)
            if part:
                text[key] = part
        if sum(map(len, text.values())) > BRIEF_LENGTH:
            raise Invalid("brief_long", "background", limit=BRIEF_LENGTH)
        if text == now.value["text"]:
            raise Invalid("same_brief", "background")
        return {"version": now.value["version"] + 1, "text": text}

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        return Change(
            Domain.BRIEF,
            started=project.status is not ProjectStatus.PLANNING,
            brief_parts=frozenset(changed_parts(before, after)),
        )

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        if after["version"] <= project.brief_version:
            # An earlier text comes back as a new version: history only grows.
            after = {"version": project.brief_version + 1, "text": after["text"]}
        elif after["version"] != project.brief_version + 1:
            raise Conflict("moved_on", what="Brief")
        session.add(
            BriefVersion(
                project_id=project.id or 0,
                version=after["version"],
                text=after["text"],
                author_id=by.actor_id,
                reason=by.reason,
                request_id=by.request_id,
                created_at=by.now,
            )
        )
        moved = session.connection().execute(
            update(Project)
            .where(col(Project.id) == project.id, col(Project.brief_version) == project.brief_version)
            .values(brief_version=after["version"])
        )
        if moved.rowcount != 1:
            raise Conflict("moved_on", what="Brief")

    def lines(self, before: Value, after: Value) -> list[Line]:
        old, new = before.get("text", {}), after.get("text", {})
        labels = dict(BRIEF_FIELDS)
        return [
            Line(labels[key], FieldKind.LONG_TEXT, old.get(key), new.get(key)) for key in changed_parts(before, after)
        ]


def changed_parts(before: Value, after: Value) -> list[str]:
    """The keys of the parts that differ, in reading order."""
    old, new = before.get("text", {}), after.get("text", {})
    return [key for key, _ in BRIEF_FIELDS if old.get(key) != new.get(key)]
