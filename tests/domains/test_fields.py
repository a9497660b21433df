"""What is typed into a field, whoever sends it: Slack's own limits are not ours."""

from datetime import date
from typing import Any

import pytest

from bot.domains import KINDS
from bot.domains.fields import minor_units, read_fields, settle_currency, typed_amount
from bot.domains.kind import Field, FieldKind, Target
from bot.errors import Invalid
from models.enums import Domain

TODAY = date(2027, 1, 4)


def _field(kind: FieldKind, **more: Any) -> Field:
    return Field("it", "It", kind, options=(("a", "A"), ("b", "B")), **more)


@pytest.mark.parametrize(
    ("kind", "given", "held"),
    [
        (FieldKind.TEXT, "  two   words\n", "two words"),
        (FieldKind.LONG_TEXT, "  two\n\nlines ", "two\n\nlines"),
        (FieldKind.NUMBER, "12", 12),
        (FieldKind.NUMBER, 0, 0),
        (FieldKind.NUMBER, "7.50", 7.5),
        (FieldKind.NUMBER, "0.001", 0),
        (FieldKind.DATE, TODAY, "2027-01-04"),
        (FieldKind.CHOICE, "b", "b"),
        (FieldKind.FLAG, ["a"], True),
        (FieldKind.FLAG, [], False),
        (FieldKind.PERSON, "U1", "U1"),
    ],
)
def test_what_a_field_holds(kind: FieldKind, given: object, held: object) -> None:
    assert read_fields([_field(kind)], {"it": given}) == {"it": held}


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (FieldKind.TEXT, "", "empty"),
        (FieldKind.TEXT, None, "empty"),
        (FieldKind.TEXT, "x" * 10_000, "text_long"),
        (FieldKind.LONG_TEXT, "x" * 10_000, "text_long"),
        (FieldKind.PERSON, "", "person_missing"),
        (FieldKind.DATE, "2027-01-04", "date_missing"),
        (FieldKind.CHOICE, "c", "choice_missing"),
        (FieldKind.CHOICE, ["a"], "choice_missing"),
        (FieldKind.NUMBER, "many", "number_unclear"),
        (FieldKind.NUMBER, "1e400", "number_outside"),
        (FieldKind.NUMBER, "-0.01", "number_outside"),
        (FieldKind.NUMBER, "nan", "number_outside"),
        (FieldKind.NUMBER, "9" * 10_000, "number_outside"),
        (FieldKind.MONEY, "x" * 10_000, "amount_unclear"),
        (FieldKind.MONEY, "££20", "amount_unclear"),
        (FieldKind.MONEY, "20 tea", "amount_unclear"),
        (FieldKind.MONEY, "$", "amount_unclear"),
        (FieldKind.MONEY, "-1", "amount_outside"),
        (FieldKind.MONEY, "2000000m", "amount_outside"),
    ],
)
def test_what_it_does_not_take(kind: FieldKind, given: object, code: str) -> None:
    with pytest.raises(Invalid) as told:
        read_fields([_field(kind)], {"it": given})
    assert (told.value.code, told.value.field) == (code, "it")


@pytest.mark.parametrize("kind", [each for each in FieldKind if each not in (FieldKind.TARGET, FieldKind.FLAG)])
def test_what_need_not_be_said_may_be_left_out(kind: FieldKind) -> None:
    assert read_fields([_field(kind, required=False)], {}) == {"it": None}


@pytest.mark.parametrize(
    ("typed", "currency", "minor", "again"),
    [("12.5k", "EUR", 1_250_000, "12500"), ("0.05", "GBP", 5, "0.05"), ("1,200", "JPY", 1_200, "1200")],
)
def test_an_amount_is_kept_in_the_smallest_unit(typed: str, currency: str, minor: int, again: str) -> None:
    amount = read_fields([_field(FieldKind.MONEY)], {"it": typed})["it"]
    assert minor_units(amount, currency, "it") == minor
    assert typed_amount(minor, currency) == again


@pytest.mark.parametrize(
    ("typed", "picked", "usual", "means"),
    [
        ("£20,000", None, None, "2000000 GBP"),
        ("€20.000", None, "GBP", "2000000 EUR"),
        ("20 000 €", "GBP", "GBP", "2000000 EUR"),
        ("$1,500.50", None, None, "150050 USD"),
        ("$1,500.50", None, "AUD", "150050 AUD"),
        ("$1,500.50", "CAD", "EUR", "150050 CAD"),
        ("A$2k", None, "USD", "200000 AUD"),
        ("2k nok", None, "EUR", "200000 NOK"),
        ("2000 kr", None, "SEK", "200000 SEK"),
        ("kr 2000", None, None, "currency_missing"),
        ("£20,000", "USD", "EUR", "currency_differs"),
        ("20,000", None, None, "currency_missing"),
    ],
)
def test_what_stands_beside_an_amount_says_its_currency(
    typed: str, picked: str | None, usual: str | None, means: str
) -> None:
    said = read_fields([_field(FieldKind.MONEY)], {"it": typed})
    try:
        currency = settle_currency(said, picked, usual)
        found = f"{minor_units(said['it'], currency, 'it')} {currency}"
    except Invalid as problem:
        found = problem.code
    assert found == means


@pytest.mark.parametrize("domain", [Domain.STRATEGY, Domain.PROCESS])
def test_a_text_of_ten_thousand_characters_is_refused(domain: Domain) -> None:
    now = Target(str(domain), "It", {"version": 0, "text": ""})
    with pytest.raises(Invalid) as told:
        KINDS[domain].clean(now, {"text": "x" * 10_000}, TODAY)
    assert (told.value.code, told.value.field) == ("text_long", "text")


@pytest.mark.parametrize(("domain", "given"), [(Domain.SUPPLIER, {"name": "Print", "who": "Lumen"})])
def test_a_request_stays_about_what_it_was_about(domain: Domain, given: dict[str, str]) -> None:
    with pytest.raises(Invalid) as told:
        KINDS[domain].clean(Target("photography", "Photography", {}), given, TODAY)
    assert told.value.code == "other_target"
