"""How a project is run, such as what production needs from the client: one text, each version of which counts.
The PM answers for it, and both have to agree to a change."""

from bot.domains.kept import KeptText
from bot.domains.kind import WHY, Field, FieldKind
from models.enums import Domain


class Process(KeptText):
    domain = Domain.PROCESS
    title = "Change how it is run"
    name = "How it is run"
    fields = (
        Field("text", "How it is run", FieldKind.LONG_TEXT, hint="The whole text as it is to read from now on."),
        WHY,
    )
