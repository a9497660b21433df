"""What was filled into a form's fields, checked by the kind of each field; used by every domain that is kept alike."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.domains.kind import Field, FieldKind
from bot.errors import Complaints, Invalid
from bot.language.money import CURRENCIES, Money, read_money

#: No agency's amount is larger; a larger one is a slip of the finger.
LARGEST_AMOUNT = 10**12
#: No job has more hours (or rounds) than this.
LARGEST_NUMBER = 100_000


def read_fields(fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """Field key → what it holds, as JSON: texts trimmed, dates as ISO texts, amounts as Money.

    An optional field that is empty is None. Raises Invalid with the keys of all fields that cannot be used.
    """
    wrong, found = Complaints(), {}
    for each in fields:
        with wrong.noting():
            found[each.key] = _READERS[each.kind](each, given.get(each.key))
    wrong.tell()
    return found


def settle_currency(said: Mapping[str, Any], picked: str | None, usual: str | None) -> str:
    """The currency of these amounts: what is written beside them, else what was picked, else the usual one.

    The picker is filled in with the usual one, so that does not count as picked. Raises Invalid for two currencies,
    and where none is known.
    """
    signed = {key: each for key, each in said.items() if isinstance(each, Money) and each.currencies}
    found = picked or usual
    first = next(iter(signed.values()), None)
    if first is not None and found not in first.currencies and picked in (None, usual):
        found = first.currency
    if not found:
        raise Invalid("currency_missing", "currency")
    for key, each in signed.items():
        if found not in each.currencies:
            raise Invalid("currency_differs", key, text=each.text, currency=found)
    return found


def minor_units(money: Money | None, currency: str, key: str) -> int | None:
    """An amount in the currency's smallest unit. Raises Invalid for a part of a penny."""
    if money is None:
        return None
    minor = money.amount * 10 ** CURRENCIES[currency]
    if minor != int(minor):
        raise Invalid("amount_unclear", key, text=str(money.amount))
    return int(minor)


def typed_amount(minor: int | None, currency: str | None) -> str | None:
    """The same as a form holds it: `12500` or `12500.50`."""
    if minor is None or currency is None:
        return None
    decimals = CURRENCIES[currency]
    whole, rest = divmod(minor, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if rest else str(whole)


def _text(field: Field, given: Any) -> str | None:
    text = str(given or "").strip()
    if field.kind is FieldKind.TEXT:
        text = " ".join(text.split())
    if not text and field.required:
        raise Invalid("empty", field.key)
    if len(text) > field.max_length:
        raise Invalid("text_long", field.key, label=field.label, limit=field.max_length)
    return text or None


def _person(field: Field, given: Any) -> str | None:
    if not given and field.required:
        raise Invalid("person_missing", field.key)
    return str(given) if given else None


def _amount(field: Field, given: Any) -> Money | None:
    text = str(given or "").strip()
    if not text:
        if field.required:
            raise Invalid("empty", field.key)
        return None
    found = read_money(text) if len(text) <= field.max_length else None
    if found is None:
        raise Invalid("amount_unclear", field.key, text=text[:40])
    if not 0 <= found.amount <= LARGEST_AMOUNT:
        raise Invalid("amount_outside", field.key, label=field.label)
    return found


def _number(field: Field, given: Any) -> int | float | None:
    text = str(given if given is not None else "").strip()
    if not text:
        if field.required:
            raise Invalid("empty", field.key)
        return None
    try:
        number = Decimal(text[:40])
    except InvalidOperation:
        raise Invalid("number_unclear", field.key, text=text[:40]) from None
    if not number.is_finite() or not 0 <= number <= LARGEST_NUMBER:
        raise Invalid("number_outside", field.key, label=field.label, limit=LARGEST_NUMBER)
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def _day(field: Field, given: Any) -> str | None:
    if not isinstance(given, date):
        if field.required:
            raise Invalid("date_missing", field.key)
        return None
    return given.isoformat()


def _choice(field: Field, given: Any) -> str | None:
    if isinstance(given, str) and given in {value for value, _ in field.options}:
        return given
    if given or field.required:
        raise Invalid("choice_missing", field.key)
    return None


def _flag(field: Field, given: Any) -> bool:
    return bool(given)


_READERS: Mapping[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.PERSON: _person,
    FieldKind.MONEY: _amount,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _day,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
}
