"""The commands beside the running bot: doctor, backup, migrate, and the split into web and worker."""

import hashlib
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import schema
from bot.clock import Clock
from bot.config import Settings
from bot.db import Database
from bot.doctor import Finding, examine
from tests.engine.conftest import Plant, none_of
from tests.engine.processes import free_port

only_postgres = pytest.mark.parametrize("database", ["postgresql"], indirect=True, ids=["only there"])
only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True, ids=["only there"])


def problems(found: list[Finding]) -> str:
    return "\n".join(str(each) for each in found if each.is_bad)


async def examined(plant: Plant, **more: str) -> list[Finding]:
    return await examine(Settings.of(plant.settings(**more)), Clock())


def prints(url: str) -> dict[str, str]:
    """What the files of a SQLite database hold (its shared memory apart); nothing for PostgreSQL."""
    files = [Path(url.removeprefix("sqlite:///") + more) for more in ("", "-wal")] if url.startswith("sqlite") else []
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in files if each.exists()}


async def test_the_doctor_finds_a_running_bot_well_and_touches_nothing(plant: Plant) -> None:
    bot = await plant.connected("run")
    await plant.project()
    before = prints(plant.url)
    doctor = plant.start("doctor")
    assert await doctor.ends() == 0, doctor.text
    assert prints(plant.url) == before
    for words in ("Socket Mode", "Northlight Studio", "1 projects, 0 open requests", "owed to Slack: 0"):
        assert words in doctor.text
    assert "PROBLEM" not in doctor.text
    assert none_of(plant.settings(), doctor.text)
    await bot.is_killed()
    # Whoever may write would tidy up now, being the last to close the file.
    before = prints(plant.url)
    assert problems(await examined(plant)) == ""
    assert prints(plant.url) == before


async def test_the_doctor_ends_with_1_when_something_is_wrong(plant: Plant) -> None:
    doctor = plant.start("doctor", SLACK_BOT_TOKEN="xoxb-wrong")
    assert await doctor.ends() == 1
    assert "PROBLEM  Slack refused the bot token (SLACK_BOT_TOKEN): invalid_auth" in doctor.text


async def test_the_doctor_names_what_slack_does_not_accept(plant: Plant) -> None:
    assert problems(await examined(plant)) == ""
    assert "app token (SLACK_APP_TOKEN): invalid_auth" in problems(await examined(plant, SLACK_APP_TOKEN="xapp-wrong"))
    plant.slack.scopes -= {"chat:write", "im:write"}
    assert "scopes missing: chat:write, im:write" in problems(await examined(plant))


async def test_the_doctor_says_what_does_not_answer_and_tells_no_secret(plant: Plant) -> None:
    nobody = f"127.0.0.1:{free_port()}"
    assert "what answers there is not Slack" in problems(await examined(plant, SLACK_API_URL=plant.slack.base + "/x/"))
    assert "Slack does not answer" in problems(await examined(plant, SLACK_API_URL=f"http://{nobody}/api/"))
    said = problems(await examined(plant, DATABASE_URL=f"postgresql://me:hush@{nobody}/name"))
    assert "The database does not answer" in said
    assert "hush" not in said
    missing = plant.folder / "none.db"
    found = await examined(plant, DATABASE_URL=f"sqlite:///{missing}")
    assert "is not there yet" in str(found[-1])
    assert not missing.exists()


async def test_the_doctor_finds_posts_that_are_parked_and_an_older_schema(plant: Plant) -> None:
    bot = await plant.connected("run")
    await plant.project()
    await bot.stops()
    db = Database(plant.url)
    db.run_now(lambda session: session.connection().exec_driver_sql("UPDATE post SET state = 'parked'").close())
    db.close()
    assert "messages in doubt, not posted twice" in problems(await examined(plant))
    schema.downgrade(plant.url, "base")
    assert "run `python -m bot migrate` first" in problems(await examined(plant))


@only_sqlite
async def test_a_backup_of_a_running_bot_holds_what_it_knows_and_replaces_nothing(plant: Plant) -> None:
    bot = await plant.connected("run")
    await plant.project()
    copying = plant.start("backup", "copy.db")
    assert await copying.ends() == 0, copying.text
    with closing(sqlite3.connect(plant.folder / "copy.db")) as copy:
        assert copy.execute("SELECT name FROM project").fetchall() == [("Acme site",)]
    before = (plant.folder / "copy.db").read_bytes()
    again = plant.start("backup", "copy.db")
    assert await again.ends() == 2
    assert "copy.db exists already; nothing was copied" in again.text
    assert (plant.folder / "copy.db").read_bytes() == before
    nowhere = plant.start("backup", "no/such/folder.db")
    assert await nowhere.ends() == 2
    assert "Traceback" not in nowhere.text
    await bot.stops()


@only_postgres
async def test_a_backup_of_postgresql_is_left_to_its_own_tool(plant: Plant) -> None:
    refused = plant.start("backup", "copy.db")
    assert await refused.ends() == 2
    assert refused.text.strip() == "For PostgreSQL use pg_dump."


@only_sqlite
@pytest.mark.parametrize("command", ["web", "worker"])
async def test_a_part_of_the_bot_refuses_sqlite(plant: Plant, command: str) -> None:
    refused = plant.start(command)
    assert await refused.ends() == 2
    assert f"`python -m bot {command}` shares its database with others, so it needs PostgreSQL" in refused.text


@only_sqlite
async def test_a_second_process_on_the_same_file_is_refused(plant: Plant) -> None:
    bot = await plant.connected("run")
    for command in ("run", "migrate"):
        refused = plant.start(command)
        assert await refused.ends() == 2
        assert "Another Countersign is using" in refused.text
        assert "to run several, use PostgreSQL" in refused.text
    await plant.project()
    await bot.is_killed()
    await (await plant.connected("run")).stops()


@only_postgres
async def test_on_postgresql_one_process_receives_and_another_sends(plant: Plant) -> None:
    plant.http = True
    web = await plant.connected("web")
    worker = plant.start("worker")
    await worker.says("Countersign in")
    await plant.project()
    await plant.asks()
    await plant.petra.press("Approve", on=await plant.shows("CR-1"))
    await plant.shows("Approved by Petra")
    await worker.stops()
    await web.stops()


async def test_what_a_start_lacks_is_said_in_a_line(plant: Plant) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        nobody = f"127.0.0.1:{free_port()}"
        starts = {
            "Slack refused the bot token (SLACK_BOT_TOKEN): invalid_auth": plant.start("run", SLACK_BOT_TOKEN="xoxb-w"),
            "Slack does not answer": plant.start("run", SLACK_API_URL=f"http://{nobody}/api/"),
            "The database does not answer": plant.start("run", DATABASE_URL=f"postgresql://me:hush@{nobody}/name"),
        }
        for words, each in starts.items():
            assert await each.ends() == (2 if "refused" in words else 1), each.text
            assert words in each.text
        # One after the other: on SQLite they would refuse each other.
        wrong = plant.start("run", SLACK_APP_TOKEN="xapp-wrong")
        assert await wrong.ends() == 2
        assert "Slack refused the app token (SLACK_APP_TOKEN): invalid_auth" in wrong.text
        second = plant.start("run", PORT=str(taken.getsockname()[1]))
        assert await second.ends() == 1
        assert "address already in use" in second.text.lower()
        for each in plant.processes:
            assert "Traceback" not in each.text
            assert none_of(plant.settings(), each.text)
