"""Click on `Approve` → decided and committed → 200, each click deciding another request, against stock Bolt."""

from dataclasses import dataclass

from benchmarks import sockets, transport
from benchmarks.agency import count_decided
from benchmarks.databases import connected
from benchmarks.rounds import ROUNDS, Result
from benchmarks.stage import opened


@dataclass
class Presses:
    """Hands out one pending request after the other. Raises RuntimeError when there are no more."""

    projects: int
    given: int = 0

    def __call__(self) -> str:
        if self.given == self.projects:
            raise RuntimeError("every request is decided: seed more, or measure for a shorter time")
        self.given += 1
        return f"{self.given}.1"


async def over_http(
    url: str,
    clients: int,
    seconds: float,
    *,
    projects: int,
    synchronous: str = "FULL",
    deliver: bool = False,
    rounds: int = ROUNDS,
) -> Result:
    """Through the front door. `deliver`: with the dispatcher sending what comes of it to the practice workspace."""
    presses = Presses(projects)
    async with opened(url, synchronous=synchronous, deliver=projects if deliver else 0) as stage:
        found = await transport.compare(
            transport.stock(),
            stage.web,
            clients,
            seconds,
            rounds=rounds,
            bodies=lambda: transport.click(presses()),
        )
    _check(url, presses.given)
    return found


async def over_sockets(url: str, at_once: int, seconds: float, *, projects: int, rounds: int = ROUNDS) -> Result:
    """Through Socket Mode, timed from handing out the envelope to its acknowledgement."""
    presses = Presses(projects)
    async with opened(url, app_token="xapp-1") as stage:
        found = await sockets.compare(stage.bot, at_once, seconds, rounds=rounds, values=presses)
    _check(url, presses.given)
    return found


def _check(url: str, clicks: int) -> None:
    """Raises RuntimeError unless each click that was answered left one decision, one approval and one moved date."""
    with connected(url) as connection:
        found = count_decided(connection)
    if found != (clicks, clicks, clicks):
        raise RuntimeError(f"{clicks} clicks were answered 200, but (decisions, approvals, dates moved) are {found}")
