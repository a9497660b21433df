"""What an operator asks the running bot: /healthz, /readyz, /metrics; and several processes on one database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.engine.conftest import SITE, Plant, become, driver, get, none_of
from tests.engine.processes import free_port


async def test_the_pages_are_served_beside_socket_mode_where_a_port_is_set(plant: Plant) -> None:
    port = free_port()
    bot = await plant.start_by_hand(PORT=str(port))
    await bot.says("listening on")
    assert (await get(port, "/healthz")).text == "ok\n"
    assert (await get(port, "/readyz")).json() == {"ready": True, "reasons": []}
    await plant.slack.connected()
    await plant.project()
    figures = dict(line.split() for line in (await get(port, "/metrics")).text.splitlines() if line[0] != "#")
    assert figures["countersign_projects_open"] == "1"
    assert figures["countersign_posts_owed"] == "0"
    assert none_of(plant.settings(), bot.text)
    await bot.stops()


async def test_it_is_not_ready_while_the_database_does_not_answer_and_recovers_by_itself(plant: Plant) -> None:
    plant.http = True
    port = free_port()
    bot = await plant.connected("run", PORT=str(port))
    with no_database(plant.url):
        answer = await become(port, "/readyz", 503)
        assert answer.json() == {"ready": False, "reasons": ["the database does not answer"]}
        assert (await get(port, "/healthz")).status_code == 200
        assert (await get(port, "/metrics")).text.splitlines()[-1] == "countersign_database_answers 0"
    assert (await become(port, "/readyz", 200)).json()["ready"]
    await plant.project()
    await bot.stops()


async def test_it_is_not_ready_once_slack_revoked_the_token(plant: Plant) -> None:
    plant.http = True
    port = free_port()
    bot = await plant.connected("run", PORT=str(port))
    plant.slack.fault("chat.postMessage", "token_revoked", times=9)
    await plant.ada.command("/countersign", "help", channel=SITE)
    form = (await plant.ada.command("/project", "new", channel=SITE)).view
    given = {"Name": "Acme site", "Client": "Acme", "Account manager": plant.ada, "Project manager": plant.petra}
    assert (await plant.ada.submit(form, {**given, "Deadline": "2027-11-30"})).closed
    assert (await become(port, "/readyz", 503)).json()["reasons"] == ["Slack: token_revoked"]
    await bot.stops()


@contextmanager
def no_database(url: str) -> Iterator[None]:
    """SQLite: somebody holds the file. PostgreSQL: every connection ends and no new one is let in."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    name = str(conninfo_to_dict(driver(url))["dbname"])
    with psycopg.connect(driver(url), dbname="postgres", autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
