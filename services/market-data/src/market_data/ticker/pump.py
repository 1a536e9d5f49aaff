"""From the feed to the market: every tick when it is due, and not before."""

from collections.abc import Sequence
from datetime import datetime
from logging import getLogger

from market_data.domain.ticks import Tick
from market_data.feeds.feed import FeedRefused
from market_data.ticker.market import Market
from market_data.ticker.metrics import FEED_STOPPED, TICKS

logger = getLogger(__name__)


class Pump:
    """Takes ticks in the order of market time, at the pace of the clock."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._clock = market.clock
        self._wall = market.wall

    async def run(self) -> None:
        """Until the feed has no more; then the market has ended, and stands still."""
        problem = None
        try:
            async for ticks in self._market.feed.ticks():
                await self._deliver(ticks)
        except FeedRefused as error:
            logger.error("the feed stopped: %s: %s", error.code, error)  # noqa: TRY400
            FEED_STOPPED.set(1)
            problem = error
        self._market.end(problem)

    async def _deliver(self, ticks: Sequence[Tick]) -> None:
        take = self._market.take
        horizon = self._clock.horizon(self._wall.now())
        for tick in ticks:
            if tick.time > horizon:
                horizon = await self._due(tick.time)
            take(tick)
        TICKS.inc(len(ticks))
        self._clock.delivered(ticks[-1].time, self._wall.now())
        self._announce()
        await self._wall.sleep(0)  # at full speed nothing else makes room for the others
        self._clock.release()

    async def _due(self, time: datetime) -> datetime:
        """Wait for ``time``, however often somebody stops the clock or changes its speed."""
        self._clock.hold(time)
        self._announce()
        while (seconds := self._clock.seconds_until(time, self._wall.now())) > 0:
            self._market.steered.clear()
            await self._wall.wait(self._market.steered, seconds)
        self._clock.release()
        return self._clock.horizon(self._wall.now())

    def _announce(self) -> None:
        self._market.heard_at = self._wall.now()
        self._market.news.set()
