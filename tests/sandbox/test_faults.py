"""Things that go wrong on purpose go wrong as told, and only so often."""

from datetime import timedelta

import httpx
import pytest

from sandbox.clock import MovableClock
from sandbox.server import Sandbox

SITE = "C07ACMESITE0"
HELLO = {"channel": SITE, "text": "hello", "metadata": {"event_type": "marker", "event_payload": {"id": "m1"}}}


def said(slack: Sandbox) -> list[str]:
    return [each.text for each in slack.person("Petra").messages("acme-site") if each.author == "Countersign"]


@pytest.mark.parametrize(("kind", "done"), [("drop", False), ("drop_after", True)])
async def test_a_connection_is_cut_before_or_after_the_post(
    slack: Sandbox, api: httpx.AsyncClient, kind: str, done: bool
) -> None:
    slack.fault("chat.postMessage", kind)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.post("chat.postMessage", json=HELLO)
    assert said(slack) == ["hello"] * done
    assert slack.calls[-1].fault == kind


@pytest.mark.parametrize(("kind", "done"), [("hang", False), ("hang_after", True)])
async def test_an_answer_never_comes(slack: Sandbox, api: httpx.AsyncClient, kind: str, done: bool) -> None:
    slack.fault("chat.postMessage", kind)
    with pytest.raises(httpx.ReadTimeout):
        await api.post("chat.postMessage", json=HELLO, timeout=0.1)
    assert said(slack) == ["hello"] * done


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [("http_500", 500, False), ("internal_error", 200, False), ("fatal_error", 200, True), ("ratelimited", 429, False)],
)
async def test_slack_breaks(slack: Sandbox, api: httpx.AsyncClient, kind: str, status: int, done: bool) -> None:
    slack.fault("chat.postMessage", kind)
    answer = await api.post("chat.postMessage", json=HELLO)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert said(slack) == ["hello"] * done


async def test_a_fault_happens_as_often_as_told_and_no_more(slack: Sandbox, api: httpx.AsyncClient) -> None:
    slack.fault("*", "internal_error", times=2)
    answers = [(await api.post("auth.test")).json()["ok"] for _ in range(3)]
    assert answers == [False, False, True]


def test_a_fault_that_does_not_exist_is_an_error_of_the_test(slack: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        slack.fault("auth.test", "boredom")


async def test_history_lags_behind_what_people_see(slack: Sandbox, api: httpx.AsyncClient, clock: MovableClock) -> None:
    slack.history_lag = timedelta(seconds=20)
    await api.post("chat.postMessage", json=HELLO)
    look = {"channel": SITE, "include_all_metadata": True, "limit": 1}

    async def marker() -> object:
        newest = (await api.post("conversations.history", data=look)).json()["messages"]
        return newest[0].get("metadata") if newest else None

    assert said(slack) == ["hello"]
    assert await marker() is None
    clock.advance(timedelta(seconds=20))
    assert await marker() == HELLO["metadata"]


async def test_metadata_is_left_out_unless_asked_for(slack: Sandbox, api: httpx.AsyncClient) -> None:
    await api.post("chat.postMessage", json=HELLO)
    newest = (await api.get("conversations.history", params={"channel": SITE})).json()["messages"][0]
    assert (newest["text"], "metadata" in newest) == ("hello", False)


async def test_waiting_in_vain_names_the_last_calls(slack: Sandbox, api: httpx.AsyncClient) -> None:
    await api.post("chat.postMessage", json={"channel": SITE})
    with pytest.raises(AssertionError, match=r"for a card; .*\n  chat\.postMessage → no_text"):
        await slack.wait_for(lambda: False, "for a card", within=0.05)
