"""People see what is theirs to see, and use it by the words on it."""

from datetime import date, timedelta

import pytest

from sandbox.clock import MovableClock
from sandbox.server import Sandbox

SITE = "acme-site"


async def card(slack: Sandbox) -> None:
    await slack.person("Ada").command("/card", channel=SITE)


async def test_a_form_is_filled_in_by_its_labels_and_closes(parroted: Sandbox) -> None:
    ada = parroted.person("Ada")
    view = (await ada.command("/form", channel=SITE)).view
    assert view is not None
    assert view.labels == ["Name", "Account manager", "Deadline", "Budget", "Channel"]
    given = {
        "Name": "Site",
        "Account manager": ada,
        "Deadline": date(2027, 1, 15),
        "Budget": 5000,
        "Channel": "#studio",
    }
    await ada.fill(view, given)
    assert [view.value(each) for each in view.labels] == ["Site", ada.id, "2027-01-15", "5000", "C07STUDIO000"]
    answer = await ada.submit(view)
    assert (answer.closed, answer.errors, ada.views) == (True, {}, [])
    await parroted.wait_for(lambda: ada.messages(SITE)[-1].text.startswith("Site is made"))
    assert ada.messages(SITE)[-1].mentions == ["Ada"]


async def test_slack_asks_for_required_fields_before_the_bot_hears_of_it(parroted: Sandbox) -> None:
    ada = parroted.person("Ada")
    view = (await ada.command("/form", channel=SITE)).view
    assert view is not None
    calls = len(parroted.calls)
    answer = await ada.submit(view, {"Name": "Site"})
    assert list(answer.errors) == ["Account manager", "Deadline"]
    assert (answer.closed, len(parroted.calls)) == (False, calls)


@pytest.mark.parametrize(
    ("name", "errors", "closed", "titles"),
    [
        ("wrong", {"Name": "Please choose another name."}, False, ["A form"]),
        ("again", {}, False, ["A form"]),
        ("deeper", {}, False, ["A form", "Deeper"]),
        ("clear", {}, True, []),
    ],
)
async def test_the_bot_answers_a_form(
    parroted: Sandbox, name: str, errors: dict[str, str], closed: bool, titles: list[str]
) -> None:
    ada = parroted.person("Ada")
    view = (await ada.command("/form", channel=SITE)).view
    assert view is not None
    answer = await ada.submit(view, {"Name": name, "Account manager": "Petra", "Deadline": "2027-01-15"})
    assert (answer.errors, answer.closed) == (errors, closed)
    assert [each.title for each in ada.views] == titles
    if name == "again":
        assert "Once more" in view.plain
        assert view.value("Name") == "again"


async def test_a_button_is_pressed_by_its_words(parroted: Sandbox) -> None:
    await card(parroted)
    petra = parroted.person("Petra")
    message = petra.messages(SITE)[-1]
    assert message.buttons == ["Open", "Approve", "Decline"]
    assert "Fri 15 Jan 2027 → Fri 22 Jan 2027" in message.plain
    await petra.press("Approve", on=message)
    assert (message.shown, message.buttons) == ("Approved by @Petra", [])
    with pytest.raises(LookupError, match="no button 'Approve'; there are: no buttons at all"):
        await petra.press("Approve", on=message)


async def test_a_choice_is_made_by_its_words(parroted: Sandbox) -> None:
    await card(parroted)
    ada = parroted.person("Ada")
    message = ada.messages(SITE)[-1]
    await ada.choose("Urgency", "Today", on=message)
    await ada.choose("Withdraw", "Withdraw", on=message)
    whispers = [each.text for each in ada.messages(SITE) if each.ephemeral]
    assert whispers == ["urgency: today", "menu: withdraw"]
    with pytest.raises(LookupError, match="has no option 'Never'; there are: 'Today', 'This week'"):
        await ada.choose("Urgency", "Never", on=message)


async def test_a_forged_press_reaches_the_bot(parroted: Sandbox) -> None:
    await card(parroted)
    olaf = parroted.person("Olaf")
    answer = await olaf.press_raw("approve", "anything", on=olaf.messages(SITE)[-1])
    assert answer.status == 200


async def test_who_cannot_see_a_place_cannot_act_there(parroted: Sandbox) -> None:
    await card(parroted)
    message = parroted.person("Ada").messages(SITE)[-1]
    cleo = parroted.person("Cleo")
    with pytest.raises(LookupError, match="Cleo cannot see #acme-site"):
        await cleo.press("Approve", on=message)
    with pytest.raises(LookupError, match="cannot see #leads"):
        parroted.person("Olaf").messages("leads")
    with pytest.raises(LookupError, match="archived"):
        await parroted.person("Ada").says("hello", channel="old-pitch")


async def test_what_is_whispered_is_seen_by_one(parroted: Sandbox) -> None:
    answer = await parroted.person("Ada").command("/echo", "hello @Petra", channel=SITE)
    assert answer.plain == "you said hello @Petra"
    assert not [each for each in parroted.person("Petra").messages(SITE) if each.ephemeral]


async def test_a_command_that_is_not_registered_never_leaves_slack(parroted: Sandbox) -> None:
    answer = await parroted.person("Ada").command("/nonsense", channel=SITE)
    assert (answer.problem, parroted.rejected) == ("invalid_command", [])


async def test_a_mention_is_heard_and_answered_in_its_thread(parroted: Sandbox) -> None:
    ada = parroted.person("Ada")
    message = await ada.says("@Countersign deadline, the client's & mine", channel=SITE)
    await parroted.wait_for(lambda: ada.thread(message))
    assert ada.thread(message)[0].plain == "you said @Countersign deadline, the client's & mine"


async def test_a_home_is_shown_and_pressed(parroted: Sandbox) -> None:
    ada = parroted.person("Ada")
    home = await ada.opens_home()
    assert home["type"] == "home"
    assert home.buttons == ["Create one"]
    assert (await ada.press("Create one", on=home)).status == 200
    assert parroted.person("Petra").home is None


async def test_shortcuts_are_chosen_by_name(parroted: Sandbox) -> None:
    ada = parroted.person("Ada")
    assert (await ada.shortcut("Start a change request")).view is not None
    assert (await ada.message_shortcut("Raise as change request", ada.messages(SITE)[0])).status == 200
    with pytest.raises(LookupError, match="there are: \\['Start a change request'\\]"):
        await ada.shortcut("Something else")


async def test_triggers_do_not_age_while_time_stands_still(parroted: Sandbox, clock: MovableClock) -> None:
    ada = parroted.person("Ada")
    assert (await ada.command("/form", channel=SITE)).view is not None
    clock.advance(timedelta(days=1))
    assert (await ada.command("/form", channel=SITE)).view is not None
