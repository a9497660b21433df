"""Who we are in the workspace a request comes from, known without asking Slack for each request.

    me = await introduce(client)                        # the one auth.test, at start
    admit = fixed(me.bot_token, me.bot_user_id, me.bot_id, me.team_id)
    AsyncApp(client=client, authorize=admit, before_authorize=admit.gate, process_before_response=True, …)

The gate turns away workspaces we are not installed in: 200, empty, one line at INFO. Without it Bolt would log an
error and send an apology to the response_url before answering.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

logger = logging.getLogger(__name__)

#: These carry no workspace, because they come from Slack itself.
UNADDRESSED = ("url_verification", "ssl_check")


@dataclass(frozen=True)
class Installation:
    """What is needed to act in one workspace. The token never shows in its repr."""

    team_id: str
    bot_user_id: str
    bot_id: str
    bot_token: str = field(repr=False)
    enterprise_id: str | None = None
    team: str | None = None
    url: str | None = None
    #: What the token may do, as Slack said at the last auth.test; empty when it did not say.
    scopes: frozenset[str] = frozenset()


#: (team_id, enterprise_id) → where we are installed, or None. Called for each request: it must be cached.
Find = Callable[[str | None, str | None], "Installation | Awaitable[Installation | None] | None"]


async def introduce(client: AsyncWebClient) -> Installation:
    """Ask Slack who the client's token is: one auth.test.

    Raises SlackApiError when the token is not accepted, ValueError when it is no bot's, and what aiohttp raises
    when Slack cannot be reached.
    """
    answer = await client.auth_test()
    if not answer.get("bot_id"):
        raise ValueError("the token belongs to a person, not to a bot")
    granted = next((value for name, value in answer.headers.items() if name.lower() == "x-oauth-scopes"), "")
    return Installation(
        team_id=str(answer["team_id"]),
        bot_user_id=str(answer["user_id"]),
        bot_id=str(answer["bot_id"]),
        bot_token=client.token or "",
        enterprise_id=answer.get("enterprise_id"),
        team=answer.get("team"),
        url=answer.get("url"),
        scopes=frozenset(scope.strip() for scope in granted.split(",") if scope.strip()),
    )


class Authorize(AsyncAuthorize):
    """Bolt's authorize from what `find` knows. Works only together with its `gate`, which does the look-up."""

    def __init__(self, find: Find) -> None:
        self.gate = Gate(find)

    async def __call__(self, *, context: AsyncBoltContext, **_: object) -> AuthorizeResult:
        found: Installation | None = context.get("installation")
        if found is None:
            raise RuntimeError("give AsyncApp before_authorize=authorize.gate as well")
        return AuthorizeResult(
            enterprise_id=found.enterprise_id,
            team_id=found.team_id,
            team=found.team,
            url=found.url,
            bot_user_id=found.bot_user_id,
            bot_id=found.bot_id,
            bot_token=found.bot_token,
        )


class Gate(AsyncMiddleware):
    """Goes before Bolt's authorization: leaves the Installation in the context, as `installation`."""

    def __init__(self, find: Find) -> None:
        self._find = find

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if req.body.get("type") in UNADDRESSED:
            return await next()
        found = self._find(_text(req.context.team_id), _text(req.context.enterprise_id))
        if inspect.isawaitable(found):
            found = await found
        if found is None:
            logger.info("not installed in workspace %.20r", req.context.team_id)
            return BoltResponse(status=200)
        req.context["installation"] = found
        return await next()


def _text(given: object) -> str | None:
    """Signed bytes may still hold anything where an id belongs."""
    return given if isinstance(given, str) else None


def fixed(bot_token: str, bot_user_id: str, bot_id: str, team_id: str) -> Authorize:
    """For one workspace. Admits every signed request, also from people of other workspaces in shared channels:
    they are owed an answer, and the rules refuse them (the tenant is `authorize_result.team_id`)."""
    return only(Installation(team_id=team_id, bot_user_id=bot_user_id, bot_id=bot_id, bot_token=bot_token))


def only(installation: Installation) -> Authorize:
    """`fixed`, from what `introduce` returned."""
    return Authorize(lambda team_id, enterprise_id: installation)


def by_team(find: Find) -> Authorize:
    """For many workspaces: `find` is asked for each request, and those it does not know are turned away."""
    return Authorize(find)
