"""Whether a deliverable is good enough to go to the client. The PM answers for it.

A value is `{"name": deliverable, "goes": "yes" | "no"}`; the target is the folded name.
"""

from bot.domains.kept import NAME_LENGTH, Kept
from bot.domains.kind import WHY, Field, FieldKind, Line, Value
from models.enums import Domain

GOES = (("yes", "may go to the client"), ("no", "not to the client yet"))


class Quality(Kept):
    domain = Domain.QUALITY
    title = "Release to the client"
    about = "name"
    fields = (
        Field("name", "Deliverable", FieldKind.TEXT, max_length=NAME_LENGTH),
        Field("goes", "May it go?", FieldKind.CHOICE, options=GOES),
        WHY,
    )

    def lines(self, before: Value, after: Value) -> list[Line]:
        name = after.get("name") or before.get("name") or ""
        words = dict(GOES)
        # What nobody has looked at yet does not go.
        old, new = words[before.get("goes", "no")], words[after.get("goes", "no")]
        return [Line(name, FieldKind.TEXT, old, new)] if old != new else []
