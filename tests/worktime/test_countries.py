"""Public holidays by country and region, from the library."""

from datetime import date

import pytest

from bot import countries


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("CZ", date(2027, 7, 5), True),
        ("CZ", date(2027, 7, 7), False),
        ("GB", date(2027, 3, 29), True),  # Easter Monday, which the list for the whole of Britain leaves out
        ("GB-SCT", date(2027, 1, 4), True),
        ("GB", date(2027, 1, 4), False),
        ("DE-BY", date(2027, 1, 6), True),
        ("DE", date(2027, 1, 6), False),
        ("GB", date(2027, 12, 27), True),  # a substitute: Christmas is a Saturday
        ("XX", date(2027, 12, 25), False),
    ],
)
def test_a_day_is_off_where_it_is_a_public_holiday(country: str, day: date, off: bool) -> None:
    assert countries.is_public_holiday(country, day) is off


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [
        ("cz", "", "CZ"),
        ("DE", "Bayern", "DE-BY"),
        ("DE", "by", "DE-BY"),
        ("GB", "SCT", "GB-SCT"),
        ("DE", "Narnia", None),
        ("XX", "", None),
    ],
)
def test_a_region_may_be_named_by_its_code_or_its_name(country: str, region: str, code: str | None) -> None:
    assert countries.read(country, region) == code


def test_countries_have_names_for_people() -> None:
    assert countries.names()["GB"] == "United Kingdom"
    assert countries.names()["BA"] == "Bosnia and Herzegovina"
    assert "BY" in countries.regions("DE")
