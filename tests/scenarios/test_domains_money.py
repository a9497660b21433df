"""Money: asked for and decided between few."""

from datetime import timedelta
from typing import Any

import pytest

from models import ChangeRequest, Project, Signature
from models.enums import Domain, Mode, RequestState, Role
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.money import BUDGET, PRICE, between, budget, live, presses
from tests.scenarios.picking import asks, kept, opened


@pytest.mark.parametrize(
    ("who", "amount", "mode", "needs"),
    [
        ("ada", "10,500", Mode.APPROVAL, "pm"),
        ("petra", "11,000", Mode.HEADS_UP, "am"),
        ("petra", "11,001", Mode.APPROVAL, "am"),
        ("petra", "8,999", Mode.APPROVAL, "am"),
        ("sam", "10,500", Mode.APPROVAL, "pm"),
        ("sam", "12,000", Mode.APPROVAL, "am,pm"),
    ],
)
async def test_a_budget_is_asked_for_as_its_share_says(
    stage: Stage, who: str, amount: str, mode: Mode, needs: str
) -> None:
    await live(stage)
    assert (await asks(stage, getattr(stage, who), BUDGET, Budget=amount, Currency="EUR")).closed
    request = stage.request()
    assert (request.mode, request.needs) == (mode, needs)
    assert f"EUR 10,000 → EUR {amount}" in between(stage)[-1].plain
    minor = int(amount.replace(",", "")) * 100
    assert budget(stage) == (minor if mode is Mode.HEADS_UP else 1_000_000)
    if mode is Mode.APPROVAL:
        for role in needs.split(","):
            await presses(stage, {"am": stage.ada, "pm": stage.petra}[role], "Approve")
        assert budget(stage) == minor
        await presses(stage, stage.ada if needs == "am" else stage.petra, "Take back")
        assert budget(stage) == 1_000_000


async def test_half_of_what_is_kept_for_surprises_needs_a_yes(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.petra, BUDGET, Budget="10,000", Contingency="1,000")
    assert stage.request().mode is Mode.HEADS_UP
    await asks(stage, stage.petra, BUDGET, Budget="10,500")
    assert stage.request(2).mode is Mode.HEADS_UP
    await asks(stage, stage.petra, BUDGET, Budget="11,001")
    assert stage.request(3).mode is Mode.APPROVAL


@pytest.mark.parametrize(("who", "other"), [("ada", "petra"), ("petra", "ada")])
async def test_both_sign_the_same_figures_and_who_wrote_them_has_signed(stage: Stage, who: str, other: str) -> None:
    await live(stage)
    author, signer = getattr(stage, who), getattr(stage, other)
    filled = {"Price": "45,000", "Currency": "EUR", "Hours": 320, "Cost": "31k", "Client_context": "They expect 50"}
    assert (await asks(stage, author, PRICE, **filled)).closed
    card = between(stage)[-1]
    assert "Price   nothing yet → EUR 45,000" in card.plain
    assert "Hours   nothing yet → 320" in card.plain
    assert "Cost   nothing yet → EUR 31,000" in card.plain
    assert "They expect 50" in card.plain
    assert card.mentions == [signer.name]
    assert f"{author.name} said yes" in card.plain
    role = {"ada": Role.AM, "petra": Role.PM}[who]
    assert [each.role for each in stage.rows(Signature)] == [role]
    assert stage.request().mode is Mode.JOINT
    await presses(stage, author, "Approve")
    assert kept(stage, Domain.PRICE) == {}
    await presses(stage, signer, "Approve")
    assert stage.request().state is RequestState.APPROVED
    price = kept(stage, Domain.PRICE)["price"]
    assert price == {
        "figure": 4_500_000, "currency": "EUR", "hours": 320, "cost": 3_100_000, "context": "They expect 50",
    }  # fmt: skip
    form = await opened(author, PRICE)
    assert (form.value("Price"), form.value("Currency")) == ("45000", "EUR")


async def test_taken_back_it_waits_for_the_same_signature_again(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    await presses(stage, stage.petra, "Approve")
    await presses(stage, stage.petra, "Take back")
    assert stage.request().state is RequestState.PENDING
    assert kept(stage, Domain.PRICE) == {}
    await presses(stage, stage.petra, "Approve")
    assert stage.request().state is RequestState.APPROVED
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000


async def test_a_price_put_anew_is_signed_anew_by_whoever_asks(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    form = await opened(stage.ada, PRICE)
    assert form.value("Price") == "45000"
    assert (await stage.ada.submit(form, {"Price": "46,000"})).closed
    await stage.told()
    assert {(each.version, each.role) for each in stage.rows(Signature)} == {(1, Role.AM), (2, Role.AM)}
    await presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_600_000


async def test_somebody_else_who_asks_for_a_price_needs_both_and_is_told_how_it_ended(stage: Stage) -> None:
    await live(stage)
    answer = await asks(stage, stage.sam, PRICE, Price="45,000", Currency="EUR")
    assert answer.closed
    assert stage.request().channel_id == f"group:{','.join(sorted([stage.ada.id, stage.petra.id]))}"
    for who in (stage.ada, stage.petra):
        await presses(stage, who, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000
    told = stage.sam.direct_messages()[-1].plain
    assert "CR-1 (price) of Acme site: approved." in told
    assert "45" not in told


async def test_a_hybrids_price_goes_to_the_second(stage: Stage) -> None:
    form = (await stage.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Acme site", "Client": "Acme", "Account manager": stage.ada, "Project manager": stage.ada,
             "Deadline": stage.clock.now().date() + timedelta(days=300)}  # fmt: skip
    answer = await stage.ada.submit(form, given)
    await stage.ada.submit(answer.view, {"Second": stage.petra})
    await stage.told()
    for who in (stage.ada, stage.petra):
        card = stage.card("Acme site")
        if "Agree to start" in card.buttons:
            await who.press("Agree to start", on=card)
            await stage.told()
    await asks(stage, stage.ada, PRICE, Price="45,000", Currency="EUR")
    assert stage.request().needs == "second"
    await presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000


async def test_a_deputy_of_who_is_away_is_in_the_group_and_they_themselves_get_it_when_they_are_back(
    stage: Stage,
) -> None:
    await live(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    assert (await stage.ada.submit(form, {"Project manager's deputies": [stage.oona]})).closed
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    card = between(stage, stage.ada, stage.oona)[-1]
    assert card.mentions == ["Oona"]
    await stage.oona.press("Approve", on=card)
    await stage.told()
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000
    assert not any("45,000" in each.plain for each in stage.petra.direct_messages())
    await stage.passes(days=7)
    assert any("45,000" in each.plain for each in stage.petra.direct_messages())


async def test_who_may_answer_later_gets_the_card_directly(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    for _ in range(32):
        await stage.passes(hours=1)
    assert "EUR 45,000" in stage.oona.direct_messages()[-1].plain
    await stage.oona.press("Approve", on=stage.oona.direct_messages()[-1])
    await stage.told()
    assert stage.request().state is RequestState.APPROVED
    assert stage.oona.direct_messages()[-1].buttons == ["Take back"]


# what cannot be used


NO_AMOUNTS = {
    "-5": "{} must be between 0 and a million million.",
    "9" * 14: "{} must be between 0 and a million million.",
    "1e9": "“1e9” is not an amount I can read. Write it like 12,500 or 12.5k.",
    "plenty": "“plenty” is not an amount I can read. Write it like 12,500 or 12.5k.",
    "NaN": "“NaN” is not an amount I can read. Write it like 12,500 or 12.5k.",
    "x" * 10_000: "Please enter no more than 40 characters.",
    "   ": "This cannot be empty.",
}


async def test_an_amount_that_cannot_be_used_is_said_by_its_field(stage: Stage) -> None:
    await live(stage)
    for title, label in ((BUDGET, "Budget"), (PRICE, "Price")):
        for amount, says in NO_AMOUNTS.items():
            answer = await asks(stage, stage.ada, title, **{label: amount})
            assert answer.errors == {label: says.format(label)}, amount[:20]
            assert stage.rows(ChangeRequest) == []
    assert budget(stage) == 1_000_000


WRONG: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (BUDGET, {"Budget": "10,000"}, {"Budget": "Budget is like that already."}),
    (BUDGET, {"Budget": "10,000", "Contingency": "10,001"},
     {"Contingency": "The contingency is a part of the budget, so it cannot be larger."}),
    (BUDGET, {"Budget": "10,000", "Contingency": "lots"},
     {"Contingency": "“lots” is not an amount I can read. Write it like 12,500 or 12.5k."}),
    (BUDGET, {"Budget": "10,500.50", "Currency": "JPY"},
     {"Budget": "“10500.50” is not an amount I can read. Write it like 12,500 or 12.5k."}),
    (BUDGET, {"Budget": "£12,000", "Currency": "USD"},
     {"Budget": "“£12,000” is not in USD. All of it has to be in one currency."}),
    (BUDGET, {"Budget": "£12,000", "Contingency": "$500"},
     {"Contingency": "“$500” is not in GBP. All of it has to be in one currency."}),
    (BUDGET, {"Budget": "12,000 kr"}, {"Currency": "Pick the currency."}),
    (BUDGET, {"Budget": "£12,000 €"},
     {"Budget": "“£12,000 €” is not an amount I can read. Write it like 12,500 or 12.5k."}),
    (PRICE, {"Price": "5", "Hours": -1}, {"Hours": "Hours must be between 0 and 100000."}),
    (PRICE, {"Price": "5", "Hours": "inf"}, {"Hours": "Hours must be between 0 and 100000."}),
    (PRICE, {"Price": "5", "Cost": "-2"}, {"Cost": "Cost must be between 0 and a million million."}),
    (PRICE, {"Price": "5", "Client_context": "x" * 10_000},
     {"Client context": "Please enter no more than 1000 characters."}),
]  # fmt: skip


async def test_each_field_says_what_is_wrong_with_it(stage: Stage) -> None:
    await live(stage)
    for title, filled, errors in WRONG:
        assert (await asks(stage, stage.ada, title, **filled)).errors == errors, errors
        assert stage.rows(ChangeRequest) == []


async def test_without_a_currency_one_is_asked_for(stage: Stage) -> None:
    await stage.project()
    assert (await asks(stage, stage.ada, PRICE, Price="5")).errors == {"Currency": "Pick the currency."}
    assert (await asks(stage, stage.ada, BUDGET, Budget="5")).errors == {"Currency": "Pick the currency."}
    await stage.project("Shop", Budget="20 000 €", Currency="GBP")
    shop = stage.row(Project, name="Shop")
    assert (shop.budget_minor, shop.currency) == (2_000_000, "EUR"), "the picker says GBP to whoever sits in London"
    assert (await asks(stage, stage.ada, PRICE, Price="£45,000", Cost="31k")).closed
    assert "GBP 45,000" in between(stage)[-1].plain
