"""What conversations need, handed to each listener that names `deps`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.db import Database
from bot.tasks import Tasks
from handlers.redraws import Redraws

#: What a call of Slack's Web API raises where no answer came.
UNREACHED = (aiohttp.ClientError, OSError, TimeoutError)


@dataclass(frozen=True)
class Deps:
    """The pieces that the composition root built."""

    db: Database
    clock: Clock
    tasks: Tasks
    #: Asks Slack for what has to be known before the answer.
    client: AsyncWebClient
    #: The workspace that we serve: the tenant of every row. People of other organisations press here too.
    team_id: str
    #: Seconds that Slack is given for that: of the three it gives us, some are needed to answer.
    slack_patience: float = 1.0
    #: A calendar's token → its web address; None where others cannot reach us.
    calendar_address: Callable[[str], str] | None = None
    #: Ourselves.
    bot_user_id: str = ""
    #: The workspace's address in Slack, for links to messages.
    home_page: str = "https://slack.com/"
    #: (team, user) → until when Slack's word on them needs no second look. Only freshness is kept here; what people
    #: may do is read from the database inside each transaction.
    met: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def link_to(self, channel_id: str, ts: str) -> str:
        """Where a message is."""
        return f"{self.home_page}archives/{channel_id}/p{ts.replace('.', '')}"

    #: Forms that are redrawn while somebody fills them in.
    redraws: Redraws = field(default_factory=Redraws)
