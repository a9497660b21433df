"""Wrong calls are refused by Slack's own names, and change nothing."""

from datetime import timedelta

import httpx
import pytest

from sandbox.clock import MovableClock
from sandbox.refusals import KNOWN
from sandbox.server import Sandbox
from tests.sandbox.wrong_calls import ADA, EVERY, SITE, Wrong, posted

#: refused in tests of their own, below, in test_faults.py and in test_sockets.py
ELSEWHERE = {
    "already_reacted", "expired_url",
    "fatal_error",
    "invalid_auth", "invalid_json", "json_not_object", "not_authed", "ratelimited",
    "too_many_websockets", "used_url",
}  # fmt: skip


@pytest.mark.parametrize("wrong", EVERY, ids=lambda wrong: f"{wrong.method}-{wrong.error}-{wrong.said}")
async def test_a_wrong_call_is_refused_by_slacks_name(
    slack: Sandbox, api: httpx.AsyncClient, clock: MovableClock, wrong: Wrong
) -> None:
    given = wrong.given(slack) if callable(wrong.given) else wrong.given
    wrong.prepare(slack)
    clock.advance(wrong.later)
    before = {name: len(each.posts) for name, each in slack.workspace.channels.items()}

    answer = (await api.post(wrong.method, json=given)).json()

    assert (answer["ok"], answer["error"]) == (False, wrong.error), answer
    assert wrong.said in str(answer)
    assert slack.rejected[-1].refused == wrong.error
    assert all(len(slack.workspace.channels[name].posts) == count for name, count in before.items())


def test_the_table_has_a_wrong_call_for_every_refusal() -> None:
    assert {each.error for each in EVERY} | ELSEWHERE == set(KNOWN)


async def test_a_missing_scope_says_what_is_needed_and_what_there_is(slack: Sandbox, api: httpx.AsyncClient) -> None:
    slack.scopes = {"commands", "users:read"}
    answer = (await api.post("chat.postMessage", json={"channel": SITE, "text": "x"})).json()
    assert (answer["needed"], answer["provided"]) == ("chat:write", "commands,users:read")


async def test_without_a_token_or_with_a_strange_one_nothing_is_done(slack: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=slack.api_url) as client:
        assert (await client.post("auth.test")).json()["error"] == "not_authed"
        assert (await client.post("auth.test", data={"token": "xoxb-0"})).json()["error"] == "invalid_auth"
        assert (await client.get("auth.test", params={"token": slack.bot_token})).json()["error"] == "not_authed"
        assert (await client.post("auth.test", json={"token": slack.bot_token})).json()["error"] == "not_authed"
        assert (await client.post("auth.test", data={"token": slack.bot_token})).json()["ok"] is True


async def test_a_body_that_is_no_json_object_is_refused(api: httpx.AsyncClient) -> None:
    kind = {"Content-Type": "application/json"}
    assert (await api.post("auth.test", content=b"{", headers=kind)).json()["error"] == "invalid_json"
    assert (await api.post("auth.test", content=b"[]", headers=kind)).json()["error"] == "json_not_object"


async def test_the_same_reaction_twice_is_refused(slack: Sandbox, api: httpx.AsyncClient) -> None:
    given = {"channel": SITE, "timestamp": posted(slack), "name": "eyes"}
    assert (await api.post("reactions.add", json=given)).json()["ok"] is True
    assert (await api.post("reactions.add", json=given)).json()["error"] == "already_reacted"


async def test_an_answer_address_is_good_five_times_for_half_an_hour(slack: Sandbox, clock: MovableClock) -> None:
    def address() -> str:
        return f"{slack.base}/commands/T0001/{slack.handles.response_url(ADA, SITE).id}"

    async with httpx.AsyncClient() as client:
        busy, late = address(), address()
        for _ in range(5):
            assert (await client.post(busy, json={"text": "psst"})).json()["ok"] is True
        assert (await client.post(busy, json={"text": "psst"})).json()["error"] == "used_url"
        clock.advance(timedelta(minutes=31))
        assert (await client.post(late, json={"text": "psst"})).json()["error"] == "expired_url"
    assert [each.text for each in slack.person("Ada").messages("acme-site") if each.ephemeral] == ["psst"] * 5


async def test_posting_faster_than_once_a_second_is_refused_until_time_passes(
    slack: Sandbox, api: httpx.AsyncClient, clock: MovableClock
) -> None:
    slack.rate_limits = True
    answers = [await api.post("chat.postMessage", json={"channel": SITE, "text": f"{n}"}) for n in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["error"] == "ratelimited"
    clock.advance(timedelta(seconds=int(answers[-1].headers["Retry-After"])))
    assert (await api.post("chat.postMessage", json={"channel": SITE, "text": "now"})).json()["ok"] is True
