"""Settings: the only reader of the environment.

`Settings.load()` reads `.env` (the environment wins) and either returns frozen settings or raises one
`SettingsError` that lists everything that is missing and where it is found.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

SLACK_API_URL = "https://slack.com/api/"
DEFAULT_DATABASE_URL = "sqlite:///countersign.db"
TOKEN = re.compile(r"[!-~]+")
PORT = re.compile(r"[0-9]{1,5}")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token (xoxb-…)",
    "SLACK_APP_TOKEN": "api.slack.com/apps → your app → Basic Information → App-Level Tokens, "
    "scope connections:write (xapp-…)",
    "SLACK_SIGNING_SECRET": "api.slack.com/apps → your app → Basic Information → App Credentials",
    "PORT": "a port number such as 3000",
    "LOG_LEVEL": "one of " + ", ".join(LOG_LEVELS),
    "DATABASE_URL": "sqlite:///countersign.db or postgresql://user:password@host/name",
    "SLACK_API_URL": f"leave it out for Slack's own, {SLACK_API_URL}",
    "PUBLIC_URL": "the https address at which others reach this bot",
}


@dataclass(frozen=True)
class Settings:
    """All that can be set. Secrets never show in its repr."""

    slack_bot_token: str = field(repr=False)
    slack_app_token: str | None = field(default=None, repr=False)
    slack_signing_secret: str | None = field(default=None, repr=False)
    slack_api_url: str = SLACK_API_URL
    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    port: int | None = None
    public_url: str | None = None
    log_level: str = "INFO"

    @property
    def socket_mode(self) -> bool:
        """True when Slack is reached by Socket Mode, False when Slack calls us over HTTP."""
        return self.slack_app_token is not None

    @property
    def serves_http(self) -> bool:
        """True when there are web pages: always without Socket Mode, with it where PORT asks for them."""
        return self.port is not None or not self.socket_mode

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The environment names, in the order of the fields."""
        return tuple(each.name.upper() for each in fields(cls))

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")) -> "Settings":
        """Read the environment over `.env`.

        Raises SettingsError: one message with a line for each thing that is missing or misshapen.
        """
        given: dict[str, str] = {}
        if dotenv is not None and dotenv.is_file():
            given.update({name: value for name, value in dotenv_values(dotenv).items() if value})
        source = os.environ if environ is None else environ
        given.update({name: source[name] for name in cls.names() if source.get(name)})
        return cls.of(given)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Settings":
        """Settings from names and texts; an empty text is none. Raises SettingsError."""
        given = {name: text.strip() for name, text in given.items() if text.strip()}
        problems = [*_missing(given), *_misshapen(given)]
        if problems:
            raise SettingsError(_explain(problems))
        values: dict[str, object] = {
            each.name: given[each.name.upper()] for each in fields(cls) if each.name.upper() in given
        }
        if "port" in values:
            values["port"] = int(str(values["port"]))
        if "database_url" in values:
            values["database_url"] = database_url(str(values["database_url"]))
        if "slack_api_url" in values:
            values["slack_api_url"] = str(values["slack_api_url"]).rstrip("/") + "/"
        if "log_level" in values:
            values["log_level"] = str(values["log_level"]).upper()
        return cls(**values)  # type: ignore[arg-type]


def database_url(given: str) -> str:
    """`postgres://` and `postgresql://` mean psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _missing(given: Mapping[str, str]) -> list[str]:
    missing = [] if given.get("SLACK_BOT_TOKEN") else ["SLACK_BOT_TOKEN is missing"]
    if not given.get("SLACK_APP_TOKEN") and not given.get("SLACK_SIGNING_SECRET"):
        missing.append("SLACK_APP_TOKEN is missing (Socket Mode needs no public address)")
        missing.append("SLACK_SIGNING_SECRET is missing (or this one instead, for HTTP)")
    return missing


def _misshapen(given: Mapping[str, str]) -> list[str]:
    problems = []
    for name, prefix in (("SLACK_BOT_TOKEN", "xox"), ("SLACK_APP_TOKEN", "xapp-")):
        if name in given and not given[name].startswith(prefix):
            problems.append(f"{name} must start with {prefix}")
        elif name in given and not TOKEN.fullmatch(given[name]):
            problems.append(f"{name} holds characters that no token has")
    port = given.get("PORT")
    if port and not (PORT.fullmatch(port) and 0 < int(port) < 65536):
        problems.append("PORT must be a number from 1 to 65535")
    if given.get("LOG_LEVEL", LOG_LEVELS[0]).upper() not in LOG_LEVELS:
        problems.append("LOG_LEVEL is not known")
    if "DATABASE_URL" in given:
        problems.extend(_misshapen_database(given["DATABASE_URL"]))
    for name in ("SLACK_API_URL", "PUBLIC_URL"):
        if name in given and not given[name].startswith(("http://", "https://")):
            problems.append(f"{name} must be a web address")
    return problems


def _misshapen_database(url: str) -> list[str]:
    if not url.startswith(("sqlite://", "postgres://", "postgresql://", "postgresql+psycopg://")):
        return ["DATABASE_URL must be SQLite or PostgreSQL"]
    try:
        database = make_url(url).database
    except (ArgumentError, ValueError):
        return ["DATABASE_URL cannot be read (in a password, write @ as %40, / as %2F and : as %3A)"]
    if url.startswith("sqlite") and database in (None, "", ":memory:"):
        return ["DATABASE_URL must name a file, so that a restart loses nothing"]
    return []


def _explain(problems: list[str]) -> str:
    lines = ["Countersign cannot start with these settings:"]
    for problem in problems:
        name = problem.split()[0]
        lines.append(f"  {problem}\n    → {WHERE[name]}")
    lines.append("Put them into the environment or into a file named .env (see .env.example).")
    return "\n".join(lines)
