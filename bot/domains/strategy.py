"""The client strategy: one text, each version of which counts. The AM answers for it."""

from bot.domains.kept import KeptText
from bot.domains.kind import WHY, Field, FieldKind
from models.enums import Domain


class Strategy(KeptText):
    domain = Domain.STRATEGY
    title = "Change the strategy"
    name = "Strategy"
    fields = (Field("text", "Strategy", FieldKind.LONG_TEXT, hint="The whole text as it is to read from now on."), WHY)
