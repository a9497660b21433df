"""Public holidays by country, from a kept library; the only place that knows it.

A country is written as ISO 3166-1 ("CZ") or with a region as ISO 3166-2 ("DE-BY", "GB-ENG"). The library takes a
second to load all its countries, so that is done when somebody first asks; `load` does it beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import ModuleType

#: Where the country's own list leaves out what most of its people have off.
USUAL_REGION = {"GB": "ENG"}
#: Words that stay small in a country's name.
_SMALL = {"and", "of", "the"}


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    import holidays

    return holidays


def load() -> None:
    """Load the library and its countries now, in whatever thread this is."""
    public_holidays("CZ", 2027)


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """ISO code → the country's name in English, by name."""
    from holidays.registry import COUNTRIES

    found = {codes[1]: _title(module) for module, codes in COUNTRIES.items()}
    return dict(sorted(found.items(), key=lambda each: each[1]))


def read(country: str, region: str = "") -> str | None:
    """The code of a country and of a region, which may be named by its code or its own name; None for no such one."""
    country, wanted = country.strip().upper(), region.strip().casefold()
    if country not in names():
        return None
    if not wanted:
        return country
    return next((f"{country}-{code}" for key, code in _regions(country).items() if key.casefold() == wanted), None)


def regions(country: str) -> list[str]:
    """The codes of a country's regions that have holidays of their own."""
    return sorted(set(_regions(country).values()))


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """The days of that year on which the country (or region) does not work, substitutes included, and why not.

    The names are English where the library has them.

    Empty for a country that nobody knows (any more): then people are reminded on a holiday rather than never.
    """
    code, _, region = country.partition("-")
    try:
        found = _library().country_holidays(code, subdiv=region or USUAL_REGION.get(code), years=year, language="en_US")
    except NotImplementedError:
        return {}
    return dict(found)


def is_public_holiday(country: str, day: date) -> bool:
    return day in public_holidays(country, day.year)


def holiday_name(country: str | None, day: date) -> str:
    """`Good Friday`; empty for no public holiday."""
    return public_holidays(country, day.year).get(day, "") if country else ""


@lru_cache(maxsize=256)
def _regions(country: str) -> dict[str, str]:
    """A region's code, and its other names → its code."""
    calendar = _library().country_holidays(country)
    return {each: each for each in calendar.subdivisions} | dict(calendar.subdivisions_aliases)


def _title(module: str) -> str:
    words = module.split("_")
    return " ".join(each if each in _SMALL and number else each.capitalize() for number, each in enumerate(words))
