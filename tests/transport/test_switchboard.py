"""The Switchboard finds the listener, hands it what it names, and answers people when it fails."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.errors import Conflict
from bot.listener import SOURCES, source_of
from bot.switchboard import KINDS, Misshapen, Switchboard, address
from bot.tasks import Tasks
from tests.transport.conftest import Api, SmallBot, said, send, small_bot
from tests.transport.payloads import EXAMPLES, Body

PAST = Conflict("already_decided", by="U0PETRA")


def in_words(error: Exception, body: Body, kind: str, code: str | None) -> Body | None:
    text = error.code if isinstance(error, Conflict) else f"Sorry, code {code}"
    return {"response_action": "errors", "errors": {"name": text}} if kind == "view" else {"text": text}


def failing(error: Exception) -> Callable[[], Any]:
    async def listen(ack: Any) -> None:
        await ack("done")
        raise error

    return listen


@pytest.mark.parametrize("kind", EXAMPLES)
async def test_a_name_means_what_it_means_in_bolt(kind: str, bot: SmallBot) -> None:
    seen: list[AsyncBoltRequest] = []

    async def peek(req: AsyncBoltRequest, next: Any) -> None:
        seen.append(req)
        await next()

    bot.app.use(peek)
    chain = bot.app._async_middleware_list
    chain.insert(-1, chain.pop())  # before the Switchboard, which passes nothing on
    await send(bot, EXAMPLES[kind])
    req = seen[0] if seen else AsyncBoltRequest(mode="socket_mode", body=EXAMPLES[kind])
    names = [name for name in SOURCES if name != "installation"] + ["team_id", "user_id", "channel_id"]
    theirs = build_async_required_kwargs(
        logger=logging.getLogger(), required_arg_names=[*names], request=req, response=BoltResponse(status=200)
    )
    for name in names:
        source = source_of(name, in_words, {})
        assert source is not None
        assert source(req) == theirs[name], name


async def test_a_listener_may_name_extras_and_keeps_its_own_defaults() -> None:
    heard: list[Any] = []
    bot = small_bot(deps="the database")

    @bot.on.command("/deadline")
    async def deadline(deps: str, installation: Any, user_id: str, logger: logging.Logger, limit: int = 5) -> None:
        heard.append((deps, installation.team_id, user_id, logger.name, limit))

    await send(bot, EXAMPLES["slash command"])
    assert heard == [("the database", "T0AGENCY", "U0ADA", __name__, 5)]


def test_mistakes_show_when_a_listener_is_registered() -> None:
    on = Switchboard(Tasks(), extras={"deps": 1})

    async def typo(clinet: Any) -> None: ...
    async def anything(**kwargs: Any) -> None: ...
    async def middleware(next: Any) -> None: ...
    async def good(ack: Any) -> None: ...
    def sync(ack: Any) -> None: ...

    for bad, words in ((typo, "clinet"), (anything, "kwargs"), (middleware, "next"), (sync, "async")):
        with pytest.raises(TypeError, match=words):
            on.command("/x")(bad)  # type: ignore[type-var]
    on.command("/x")(good)
    with pytest.raises(ValueError, match="two listeners for command '/x'"):
        on.command("/x")(good)
    with pytest.raises(ValueError, match="hide"):
        Switchboard(Tasks(), extras={"ack": 1})


def test_it_lists_the_names_of_each_kind() -> None:
    on = Switchboard(Tasks())

    async def listen() -> None: ...

    for kind in KINDS:
        getattr(on, kind)("b")(listen)
        getattr(on, kind)("a")(listen)
        assert on.names(kind) == ("a", "b")


async def test_a_suffix_makes_an_action_id_unique_and_is_not_looked_up(bot: SmallBot) -> None:
    heard: list[str] = []

    @bot.on.action("approve")
    async def approve(action: Body) -> None:
        heard.append(action["action_id"])

    await send(bot, EXAMPLES["button in a message"])
    await send(bot, EXAMPLES["button with a suffix"])
    assert heard == ["approve", "approve:2"]


async def test_without_ack_the_answer_is_empty(bot: SmallBot) -> None:
    @bot.on.command("/deadline")
    async def deadline() -> None: ...

    answer = await send(bot, EXAMPLES["slash command"])
    assert (answer.status_code, answer.text) == (200, "")


async def test_what_nobody_listens_to_is_taken_with_one_line_that_holds_no_body(
    bot: SmallBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    answer = await send(bot, EXAMPLES["slash command"])
    assert (answer.status_code, answer.text) == (200, "")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot.")] == [
        "nobody listens to command '/deadline'"
    ]


async def test_a_listener_that_finds_its_request_misshapen_makes_it_a_bad_one(bot: SmallBot) -> None:
    bot.on.event("app_mention")(failing(Misshapen("no text")))
    bot.on.action("approve")(failing(Misshapen("no value")))
    assert (await send(bot, EXAMPLES["mention"])).status_code == 400
    assert (await send(bot, EXAMPLES["button in a message"])).status_code == 400


async def test_a_problem_is_answered_with_its_sentence_and_leaves_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = small_bot(on_error=in_words)
    bot.on.command("/deadline")(failing(PAST))
    bot.on.view("project_form")(failing(PAST))
    caplog.set_level(logging.INFO)
    assert said(await send(bot, EXAMPLES["slash command"])) == {
        "response_type": "ephemeral",
        "text": "already_decided",
    }
    assert said(await send(bot, EXAMPLES["submitted form"])) == {
        "response_action": "errors",
        "errors": {"name": "already_decided"},
    }
    assert not [record for record in caplog.records if record.levelno > logging.INFO or record.exc_info]


async def test_the_code_a_person_is_told_stands_in_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    bot = small_bot(on_error=in_words)
    bot.on.command("/deadline")(failing(RuntimeError("disk")))
    told = said(await send(bot, EXAMPLES["slash command"]))["text"]
    [record] = [record for record in caplog.records if record.exc_info]
    assert told.removeprefix("Sorry, code ") in record.getMessage()
    assert len(told) == len("Sorry, code 123456")


async def test_the_words_may_be_awaited_and_failing_words_are_an_empty_answer() -> None:
    async def slowly(error: Exception, body: Body, kind: str, code: str | None) -> Body:
        return {"text": body["user_id"]}

    def broken(*_: Any) -> Body:
        raise KeyError("no sentence")

    for hook, expected in ((slowly, {"response_type": "ephemeral", "text": "U0ADA"}), (broken, ""), (None, "")):
        bot = small_bot(on_error=hook)
        bot.on.command("/deadline")(failing(PAST))
        answer = await send(bot, EXAMPLES["slash command"])
        assert (answer.status_code, said(answer)) == (200, expected)


@pytest.mark.parametrize("error", [PAST, RuntimeError("the commit failed")])
async def test_an_event_whose_listener_failed_is_refused_so_that_slack_sends_it_again(error: Exception) -> None:
    bot = small_bot(on_error=in_words)
    bot.on.event("app_mention")(failing(error))
    assert (await send(bot, EXAMPLES["mention"])).status_code == 500


async def test_failing_options_are_an_empty_list() -> None:
    bot = small_bot(on_error=in_words)
    bot.on.options("project")(failing(PAST))
    assert said(await send(bot, EXAMPLES["options for a select"])) == {"options": []}


async def test_who_pressed_a_button_in_a_message_is_told_there_after_the_answer(api: Api) -> None:
    bot = small_bot(on_error=in_words)
    bot.on.action("approve")(failing(PAST))
    answer = await send(bot, EXAMPLES["button in a message"] | {"response_url": api.url + "respond"})
    assert (answer.status_code, answer.text) == (200, "")
    assert await asyncio.wait_for(api.calls.get(), 5) == (
        "/respond",
        {"text": "already_decided", "response_type": "ephemeral", "replace_original": False},
    )
    assert await bot.tasks.drain(5) == 0


@pytest.mark.parametrize(("kind", "name"), [("button in a home", "open_project"), ("global shortcut", "start_request")])
async def test_where_there_is_no_response_url_the_person_gets_a_direct_message(kind: str, name: str, api: Api) -> None:
    bot = small_bot(on_error=in_words)
    bot.app.client.base_url = api.url
    (bot.on.action if kind.startswith("button") else bot.on.shortcut)(name)(failing(PAST))
    assert (await send(bot, EXAMPLES[kind])).status_code == 200
    path, message = await asyncio.wait_for(api.calls.get(), 5)
    assert (path, message["channel"], message["text"]) == ("/chat.postMessage", "U0PETRA", "already_decided")
    assert await bot.tasks.drain(5) == 0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("slash command", ("command", "/deadline")),
        ("mention", ("event", "app_mention")),
        ("select with state", ("action", "domain")),
        ("submitted form", ("view", "project_form")),
        ("closed form", ("view_closed", "project_form")),
        ("message shortcut", ("shortcut", "request_from_message")),
        ("options for a select", ("options", "project")),
        ("verification of the address", None),
    ],
)
def test_each_kind_has_its_address(kind: str, expected: Any) -> None:
    assert address(EXAMPLES[kind]) == expected
