"""Cold start: from the start of the process until the bot could receive, and what it holds in memory then.

python -m benchmarks.start <API address> <token> <database>      what is timed: opens the bot and prints its state
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bot.app import open_bot
from bot.clock import Clock
from bot.config import Settings
from sandbox.clock import MovableClock
from sandbox.server import Sandbox

#: The same for stock Bolt under uvicorn: importing it and making an app.
STOCK = """
import json, time, uvicorn, uvloop
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
AsyncSlackRequestHandler(AsyncApp(token="xoxb-1", signing_secret="s", process_before_response=True))
status = open("/proc/self/status").read() if __import__("os").path.exists("/proc/self/status") else ""
print(json.dumps([time.time(), status.partition("VmRSS:")[2].split("kB")[0].strip() or "0"]))
"""


@dataclass(frozen=True)
class Start:
    """Seconds to ready, and MiB resident then (0 where the system does not say)."""

    seconds: float
    memory: float


async def measure(url: str, times: int = 3) -> tuple[Start, Start]:
    """(stock Bolt's, ours) on the migrated database at `url`; medians."""
    async with Sandbox(MovableClock(flowing=True)) as slack:
        ours = [sys.executable, "-m", "benchmarks.start", slack.api_url, slack.bot_token, url]
        found = [(await _start([sys.executable, "-c", STOCK]), await _start(ours)) for _ in range(times)]
    return _median([stock for stock, _ in found]), _median([ours for _, ours in found])


async def _start(command: list[str]) -> Start:
    began = time.time()
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command[1:3])} ended with {process.returncode}")
    ready, kilobytes = json.loads(said.decode().splitlines()[-1])
    return Start(ready - began, int(kilobytes) / 1024)


def _median(found: list[Start]) -> Start:
    return Start(statistics.median(each.seconds for each in found), statistics.median(each.memory for each in found))


def _resident() -> str:
    status = Path("/proc/self/status")
    return status.read_text().partition("VmRSS:")[2].split("kB")[0].strip() if status.exists() else "0"


async def _open(api_url: str, token: str, url: str) -> None:
    settings = Settings(slack_bot_token=token, slack_signing_secret="secret", slack_api_url=api_url, database_url=url)
    async with open_bot(settings, Clock()):
        print(json.dumps([time.time(), _resident()]))


if __name__ == "__main__":
    asyncio.run(_open(*sys.argv[1:4]))
