"""A workspace with its own small bot, so that it is tested without the product."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from sandbox.clock import MovableClock
from sandbox.manifest import Command, Manifest, Shortcut
from sandbox.server import Sandbox
from sandbox.switches import ALL_SCOPES
from tests.sandbox.parrot import connected

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EVENTS = "app_mention app_home_opened message.channels message.groups message.im message.mpim member_joined_channel"

MANIFEST = Manifest(
    commands=(
        Command("/echo", "Say it back", "words", should_escape=True),
        Command("/form", "Open a form"),
        Command("/card", "Post a card"),
    ),
    shortcuts=(
        Shortcut("Start a change request", "global", "start_request"),
        Shortcut("Raise as change request", "message", "raise"),
    ),
    scopes=ALL_SCOPES,
    events=frozenset(EVENTS.split()) | {"channel_archive", "user_change", "reaction_added"},
)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture
async def slack(clock: MovableClock) -> AsyncIterator[Sandbox]:
    """A workspace that nothing is connected to."""
    async with Sandbox(clock, manifest=MANIFEST) as there:
        yield there


@pytest.fixture
async def parroted(slack: Sandbox) -> AsyncIterator[Sandbox]:
    """A workspace with the parrot on one socket."""
    async with connected(slack):
        yield slack


@pytest.fixture
async def api(slack: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the bot's token."""
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with httpx.AsyncClient(base_url=slack.api_url, headers=headers) as client:
        yield client
