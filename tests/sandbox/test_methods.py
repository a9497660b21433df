"""The Web API as the SDK calls it: what is asked for happens, and answers have Slack's shapes."""

import asyncio
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.parrot import button, form, says

SITE = "C07ACMESITE0"
ADA, PETRA = "U07ADAADEYEM", "U07PETRANOVA"


@pytest.fixture
async def client(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def test_the_bot_learns_who_it_is(client: AsyncWebClient) -> None:
    who = await client.auth_test()
    assert (who["team_id"], who["user_id"], who["bot_id"]) == ("T0001", "U07COUNTERSN", "B07COUNTERSN")
    assert (await client.team_info())["team"]["name"] == "Northlight Studio"
    assert (await client.bots_info(bot=who["bot_id"]))["bot"]["user_id"] == who["user_id"]


async def test_people_have_zones_roles_and_guests_are_marked(slack: Sandbox, client: AsyncWebClient) -> None:
    petra = (await client.users_info(user=PETRA, include_locale=True))["user"]
    assert (petra["tz"], petra["tz_offset"], petra["locale"]) == ("Europe/Prague", 3600, "en-GB")
    people = [each async for page in await client.users_list(limit=3) for each in page["members"]]
    assert [each["name"] for each in people if each["is_restricted"]] == ["cleo"]
    assert [each["name"] for each in people if each["is_admin"]] == ["oona"]
    slack.scopes.discard("users:read.email")
    assert "email" not in (await client.users_info(user=PETRA))["user"]["profile"]


async def test_a_message_to_a_person_opens_their_direct_messages(slack: Sandbox, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=ADA, text="hello")
    assert posted["channel"].startswith("D")
    assert [each.text for each in slack.person("Ada").direct_messages()] == ["hello"]
    assert slack.person("Petra").direct_messages() == []
    again = await client.conversations_open(users=ADA)
    assert (again["channel"]["id"], again["already_open"]) == (posted["channel"], True)


async def test_a_group_of_two_and_the_bot_is_opened_once(slack: Sandbox, client: AsyncWebClient) -> None:
    first = await client.conversations_open(users=[ADA, PETRA])
    second = await client.conversations_open(users=[PETRA, ADA])
    assert first["channel"]["id"] == second["channel"]["id"]
    await client.chat_postMessage(channel=first["channel"]["id"], text="the budget")
    ada, petra = slack.person("Ada"), slack.person("Petra")
    assert [each.text for each in ada.direct_messages(petra)] == ["the budget"]
    with pytest.raises(LookupError):
        slack.person("Oona").messages(first["channel"]["id"])
    assert (await client.conversations_info(channel=first["channel"]["id"]))["channel"]["is_mpim"] is True


async def test_a_thread_is_counted_on_its_first_message(slack: Sandbox, client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel=SITE, text="root"))["ts"]
    await client.chat_postMessage(channel=SITE, text="one", thread_ts=root)
    await client.chat_postMessage(channel=SITE, text="two", thread_ts=root, reply_broadcast=True)
    newest = (await client.conversations_history(channel=SITE))["messages"]
    assert [each["text"] for each in newest[:2]] == ["two", "root"]
    assert newest[1]["reply_count"] == 2
    thread = (await client.conversations_replies(channel=SITE, ts=root))["messages"]
    assert [each["text"] for each in thread] == ["root", "one", "two"]
    assert len(slack.person("Ada").thread(slack.person("Ada").messages("acme-site")[-3])) == 2


async def test_a_message_is_updated_and_deleted_for_everybody(slack: Sandbox, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=SITE, text="x", blocks=[says("first", accessory=button("Go", "go"))]))[
        "ts"
    ]
    message = slack.person("Petra").messages("acme-site")[-1]
    assert (message.shown.splitlines()[0], message.buttons) == ("first", ["Go"])
    await client.chat_update(channel=SITE, ts=ts, text="second", blocks=[says("second")], parse="none")
    assert (message.shown, message.buttons) == ("second", [])
    await client.chat_delete(channel=SITE, ts=ts)
    assert ts not in [each.ts for each in slack.person("Petra").messages("acme-site")]


async def test_a_whisper_is_not_in_the_history(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel=SITE, user=ADA, text="psst")
    assert [each.text for each in slack.person("Ada").messages("acme-site") if each.ephemeral] == ["psst"]
    assert "psst" not in str((await client.conversations_history(channel=SITE)).data)


async def test_a_file_is_uploaded_in_three_steps(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel=SITE, filename="plan.png", content=b"\x89PNG", title="The plan", alt_txt="Copy, then design"
    )
    shared = slack.person("Ada").messages("acme-site")[-1].json["files"][0]
    assert (shared["title"], shared["mimetype"], shared["size"]) == ("The plan", "image/png", 4)


async def test_reactions_are_counted_per_person(slack: Sandbox, client: AsyncWebClient) -> None:
    message = slack.person("Ada").messages("acme-site")[-1]
    await client.reactions_add(channel=SITE, timestamp=message.ts, name="eyes")
    await slack.person("Ada").reacts("eyes", message)
    assert message.json["reactions"][0]["count"] == 2
    await slack.person("Ada").reacts("eyes", message)
    await client.reactions_remove(channel=SITE, timestamp=message.ts, name="eyes")
    assert message.json["reactions"] == []


async def test_channels_are_listed_by_pages_without_private_ones(client: AsyncWebClient) -> None:
    types = "public_channel,private_channel"
    names = [
        each["name"]
        async for page in await client.conversations_list(limit=2, types=types)
        for each in page["channels"]
    ]
    assert names == ["acme-site", "acme-client", "general", "studio", "old-pitch"]
    members = (await client.conversations_members(channel=SITE))["members"]
    assert ADA in members
    assert (await client.conversations_join(channel="C07GENERAL00"))["channel"]["is_member"] is True


async def test_a_form_changes_only_for_who_knows_its_newest_hash(slack: Sandbox, client: AsyncWebClient) -> None:
    view = (await client.views_open(trigger_id=slack.handles.trigger(ADA), view=form()))["view"]
    second = (await client.views_update(view_id=view["id"], hash=view["hash"], view=form(says("more"))))["view"]
    assert second["hash"] != view["hash"]
    assert "more" in slack.person("Ada").views[0].plain


async def test_the_bot_hears_of_a_closed_form_only_where_it_asked(slack: Sandbox, client: AsyncWebClient) -> None:
    ada = slack.person("Ada")
    for asked, status in ((False, 200), (True, 503)):
        await client.views_open(trigger_id=slack.handles.trigger(ADA), view=form(notify_on_close=asked))
        answer = await ada.close(ada.views[-1])
        assert (answer.status, ada.views) == (status, [])


async def test_many_calls_at_once_each_get_their_own_time(slack: Sandbox, client: AsyncWebClient) -> None:
    posts = [client.chat_postMessage(channel=SITE, text=f"{number}") for number in range(20)]
    answers: list[Any] = await asyncio.gather(*posts)
    assert len({each["ts"] for each in answers}) == 20
