"""The web entrance as an operator sees it, on a real port."""

import asyncio
import socket
from typing import Any

import httpx
import pytest

from bot.web import asgi, serve
from tests.transport.conftest import SmallBot, headers, told
from tests.transport.payloads import EXAMPLES, as_sent

PATIENCE = 10  # seconds before a test gives up


async def get(bot: SmallBot, path: str, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(asgi(bot)), base_url="http://bot") as client:
        return await client.request(method, path)


async def test_it_is_healthy_while_it_lives_and_ready_when_it_can_serve(bot: SmallBot) -> None:
    assert (await get(bot, "/healthz")).status_code == 200
    ready = await get(bot, "/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "reasons": []})
    bot.unready = ["the database does not answer"]
    ready = await get(bot, "/readyz")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "reasons": ["the database does not answer"]})
    assert (await get(bot, "/healthz")).status_code == 200


async def test_it_shows_its_metrics(bot: SmallBot) -> None:
    answer = await get(bot, "/metrics")
    assert answer.text == "countersign_up 1\n"
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/slack/events", "GET", 405),
        ("/slack/events", "PUT", 405),
        ("/healthz", "POST", 405),
        ("/", "GET", 404),
        ("/slack/events/", "POST", 404),
    ],
)
async def test_other_ways_and_places_are_refused(path: str, method: str, status: int, bot: SmallBot) -> None:
    assert (await get(bot, path, method)).status_code == status


async def test_without_a_signing_secret_slack_has_no_path(bot: SmallBot) -> None:
    object.__setattr__(bot.settings, "slack_signing_secret", None)
    assert (await get(bot, "/slack/events", "POST")).status_code == 404


async def listening(bot: SmallBot, stop: asyncio.Event) -> tuple[str, "asyncio.Task[None]"]:
    """The address of a bot that serves on a free port, and its running."""
    addresses: asyncio.Queue[str] = asyncio.Queue()
    running = asyncio.create_task(serve(bot, "127.0.0.1", 0, stop, listening=addresses.put_nowait))
    return await asyncio.wait_for(addresses.get(), PATIENCE), running


async def test_told_to_stop_it_answers_what_it_has_taken_and_takes_no_more(
    bot: SmallBot,
) -> None:
    entered, onward, stop = asyncio.Event(), asyncio.Event(), asyncio.Event()

    @bot.on.action("approve")
    async def approve() -> None:
        entered.set()
        await onward.wait()

    address, running = await listening(bot, stop)
    raw, content_type = as_sent(EXAMPLES["button in a message"])
    async with httpx.AsyncClient(base_url=address) as client:
        click = asyncio.create_task(
            client.post("/slack/events", content=raw, headers=headers(raw, content_type), timeout=PATIENCE)
        )
        await asyncio.wait_for(entered.wait(), PATIENCE)
        with told("uvicorn.error", "Waiting for connections") as waiting:
            stop.set()
            await asyncio.wait_for(waiting.wait(), PATIENCE)
        with pytest.raises(httpx.ConnectError):
            async with httpx.AsyncClient() as other:
                await other.get(address + "/healthz")
        onward.set()
        assert (await click).status_code == 200
    await asyncio.wait_for(running, PATIENCE)


async def test_it_names_no_server_and_keeps_the_connection(bot: SmallBot) -> None:
    stop = asyncio.Event()
    address, running = await listening(bot, stop)
    raw, content_type = as_sent(EXAMPLES["mention"])
    async with httpx.AsyncClient(base_url=address) as client:
        for _ in range(2):
            answer = await client.post("/slack/events", content=raw, headers=headers(raw, content_type))
            assert answer.status_code == 200
            assert "server" not in answer.headers
            assert answer.headers.get("connection") != "close"
    stop.set()
    await asyncio.wait_for(running, PATIENCE)


async def test_a_port_that_is_taken_is_an_error_the_caller_sees(bot: SmallBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        await serve(bot, "127.0.0.1", taken.getsockname()[1], asyncio.Event())


async def test_a_client_that_leaves_in_the_middle_of_a_body_is_forgotten(bot: SmallBot) -> None:
    stop = asyncio.Event()
    address, running = await listening(bot, stop)
    port = int(address.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()
    writer.close()
    async with httpx.AsyncClient(base_url=address) as client:
        assert (await client.get("/healthz")).status_code == 200
    stop.set()
    await asyncio.wait_for(running, PATIENCE)


async def knock(bot: SmallBot, head: dict[bytes, bytes], messages: list[dict[str, Any]]) -> list[Any]:
    """What is sent in answer to a POST whose body comes in these messages; asking for more of them fails."""
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": list(head.items())}
    await asgi(bot)(scope, receive, send)
    return sent


async def test_a_body_that_says_it_is_too_large_is_not_even_begun(bot: SmallBot) -> None:
    for length in (b"1048577", b"9" * 5000):
        assert (await knock(bot, {b"content-length": length}, []))[0]["status"] == 413


async def test_who_has_left_gets_no_answer(bot: SmallBot) -> None:
    half = {"type": "http.request", "body": b"half", "more_body": True}
    assert await knock(bot, {}, [half, {"type": "http.disconnect"}]) == []
