"""Amounts as people type them: `12,500`, `12.500,00`, `£12k`, `1.2m`."""

import re
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
_AMOUNT = re.compile(r"^[€£$]?\s*(-?\d[\d\s.,'’]*?)\s*(k|m)?\s*(?:[€£$]|[A-Za-z]{3})?$", re.IGNORECASE)
_SCALE = {"": Decimal(1), "k": Decimal(1000), "m": Decimal(1_000_000)}


def read_amount(text: str) -> Decimal | None:
    """The amount in major units, or None when it cannot be read without guessing.

    The last of `.` and `,` is the decimal mark when one or two digits follow it; groups of three are thousands.
    """
    match = _AMOUNT.match(text.strip())
    if match is None:
        return None
    digits, scale = re.sub(r"[\s'’]", "", match[1]), (match[2] or "").lower()
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
