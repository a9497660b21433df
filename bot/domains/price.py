"""What the client pays. Both answer for it and sign the same figures: the PM knows hours and cost, the AM the figure
and what the client expects. Only few see it.

A value is `{"figure": minor, "currency": code}` with, where known, `hours`, `cost` (minor) and `context`; the target is
always "price".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.domains.budget import CURRENCY, currency_of, money_line
from bot.domains.fields import minor_units, typed_amount
from bot.domains.kept import Kept
from bot.domains.kind import WHY, Field, FieldKind, Line, Target, Value
from models import ProjectFields
from models.enums import Domain


class Price(Kept):
    domain = Domain.PRICE
    title = "Change the price"
    name = "Price"
    private = True
    fields = (
        Field("figure", "Price", FieldKind.MONEY, hint="What the client pays, such as 12,500 or 12.5k.", max_length=40),
        CURRENCY,
        Field("hours", "Hours", FieldKind.NUMBER, required=False, hint="From whoever knows the work."),
        Field("cost", "Cost", FieldKind.MONEY, required=False, hint="What it costs us.", max_length=40),
        Field(
            "context", "Client context", FieldKind.LONG_TEXT, required=False,
            hint="What the client expects, from whoever knows them.", max_length=1000,
        ),
        WHY,
    )  # fmt: skip

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        found = super().read(session, project, target)
        return Target(found.key, found.name, found.value, {"currency": project.currency})

    def filled(self, value: Value) -> dict[str, Any]:
        currency = value.get("currency")
        return {**value, **{key: typed_amount(value.get(key), currency) for key in ("figure", "cost")}}

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        currency = currency_of(now, said)
        amounts = {key: minor_units(said[key], currency, key) for key in ("figure", "cost")}
        return {key: each for key, each in {**said, **amounts, "currency": currency}.items() if each is not None}

    def lines(self, before: Value, after: Value) -> list[Line]:
        found = [*money_line("Price", "figure", before, after)]
        if before.get("hours") != after.get("hours"):
            found.append(Line("Hours", FieldKind.NUMBER, _text(before.get("hours")), _text(after.get("hours"))))
        found += money_line("Cost", "cost", before, after)
        if before.get("context") != after.get("context"):
            found.append(Line("Client context", FieldKind.TEXT, before.get("context"), after.get("context")))
        return found


def _text(number: object) -> str | None:
    return str(number) if number is not None else None
