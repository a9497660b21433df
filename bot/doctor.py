"""`python -m bot doctor` and `backup`: looking at an installation without touching it.

A SQLite file that a running bot owns is opened `mode=ro` only: a second writer could corrupt it.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from alembic.migration import MigrationContext
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot import authorize, schema
from bot.clock import Clock
from bot.config import Settings
from bot.db import create
from bot.delivery.slack import open_session, web_client
from bot.services.health import read_health

#: Scopes without which the bot cannot work; the others are extras.
NEEDED_SCOPES = frozenset({"chat:write", "commands", "users:read", "im:write", "app_mentions:read"})


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
        except SlackApiError as error:
            return [Finding(f"Slack refused the bot token: {error.response.get('error')}", True)]
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return [Finding(f"Slack: {type(error).__name__}: {error}", True)]
    found = [Finding(f"Slack: workspace {me.team or me.team_id}, we are {me.bot_user_id}")]
    missing = sorted(NEEDED_SCOPES - me.scopes) if me.scopes else []
    if missing:
        found.append(Finding(f"scopes missing: {', '.join(missing)}; import manifest.json again", True))
    return found


def _database(settings: Settings, clock: Clock) -> list[Finding]:
    try:
        engine = create_engine(_read_only(settings.database_url)) if settings.sqlite else create(settings.database_url)
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            if revision != schema.head():
                return [Finding("database: an older schema; run `python -m bot migrate`", True)]
            health = read_health(Session(connection), now=clock.now())
    except SQLAlchemyError as error:
        return [Finding(f"database: {type(error).__name__}", True)]
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


def _read_only(url: str) -> str:
    name = make_url(url).database or ""
    return f"sqlite:///file:{Path(name).absolute()}?mode=ro&uri=true"


def back_up(settings: Settings, target: Path) -> None:
    """Copy a SQLite database, also while the bot runs, and check the copy. Raises CannotBackUp."""
    if not settings.sqlite:
        raise CannotBackUp("For PostgreSQL use pg_dump.")
    source = Path(make_url(settings.database_url).database or "")
    if not source.is_file():
        raise CannotBackUp(f"There is no database at {source}.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already; nothing was copied.")
    with closing(sqlite3.connect(f"file:{source.absolute()}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    if verdict != "ok" or broken:
        raise CannotBackUp(f"The copy at {target} is not sound: {verdict}, {len(broken)} rows without their parents.")
