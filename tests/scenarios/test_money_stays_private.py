"""Money: nobody but the few who see it ever reads a figure."""

from models import ChangeRequest
from models.enums import Domain, RequestState
from tests.scenarios.conftest import SITE, Stage
from tests.scenarios.money import BUDGET, PRICE, between, live, presses
from tests.scenarios.picking import asks, kept, opened

CANARY = ("73,191", "73191", "7319100", "58,227", "58227", "5822700", "secretive", "hush")


async def test_no_figure_and_no_word_of_money_reaches_a_channel_or_anybody_else(stage: Stage) -> None:
    await stage.project(Budget="58,227", Currency="EUR")
    await asks(stage, stage.petra, BUDGET, "hush", Budget="73,191")
    await presses(stage, stage.ada, "Decline", why="hush, no")
    await asks(stage, stage.petra, BUDGET, "hush", Budget="58,300")
    await presses(stage, stage.ada, "Object", why="hush")
    await presses(stage, stage.petra, "Approve", name="CR-3")
    await asks(stage, stage.ada, PRICE, "hush", Price="73,191", Cost="58,227", Client_context="secretive")
    number = max(each.number for each in stage.rows(ChangeRequest))
    public = stage.card(f"CR-{number} (price)")
    assert f"CR-{number} (price): asked" in public.plain
    assert public.buttons == []
    await presses(stage, stage.petra, "Approve")
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
    await live(stage)
    await asks(stage, stage.ada, PRICE, "hush", Price="73,191")
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
    await live(stage)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    for text in ("list", "CR-1"):
        listed = (await stage.ada.command("/request", text, channel=SITE)).plain
        assert "a private message" in listed
        assert "group:" not in listed
    assert "a private message" in (await stage.home(stage.petra)).plain


async def test_an_open_request_about_money_cannot_be_opened_by_its_number(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.ada, PRICE, Price="45,000")
    value = '{"form":"price","request":1}'
    answer = await stage.sam.press_raw("open_form", value, on=stage.card("CR-1"))
    await stage.told()
    assert answer.view is None
    assert "CR-1 was asked by @Ada; only they can do that." in stage.whispers(stage.sam)[-1]


async def test_an_offer_to_who_asked_without_seeing_money_goes_to_the_other_role(stage: Stage) -> None:
    await live(stage)
    await asks(stage, stage.sam, PRICE, Price="5,000")
    assert stage.request().needs == "am,pm"
    form = (await stage.ada.press("Suggest another", on=between(stage)[-1])).view
    await stage.ada.submit(form, {"Price": "6,000", "Why": "It is more work"})
    await stage.told()
    assert stage.request().needs == "pm"
    assert "6,000" not in "\n".join(each.plain for each in stage.sam.direct_messages())
    await presses(stage, stage.petra, "Approve")
    assert kept(stage, Domain.PRICE)["price"]["figure"] == 600_000
