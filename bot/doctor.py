"""`python -m bot doctor` and `backup`: looking at an installation without touching it.

A SQLite file that a running bot owns is opened `mode=ro` only: a second writer could corrupt it.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot import authorize, schema
from bot.clock import Clock
from bot.config import Settings
from bot.db import create
from bot.delivery.slack import open_session, web_client
from bot.services.health import read_health

#: Scopes without which the bot cannot work; the others are extras.
NEEDED_SCOPES = frozenset(
    {"app_mentions:read", "chat:write", "commands", "im:history", "im:write", "mpim:write", "users:read"}
)


class CannotBackUp(Exception):
    """Why there is no copy, for a person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    what: str
    is_bad: bool = False

    def __str__(self) -> str:
        return f"{'PROBLEM' if self.is_bad else 'ok     '}  {self.what}"


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Settings, Slack, database, and what is owed; changes nothing."""
    how = "Socket Mode" if settings.socket_mode else "HTTP"
    return [Finding(f"settings: {how}"), *await _slack(settings), *_database(settings, clock)]


async def _slack(settings: Settings) -> list[Finding]:
    async with open_session() as session:
        client = web_client(settings.slack_bot_token, base_url=settings.slack_api_url, session=session)
        try:
            me = await authorize.introduce(client)
            found = [Finding(f"Slack: workspace {me.team or me.team_id}, we are {me.bot_user_id}"), *_scopes(me.scopes)]
            if settings.slack_app_token:
                await client.apps_connections_open(app_token=settings.slack_app_token)
                found.append(Finding("Slack: Socket Mode is open to us"))
            return found
        except SlackApiError as error:
            return [Finding(refused(error), True)]
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return [Finding(out_of_reach(error), True)]


def _scopes(granted: frozenset[str]) -> list[Finding]:
    missing = sorted(NEEDED_SCOPES - granted) if granted else []
    return [Finding(f"scopes missing: {', '.join(missing)}; import manifest.json again", True)] if missing else []


def refused(error: SlackApiError) -> str:
    """Which token Slack did not accept, and Slack's word for it."""
    answer = error.response
    body = getattr(answer, "data", None)
    if not isinstance(body, dict):
        return "SLACK_API_URL: what answers there is not Slack"
    of_app = "apps.connections.open" in str(getattr(answer, "api_url", ""))
    name = "the app token (SLACK_APP_TOKEN)" if of_app else "the bot token (SLACK_BOT_TOKEN)"
    return f"Slack refused {name}: {body.get('error')}"


def out_of_reach(error: Exception) -> str:
    """Which of our neighbours does not answer, for a person; nothing of an address that may hold a password."""
    if isinstance(error, OperationalError):
        return f"The database does not answer: {str(error.orig).strip().partition(chr(10))[0]}"
    if isinstance(error, aiohttp.ClientError | TimeoutError):
        return f"Slack does not answer: {error or type(error).__name__}"
    return str(error)


def _database(settings: Settings, clock: Clock) -> list[Finding]:
    if settings.sqlite and not _file(settings).exists():
        return [Finding(f"database: {_file(settings)} is not there yet; the first start makes it")]
    engine = create_engine(_read_only(settings)) if settings.sqlite else create(settings.database_url)
    try:
        with engine.connect() as connection, Session(connection) as session:
            reason = schema.mismatch(connection)
            if reason is not None:
                return [Finding(reason, True)]
            health = read_health(session, now=clock.now())
    except OperationalError as error:
        return [Finding(out_of_reach(error), True)]
    except SQLAlchemyError as error:
        return [Finding(f"database: {type(error).__name__}", True)]
    finally:
        engine.dispose()
    found = [
        Finding(f"database: {health.projects} projects, {health.open_requests} open requests"),
        Finding(f"messages owed to Slack: {health.owed}, the oldest for {int(health.oldest.total_seconds())} s",
                health.oldest.total_seconds() > 300),
    ]  # fmt: skip
    if health.held or health.broken_channels:
        found.append(Finding(f"{health.held} messages wait for {health.broken_channels} channels out of reach", True))
    if health.parked:
        found.append(Finding(f"{health.parked} messages in doubt, not posted twice", True))
    return found


def _file(settings: Settings) -> Path:
    return Path(make_url(settings.database_url).database or "")


def _read_only(settings: Settings) -> str:
    return f"sqlite:///file:{quote(str(_file(settings).absolute()))}?mode=ro&uri=true"


def back_up(settings: Settings, target: Path) -> None:
    """Copy a SQLite database, also while the bot runs, and check the copy. Raises CannotBackUp."""
    if not settings.sqlite:
        raise CannotBackUp("For PostgreSQL use pg_dump.")
    source = _file(settings)
    if not source.is_file():
        raise CannotBackUp(f"There is no database at {source}.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already; nothing was copied.")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(source.absolute()))}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise CannotBackUp(f"{source} could not be copied to {target}: {error}.") from error
    with closing(sqlite3.connect(target)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    if verdict != "ok" or broken:
        raise CannotBackUp(f"The copy at {target} is not sound: {verdict}, {len(broken)} rows without their parents.")
