"""Over two connections nothing is lost and nothing is heard twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.socket_mode import connect, run
from tests.transport.conftest import SmallBot, told
from tests.transport.payloads import EXAMPLES
from tests.transport.slack_side import PATIENCE, SlackSide, slack_side

CLICK, MENTION = EXAMPLES["button in a message"], EXAMPLES["mention"]


@pytest.fixture
async def slack(bot: SmallBot) -> AsyncIterator[SlackSide]:
    async with slack_side() as side:
        bot.app.client.base_url = side.url + "/"
        yield side


class Door:
    """A listener that waits in the middle of its work until it is let on."""

    def __init__(self) -> None:
        self.entered, self.open, self.heard = asyncio.Semaphore(0), asyncio.Event(), 0

    async def __call__(self) -> None:
        self.heard += 1
        self.entered.release()
        await self.open.wait()


async def test_each_kind_of_answer_goes_back_in_its_envelope(bot: SmallBot, slack: SlackSide) -> None:
    @bot.on.command("/deadline")
    async def deadline(ack: Any) -> None:
        await ack("Asked.")

    @bot.on.view("project_form")
    async def submitted(ack: Any) -> None:
        await ack(response_action="errors", errors={"name": "Taken"})

    @bot.on.action("approve")
    async def approve(ack: Any) -> None:
        await ack()

    async with connect(bot, connections=1):
        await slack.deliver(1, EXAMPLES["slash command"], answerable=True)
        assert (await slack.next_ack())[1] == {"envelope_id": "e1", "payload": {"text": "Asked."}}
        await slack.deliver(1, EXAMPLES["submitted form"], answerable=True)
        answer = {"response_action": "errors", "errors": {"name": "Taken"}}
        assert (await slack.next_ack())[1] == {"envelope_id": "e2", "payload": answer}
        await slack.deliver(1, CLICK)
        assert (await slack.next_ack())[1] == {"envelope_id": "e3"}
        await slack.deliver(1, EXAMPLES["slash command"], answerable=False)
        assert (await slack.next_ack())[1] == {"envelope_id": "e4"}
        for nonsense in ({"type": "block_actions", "actions": "none"}, {"type": "shortcut", "team": 7}):
            envelope = await slack.deliver(1, nonsense)
            assert (await slack.next_ack())[1] == {"envelope_id": envelope}
    assert slack.asked == ["Bearer xapp-1"]


async def test_the_second_connection_comes_later_and_carries_clicks_too(bot: SmallBot, slack: SlackSide) -> None:
    @bot.on.action("approve")
    async def approve(ack: Any) -> None:
        await ack()

    async with connect(bot, stagger=0.01) as mode:
        assert [await slack.next_socket(), await slack.next_socket()] == [1, 2]
        for on in (1, 2):
            envelope = await slack.deliver(on, CLICK)
            assert await slack.next_ack() == (on, {"envelope_id": envelope})
        assert mode.living() == 2


async def test_the_second_connection_waits_for_its_minute(bot: SmallBot, slack: SlackSide) -> None:
    async with connect(bot) as mode:
        for _ in range(10):
            await slack.deliver(1, EXAMPLES["closed form"])
            await slack.next_ack()
        assert (mode.living(), len(slack.asked)) == (1, 1)


async def test_an_envelope_on_both_connections_is_heard_once_and_acknowledged_on_both(
    bot: SmallBot, slack: SlackSide
) -> None:
    work = Door()

    @bot.on.action("approve")
    async def approve() -> None:
        await work()

    async with connect(bot, stagger=0.01):
        await slack.next_socket(), await slack.next_socket()
        await slack.deliver(1, CLICK, envelope_id="same")
        await asyncio.wait_for(work.entered.acquire(), PATIENCE)
        await slack.deliver(2, CLICK, envelope_id="same")
        other = await slack.deliver(2, EXAMPLES["closed form"])
        # Nobody listens to this one, so its acknowledgement shows that the double has been taken in.
        assert await slack.next_ack() == (2, {"envelope_id": other})
        work.open.set()
        assert {(await slack.next_ack())[0], (await slack.next_ack())[0]} == {1, 2}
        await slack.deliver(2, CLICK, envelope_id="same")
        assert await slack.next_ack() == (2, {"envelope_id": "same"})
    assert work.heard == 1


@pytest.mark.parametrize("end", ["close_socket", "cut"])
async def test_a_connection_closed_mid_click_loses_nothing(end: str, bot: SmallBot, slack: SlackSide) -> None:
    work = Door()

    @bot.on.action("approve")
    async def approve() -> None:
        await work()

    async with connect(bot, stagger=0.01, ping_interval=0.05) as mode:
        await slack.next_socket(), await slack.next_socket()
        clicked = await slack.deliver(1, CLICK)
        await asyncio.wait_for(work.entered.acquire(), PATIENCE)
        await getattr(slack, end)(1)
        assert await slack.next_socket() == 3  # it is opened again
        meanwhile = await slack.deliver(2, EXAMPLES["closed form"])
        assert await slack.next_ack() == (2, {"envelope_id": meanwhile})
        work.open.set()
        on, answer = await slack.next_ack()
        assert (on in (2, 3), answer, work.heard) == (True, {"envelope_id": clicked}, 1)
        assert mode.living() == 2


async def test_with_one_connection_gone_for_good_the_other_carries_the_answer(bot: SmallBot, slack: SlackSide) -> None:
    work = Door()

    @bot.on.action("approve")
    async def approve() -> None:
        await work()

    async with connect(bot, stagger=0.01, ping_interval=0.05):
        await slack.next_socket(), await slack.next_socket()
        clicked = await slack.deliver(1, CLICK)
        await asyncio.wait_for(work.entered.acquire(), PATIENCE)
        slack.error = "internal_error"
        await slack.close_socket(1)
        work.open.set()
        assert await slack.next_ack() == (2, {"envelope_id": clicked})
        again = await slack.deliver(2, CLICK)
        assert await slack.next_ack() == (2, {"envelope_id": again})


async def test_a_renewal_in_the_middle_of_a_click_loses_nothing(bot: SmallBot, slack: SlackSide) -> None:
    work = Door()

    @bot.on.action("approve")
    async def approve() -> None:
        await work()

    async with connect(bot, connections=1):
        await slack.next_socket()
        clicked = await slack.deliver(1, CLICK)
        await asyncio.wait_for(work.entered.acquire(), PATIENCE)
        await slack.ask_to_reconnect(1)
        assert await slack.next_socket() == 2
        work.open.set()
        assert await slack.next_ack() == (2, {"envelope_id": clicked})


async def test_an_event_whose_listener_failed_is_not_acknowledged_and_is_heard_again(
    bot: SmallBot, slack: SlackSide
) -> None:
    heard: list[Any] = []

    @bot.on.event("app_mention")
    async def mentioned(request: Any) -> None:
        heard.append(request.headers.get("x-slack-retry-num"))
        if len(heard) == 1:
            raise RuntimeError("the commit failed")

    async with connect(bot, connections=1):
        first = await slack.deliver(1, MENTION)
        other = await slack.deliver(1, EXAMPLES["closed form"])
        assert await slack.next_ack() == (1, {"envelope_id": other})
        await slack.deliver(1, MENTION, envelope_id=first, retry_attempt=1, retry_reason="timeout")
        assert await slack.next_ack() == (1, {"envelope_id": first})
    assert heard == [None, ["1"]]


async def test_told_to_stop_it_finishes_what_runs_and_ignores_what_comes(bot: SmallBot, slack: SlackSide) -> None:
    work, stop = Door(), asyncio.Event()

    @bot.on.action("approve")
    async def approve() -> None:
        await work()

    running = asyncio.create_task(run(bot, stop))
    await slack.next_socket()
    clicked = await slack.deliver(1, CLICK)
    await asyncio.wait_for(work.entered.acquire(), PATIENCE)
    stop.set()
    with told("bot.socket_mode", "stopping") as ignored:
        await slack.deliver(1, CLICK)
        await asyncio.wait_for(ignored.wait(), PATIENCE)
    work.open.set()
    assert await slack.next_ack() == (1, {"envelope_id": clicked})
    await asyncio.wait_for(running, PATIENCE)
    assert (work.heard, slack.acks.empty()) == (1, True)
    assert slack.sockets[1].closed


async def test_a_token_that_slack_refuses_ends_the_start(bot: SmallBot, slack: SlackSide) -> None:
    slack.error = "invalid_auth"
    with pytest.raises(SlackApiError, match="invalid_auth"):
        async with connect(bot):
            pass


async def test_there_is_no_socket_mode_without_an_app_token(bot: SmallBot) -> None:
    bot.settings = replace(bot.settings, slack_app_token=None)
    with pytest.raises(ValueError, match="app token"):
        async with connect(bot):
            pass
