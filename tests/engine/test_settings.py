"""Settings: what is missing is said at once and in full, what is secret is never said."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import DEFAULT_DATABASE_URL, SLACK_API_URL, WHERE, Settings
from bot.errors import SettingsError
from tests.engine.processes import ROOT, environment

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-not-for-you",
    "SLACK_APP_TOKEN": "xapp-1-not-for-you",
    "SLACK_SIGNING_SECRET": "sealed-not-for-you",
    "DATABASE_URL": "postgresql://countersign:hush-not-for-you@db.example/countersign",
}
LEAST = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def refusal(given: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        Settings.of(given)
    return str(caught.value)


def test_one_error_lists_all_that_is_missing_and_where_it_is_found() -> None:
    said = refusal({})
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        assert f"{name} is missing" in said
        assert WHERE[name] in said
    assert ".env.example" in said


def test_what_is_missing_and_what_is_misshapen_are_said_together() -> None:
    said = refusal({"SLACK_APP_TOKEN": "xoxb-1", "PORT": "many", "LOG_LEVEL": "LOUD", "DATABASE_URL": "mysql://a/b"})
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT", "LOG_LEVEL", "DATABASE_URL"):
        assert said.count(f"  {name} ") == 1
    assert "SLACK_SIGNING_SECRET" not in said, "there is an app token, so none is needed"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("PORT", text) for text in ("0", "65536", "-1", "3000.5", "3,000", "9" * 5000, "٣٠٠٠")),
        ("LOG_LEVEL", "verbose"),
        *(("DATABASE_URL", text) for text in ("mysql://a/b", "countersign.db", "sqlite://", "sqlite:///:memory:")),
        ("DATABASE_URL", "postgresql://me:secret@host:port/name"),
        *(("SLACK_BOT_TOKEN", text) for text in ("xapp-1", "secret", "xoxb-1 xoxb-2", "xoxb-…")),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "slack.com/api"),
        ("PUBLIC_URL", "localhost"),
    ],
)
def test_a_misshapen_value_is_named_and_not_repeated(name: str, text: str) -> None:
    said = refusal(LEAST | {name: text})
    assert f"  {name} " in said
    assert WHERE[name] in said
    assert "secret" not in said.replace(WHERE[name], "")
    assert len(said) < 500


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://", "postgresql+psycopg://"])
def test_each_way_to_write_a_postgresql_address_means_psycopg_3(scheme: str) -> None:
    settings = Settings.of(LEAST | {"DATABASE_URL": f"{scheme}me:p%40ss@db.example:5433/name"})
    assert settings.database_url == "postgresql+psycopg://me:p%40ss@db.example:5433/name"
    assert not settings.sqlite


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nPORT=4000\nUNHEARD_OF=1\n")
    settings = Settings.load({"SLACK_BOT_TOKEN": "xoxb-environment", "PORT": ""}, file)
    assert (settings.slack_bot_token, settings.slack_app_token) == ("xoxb-environment", "xapp-file")
    assert settings.port == 4000, "an empty variable says nothing"


def test_the_example_as_it_is_means_that_nothing_is_set(tmp_path: Path) -> None:
    example = ROOT / ".env.example"
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is missing"):
        Settings.load({}, example)
    settings = Settings.load({name: f" {text}\n" for name, text in LEAST.items()}, example)
    assert settings == Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")
    assert (settings.database_url, settings.slack_api_url) == (DEFAULT_DATABASE_URL, SLACK_API_URL)
    assert (settings.port, settings.public_url, settings.log_level) == (None, None, "INFO")


def test_blanks_are_no_secret_to_sign_with() -> None:
    assert "SLACK_SIGNING_SECRET is missing" in refusal({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "  "})


def test_an_app_token_means_socket_mode_and_a_signing_secret_alone_http() -> None:
    assert Settings.of(LEAST | {"SLACK_SIGNING_SECRET": "s"}).socket_mode
    assert not Settings.of({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}).socket_mode


def test_secrets_show_in_no_way_of_printing_settings(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings.of(SECRETS)
    logging.getLogger("anybody").warning("%s %r", settings, settings)
    said = f"{settings} {settings!r} {settings:}" + caplog.text
    assert "not-for-you" not in said


def test_a_refusal_repeats_no_secret() -> None:
    assert "not-for-you" not in refusal({**SECRETS, "SLACK_BOT_TOKEN": "not-for-you", "PORT": "x"})


def test_every_setting_says_where_it_is_found() -> None:
    assert set(Settings.names()) == set(WHERE)


def test_a_start_without_settings_says_what_is_missing_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"], cwd=tmp_path, env=environment({}), capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == refusal({})
