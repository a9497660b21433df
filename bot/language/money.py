"""Amounts as people type them: `12,500`, `12.500,00`, `£12k`, `1.2m`, `20 000 EUR`."""

import re
from dataclasses import dataclass
from decimal import Decimal

#: ISO 4217 codes offered in forms, the usual ones of agencies first, with their number of decimals.
CURRENCIES = {
    "EUR": 2,
    "GBP": 2,
    "USD": 2,
    "AUD": 2,
    "CAD": 2,
    "CHF": 2,
    "CZK": 2,
    "DKK": 2,
    "INR": 2,
    "JPY": 0,
    "NOK": 2,
    "NZD": 2,
    "PLN": 2,
    "SEK": 2,
    "SGD": 2,
    "ZAR": 2,
}
#: What is written beside an amount → the currencies that it can mean. The first dollar is the one without a country.
_DOLLARS = ("USD", "AUD", "CAD", "NZD", "SGD")
SIGNS = {
    **{code.casefold(): (code,) for code in CURRENCIES},
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY",),
    "₹": ("INR",),
    "kč": ("CZK",),
    "zł": ("PLN",),
    "$": _DOLLARS,
    "us$": ("USD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "nz$": ("NZD",),
    "s$": ("SGD",),
    "kr": ("SEK", "DKK", "NOK"),
}
_SIGN = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
_AMOUNT = re.compile(rf"({_SIGN})?\s*(-?\d[\d\s.,'’]*?)\s*(k|m)?\s*({_SIGN})?", re.IGNORECASE)
_SCALE = {"": Decimal(1), "k": Decimal(1000), "m": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units. `currencies`: those that what is written beside it can mean; none for nothing."""

    amount: Decimal
    currencies: tuple[str, ...] = ()
    text: str = ""

    @property
    def currency(self) -> str | None:
        """The one that is meant where nothing else tells; None where that has to be asked."""
        plain = len(self.currencies) == 1 or self.currencies == _DOLLARS
        return self.currencies[0] if plain else None


def read_money(text: str) -> Money | None:
    """An amount with its currency, or None when it cannot be read without guessing."""
    match = _AMOUNT.fullmatch(text.strip())
    amount = _amount(match[2], (match[3] or "").lower()) if match is not None else None
    if match is None or amount is None:
        return None
    before, after = (SIGNS[(match[place] or "").casefold()] if match[place] else () for place in (1, 4))
    both = tuple(each for each in before if each in after) if before and after else before or after
    return None if before and after and not both else Money(amount, both, text.strip())


def read_amount(text: str) -> Decimal | None:
    """The same without its currency."""
    found = read_money(text)
    return found.amount if found is not None else None


def _amount(written: str, scale: str) -> Decimal | None:
    """The last of `.` and `,` is the decimal mark when one or two digits follow it; groups of three are thousands."""
    digits = re.sub(r"[\s'’]", "", written)
    mark = max(digits.rfind("."), digits.rfind(","))
    decimals = len(digits) - mark - 1 if mark >= 0 else 0
    if mark >= 0 and decimals in (1, 2):
        whole, part = digits[:mark], digits[mark + 1 :]
    elif mark >= 0 and decimals != 3:
        return None
    else:
        whole, part = digits, ""
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and any(len(each) != 3 for each in groups[1:]):
        return None
    number = "".join(groups) + (f".{part}" if part else "")
    return Decimal(number) * _SCALE[scale] if re.fullmatch(r"-?\d+(\.\d+)?", number) else None
