"""`python -m sandbox` serves the practice workspace; `python -m sandbox story` plays the deadline story in it."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys

from sandbox.clock import MovableClock
from sandbox.practice import FIRST_PORT, practice
from sandbox.seed import seed
from sandbox.story import play


async def serve(port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; the address is printed once the page answers and the bot listens."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    async with practice(MovableClock(flowing=True), port) as slack:
        print(slack.base, flush=True)
        seeding = asyncio.create_task(seed(slack))
        await stopped.wait()
        seeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await seeding


async def tell() -> None:
    async with practice(MovableClock(flowing=True)) as slack:
        async for line in play(slack):
            print(line, flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["serve", "story"], default="serve")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try (default %(default)s)")
    chosen = parser.parse_args(arguments)
    screen = logging.StreamHandler()
    screen.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[screen], format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(tell() if chosen.what == "story" else serve(chosen.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
