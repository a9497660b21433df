"""Socket Mode as Slack speaks it, to a client of our own."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import aiohttp
import httpx
import pytest

from sandbox.clock import MovableClock
from sandbox.server import Sandbox
from tests.sandbox.parrot import connected

Json = dict[str, Any]


async def address(slack: Sandbox) -> Json:
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {slack.app_token}"}) as client:
        answer: Json = (await client.post(f"{slack.api_url}apps.connections.open")).json()
        return answer


async def join(slack: Sandbox, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """A connection that has said hello."""
    socket = await session.ws_connect((await address(slack))["url"])
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def acknowledge(socket: aiohttp.ClientWebSocketResponse, payload: Json | None = None) -> Json:
    envelope: Json = await socket.receive_json()
    answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})}
    await socket.send_json(answer)
    return envelope


@pytest.fixture
async def session() -> Any:
    async with aiohttp.ClientSession() as there:
        yield there


async def test_hello_says_how_many_connections_there_are(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    first = await join(slack, session)
    second = await session.ws_connect((await address(slack))["url"])
    hello = await second.receive_json()
    assert (hello["num_connections"], hello["connection_info"]) == (2, {"app_id": "A07COUNTERSN"})
    assert not first.closed


async def test_a_ticket_is_good_once(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    url = (await address(slack))["url"]
    await session.ws_connect(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(url)


async def test_the_eleventh_connection_is_refused(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    sockets = [await join(slack, session) for _ in range(10)]
    assert not any(each.closed for each in sockets)
    assert (await address(slack))["error"] == "too_many_websockets"


async def test_a_command_is_answered_in_its_acknowledgement(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    socket = await join(slack, session)
    typing = asyncio.create_task(slack.person("Ada").command("/echo", "hi", channel="acme-site"))
    envelope = await acknowledge(socket, {"text": "only you see this"})
    answer = await typing
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert answer.text == "only you see this"
    assert not any(each.ephemeral for each in slack.person("Petra").messages("acme-site"))


async def test_each_payload_goes_to_one_connection_in_turn(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    sockets = [await join(slack, session) for _ in range(2)]
    listening = [asyncio.create_task(acknowledge(each)) for each in sockets]
    for words in ("one", "two"):
        await slack.person("Ada").command("/echo", words, channel="acme-site")
    assert {(await each)["payload"]["text"] for each in listening} == {"one", "two"}


async def test_an_event_not_acknowledged_is_tried_at_once_and_after_one_and_five_minutes(
    slack: Sandbox, session: aiohttp.ClientSession, clock: MovableClock
) -> None:
    slack.courier.patience = 0.05
    socket = await join(slack, session)
    await slack.person("Ada").says("hello", channel="acme-site")
    seen = [await socket.receive_json() for _ in range(2)]
    for minutes in (1, 4):
        clock.advance(timedelta(minutes=minutes))
        seen.append(await socket.receive_json())
    assert [each["retry_attempt"] for each in seen] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in seen] == ["", "timeout", "timeout", "timeout"]
    assert len({each["payload"]["event_id"] for each in seen}) == 1
    assert len({each["envelope_id"] for each in seen}) == 4


async def test_a_click_that_is_not_acknowledged_is_not_sent_again(
    slack: Sandbox, session: aiohttp.ClientSession, clock: MovableClock
) -> None:
    slack.courier.patience = 0.05
    socket = await join(slack, session)
    answer = await slack.person("Ada").shortcut("Start a change request")
    assert (answer.status, answer.problem) == (504, "operation_timeout")
    clock.advance(timedelta(minutes=10))
    slack.courier.patience = 5
    saying = asyncio.create_task(slack.person("Ada").says("hello", channel="acme-site"))
    kinds = [(await socket.receive_json())["type"], (await acknowledge(socket))["type"]]
    await saying
    assert kinds == ["interactive", "events_api"]


async def test_an_event_on_a_connection_that_breaks_comes_on_another(
    slack: Sandbox, session: aiohttp.ClientSession
) -> None:
    slack.courier.patience = 60
    sockets = [await join(slack, session) for _ in range(2)]
    saying = asyncio.create_task(slack.person("Ada").says("hello", channel="acme-site"))
    await slack.wait_for(lambda: any(each.carrying for each in slack.sockets.open))
    broken = next(number for number, each in enumerate(slack.sockets.open) if each.carrying)
    lost = await sockets[broken].receive_json()
    slack.close_socket(broken)
    again = await acknowledge(sockets[1 - broken])
    await saying
    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")


async def test_a_connection_can_be_asked_to_make_way(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    socket = await join(slack, session)
    refreshing = asyncio.create_task(slack.refresh_socket(0))
    said = await socket.receive_json()
    assert (said["type"], said["reason"]) == ("disconnect", "refresh_requested")
    assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE
    await refreshing


async def test_what_acknowledges_nothing_is_noted(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    socket = await join(slack, session)
    await socket.send_str(json.dumps({"envelope_id": "none"}))
    typing = asyncio.create_task(slack.person("Ada").command("/echo", "hi", channel="acme-site"))
    await acknowledge(socket)
    await typing
    assert slack.sockets.strays == ['{"envelope_id": "none"}']


async def test_with_nobody_connected_a_command_fails_at_once(slack: Sandbox) -> None:
    answer = await slack.person("Ada").command("/echo", "hi", channel="acme-site")
    assert (answer.status, answer.problem) == (503, "dispatch_failed")


async def test_a_bot_with_two_connections_survives_the_loss_of_one(slack: Sandbox) -> None:
    async with connected(slack, sockets=2):
        slack.close_socket(0)
        answers = [await slack.person("Ada").command("/echo", f"{n}", channel="acme-site") for n in range(2)]
        assert [each.text for each in answers] == ["you said 0", "you said 1"]


async def test_an_envelope_can_arrive_on_two_connections(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    sockets = [await join(slack, session) for _ in range(2)]
    slack.envelope_copies = 2
    typing = asyncio.create_task(slack.person("Ada").command("/echo", "hi", channel="acme-site"))
    envelopes = [await acknowledge(each) for each in sockets]
    await typing
    assert envelopes[0]["envelope_id"] == envelopes[1]["envelope_id"]
