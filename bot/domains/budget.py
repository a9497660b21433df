"""What may be spent, and what of it is kept for surprises. The PM answers for it; only few see it.

It lives in the project's own row. A value is `{"amount": minor | None, "contingency": minor | None, "currency": code}`;
the target is always "budget".
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.domains.fields import minor_units, settle_currency, typed_amount
from bot.domains.kept import Kept
from bot.domains.kind import WHY, Application, Field, FieldKind, Line, Target, Value
from bot.errors import Invalid
from bot.language.money import CURRENCIES
from bot.policy.change import Change
from models import Project, ProjectFields
from models.enums import Domain, ProjectStatus

CURRENCY = Field(
    "currency", "Currency", FieldKind.CHOICE, required=False, options=tuple((each, each) for each in CURRENCIES)
)


def currency_of(now: Target, said: Mapping[str, Any]) -> str:
    """The one that was written or picked, else the project's. Raises Invalid where there is none, or two."""
    return settle_currency(said, said["currency"], now.value.get("currency") or now.facts.get("currency"))


def money_line(label: str, key: str, before: Value, after: Value) -> list[Line]:
    """The line of one amount, if it differs."""
    old, new = (f"{each[key]} {each['currency']}" if each.get(key) is not None else None for each in (before, after))
    return [Line(label, FieldKind.MONEY, old, new)] if old != new else []


class Budget(Kept):
    domain = Domain.BUDGET
    title = "Change the budget"
    name = "Budget"
    private = True
    fields = (
        Field("amount", "Budget", FieldKind.MONEY, hint="What we may spend, such as 12,500 or 12.5k.", max_length=40),
        Field(
            "contingency", "Contingency", FieldKind.MONEY, required=False, hint="What of it is kept for surprises.",
            max_length=40,
        ),
        CURRENCY,
        WHY,
    )  # fmt: skip

    def read(self, session: Session, project: ProjectFields, target: str) -> Target:
        amounts = {"amount": project.budget_minor, "contingency": project.contingency_minor}
        known = {key: each for key, each in amounts.items() if each is not None}
        value = {**known, "currency": project.currency} if known else {}
        return Target(str(self.domain), self.name, value, {"currency": project.currency})

    def filled(self, value: Value) -> dict[str, Any]:
        currency = value.get("currency")
        amounts = {key: typed_amount(value.get(key), currency) for key in ("amount", "contingency")}
        return {**amounts, "currency": currency}

    def value(self, now: Target, said: Mapping[str, Any], today: date) -> Value:
        currency = currency_of(now, said)
        amounts = {key: minor_units(said[key], currency, key) for key in ("amount", "contingency")}
        if (amounts["contingency"] or 0) > (amounts["amount"] or 0):
            raise Invalid("contingency_large", "contingency")
        return {key: each for key, each in amounts.items() if each is not None} | {"currency": currency}

    def lines(self, before: Value, after: Value) -> list[Line]:
        return [
            *money_line("Budget", "amount", before, after),
            *money_line("Contingency", "contingency", before, after),
        ]

    def change(self, project: ProjectFields, before: Value, after: Value) -> Change:
        moved = abs(_amount(after, "amount") - _amount(before, "amount"))
        kept = abs(_amount(after, "contingency") - _amount(before, "contingency"))
        recoined = bool(before) and before.get("currency") != after.get("currency")
        return Change(
            self.domain,
            started=project.status is not ProjectStatus.PLANNING,
            share_of_budget=1.0 if recoined else _share(moved, _amount(before, "amount")),
            share_of_contingency=_share(max(moved, kept), before["contingency"]) if before.get("contingency") else 0.0,
        )

    def apply(self, session: Session, project: ProjectFields, target: str, after: Value, by: Application) -> None:
        row = session.get_one(Project, project.id)
        row.budget_minor, row.contingency_minor = after.get("amount"), after.get("contingency")
        row.currency = after.get("currency") or row.currency
        session.add(row)
        session.flush()


def _amount(value: Value, key: str) -> int:
    return int(value.get(key) or 0)


def _share(part: int, whole: int) -> float:
    """A first amount is all of it."""
    return part / whole if whole else float(bool(part))
