"""Somebody who listens to a feed, as the market does."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from market_data.domain.ticks import StaleTick, Tick
from market_data.feeds.feed import Feed
from market_data.feeds.health import Health
from market_data.settings import MarketDataSettings


class Listener:
    """A feed, and what it has told."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.told: list[Tick] = []

    @property
    def news(self) -> list[Tick]:
        """Everything but doubts."""
        return [tick for tick in self.told if not isinstance(tick, StaleTick)]

    @property
    def health(self) -> Sequence[Health]:
        """How the connections are doing."""
        return self.feed.report().connections

    async def hear(self, number: int) -> list[Tick]:
        """The news, when there are so many."""
        await self.reach(lambda: len(self.news) >= number)
        return self.news

    async def reach(self, is_so: Callable[[], bool]) -> None:
        """Give the wire the time that it needs."""
        async with asyncio.timeout(60):
            while not is_so():  # noqa: ASYNC110  # nobody tells a test
                await asyncio.sleep(0.005)

    async def listen(self) -> None:
        """For ever."""
        async for ticks in self.feed.ticks():
            self.told.extend(ticks)


Listen = Callable[..., AbstractAsyncContextManager[Listener]]
Settings = Callable[..., MarketDataSettings]
