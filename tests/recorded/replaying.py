"""A recording on the tape: the feed, the pump and the scribe, and a hand that steers time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from proving.receiver import eventually
from proving.wires import RabbitWire
from tape import steer

from market_data.feeds.replay.feed import open_feed
from market_data.settings import MarketDataSettings
from market_data.ticker.market import Market
from market_data.ticker.pump import Pump
from market_data.ticker.scribe import Scribe
from market_data.ticker.steering import Action, Wish
from market_data.ticker.wall import RealWall
from order.domain.units import time_of

ARRIVAL_SECONDS = 60


class Replaying:
    """Market time stands still but for the jumps."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def leave_for(self, time: int) -> None:
        """Go to a market time, in microseconds, as fast as the tape can be written."""
        steer(self._market, Wish(Action.JUMP, to=time_of(time)))

    async def arrived(self) -> None:
        """Wait until it is there, and all of it on the tape."""

        async def is_there() -> bool:
            return self._market.clock.target is None and not len(self._market.backlog)

        await eventually(is_there, ARRIVAL_SECONDS)


@asynccontextmanager
async def replaying(folder: Path, wire: RabbitWire) -> AsyncGenerator[Replaying]:
    """A market that has not begun yet; it keeps the regular session's hours."""
    settings = MarketDataSettings.model_validate(
        {
            "port": 1,
            "rabbitmq_password": "none",
            "feed": "csv",
            "replay_path": folder,
            "session": "regular",
        }
    )
    await wire.wipe_tape()
    async with open_feed(settings, datetime.now(UTC)) as feed:
        market = Market(feed, settings, RealWall())
        steer(market, Wish(Action.PAUSE))
        works = (Pump(market).run(), Scribe(market, wire.bus).run())
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield Replaying(market)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
