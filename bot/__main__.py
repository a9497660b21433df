"""`python -m bot [run | web | worker | migrate | doctor | backup | health]`."""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import uvloop
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from bot import calendars, doctor, schema, socket_mode, web
from bot.app import Bot, open_bot
from bot.clock import Clock
from bot.config import Settings
from bot.errors import DatabaseLocked, SchemaOutdated, SettingsError

log = logging.getLogger("countersign")

DEFAULT_PORT = 3000
#: Exit statuses: something has to be put right first; or it may work when it is started again.
WRONG, LATER = 2, 1
NEEDS_POSTGRES = "`python -m bot {}` shares its database with others, so it needs PostgreSQL: set DATABASE_URL."


def main(arguments: list[str] | None = None, clock: Clock | None = None) -> int:
    """Run one command, in real time unless there is another `clock`; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Countersign, the Slack bot")
    commands = parser.add_subparsers(dest="command")
    for name, (help_text, _) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text)
        if name == "backup":
            command.add_argument("file", type=Path, help="where the copy goes; it must not exist")
    given = parser.parse_args(arguments, argparse.Namespace(clock=clock or Clock()))
    name = given.command or "run"
    try:
        return COMMANDS[name][1](given)
    except (SettingsError, DatabaseLocked, SchemaOutdated, doctor.CannotBackUp) as error:
        print(error, file=sys.stderr)
        return WRONG
    except SlackApiError as error:
        print(f"{doctor.refused(error)}. See .env and README.md.", file=sys.stderr)
        return WRONG
    except (aiohttp.ClientError, OSError, OperationalError) as error:
        # What the machine or its neighbours lack: the same start may well succeed later.
        log.debug("not started, or not going on", exc_info=True)
        print(doctor.out_of_reach(error), file=sys.stderr)
        return LATER


def _run(given: argparse.Namespace) -> int:
    settings = _settings()
    return _serve(settings, given.clock, _everything, work=True)


def _web(given: argparse.Namespace) -> int:
    settings = _settings()
    if settings.sqlite:
        raise SettingsError(NEEDS_POSTGRES.format("web"))
    return _serve(settings, given.clock, _everything, work=False)


def _worker(given: argparse.Namespace) -> int:
    settings = _settings()
    if settings.sqlite:
        raise SettingsError(NEEDS_POSTGRES.format("worker"))
    return _serve(settings, given.clock, _only_work, work=True)


def _migrate(given: argparse.Namespace) -> int:
    settings = _settings()
    schema.upgrade(settings.database_url)
    print(f"The database is at {schema.head()}.")
    return 0


def _doctor(given: argparse.Namespace) -> int:
    found = asyncio.run(doctor.examine(_settings(), given.clock))
    for line in found:
        print(line)
    return 1 if any(line.is_bad for line in found) else 0


def _backup(given: argparse.Namespace) -> int:
    doctor.back_up(_settings(), given.file)
    print(f"Copied to {given.file}, and the copy is sound.")
    return 0


COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], int]]] = {
    "run": ("everything in one process (the default)", _run),
    "web": ("receive from Slack only; needs PostgreSQL", _web),
    "worker": ("send and keep time only; needs PostgreSQL", _worker),
    "migrate": ("bring the database's schema up to date", _migrate),
    "doctor": ("check settings, database, Slack and what is owed", _doctor),
    "backup": ("copy a SQLite database and check the copy", _backup),
}


def _settings() -> Settings:
    settings = Settings.load()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    return settings


def _serve(
    settings: Settings, clock: Clock, entrance: Callable[[Bot, asyncio.Event], Awaitable[None]], *, work: bool
) -> int:
    async def serve() -> None:
        stop = asyncio.Event()

        def begin_to_stop() -> None:
            log.info("asked to stop: what runs is finished first")
            stop.set()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, begin_to_stop)
        async with open_bot(settings, clock, work=work) as bot:
            log.info("Countersign in %s as %s", bot.installation.team, bot.installation.bot_user_id)
            await entrance(bot, stop)

    uvloop.run(serve())
    return 0


async def _everything(bot: Bot, stop: asyncio.Event) -> None:
    """Socket Mode when there is an app token (then HTTP only where PORT asks for it), else HTTP."""
    settings = bot.settings
    entrances = []
    pages = calendars.routes(bot.db, bot.clock)
    if settings.socket_mode:
        entrances.append(socket_mode.run(bot, stop))
    if settings.serves_http:
        entrances.append(web.serve(bot, "0.0.0.0", settings.port or DEFAULT_PORT, stop, routes=pages))
    open_ones = [asyncio.ensure_future(each) for each in entrances]
    try:
        await asyncio.gather(*open_ones)
    finally:
        # One that could not open (the port is taken, say) closes the other, before what they both use is closed.
        stop.set()
        await asyncio.gather(*open_ones, return_exceptions=True)


async def _only_work(bot: Bot, stop: asyncio.Event) -> None:
    if bot.settings.port is not None:
        await web.serve(bot, "0.0.0.0", bot.settings.port, stop)
    await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
