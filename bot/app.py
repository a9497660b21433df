"""The composition root: settings and a clock → a bot whose pieces know each other. Nothing is built at import."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import ClientSession
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

import handlers
from bot import authorize, calendars, countries, schema
from bot.authorize import Installation
from bot.clock import Clock
from bot.config import Settings
from bot.db import PATIENCE as DATABASE_PATIENCE
from bot.db import Database, FileLock
from bot.delivery.courtesy import at_their_hours
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.pictures import draw
from bot.delivery.slack import open_session, web_client
from bot.errors import SettingsError
from bot.hearing import is_idle_talk
from bot.jobs import Job, jobs, schedule
from bot.language.talk.weights import shipped
from bot.services import health, people
from bot.switchboard import Switchboard
from bot.tasks import Tasks
from handlers.deps import Deps
from handlers.people import find_installer
from handlers.problems import Problems

log = logging.getLogger(__name__)

#: Seconds that running work is given when the bot is told to stop.
GRACE = 10.0


@dataclass(frozen=True)
class Bot:
    """One running bot."""

    settings: Settings
    clock: Clock
    db: Database
    app: AsyncApp
    switchboard: Switchboard
    tasks: Tasks
    dispatcher: Dispatcher
    jobs: Sequence[Job]
    installation: Installation

    async def ready(self) -> Sequence[str]:
        """Why it cannot serve now, without secrets; empty when it can."""
        reasons = [f"Slack: {reason}" for reason in self.dispatcher.stopped.values()]
        try:
            await self.db.run(health.read_health, now=self.clock.now())
        except Exception as error:
            log.warning("the database does not answer: %s", type(error).__name__)
            reasons.append("the database does not answer")
        return reasons

    def is_idle(self, body: Mapping[str, Any]) -> bool:
        """Whether a delivery is talk that needs nothing from us."""
        return is_idle_talk(body, self.installation.bot_user_id)

    async def metrics(self) -> str:
        """Prometheus text; without the database's figures while it does not answer."""
        values = {"countersign_tasks_running": len(self.tasks), "countersign_database_answers": 0}
        try:
            found = await self.db.run(health.read_health, now=self.clock.now())
        except Exception as error:
            log.warning("the database does not answer: %s", type(error).__name__)
        else:
            values |= {
                "countersign_database_answers": 1,
                "countersign_posts_owed": found.owed,
                "countersign_posts_oldest_seconds": int(found.oldest.total_seconds()),
                "countersign_posts_held": found.held,
                "countersign_posts_parked": found.parked,
                "countersign_requests_open": found.open_requests,
                "countersign_projects_open": found.projects,
            }
        return "".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in values.items())


@asynccontextmanager
async def open_bot(
    settings: Settings,
    clock: Clock,
    *,
    work: bool = True,
    patience: float = DATABASE_PATIENCE,
    engine: Engine | None = None,
) -> AsyncIterator[Bot]:
    """Build a bot and run its delivery and alarm clock (`work`) until the block ends; entrances are the caller's.

    `patience`: seconds that a person waits for the database before being told to press again; Slack is given half of
    it where something must be asked first. `engine`: of the database, where the caller keeps one from bot to bot.
    SQLite is migrated; PostgreSQL must be current (SchemaOutdated). Asks Slack once who we are: raises SlackApiError
    when the token is refused, SettingsError when it is no bot's, and what aiohttp raises when Slack cannot be reached.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        client = web_client(settings.slack_bot_token, base_url=settings.slack_api_url, session=session)
        quick_session = await stack.enter_async_context(open_session(patience))
        quick = web_client(settings.slack_bot_token, base_url=settings.slack_api_url, session=quick_session)
        try:
            me = await authorize.introduce(client)
        except ValueError as error:
            raise SettingsError(f"SLACK_BOT_TOKEN: {error}.") from error
        db = _open_database(settings, patience, engine)
        stack.callback(db.close)
        await db.run(
            people.ensure_workspace, team_id=me.team_id, name=me.team or "", bot_user_id=me.bot_user_id, now=clock.now()
        )
        tasks = Tasks()
        stack.push_async_callback(tasks.drain, GRACE)
        render = at_their_hours(draw)
        dispatcher = Dispatcher(db, lambda team_id: client if team_id == me.team_id else None, render, clock)
        db.after_commit = dispatcher.wake
        deps = Deps(
            db,
            clock,
            tasks,
            quick,
            me.team_id,
            patience / 2,
            _calendar_address(settings),
            me.bot_user_id,
            _home_page(me),
        )
        switchboard = Switchboard(tasks, extras={"deps": deps}, on_error=Problems(deps))
        handlers.register(switchboard)
        app = _bolt(_tokenless(settings, quick_session), me, switchboard)
        bot = Bot(settings, clock, db, app, switchboard, tasks, dispatcher, jobs(db, clock), me)
        await find_installer(deps)
        if work:
            await _run_work(stack, bot)
        yield bot


def _calendar_address(settings: Settings) -> Callable[[str], str] | None:
    if settings.public_url is None or not settings.serves_http:
        return None
    return partial(calendars.address, settings.public_url)


def _open_database(settings: Settings, patience: float, engine: Engine | None) -> Database:
    """SQLite is migrated under the file's lock before the one connection that writes from then on is opened."""
    lock = FileLock(settings.database_url)
    lock.acquire()
    try:
        if settings.sqlite:
            schema.upgrade(settings.database_url, locked=True)
        db = Database(settings.database_url, lock=lock, patience=patience, engine=engine)
    except BaseException:
        lock.release()
        raise
    try:
        if not settings.sqlite:
            schema.require_current(db.engine)
    except BaseException:
        db.close()
        raise
    return db


def _home_page(me: Installation) -> str:
    """Links in messages are only ever to Slack."""
    return me.url if me.url and me.url.startswith("https://") and me.url.endswith("/") else "https://slack.com/"


def _tokenless(settings: Settings, session: ClientSession) -> AsyncWebClient:
    """Bolt gives each request's client its own token, and warns about a client that has one already."""
    return web_client(None, base_url=settings.slack_api_url, session=session)


@contextmanager
def _client_alone() -> Iterator[None]:
    """Bolt looks for SLACK_BOT_TOKEN itself, and warns that it goes unused beside a client: as it is meant to."""
    said, heard = warning_client_prioritized_and_token_skipped(), logging.getLogger("slack_bolt.AsyncApp")

    def other(record: logging.LogRecord) -> bool:
        return record.getMessage() != said

    heard.addFilter(other)
    try:
        yield
    finally:
        heard.removeFilter(other)


def _bolt(client: AsyncWebClient, me: Installation, switchboard: Switchboard) -> AsyncApp:
    admission = authorize.only(me)
    with _client_alone():
        app = AsyncApp(
            # Without a name Bolt looks through the whole stack for its caller's.
            name="countersign",
            client=client,
            authorize=admission,
            before_authorize=admission.gate,
            process_before_response=True,
            # The front door has verified the bytes before Bolt sees them; Socket Mode needs no signature.
            request_verification_enabled=False,
        )
    app.use(switchboard)
    return app


async def _run_work(stack: AsyncExitStack, bot: Bot) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(bot.dispatcher.run(stop))

    async def finish() -> None:
        stop.set()
        with suppress(asyncio.CancelledError):
            await running

    stack.push_async_callback(finish)
    # The list of countries takes a second to load, which nobody should wait for in a form.
    bot.tasks.after(asyncio.to_thread(countries.load))
    # And the weights of the reader a quarter of one, which the first message should not wait for.
    bot.tasks.after(asyncio.to_thread(shipped))
    alarm = schedule(list(bot.jobs))
    alarm.start()
    stack.callback(alarm.shutdown, wait=False)
