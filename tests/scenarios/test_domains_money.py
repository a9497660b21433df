"""Money: asked for and decided between few, and nobody else ever reads a figure."""

from datetime import timedelta
from typing import Any

import pytest

from models import ChangeRequest, Project, Signature
from models.enums import Domain, Mode, RequestState, Role
from sandbox.person import Person
from sandbox.sights import Answer, Message
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.picking import kept, opened

BUDGET, PRICE = "Change the budget", "Change the price"


async def _sends(stage: Stage, who: Person, title: str, why: str = "It is what it takes", **filled: Any) -> Answer:
    form = await opened(who, title)
    given = {label.replace("_", " "): value for label, value in filled.items()}
    answer = await who.submit(form, {**given, "Why": why})
    await stage.told()
    return answer


def between(stage: Stage, *people: Person) -> list[Message]:
    """What the bot wrote to these people together, replies left out."""
    first, *others = people or (stage.ada, stage.petra)
    return [each for each in first.direct_messages(*others) if not each.thread_ts and not each.ephemeral]


async def _presses(stage: Stage, who: Person, label: str, why: str | None = None, name: str = "CR-") -> None:
    answer = await who.press(label, on=[each for each in between(stage) if name in each.plain][-1])
    if why is not None:
        assert answer.view is not None, answer
        await who.submit(answer.view, {"Why": why})
    await stage.told()


async def _live(stage: Stage) -> None:
    await stage.project(Budget="10,000", Currency="EUR")


def _budget(stage: Stage) -> int | None:
    return stage.row(Project, name="Acme site").budget_minor


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
    await _live(stage)
    assert (await _sends(stage, getattr(stage, who), BUDGET, Budget=amount, Currency="EUR")).closed
    request = stage.request()
    assert (request.mode, request.needs) == (mode, needs)
    assert f"EUR 10,000 → EUR {amount}" in between(stage)[-1].plain
    minor = int(amount.replace(",", "")) * 100
    assert _budget(stage) == (minor if mode is Mode.HEADS_UP else 1_000_000)
    if mode is Mode.APPROVAL:
        for role in needs.split(","):
            await _presses(stage, {"am": stage.ada, "pm": stage.petra}[role], "Approve")
        assert _budget(stage) == minor
        await _presses(stage, stage.ada if needs == "am" else stage.petra, "Take back")
        assert _budget(stage) == 1_000_000


async def test_half_of_what_is_kept_for_surprises_needs_a_yes(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.petra, BUDGET, Budget="10,000", Contingency="1,000")
    assert stage.request().mode is Mode.HEADS_UP
    await _sends(stage, stage.petra, BUDGET, Budget="10,500")
    assert stage.request(2).mode is Mode.HEADS_UP
    await _sends(stage, stage.petra, BUDGET, Budget="11,001")
    assert stage.request(3).mode is Mode.APPROVAL


@pytest.mark.parametrize(("who", "other"), [("ada", "petra"), ("petra", "ada")])
async def test_both_sign_the_same_figures_and_who_wrote_them_has_signed(stage: Stage, who: str, other: str) -> None:
    await _live(stage)
    author, signer = getattr(stage, who), getattr(stage, other)
    filled = {"Price": "45,000", "Currency": "EUR", "Hours": 320, "Cost": "31k", "Client_context": "They expect 50"}
    assert (await _sends(stage, author, PRICE, **filled)).closed
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
    await _presses(stage, author, "Approve")
    assert kept(stage, Domain.PRICE) == {}
    await _presses(stage, signer, "Approve")
    assert stage.request().state is RequestState.APPROVED
    price = kept(stage, Domain.PRICE)["price"]
    assert price == {
        "figure": 4_500_000, "currency": "EUR", "hours": 320, "cost": 3_100_000, "context": "They expect 50",
    }  # fmt: skip
    form = await opened(author, PRICE)
    assert (form.value("Price"), form.value("Currency")) == ("45000", "EUR")


async def test_taken_back_it_waits_for_the_same_signature_again(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    await _presses(stage, stage.petra, "Approve")
    await _presses(stage, stage.petra, "Take back")
    assert stage.request().state is RequestState.PENDING
    assert kept(stage, Domain.PRICE) == {}
    await _presses(stage, stage.petra, "Approve")
    assert stage.request().state is RequestState.APPROVED
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000


async def test_a_price_put_anew_is_signed_anew_by_whoever_asks(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    form = await opened(stage.ada, PRICE)
    assert form.value("Price") == "45000"
    assert (await stage.ada.submit(form, {"Price": "46,000"})).closed
    await stage.told()
    assert {(each.version, each.role) for each in stage.rows(Signature)} == {(1, Role.AM), (2, Role.AM)}
    await _presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_600_000


async def test_somebody_else_who_asks_for_a_price_needs_both_and_is_told_how_it_ended(stage: Stage) -> None:
    await _live(stage)
    answer = await _sends(stage, stage.sam, PRICE, Price="45,000", Currency="EUR")
    assert answer.closed
    assert stage.request().channel_id == f"group:{','.join(sorted([stage.ada.id, stage.petra.id]))}"
    for who in (stage.ada, stage.petra):
        await _presses(stage, who, "Approve")
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
    await _sends(stage, stage.ada, PRICE, Price="45,000", Currency="EUR")
    assert stage.request().needs == "second"
    await _presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000


async def test_a_deputy_of_who_is_away_is_in_the_group(stage: Stage) -> None:
    await _live(stage)
    form = (await stage.ada.command("/project", "edit", channel=SITE)).view
    assert (await stage.ada.submit(form, {"Project manager's deputies": [stage.oona]})).closed
    await stage.petra.command("/countersign", "away 4 Jan - 8 Jan", channel=SITE)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    card = between(stage, stage.ada, stage.oona, stage.petra)[-1]
    assert card.mentions == ["Oona"]
    await stage.oona.press("Approve", on=card)
    await stage.told()
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 4_500_000


async def test_who_may_answer_later_gets_the_card_directly(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    for _ in range(32):
        await stage.passes(hours=1)
    assert "EUR 45,000" in stage.oona.direct_messages()[-1].plain
    await stage.oona.press("Approve", on=stage.oona.direct_messages()[-1])
    await stage.told()
    assert stage.request().state is RequestState.APPROVED
    assert stage.oona.direct_messages()[-1].buttons == ["Take back"]


# what cannot be used


@pytest.mark.parametrize("title", [BUDGET, PRICE])
@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("-5", "{} must be between 0 and a million million."),
        ("9" * 14, "{} must be between 0 and a million million."),
        ("1e9", "“1e9” is not an amount I can read. Write it like 12,500 or 12.5k."),
        ("plenty", "“plenty” is not an amount I can read. Write it like 12,500 or 12.5k."),
        ("NaN", "“NaN” is not an amount I can read. Write it like 12,500 or 12.5k."),
        ("x" * 10_000, "Please enter no more than 40 characters."),
        ("   ", "This cannot be empty."),
    ],
)
async def test_an_amount_that_cannot_be_used_is_said_by_its_field(
    stage: Stage, title: str, amount: str, says: str
) -> None:
    await _live(stage)
    label = "Budget" if title == BUDGET else "Price"
    answer = await _sends(stage, stage.ada, title, **{label: amount})
    assert answer.errors == {label: says.format(label)}
    assert stage.rows(ChangeRequest) == []
    assert _budget(stage) == 1_000_000


@pytest.mark.parametrize(
    ("title", "filled", "errors"),
    [
        (BUDGET, {"Budget": "10,000"}, {"Budget": "Budget is like that already."}),
        (BUDGET, {"Budget": "10,000", "Contingency": "10,001"},
         {"Contingency": "The contingency is a part of the budget, so it cannot be larger."}),
        (BUDGET, {"Budget": "10,000", "Contingency": "lots"},
         {"Contingency": "“lots” is not an amount I can read. Write it like 12,500 or 12.5k."}),
        (BUDGET, {"Budget": "10,500.50", "Currency": "JPY"},
         {"Budget": "“10500.50” is not an amount I can read. Write it like 12,500 or 12.5k."}),
        (PRICE, {"Price": "5", "Hours": -1}, {"Hours": "Hours must be between 0 and 100000."}),
        (PRICE, {"Price": "5", "Hours": "inf"}, {"Hours": "Hours must be between 0 and 100000."}),
        (PRICE, {"Price": "5", "Cost": "-2"}, {"Cost": "Cost must be between 0 and a million million."}),
        (PRICE, {"Price": "5", "Client_context": "x" * 10_000},
         {"Client context": "Please enter no more than 1000 characters."}),
    ],
)  # fmt: skip
async def test_each_field_says_what_is_wrong_with_it(
    stage: Stage, title: str, filled: dict[str, Any], errors: dict[str, str]
) -> None:
    await _live(stage)
    assert (await _sends(stage, stage.ada, title, **filled)).errors == errors
    assert stage.rows(ChangeRequest) == []


async def test_without_a_currency_one_is_asked_for(stage: Stage) -> None:
    await stage.project()
    assert (await _sends(stage, stage.ada, PRICE, Price="5")).errors == {"Currency": "Pick the currency."}
    assert (await _sends(stage, stage.ada, BUDGET, Budget="5")).errors == {"Currency": "Pick the currency."}


# who sees what


CANARY = ("73,191", "73191", "7319100", "58,227", "58227", "5822700", "secretive", "hush")


async def test_no_figure_and_no_word_of_money_reaches_a_channel_or_anybody_else(stage: Stage) -> None:
    await stage.project(Budget="58,227", Currency="EUR")
    await _sends(stage, stage.petra, BUDGET, "hush", Budget="73,191")
    await _presses(stage, stage.ada, "Decline", why="hush, no")
    await _sends(stage, stage.petra, BUDGET, "hush", Budget="58,300")
    await _presses(stage, stage.ada, "Object", why="hush")
    await _presses(stage, stage.petra, "Approve", name="CR-3")
    await _sends(stage, stage.ada, PRICE, "hush", Price="73,191", Cost="58,227", Client_context="secretive")
    number = max(each.number for each in stage.rows(ChangeRequest))
    public = stage.card(f"CR-{number} (price)")
    assert f"CR-{number} (price): asked" in public.plain
    assert public.buttons == []
    await _presses(stage, stage.petra, "Approve")
    assert f"CR-{number} (price): decided" in stage.card(f"CR-{number} (price)").plain
    await stage.passes(minutes=6)
    seen = [each.plain for each in stage.petra.messages(SITE)] + [stage.card("Acme site").plain]
    for who in (stage.sam, stage.olaf):
        seen += [each.plain for each in who.direct_messages()]
        seen += [(await stage.home(who)).plain]
    for text in ("list", "CR-1", f"CR-{number}"):
        seen += [(await stage.sam.command("/request", text, channel=SITE)).plain]
    seen += [(await stage.sam.command("/project", channel=SITE)).plain]
    for title in (BUDGET, PRICE):
        seen += [(await opened(stage.sam, title)).plain]
    for text in seen:
        assert not [each for each in CANARY if each in text], text
    assert "EUR 73,191" in (await stage.oona.command("/request", f"CR-{number}", channel=SITE)).plain
    for who in (stage.ada, stage.petra, stage.oona):
        shown = (await who.command("/project", channel=SITE)).plain
        assert "Price: EUR 73,191" in shown
        assert "Budget: EUR 58,227" in shown


async def test_offers_questions_and_silence_about_money_stay_between_few(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, "hush", Price="73,191")
    answer = await stage.petra.press("Ask a question", on=between(stage)[-1])
    await stage.petra.submit(answer.view, {"Question": "secretive?"})
    await stage.told()
    answer = await stage.ada.press("Answer", on=[each for each in between(stage) if "Answer" in each.buttons][-1])
    await stage.ada.submit(answer.view, {"Answer": "hush"})
    await stage.told()
    answer = await stage.petra.press("Suggest another", on=between(stage)[-1])
    assert answer.view.value("Price") == "73191"
    assert (await stage.petra.submit(answer.view, {"Price": "58,227", "Why": "hush"})).closed
    await stage.told()
    assert "EUR 58,227" in between(stage)[-1].plain
    for _ in range(72):
        await stage.passes(hours=1)
    assert stage.request().state is RequestState.LAPSED
    seen = [each.plain for each in stage.oona.messages(SITE)]
    seen += [each.plain for each in stage.sam.direct_messages()] + [(await stage.home(stage.sam)).plain]
    for text in seen:
        assert not [each for each in CANARY if each in text], text
    assert "CR-1 (price): expired" in stage.card("CR-1").plain


async def test_what_is_asked_for_in_a_channel_says_where_the_card_is_without_a_figure(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    for text in ("list", "CR-1"):
        listed = (await stage.ada.command("/request", text, channel=SITE)).plain
        assert "a private message" in listed
        assert "group:" not in listed
    assert "a private message" in (await stage.home(stage.petra)).plain


async def test_an_open_request_about_money_cannot_be_opened_by_its_number(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.ada, PRICE, Price="45,000")
    value = '{"form":"price","request":1}'
    answer = await stage.sam.press_raw("open_form", value, on=stage.card("CR-1"))
    await stage.told()
    assert answer.view is None
    assert "CR-1 was asked by @Ada; only they can do that." in stage.whispers(stage.sam)[-1]


async def test_an_offer_to_who_asked_without_seeing_money_goes_to_the_other_role(stage: Stage) -> None:
    await _live(stage)
    await _sends(stage, stage.sam, PRICE, Price="5,000")
    assert stage.request().needs == "am,pm"
    form = (await stage.ada.press("Suggest another", on=between(stage)[-1])).view
    await stage.ada.submit(form, {"Price": "6,000", "Why": "It is more work"})
    await stage.told()
    assert stage.request().needs == "pm"
    assert "6,000" not in "\n".join(each.plain for each in stage.sam.direct_messages())
    await _presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 600_000
