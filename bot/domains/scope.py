"""What is delivered, and in how many rounds. The AM answers for it, and both have to agree to a change.

A value is `{"name", "rounds"?, "how"?}`; the target is the folded name. What is not in scope is empty, and a value with
"gone" takes it out. An addition in exchange carries the whole value of what goes for it, under "swap".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot.domains.deadline import fold
from bot.domains.kept import NAME_LENGTH, Kept
from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Invalid
from models import ProjectFields, ProjectValue, RequestFields
from models.enums import Domain, RequestState

ADD, OUT, ROUNDS = "add", "out", "rounds"
PAID, SWAP, GOODWILL = "paid", "swap", "goodwill"
WHAT = ((ADD, "Add a deliverable"), (OUT, "Take one out"), (ROUNDS, "Change its rounds"))
HOW = ((PAID, "The client pays for it"), (SWAP, "Something else goes instead"), (GOODWILL, "Goodwill"))
HOW_SAID = {PAID: "paid for", SWAP: "in exchange", GOODWILL: "as goodwill"}


class Scope(Kept):
    domain = Domain.SCOPE
    title = "Change the scope"
    about = "name"
    fields = (
        Field("what", "What changes", FieldKind.CHOICE, options=WHAT),
        Field("name", "Deliverable", FieldKind.TEXT, max_length=NAME_LENGTH),
        Field("rounds", "Rounds", FieldKind.NUMBER, required=False, hint="Rounds of feedback that are included."),
        Field("how", "An addition is", FieldKind.CHOICE, required=False, options=HOW),
        Field(
            "swap", "What goes instead", FieldKind.TEXT, required=False, hint="The deliverable that it replaces.",
            max_length=NAME_LENGTH,
        ),
        WHY,
    )  # fmt: skip

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        found = super().read(session, project, target)
        query = select(ProjectValue).where(
            ProjectValue.project_id == project.id, ProjectValue.domain == self.domain, ProjectValue.target != target
        )
        return Target(found.key, found.name, found.value, {each.target: each.value for each in session.exec(query)})

    def filled(self, value: Value) -> dict[str, Any]:
        swap = value.get("swap", {}).get("name")
        what = OUT if value.get("gone") else ROUNDS if value.get("recounted") else ADD
        return {**{key: value.get(key) for key in ("name", "rounds", "how")}, "what": what, "swap": swap}

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        there = bool(now.value)
        if said["what"] == ADD:
            if there:
                raise Invalid("scope_there", "name", what=now.name)
            return self._addition(now, said)
        if not there:
            raise Invalid("scope_unknown", "name", what=said["name"], listed=_listed(now.facts))
        if said["what"] == OUT:
            return {"name": now.value["name"], "gone": True}
        if said["rounds"] is None:
            raise Invalid("empty", "rounds")
        kept = {key: each for key, each in now.value.items() if key != "swap"}
        return {**kept, "rounds": _whole(said["rounds"]), "recounted": True}

    def _addition(self, now: Target, said: Mapping[str, Any]) -> Value:
        if said["how"] is None:
            raise Invalid("choice_missing", "how")
        value: Value = {"name": said["name"], "how": said["how"]}
        if said["rounds"] is not None:
            value["rounds"] = _whole(said["rounds"])
        if said["how"] == SWAP:
            goes = now.facts.get(fold(said["swap"] or ""))
            if not said["swap"]:
                raise Invalid("empty", "swap")
            if goes is None:
                raise Invalid("scope_unknown", "swap", what=said["swap"], listed=_listed(now.facts))
            value["swap"] = dict(goes)
        return value

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        before = self.read(session, project, target).value
        gone = bool(after.get("gone"))
        stored = {} if gone else {key: each for key, each in after.items() if key != "recounted"}
        if after.get("swap"):
            super().apply(session, project, fold(after["swap"]["name"]), {}, by)
        elif not after and before.get("swap"):
            # An exchange that is taken back brings back what went for it.
            super().apply(session, project, fold(before["swap"]["name"]), before["swap"], by)
        super().apply(session, project, target, stored, by)

    def lines(self, before: Value, after: Value) -> list[Line]:
        name = after.get("name") or before.get("name") or ""
        old, new = _said(before), _said(after)
        found = [Line(name, FieldKind.TEXT, old, new)] if old != new else []
        swap = after.get("swap")
        if swap and not before.get("swap"):
            found.append(Line(swap["name"], FieldKind.TEXT, _said(swap), _said({})))
        return found


def to_quote(request: RequestFields) -> str | None:
    """The name of an addition that needs a price now: declined as it was, or approved and to be paid for."""
    for part in request.parts:
        how = part.after.get("how") if part.domain is Domain.SCOPE and not part.before else None
        ended = request.state is RequestState.DECLINED or (request.state is RequestState.APPROVED and how == PAID)
        if how and ended:
            return str(part.after["name"])
    return None


def _said(value: Value) -> str:
    if not value or value.get("gone"):
        return "not included"
    rounds = value.get("rounds")
    counted = "" if rounds is None else f", {rounds} {'round' if rounds == 1 else 'rounds'}"
    how = HOW_SAID.get(str(value.get("how")))
    return f"included{counted}" + (f", {how}" if how else "")


def _whole(rounds: float) -> int:
    if rounds != int(rounds) or rounds > 100:
        raise Invalid("rounds_unclear", "rounds")
    return int(rounds)


def _listed(facts: Mapping[str, Any]) -> str:
    return ", ".join(str(each["name"]) for each in facts.values()) or "nothing yet"
