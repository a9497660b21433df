"""What the domains have in common whose values are rows of `project_value`: a file of such a domain holds its fields,
what a filled-in form comes to, and what differs.

A value is the fields as JSON by their keys; an empty value means that there is none (any more).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlmodel import Session, col, select

from bot.domains.deadline import fold
from bot.domains.fields import read_fields
from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Conflict, Invalid
from bot.policy.change import Change
from models import Person, ProjectFields, ProjectValue
from models.enums import Domain, ProjectStatus

NAME_LENGTH = 80


class Kept:
    """A domain that is kept as one row for each target."""

    domain: ClassVar[Domain]
    title: ClassVar[str]
    fields: ClassVar[Sequence[Field]]
    private: ClassVar[bool] = False
    #: The key of the field that says what it is about (a name or a person); None where there is only one thing.
    about: ClassVar[str | None] = None
    #: What it is called where there is only one thing.
    name: ClassVar[str] = ""

    # to be said by each domain

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        """The checked fields as a value; empty where it goes. Raises Invalid."""
        return {key: each for key, each in said.items() if each is not None}

    def lines(self, before: Value, after: Value) -> list[Line]:
        raise NotImplementedError

    # the same for all

    def target_of(self, given: Mapping[str, Any]) -> str:
        if self.about is None:
            return str(self.domain)
        field = next(each for each in self.fields if each.key == self.about)
        said = read_fields([field], given)[self.about]
        return str(said) if field.kind is FieldKind.PERSON else fold(str(said))

    def filled(self, value: Value) -> dict[str, Any]:
        return {each.key: value[each.key] for each in self.fields if value.get(each.key) is not None}

    def targets(self, session: Session, project: ProjectFields) -> list[Target]:
        if self.about is None:
            return [self.read(session, project, str(self.domain))]
        query = (
            select(ProjectValue.target)
            .where(ProjectValue.project_id == project.id, ProjectValue.domain == self.domain)
            .order_by(col(ProjectValue.target))
        )
        return [self.read(session, project, target) for target in session.exec(query)]

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        row = session.get(ProjectValue, (project.id, self.domain, target))
        value = dict(row.value) if row is not None else {}
        return Target(target, self.called(session, project, target, value), value)

    def find(self, session: Session, project: ProjectFields, target: str, after: Value) -> str:
        return target

    def called(self, session: Session, project: ProjectFields, target: str, value: Value) -> str:
        """What the target is called on screen."""
        field = next((each for each in self.fields if each.key == self.about), None)
        if field is None:
            return self.name
        if field.kind is FieldKind.PERSON:
            person = session.get(Person, (project.team_id, target))
            return person.name if person is not None else "somebody"
        return str(value.get(field.key) or target)

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        said = read_fields([each for each in self.fields if each is not WHY], given)
        if self.target_of(given) != now.key:
            raise Invalid("other_target", self.about, what=now.name)
        after = self.value(now, said, today)
        if not self.lines(now.value, after):
            raise Invalid("same_value", self._first_question(), what=now.name)
        return after

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        return Change(self.domain, started=project.status is not ProjectStatus.PLANNING)

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        row = session.get(ProjectValue, (project.id, self.domain, target))
        if after and row is None:
            row = ProjectValue(
                project_id=project.id or 0, domain=self.domain, target=target, value={}, changed_at=by.now
            )
        if row is None:
            return
        if not after:
            session.delete(row)
            session.flush()
            return
        row.value, row.request_id, row.changed_at = dict(after), by.request_id, by.now
        session.add(row)
        session.flush()

    def _first_question(self) -> str:
        return next(each.key for each in self.fields if each.key != self.about)


class KeptText(Kept):
    """One text of a project, whose versions count up: `{"version": int, "text": str}`."""

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        found = super().read(session, project, target)
        return Target(found.key, found.name, {"version": 0, "text": "", **found.value})

    def clean(self, now: Target, given: Mapping[str, Any], today: date) -> Value:
        if given.get("base") not in (None, now.value["version"]):
            # The form shows the whole text, so sending it would undo what somebody else wrote meanwhile.
            raise Invalid("text_moved", "text", what=self.name)
        return super().clean(now, given, today)

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        return {"version": int(now.value.get("version", 0)) + 1, "text": said["text"] or ""}

    def lines(self, before: Value, after: Value) -> list[Line]:
        old, new = before.get("text") or None, after.get("text") or None
        return [Line(self.name, FieldKind.LONG_TEXT, old, new)] if old != new else []

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        today = int(self.read(session, project, target).value.get("version", 0))
        version = int(after.get("version", 0))
        if version > today + 1:
            raise Conflict("moved_on", what=self.name)
        # An earlier text comes back as a new version: history only grows.
        value = {"version": max(version, today + 1), "text": after.get("text", "")}
        super().apply(session, project, target, value, by)
