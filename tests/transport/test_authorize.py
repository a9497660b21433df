"""We know who we are from one auth.test at the start; no request asks again."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.authorize import Installation, by_team, introduce
from tests.transport.conftest import Api, SmallBot, send, small_bot
from tests.transport.payloads import BOT, BOT_USER, EXAMPLES, TEAM, Body

US = Installation(team_id=TEAM, bot_user_id=BOT_USER, bot_id=BOT, bot_token="xoxb-1")


WHO = {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "team": "Agency"}


async def test_one_auth_test_says_who_we_are(api: Api) -> None:
    api.answer = WHO
    me = await introduce(AsyncWebClient("xoxb-1", base_url=api.url))
    assert (me.team_id, me.bot_user_id, me.bot_id, me.bot_token, me.team) == (TEAM, BOT_USER, BOT, "xoxb-1", "Agency")
    assert me.scopes == {"commands", "chat:write"}
    assert [api.calls.get_nowait()[0] for _ in range(api.calls.qsize())] == ["/auth.test"]
    assert "xoxb" not in repr(me)


async def test_a_token_that_is_refused_or_a_persons_cannot_be_used(api: Api) -> None:
    api.answer = {"ok": True, "team_id": TEAM, "user_id": "U0ADA"}
    with pytest.raises(ValueError, match="person"):
        await introduce(AsyncWebClient("xoxb-1", base_url=api.url))
    api.answer = {"ok": False, "error": "invalid_auth"}
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await introduce(AsyncWebClient("xoxb-1", base_url=api.url))


async def test_no_kind_of_request_calls_slack(bot: SmallBot, api: Api) -> None:
    bot.app.client.base_url = api.url
    for body in EXAMPLES.values():
        assert (await send(bot, body)).status_code == 200
    assert api.calls.empty()


async def test_a_listener_gets_the_token_of_its_workspace_and_the_token_of_a_custom_step() -> None:
    heard: list[Any] = []
    bot = small_bot(authorize=by_team(lambda team_id, enterprise_id: US if team_id == TEAM else None))

    @bot.on.action("approve")
    async def approve(client: AsyncWebClient, bot_user_id: str, bot_token: str) -> None:
        heard.append((client.token, bot_user_id, bot_token))

    await send(bot, EXAMPLES["button in a message"])
    await send(bot, EXAMPLES["button in a custom step"])
    assert heard == [("xoxb-1", BOT_USER, "xoxb-1"), ("xwfp-step", BOT_USER, "xoxb-1")]


async def test_our_own_events_are_not_heard_but_our_leaving_a_channel_is(bot: SmallBot) -> None:
    heard: list[str] = []

    @bot.on.event("message")
    async def message(event: Body) -> None:
        heard.append(event["ts"])

    @bot.on.event("member_left_channel")
    async def left(event: Body) -> None:
        heard.append("left")

    ours = EXAMPLES["our own message"]
    without_user = {name: value for name, value in ours["event"].items() if name != "user"}
    for body in (ours, ours | {"event": without_user}, EXAMPLES["message"], EXAMPLES["bot left a channel"]):
        assert (await send(bot, body)).status_code == 200
    assert heard == ["1.6", "left"]


@pytest.mark.parametrize("kind", [kind for kind, body in EXAMPLES.items() if body.get("type") != "url_verification"])
async def test_a_workspace_we_do_not_know_reaches_nobody_and_makes_no_noise(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[Any] = []

    async def nobody(team_id: str | None, enterprise_id: str | None) -> None:
        asked.append(team_id)

    bot = small_bot(authorize=by_team(nobody))
    caplog.set_level(0)
    answer = await send(bot, EXAMPLES[kind])
    assert (answer.status_code, answer.text) == (200, "")
    assert set(asked) <= {TEAM}
    assert "nobody listens" not in caplog.text
    assert not [record for record in caplog.records if record.levelno > 20]


async def test_the_address_is_verified_before_anybody_has_installed() -> None:
    bot = small_bot(authorize=by_team(lambda team_id, enterprise_id: None))
    assert "3eZbrw" in (await send(bot, EXAMPLES["verification of the address"])).text


async def test_the_only_workspace_answers_people_of_others_too(bot: SmallBot) -> None:
    heard: list[Any] = []

    @bot.on.action("approve")
    async def approve(context: Any) -> None:
        heard.append((context.team_id, context.authorize_result.team_id))

    click = EXAMPLES["button in a message"] | {"team": {"id": "T0CLIENT", "domain": "client"}}
    assert (await send(bot, click)).status_code == 200
    assert heard == [("T0CLIENT", TEAM)]
