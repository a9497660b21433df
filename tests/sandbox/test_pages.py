"""The page's own endpoints: they answer this page, and no other site."""

import aiohttp
import httpx
import pytest

from sandbox.server import Sandbox

ADA = "U07ADAADEYEM"
SAY = {"as": ADA, "channel": "C07ACMESITE0", "text": "hello"}


@pytest.fixture
async def page(slack: Sandbox):  # type: ignore[no-untyped-def]
    async with httpx.AsyncClient(base_url=slack.base) as client:
        yield client


async def test_the_page_and_its_files_are_served(page: httpx.AsyncClient) -> None:
    index = await page.get("/")
    assert "practice workspace" in index.text
    assert "default-src 'self'" in index.headers["Content-Security-Policy"]
    assert (await page.get("/page/file/main.js")).status_code == 200
    assert (await page.get("/page/file/..%2Fserver.py")).status_code == 404


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}])
async def test_another_site_cannot_drive_it(slack: Sandbox, page: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await page.post("/page/do/say", json=SAY, headers=headers)).status_code == 403
    assert (await page.get("/", headers=headers)).status_code == 403
    assert not [each for each in slack.person("Ada").messages("acme-site") if each.text == "hello"]


async def test_a_form_of_another_site_is_not_understood(page: httpx.AsyncClient) -> None:
    assert (await page.post("/page/do/say", data=SAY)).status_code == 415


async def test_what_is_said_is_seen_live_by_those_who_may(slack: Sandbox, page: httpx.AsyncClient) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{slack.base}/page/live?as={ADA}") as live:
        first = await live.receive_json()
        assert {each["name"] for each in first["channels"]} >= {"acme-site", "leads", "general"}
        assert (await page.post("/page/do/say", json=SAY)).json()["ok"] is True
        site = next(each for each in (await live.receive_json())["channels"] if each["name"] == "acme-site")
        assert site["messages"][-1]["text"] == "hello"
    olaf = slack.person("Olaf").id
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{slack.base}/page/live?as={olaf}") as live:
        assert "leads" not in {each["name"] for each in (await live.receive_json())["channels"]}


async def test_a_deed_that_cannot_be_done_says_why(page: httpx.AsyncClient) -> None:
    answer = await page.post("/page/do/say", json={**SAY, "channel": "C07OLDPITCH0"})
    assert (answer.status_code, answer.json()["problem"]) == (400, "#old-pitch is archived: nobody can write there")


async def test_the_clock_is_moved_from_the_page(slack: Sandbox, page: httpx.AsyncClient) -> None:
    before = slack.clock.now()
    await page.post("/page/do/clock", json={"as": ADA, "hours": 4})
    assert (slack.clock.now() - before).total_seconds() == 4 * 3600
    await page.post("/page/do/clock", json={"as": ADA, "to": "morning"})
    assert slack.clock.now().isoformat() == "2026-11-24T09:00:00+00:00"
