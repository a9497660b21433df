"""Suppliers: who for what. The PM answers for them.

A value is `{"name": what for, "who": supplier}`; the target is the folded name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domains.kept import NAME_LENGTH, Kept
from bot.domains.kind import WHY, Field, FieldKind, Line, Target, Value
from models.enums import Domain


class Supplier(Kept):
    domain = Domain.SUPPLIER
    title = "Change a supplier"
    about = "name"
    fields = (
        Field("name", "What for", FieldKind.TEXT, hint="Such as photography.", max_length=NAME_LENGTH),
        Field(
            "who", "Supplier", FieldKind.TEXT, required=False, hint="Left empty: nobody any more.",
            max_length=NAME_LENGTH,
        ),
        WHY,
    )  # fmt: skip

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        return {"name": said["name"], "who": said["who"]} if said["who"] else {}

    def lines(self, before: Value, after: Value) -> list[Line]:
        name = after.get("name") or before.get("name") or ""
        old, new = before.get("who"), after.get("who")
        return [Line(name, FieldKind.TEXT, old, new)] if old != new else []
