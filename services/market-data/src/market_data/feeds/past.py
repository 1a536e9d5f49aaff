"""The archive of the ``simulator``: a past that is made up, as all that it tells is."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from random import Random

from market_data.domain.bars import Bar
from market_data.domain.past.beginning import Beginning
from market_data.domain.past.draws import Draws
from market_data.domain.past.past import Past
from market_data.feeds.calendars import trading_days
from market_data.feeds.characters import character_of
from market_data.feeds.feed import FeedRefused
from market_data.feeds.providers import SIMULATOR
from market_data.settings import MarketDataSettings
from vocabulary import BarInterval, Symbol


class SimulatedPast:
    """Knows the past of what was simulated at any time, once it knows where that began."""

    name = SIMULATOR.name
    intervals = frozenset(SIMULATOR.intervals)

    def __init__(self) -> None:
        self._pasts: dict[Symbol, Past] = {}

    def know(self, beginnings: Iterable[Beginning]) -> None:
        """From now on there is a past of these."""
        for one in beginnings:
            character = character_of(one.symbol)
            self._pasts[one.symbol] = Past(character, one, trading_days(), _draws(one.seed))

    async def newest(self, symbol: Symbol) -> Sequence[Bar]:
        """What stands just before the beginning of a symbol that is known."""
        return await asyncio.to_thread(self._pasts[symbol].newest)

    async def bars(
        self, symbol: Symbol, interval: BarInterval, first: datetime, until: datetime
    ) -> Sequence[Bar]:
        """The bars that start from ``first`` on and before ``until``, in the order of time.

        They are all from before the symbol was simulated for the first time; of one that never was
        there are none.
        """
        past = self._pasts.get(symbol)
        if past is None:
            return ()
        return await asyncio.to_thread(past.bars, interval, first, until)


@cache
def _draws(seed: str) -> Draws:
    return Draws(lambda name: Random(f"{seed} {name}"))  # noqa: S311  # it has to be the same again


@asynccontextmanager
async def open_archive(settings: MarketDataSettings) -> AsyncGenerator[SimulatedPast]:
    """A past for what is simulated.

    Raises:
        FeedRefused: another feed runs; nobody wants made-up bars beside real ones.
    """
    if settings.feed != SIMULATOR.name:
        raise FeedRefused("made_up", "only what is simulated has a past that is made up")
    yield SimulatedPast()
