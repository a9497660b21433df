"""Who else may talk to the client, and about what: a standing remit. The AM answers for it.

A value is `{"person": user id, "remit": text}`; the target is the person's id.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domains.kept import Kept
from bot.domains.kind import WHY, Field, FieldKind, Line, Target, Value
from models.enums import Domain

REMIT_LENGTH = 300


class ClientContact(Kept):
    domain = Domain.CLIENT_CONTACT
    title = "Who talks to the client"
    about = "person"
    fields = (
        Field("person", "Who", FieldKind.PERSON),
        Field(
            "remit", "May talk to the client about", FieldKind.TEXT, required=False,
            hint="Such as production questions. Left empty: not any more.", max_length=REMIT_LENGTH,
        ),
        WHY,
    )  # fmt: skip

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        return {"person": said["person"], "remit": said["remit"]} if said["remit"] else {}

    def lines(self, before: Value, after: Value) -> list[Line]:
        person = after.get("person") or before.get("person")
        old, new = before.get("remit"), after.get("remit")
        return [Line("may talk to the client about", FieldKind.TEXT, old, new, about=person)] if old != new else []
