"""Kill services and restart servers, in an order that a seed decides, while orders keep coming."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from random import Random
from time import monotonic
from typing import NamedTuple

from bench.stack import Stack

SERVICES = ("order", "risk", "portfolio", "analytics", "market-data", "auth", "stream")
SERVERS = {
    "rabbitmq": (signal.SIGTERM, signal.SIGKILL),
    "postgres": (signal.SIGINT, signal.SIGQUIT),
}
"""How they are made to end: in order, or at once. The supervisor starts them again."""
PATIENCE_SECONDS = 90.0
PAUSE_SECONDS = 0.2
Say = Callable[[str], None]


class Deed(NamedTuple):
    """What is done after so many seconds; ``whom`` are taken who run, in this order of liking."""

    after: float
    whom: tuple[str, ...]
    how: signal.Signals


def plan(dice: Random, kills: int, restarts: int, seconds: float) -> list[Deed]:
    """So many services are killed and each server is restarted so often, at random moments."""
    return sorted(
        [*_kills(dice, kills, seconds), *_restarts(dice, restarts, seconds)],
        key=lambda deed: deed.after,
    )


async def rage(target: Stack, deeds: list[Deed], say: Say) -> int:
    """Do it all; return how many deeds were done.

    Raises:
        TimeoutError: nobody of those who were meant came back.
    """
    began = monotonic()
    for deed in deeds:
        await asyncio.sleep(max(0.0, began + deed.after - monotonic()))
        async with asyncio.timeout(PATIENCE_SECONDS):
            name, pid = await _victim(target, deed)
        os.kill(pid, deed.how)
        say(f"{monotonic() - began:6.1f} s  {deed.how.name} {name}")
    return len(deeds)


async def all_up(target: Stack) -> None:
    """Return once everything runs again.

    Raises:
        TimeoutError: something does not.
    """
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not {*SERVICES, *SERVERS} <= target.pids().keys():  # noqa: ASYNC110  # a file
            await asyncio.sleep(PAUSE_SECONDS)


def _kills(dice: Random, kills: int, seconds: float) -> Iterator[Deed]:
    for _ in range(kills):
        whom = tuple(dice.sample(SERVICES, len(SERVICES)))
        yield Deed(dice.uniform(0, seconds), whom, signal.SIGKILL)


def _restarts(dice: Random, restarts: int, seconds: float) -> Iterator[Deed]:
    """Spread out, so that a server is up between two of them."""
    for name, ways in SERVERS.items():
        for number in range(restarts):
            after = (number + dice.uniform(0.2, 0.8)) * seconds / restarts
            yield Deed(after, (name,), dice.choice(ways))


async def _victim(target: Stack, deed: Deed) -> tuple[str, int]:
    """The first of them who runs just now."""
    while True:
        running = target.pids()
        for name in deed.whom:
            if name in running:
                return name, running[name]
        await asyncio.sleep(PAUSE_SECONDS)
