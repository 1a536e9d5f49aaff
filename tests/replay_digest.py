"""Replays a recorded day through the whole service, and prints a digest of all that it tells.

``python tests/replay_digest.py FOLDER POSTGRES_URL REDIS_URL [SYMBOLS]``: time is made, so that
nothing depends on how fast this machine is, and both stores are empty. The digest is the SHA-256 of
every market event in the order in which it was published, each as JSON with sorted keys on a line
of its own.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from live_market import MONDAY, open_exchange
from redis.asyncio import Redis

from chassis.testing import drop_database, fresh_database
from events import Event, MarketClock
from market_data.settings import MarketDataSettings
from market_data.ticker.wall import SteppedWall
from vocabulary import ClockState

SPEED = 1000
STEP_SECONDS = 1.0
TURNS = 6


class BriskWall(SteppedWall):
    """Gives everybody fewer turns: a day has a hundred thousand moments, and each needs a few."""

    async def settle(self) -> None:
        """Let everybody have a few turns."""
        for _ in range(TURNS):
            await asyncio.sleep(0)


class Digest:
    """Of what was told so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.ended = False
        self._hash = sha256()

    def add(self, events: Sequence[Event]) -> None:
        """Take in what is told."""
        for event in events:
            self.counts[event.name] += 1
            line = json.dumps([event.name, event.model_dump(mode="json")], sort_keys=True)
            self._hash.update(f"{line}\n".encode())
            if isinstance(event, MarketClock):
                self.ended = event.state is ClockState.ENDED

    def __str__(self) -> str:
        counts = " ".join(f"{name}={count}" for name, count in sorted(self.counts.items()))
        return f"{counts} sha256={self._hash.hexdigest()}"


async def replay(folder: str, postgres_url: str, redis_url: str, symbols: str = "") -> Digest:
    """The digest of the whole of what was recorded."""
    database_url = await fresh_database(postgres_url, "market_data")
    async with Redis.from_url(redis_url) as redis:  # pyright: ignore[reportUnknownMemberType]
        await redis.flushall()  # pyright: ignore[reportUnknownMemberType]
    given = {"port": 8102, "rabbitmq_password": "test", "redis_url": redis_url, "speed": SPEED}
    settings = MarketDataSettings.model_validate(
        given | {"feed": "csv", "replay_path": folder, "symbols": symbols}
    )
    wall, digest = BriskWall(MONDAY), Digest()
    try:
        async with open_exchange(postgres_url, database_url, settings, wall) as market:
            while not digest.ended:
                await wall.step(STEP_SECONDS)
                digest.add(market.told)
                market.told.clear()
    finally:
        await drop_database(database_url)
    return digest


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(replay(*sys.argv[1:]))}\n")
